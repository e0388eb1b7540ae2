import { mean } from './measures.ts';

/**
 * Another attacker that need not believe in straight lines: it cuts a few numbers of each row at their quantiles, and says of
 * each cell what was so in most of the rows that it was trained on.
 */
export function learnCells(
  rows: readonly (readonly number[])[],
  truth: readonly boolean[],
  columns: readonly number[],
): (row: readonly number[]) => number {
  const cuts = columns.map((column) => {
    const sorted = Float64Array.from(rows, (row) => row[column] ?? 0).sort();
    return Array.from({ length: PARTS - 1 }, (_, n) => sorted[Math.floor(((n + 1) * sorted.length) / PARTS)] ?? 0);
  });
  const cellOf = (row: readonly number[]) =>
    columns.reduce(
      (cell, column, n) => cell * PARTS + (cuts[n] ?? []).filter((cut) => (row[column] ?? 0) >= cut).length,
      0,
    );
  const count = PARTS ** columns.length;
  const [yes, of] = [new Float64Array(count), new Float64Array(count)];
  const usual = mean(truth.map(Number));
  rows.forEach((row, i) => {
    const cell = cellOf(row);
    yes[cell] = (yes[cell] ?? 0) + Number(truth[i] ?? false);
    of[cell] = (of[cell] ?? 0) + 1;
  });
  // As if two more rows of each cell had been as rows are.
  return (row) => {
    const cell = cellOf(row);
    return ((yes[cell] ?? 0) + 2 * usual) / ((of[cell] ?? 0) + 2);
  };
}

const PARTS = 6;
