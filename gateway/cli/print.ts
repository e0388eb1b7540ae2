import { visible } from '../../rules/visible.ts';
import { textOf, type Words } from '../../rules/words-shown.ts';
import type { Sourced } from '../runtime/config.ts';

/** What is shared more by it is said first, and done when it is said again. */
export function asked(result: unknown, done: boolean): string {
  return done ? decision(result) : `${decision(result)}\n\nNothing has changed yet. Say it again with --yes to agree.`;
}

/** What is shared more is shown with a code, and done when the code is said. */
export function agreedByCode(result: unknown): string {
  const { code } = result as { code?: string };
  return code === undefined
    ? decision(result)
    : `${decision(result)}\n\nNothing has changed yet. Say it again with --code ${plain(code)} to agree to exactly this.`;
}

export function asLetter(result: unknown): string {
  const { letter, page: _, ...more } = result as { letter: string; page: string };
  return `${table(more)}\n\n${plainLines(letter)}`;
}

/** What waits, without the name of exactly that, which is for programs. */
export function waiting(result: unknown): string {
  return table(JSON.parse(JSON.stringify(result, (key, value: unknown) => (key === 'asked' ? undefined : value))));
}

export function credentials(result: unknown): string {
  const { name, password } = result as { name: string; password: string };
  return `user name  ${name}\npassword   ${password}\n\nThe password is shown only now.`;
}

/** The words of a decision as everybody is shown them, where there are any, then what came of it. */
export function decision(result: unknown): string {
  const { words = [], ...rest } = result as { words?: readonly Words[] };
  return [...words.map((each) => plainLines(textOf(each))), table(rest)].join('\n\n');
}

/** Lines of `name  value`, nested with indents: plain, and the same for every result. */
export function table(result: unknown, indent = ''): string {
  if (Array.isArray(result)) {
    if (result.length === 0) return `${indent}(nothing)`;
    if (result.every((each) => typeof each !== 'object')) {
      // Sentences stand in lines of their own.
      const parts = result.some((each) => /[.?]$/.test(String(each))) ? result : [result.join(', ')];
      return parts.map((each) => `${indent}${plain(each)}`).join('\n');
    }
    return result.map((each) => table(each, indent)).join('\n\n');
  }
  if (typeof result !== 'object' || result === null) return `${indent}${plain(result)}`;
  return Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      typeof value === 'object' && value !== null && !(Array.isArray(value) && value.length === 0)
        ? `${indent}${plain(key)}\n${table(value, `${indent}  `)}`
        : `${indent}${plain(key).padEnd(Math.max(0, 18 - indent.length))} ${Array.isArray(value) ? '(nothing)' : shown(key, value)}`,
    )
    .join('\n');
}

/** The configuration, or where each setting comes from. */
export function settingsShown(result: unknown): string {
  if (!Array.isArray(result)) return table(result);
  const rows = (result as readonly Sourced[]).map(({ setting, value, where }) => [
    setting,
    Array.isArray(value) ? value.join(', ') || '(nothing)' : String(value),
    where ?? 'as it is at first',
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => plain(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))).join('\n');
}

const TIMES = new Set(['at', 'since', 'until', 'ended', 'revoked', 'due', 'first', 'last', 'asked', 'delivered']);

/** Instants as people read them; `--json` has them as numbers. */
function shown(key: string, value: unknown): string {
  return TIMES.has(key) && typeof value === 'number' ? new Date(value).toISOString() : plain(value);
}

/** The result for machines. */
export function json(result: unknown): string {
  return plainLines(JSON.stringify(result, null, 2));
}

/** Sentences with what somebody outside wrote in them. */
export function plainLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Devices choose their names. */
function plain(value: unknown): string {
  return visible(String(value));
}
