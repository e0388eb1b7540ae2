/**
 * Exact samplers: whole numbers and fractions of them alone, because the last bits of floating-point noise tell what it was
 * added to (Mironov 2012; Haney et al. 2022). After Canonne, Kamath and Steinke 2020, arXiv 2004.00010, in the order of
 * draws of libprio, so that its published samples are ours. How long a draw takes depends on what is drawn: noise is
 * drawn before the slot, never in it.
 */

/** So many uniform, independent bytes that nobody can predict; what was given out is never given again. */
export type RandomBytes = (size: number) => Uint8Array;

/** A fraction `n/d` of whole numbers in lowest terms, `n` at least 0 and `d` at least 1. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

export function ratio(n: bigint, d = 1n): Ratio {
  if (n < 0n || d <= 0n) throw new RangeError('a ratio is at least 0 and its denominator at least 1');
  if (d === 1n) return { n, d };
  const common = gcd(n, d);
  return { n: n / common, d: d / common };
}

/** Uniform over 0 … bound-1: of as many bits as the bound has, drawn again until they are below it. */
export function uniformBelow(bound: bigint, random: RandomBytes): bigint {
  if (bound <= 0n) throw new RangeError('nothing is below 0');
  return bound < 2n ** 32n ? BigInt(smallBelow(Number(bound), random)) : largeBelow(bound, random);
}

/** True with probability p, which is at most 1. */
export function bernoulli(p: Ratio, random: RandomBytes): boolean {
  if (p.n > p.d) throw new RangeError('a probability is at most 1');
  return uniformBelow(p.d, random) < p.n;
}

/** True with probability exp(-γ). Algorithm 1. */
export function bernoulliExp(gamma: Ratio, random: RandomBytes): boolean {
  const whole = gamma.n / gamma.d;
  for (let i = 0n; i < whole; i++) if (!bernoulliExpBelowOne(ONE, random)) return false;
  return bernoulliExpBelowOne(ratio(gamma.n % gamma.d, gamma.d), random);
}

/** P(x) = (e^(1/b) - 1) / (e^(1/b) + 1) · e^(-|x|/b) for every whole x, where b is the scale, above 0. Algorithm 2. */
export function discreteLaplace(scale: Ratio, random: RandomBytes): bigint {
  if (scale.n === 0n) throw new RangeError('noise has a scale above 0');
  for (;;) {
    const negative = bernoulli(HALF, random);
    const magnitude = geometricExp(scale, random);
    if (!negative) return magnitude;
    if (magnitude > 0n) return -magnitude;
  }
}

/** P(x) ∝ e^(-x²/2σ²) for every whole x, where σ is above 0. Algorithm 3. */
export function discreteGaussian(sigma: Ratio, random: RandomBytes): bigint {
  if (sigma.n === 0n) throw new RangeError('noise has a deviation above 0');
  const t = sigma.n / sigma.d + 1n;
  const scale = ratio(t);
  const [variance, squared] = [sigma.n * sigma.n, sigma.d * sigma.d];
  for (;;) {
    const y = discreteLaplace(scale, random);
    // (|y| - σ²/t)² / 2σ², over one denominator.
    const off = (y < 0n ? -y : y) * t * squared - variance;
    if (bernoulliExp(ratio(off * off, 2n * variance * squared * t * t), random)) return y;
  }
}

/**
 * One of `cells` categories: the true one e^ε times as often as any other (k-ary randomised response; Warner 1965 for two).
 * A category is proposed evenly; a false one is kept with probability e^-ε.
 */
export function randomisedResponse(truth: number, cells: number, epsilon: Ratio, random: RandomBytes): number {
  if (!Number.isInteger(truth) || truth < 0 || truth >= cells) throw new RangeError('the truth is one of the cells');
  for (;;) {
    const cell = Number(uniformBelow(BigInt(cells), random));
    if (cell === truth || bernoulliExp(epsilon, random)) return cell;
  }
}

const ONE = ratio(1n);
const HALF = ratio(1n, 2n);

/** For γ at most 1. */
function bernoulliExpBelowOne(gamma: Ratio, random: RandomBytes): boolean {
  let k = 1n;
  while (bernoulli(k === 1n ? gamma : ratio(gamma.n, gamma.d * k), random)) k++;
  return k % 2n === 1n;
}

/** P(x) ∝ e^(-x/b) for x = 0, 1, 2 …: Algorithm 2 without the sign. */
function geometricExp({ n: t, d: s }: Ratio, random: RandomBytes): bigint {
  let u = uniformBelow(t, random);
  while (!bernoulliExpBelowOne(ratio(u, t), random)) u = uniformBelow(t, random);
  let v = 0n;
  while (bernoulliExpBelowOne(ONE, random)) v++;
  return (u + t * v) / s;
}

/** Below 2^32 no BigInt is made of the words; the same draws as `largeBelow`. */
function smallBelow(bound: number, random: RandomBytes): number {
  const unused = Math.clz32(bound);
  for (;;) {
    const word = wordAt(random(4), 0) >>> unused;
    if (word < bound) return word;
  }
}

function largeBelow(bound: bigint, random: RandomBytes): bigint {
  const bits = bound.toString(2).length;
  const words = Math.ceil(bits / 32);
  for (;;) {
    const bytes = random(4 * words);
    let drawn = BigInt(wordAt(bytes, words - 1) >>> (32 * words - bits));
    for (let i = words - 2; i >= 0; i--) drawn = (drawn << 32n) | BigInt(wordAt(bytes, i));
    if (drawn < bound) return drawn;
  }
}

/** A missing byte would be a 0 of somebody's choice: it is an error. */
function wordAt(bytes: Uint8Array, word: number): number {
  const [a, b, c, d] = bytes.subarray(4 * word, 4 * word + 4);
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new RangeError('fewer random bytes than were asked for');
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
