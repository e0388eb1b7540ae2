import { deviation, mean, type Share, share } from './measures.ts';

/** One home's values in the order of their windows, which are those of all homes. */
export type Row = Float64Array;

/** A4: equal values in equal windows count; where there are none to speak of, what is alike in what is not usual. */
export function acrossRecipients(one: readonly Row[], other: readonly Row[]): Share {
  const [byEqual, byLikeness] = [top1(one, other, equals), top1(unusual(one), unusual(other), dot)];
  return share(Math.max(byEqual, byLikeness), one.length);
}

/**
 * A3: which has the same usual week, each place of it beside those of the others; or which is alike in what stays the same
 * in a home and differs between homes, such as what it draws when nobody does anything. The better one counts.
 */
export function acrossEpochs(
  before: readonly Row[],
  after: readonly Row[],
  placesBefore: readonly number[],
  placesAfter: readonly number[],
): Share {
  const weeks = (rows: readonly Row[], places: readonly number[]) =>
    unusual(scaled(rows.map((row) => week(row, places))));
  const byWeek = top1(weeks(before, placesBefore), weeks(after, placesAfter), dot);
  return share(Math.max(byWeek, byTraits(before, after, placesBefore, placesAfter)), before.length);
}

/** How far each trait differs between two halves of one list tells how much a difference between two lists says. */
function byTraits(
  before: readonly Row[],
  after: readonly Row[],
  placesBefore: readonly number[],
  placesAfter: readonly number[],
): number {
  const half = Math.floor(placesBefore.length / 2);
  const [first, second] = [[0, half] as const, [half, placesBefore.length] as const].map(([from, to]) =>
    before.map((row) => traits(row.subarray(from, to), placesBefore.slice(from, to))),
  );
  const wavers = Float64Array.from(first?.[0] ?? [], (_, n) => {
    const apart = (first ?? [])
      .map((row, i) => Math.abs((row[n] ?? 0) - (second?.[i]?.[n] ?? 0)))
      .sort((a, b) => a - b);
    return apart[Math.floor(apart.length / 2)] || 1;
  });
  const near = (a: Row, b: Row) => {
    let apart = 0;
    for (let n = 0; n < a.length; n++) apart += Math.min(4, Math.abs((a[n] ?? 0) - (b[n] ?? 0)) / (wavers[n] ?? 1));
    return -apart;
  };
  const of = (rows: readonly Row[], places: readonly number[]) => rows.map((row) => traits(row, places));
  return top1(of(before, placesBefore), of(after, placesAfter), near);
}

const QUANTILES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 0.9];

/** Quantiles of all values, and of those of the night, where there are any. */
function traits(row: Row, places: readonly number[]): Row {
  const night = row.filter((_, i) => (places[i] ?? 0) % 24 < 5);
  return Float64Array.from(
    [row, night].flatMap((values) => {
      const sorted = values.toSorted();
      return QUANTILES.map((part) => sorted[Math.floor(part * sorted.length)] ?? 0);
    }),
  );
}

/** How many are found by the best score; of equal scores one is guessed. */
function top1(one: readonly Row[], other: readonly Row[], score: (a: Row, b: Row) => number): number {
  let found = 0;
  one.forEach((row, i) => {
    const scores = other.map((each) => score(row, each));
    const best = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (scores[i] === best) found += 1 / scores.filter((each) => each === best).length;
  });
  return found;
}

function equals(a: Row, b: Row): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal;
}

function dot(a: Row, b: Row): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Each value beside those of all homes in the same window, so that what all do at noon links nobody; then of length 1. */
function unusual(rows: readonly Row[]): Row[] {
  const usual = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < row.length; i++) usual[i] = (usual[i] ?? 0) + (row[i] ?? 0) / rows.length;
  return rows.map((row) => {
    const own = row.map((value, i) => value - (usual[i] ?? 0));
    const length = Math.sqrt(dot(own, own)) || 1;
    return own.map((value) => value / length);
  });
}

function scaled(rows: readonly Row[]): Row[] {
  const widths = [...(rows[0] ?? [])].map((_, i) => deviation(rows.map((row) => row[i] ?? 0)) || 1);
  return rows.map((row) => row.map((value, i) => value / (widths[i] ?? 1)));
}

/** Mean and deviation at each place of the week. */
function week(row: Row, at: readonly number[]): Row {
  const places = new Map<number, number[]>();
  row.forEach((value, i) => {
    const place = at[i] ?? 0;
    const known = places.get(place);
    if (known === undefined) places.set(place, [value]);
    else known.push(value);
  });
  const all = [...places].sort(([a], [b]) => a - b).map(([, values]) => values);
  return Float64Array.from([...all.map(mean), ...all.map(deviation)]);
}
