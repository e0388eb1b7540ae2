/**
 * Steps are the grids numbers are rounded to. People write them in decimals (0.1, 0.25, 500), so all arithmetic on
 * them is done on integers of millionths where that is exact; floats would say that 0.3 is no multiple of 0.1.
 */
const SCALE = 1e6;
const TOLERANCE = 1e-9;

export const MIN_STEP = 1e-6;
export const MAX_STEP = 1e9;

/** Whether every point of the grid `coarse` is one of the grid `fine`; 0 is no grid at all, the finest. */
export function isMultiple(coarse: number, fine: number): boolean {
  if (fine === 0) return true;
  if (coarse === 0) return false;
  const a = scaled(coarse);
  const b = scaled(fine);
  if (a !== undefined && b !== undefined) return a % b === 0;
  const ratio = coarse / fine;
  const whole = Math.round(ratio);
  return whole >= 1 && Math.abs(ratio - whole) <= TOLERANCE * whole;
}

/** The finest grid that is coarser than both, or undefined where there is none. */
export function lcmStep(a: number, b: number): number | undefined {
  if (isMultiple(a, b)) return a;
  if (isMultiple(b, a)) return b;
  const x = scaled(a);
  const y = scaled(b);
  if (x === undefined || y === undefined) return undefined;
  const lcm = (x / gcd(x, y)) * y;
  return lcm <= MAX_STEP * SCALE ? lcm / SCALE : undefined;
}

/** The coarsest grid that is finer than both; 0 (no grid) where only that is. */
export function gcdStep(a: number, b: number): number {
  if (isMultiple(a, b)) return b;
  if (isMultiple(b, a)) return a;
  const x = scaled(a);
  const y = scaled(b);
  return x === undefined || y === undefined ? 0 : gcd(x, y) / SCALE;
}

/** Absorbs the error of one division, so that 0.15 to steps of 0.1 is the tie it looks like. */
const TIE = 2 ** -50;

/**
 * The nearest point of the grid, ties away from zero. The result is the double closest to the decimal one would
 * write (21.5, not 21.499999999999996): it is made by one division of two integers.
 */
export function roundTo(value: number, step: number): number {
  const ratio = Math.abs(value) / step;
  // Beyond 2^52 steps doubles are no finer than the grid.
  if (!(ratio < 2 ** 52)) return value;
  const steps = Math.floor(ratio + 0.5 + ratio * TIE);
  if (steps === 0) return 0;
  let power = 1;
  let whole = step;
  for (let places = 0; places < 9 && Math.abs(whole - Math.round(whole)) > TOLERANCE * whole; places++) {
    power *= 10;
    whole = step * power;
  }
  const points = steps * Math.round(whole);
  const near = Math.abs(whole - Math.round(whole)) <= TOLERANCE * whole && Number.isSafeInteger(points);
  const rounded = near ? points / power : steps * step;
  return value < 0 ? -rounded : rounded;
}

/** The step in whole millionths, or undefined when it has more than six decimal places. */
function scaled(step: number): number | undefined {
  const exact = step * SCALE;
  const whole = Math.round(exact);
  return whole >= 1 && Number.isSafeInteger(whole) && Math.abs(exact - whole) <= TOLERANCE * whole ? whole : undefined;
}

/** Greatest common divisor of two positive integers. */
export function gcd(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
