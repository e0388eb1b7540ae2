/** Weights that make the truth of the rows most probable, the first for a constant; by Newton's method, slightly held back from large ones. */
export function learn(rows: readonly (readonly number[])[], truth: readonly boolean[], rounds = 8): number[] {
  const size = (rows[0]?.length ?? 0) + 1;
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < rounds; round++) {
    const slope = weights.map((weight) => -weight);
    const curve = weights.map((_, i) => weights.map((_, j) => Number(i === j)));
    rows.forEach((row, n) => {
      const p = probability(weights, row);
      const off = (truth[n] ? 1 : 0) - p;
      for (let i = 0; i < size; i++) {
        const x = i === 0 ? 1 : (row[i - 1] ?? 0);
        slope[i] = (slope[i] ?? 0) + off * x;
        const line = curve[i] ?? [];
        for (let j = 0; j <= i; j++) line[j] = (line[j] ?? 0) + p * (1 - p) * x * (j === 0 ? 1 : (row[j - 1] ?? 0));
      }
    });
    const step = solve(
      curve.map((line, i) => line.map((_, j) => (j <= i ? line[j] : curve[j]?.[i]) ?? 0)),
      slope,
    );
    weights = weights.map((weight, i) => weight + (step[i] ?? 0));
  }
  return weights;
}

export function probability(weights: readonly number[], row: readonly number[]): number {
  let sum = weights[0] ?? 0;
  for (let i = 0; i < row.length; i++) sum += (weights[i + 1] ?? 0) * (row[i] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Gauss, with the largest pivot first. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, i) => [...line, right[i] ?? 0]);
  const size = lines.length;
  for (let i = 0; i < size; i++) {
    const best = lines.slice(i).reduce((top, line) => (Math.abs(line[i] ?? 0) > Math.abs(top[i] ?? 0) ? line : top));
    const other = lines.indexOf(best);
    const here = lines[i] ?? best;
    lines[other] = here;
    lines[i] = best;
    for (const line of lines) {
      if (line === best) continue;
      const share = (line[i] ?? 0) / (best[i] ?? 1);
      for (let j = i; j <= size; j++) line[j] = (line[j] ?? 0) - share * (best[j] ?? 0);
    }
  }
  return lines.map((line, i) => (line[size] ?? 0) / (line[i] ?? 1));
}
