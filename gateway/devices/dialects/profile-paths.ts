import type { JsonObject } from './json.ts';
import type { Path } from './profile.ts';

/** The value at a path of own members; list items by index. Undefined where the path leaves the payload. */
export function valueAt(body: unknown, path: Path): unknown {
  let value: unknown = body;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

export function isLeaf(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** How many scalars of a body lie under none of the paths, at most `limit`. The body's depth is bounded by its parser. */
export function leavesOf(body: JsonObject, used: readonly Path[], limit: number): number {
  const covered = new Set(used.map((path) => JSON.stringify(path)));
  let count = 0;
  const walk = (value: unknown, path: Path): void => {
    if (count >= limit || covered.has(JSON.stringify(path))) return;
    if (isLeaf(value)) count++;
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) walk(member, [...path, key]);
    }
  };
  walk(body, []);
  return count;
}
