/** A span of home time, its end not included. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The union as ascending intervals that neither touch nor overlap. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of intervals.filter((i) => i.to > i.from).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What of `whole` lies outside `holes`, which are ascending and apart. */
export function subtract(whole: Interval, holes: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = whole.from;
  for (const hole of holes) {
    if (hole.to <= from || hole.from >= whole.to) continue;
    if (hole.from > from) left.push({ from, to: hole.from });
    from = hole.to;
  }
  if (from < whole.to) left.push({ from, to: whole.to });
  return left;
}

/** What of `whole` lies inside `parts`. */
export function intersect(whole: Interval, parts: readonly Interval[]): Interval[] {
  return parts
    .filter((part) => part.to > whole.from && part.from < whole.to)
    .map((part) => ({ from: Math.max(part.from, whole.from), to: Math.min(part.to, whole.to) }));
}
