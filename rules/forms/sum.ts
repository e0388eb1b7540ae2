/** A sum that does not lose small numbers beside large ones (Neumaier 1974); plain data. */
export interface Sum {
  total: number;
  lost: number;
}

export function emptySum(): Sum {
  return { total: 0, lost: 0 };
}

export function addTo(sum: Sum, value: number): void {
  const total = sum.total + value;
  // What cannot be counted any more stays at the largest number: Infinity is not JSON.
  if (!Number.isFinite(total)) {
    sum.total = total < 0 ? -Number.MAX_VALUE : Number.MAX_VALUE;
    sum.lost = 0;
    return;
  }
  sum.lost += Math.abs(sum.total) >= Math.abs(value) ? sum.total - total + value : value - total + sum.total;
  sum.total = total;
}

export function totalOf(sum: Sum): number {
  const value = sum.total + sum.lost;
  return Number.isFinite(value) ? value : sum.total;
}
