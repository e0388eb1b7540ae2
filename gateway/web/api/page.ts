import { notUnderstood } from '../../operations/refusal.ts';

/** A part of a list, and where the next begins. */
export interface Page {
  readonly items: readonly unknown[];
  readonly total: number;
  readonly next?: string;
}

/**
 * The lines after the one a cursor names. It holds the line's place and its name: the place is right unless lines came or
 * went before it, and then the name finds it again.
 */
export function pageOf(lines: readonly unknown[], names: readonly string[], limit: number, cursor?: string): Page {
  const start = cursor === undefined ? 0 : startOf(lines, names, cursor);
  const items = lines.slice(start, start + limit);
  const end = start + items.length;
  const last = items.at(-1);
  return {
    items,
    total: lines.length,
    ...(end < lines.length && last !== undefined ? { next: cursorOf(end - 1, nameOf(last, names)) } : {}),
  };
}

function startOf(lines: readonly unknown[], names: readonly string[], cursor: string): number {
  const { at, name } = parsed(cursor);
  if (name === '' || (lines[at] !== undefined && nameOf(lines[at], names) === name)) return at + 1;
  const found = lines.findIndex((line) => nameOf(line, names) === name);
  // The line itself is gone, so those after it have moved up by one at least.
  return found < 0 ? at : found + 1;
}

function nameOf(line: unknown, names: readonly string[]): string {
  const members: Readonly<Record<string, unknown>> = typeof line === 'object' && line !== null ? { ...line } : {};
  return names.map((name) => String(members[name])).join(' ');
}

function cursorOf(at: number, name: string): string {
  return Buffer.from(`${at} ${name}`).toString('base64url');
}

function parsed(cursor: string): { readonly at: number; readonly name: string } {
  const [, at, name = ''] = /^(\d{1,15}) (.*)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined) throw notUnderstood([{ path: '/cursor', problem: 'is none that this list gave' }]);
  return { at: Number(at), name };
}
