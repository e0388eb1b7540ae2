import { type Share, share } from './measures.ts';

/** Every run of 8 bytes in whatever is no word break: 8 characters, 16 of hex; a number is one. */
export function windows(text: string): Set<string> {
  const found = new Set<string>();
  for (const token of text.match(/[\w+/-]{8,}/g) ?? []) {
    const size = /^\d+$/.test(token) ? token.length : /^[0-9a-f]{16,}$/.test(token) ? 16 : 8;
    for (let i = 0; i + size <= token.length; i++) found.add(token.slice(i, i + size));
  }
  return found;
}

/**
 * Which home of one list is which of the other, by what both have: what few homes have counts much, what all have nothing.
 * `alone` counts what one home has in both lists and no other in any.
 */
export function linked(one: readonly Set<string>[], other: readonly Set<string>[]): { top1: Share; alone: number } {
  const having = (homes: readonly Set<string>[]) => {
    const by = new Map<string, number[]>();
    homes.forEach((set, i) => {
      for (const window of set) by.set(window, [...(by.get(window) ?? []), i]);
    });
    return by;
  };
  const scores = one.map(() => new Float64Array(other.length));
  const others = having(other);
  let alone = 0;
  for (const [window, a] of having(one)) {
    const b = others.get(window) ?? [];
    if (a.length === one.length) continue;
    for (const i of a) for (const j of b) scores[i]?.fill((scores[i]?.[j] ?? 0) + 1 / (a.length * b.length), j, j + 1);
    if (a.length === 1 && b.length === 1 && a[0] === b[0]) alone++;
  }
  const right = scores.map((row, i) => {
    const best = Math.max(...row);
    return row[i] === best ? 1 / row.filter((score) => score === best).length : 0;
  });
  return {
    top1: share(
      right.reduce((a, b) => a + b, 0),
      one.length,
    ),
    alone,
  };
}
