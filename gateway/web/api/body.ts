import type { Problem } from '../../../rules/problems.ts';
import { parseJson } from '../../devices/dialects/json.ts';
import { notUnderstood } from '../../operations/refusal.ts';

/** No input of ours is deeper; walking what is would take the stack. */
const DEEPEST = 32;

/** The members of a JSON body; an empty one has none. */
export function parseBody(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {};
  const value = jsonOf(bytes);
  const problem = problemIn(value, DEEPEST);
  if (problem !== undefined) throw notUnderstood([{ path: '', problem }]);
  // What is said twice is read by one program one way, by another the other.
  if ('reason' in parseJson(bytes, bytes.length))
    throw notUnderstood([{ path: '', problem: 'says a member twice, or one that means something to programs' }]);
  if (!isMembers(value)) throw notUnderstood([{ path: '', problem: 'is no object; write {"…": …}' }]);
  return value;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const problem: Problem = { path: '', problem: 'is no JSON in UTF-8' };
    throw notUnderstood([problem]);
  }
}

/** Half a character has no UTF-8, so it can neither be signed nor recorded. */
function problemIn(value: unknown, deepest: number): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'has half a character; write whole ones';
  if (typeof value !== 'object' || value === null) return undefined;
  if (deepest === 0) return `is nested more than ${DEEPEST} deep`;
  for (const [name, each] of Object.entries(value)) {
    const problem = problemIn(name, deepest) ?? problemIn(each, deepest - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
