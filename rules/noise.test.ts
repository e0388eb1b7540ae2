import { describe, expect, it } from 'vitest';
import {
  bernoulli,
  bernoulliExp,
  discreteGaussian,
  discreteLaplace,
  type RandomBytes,
  randomisedResponse,
  ratio,
  uniformBelow,
} from './noise.ts';
import { seededBytes } from './seeded-bytes.fixture.ts';

const DRAWS = 60_000;

type Sampler = (random: RandomBytes) => number;
/** How probable each outcome is. */
type Law = (x: number) => number;

/**
 * Pearson's X² of so many draws against a law over lowest … highest, where what lies beyond counts as the last cell, as a
 * multiple of what is rejected: six deviations above its mean.
 */
function misfit(sampler: Sampler, law: Law, [lowest, highest]: readonly [number, number]): number {
  const random = seededBytes();
  const cells = Array.from({ length: highest - lowest + 1 }, (_, i) => ({
    seen: 0,
    expected: law(lowest + i) * DRAWS,
  }));
  const beyond = DRAWS - cells.reduce((sum, { expected }) => sum + expected, 0);
  for (let i = 0; i < DRAWS; i++) {
    const cell = cells[Math.max(lowest, Math.min(highest, sampler(random))) - lowest];
    if (cell) cell.seen++;
  }
  const chi2 = cells.reduce((sum, { seen, expected }, i) => {
    const mean = expected + (i === 0 || i === cells.length - 1 ? beyond / 2 : 0);
    return sum + (seen - mean) ** 2 / mean;
  }, 0);
  const degrees = cells.length - 1;
  return chi2 / (degrees + 6 * Math.sqrt(2 * degrees));
}

/** A fraction of 53 bits, as floating-point samplers begin. */
function float(random: RandomBytes): number {
  return Number(uniformBelow(2n ** 53n, random)) / 2 ** 53;
}

const laplaceLaw =
  (b: number): Law =>
  (x) =>
    ((1 - Math.exp(-1 / b)) / (1 + Math.exp(-1 / b))) * Math.exp(-Math.abs(x) / b);

function gaussianLaw(sigma: number): Law {
  const weight = (x: number) => Math.exp(-(x ** 2) / (2 * sigma ** 2));
  let total = 0;
  for (let x = -100; x <= 100; x++) total += weight(x);
  return (x) => weight(x) / total;
}

const responseLaw =
  (truth: number, cells: number, epsilon: number): Law =>
  (cell) =>
    (cell === truth ? Math.exp(epsilon) : 1) / (Math.exp(epsilon) + cells - 1);

describe('reference samples', () => {
  it.each([
    [ratio(2n), '-3,3,-3,-7,0,0,-2,0,0,0,-13,-4,-1,5,4,0,6,2,0,6,1,-1,-10,-2'],
    [ratio(1n, 2n), '0,1,-1,0,0,0,0,0,-3,-1,1,1,0,0,0,0,1,0,0,-2,-1,0,0,0'],
    [ratio(100n), '-61,0,-1,90,-24,-5,290,25,117,294,-79,-6,83,-82,131,-65,100,107,252,21,114,192,0,51'],
    [ratio(7n, 3n), '-1,0,3,-4,-1,-3,0,3,5,-1,-3,-1,2,-1,2,2,5,1,7,6,0,-4,4,-3'],
  ])('of discrete Laplace noise of scale %o', (scale, golden) => {
    const random = seededBytes();
    expect(Array.from({ length: 24 }, () => discreteLaplace(scale, random)).join()).toBe(golden);
  });

  // libprio-rs, tests/test_vectors/discrete_gauss_*.json: made by IBM's discrete-gaussian-differential-privacy.
  it.each([
    [ratio(3n), '2,-1,-1,1,2,-6,1,1,0,-4,-2,2'],
    [ratio(9n), '-16,4,-2,14,-14,-17,6,-13,-7,2,11,-13'],
    [ratio(100n), '-61,0,-55,5,-152,10,-134,-160,-82,132,-65,101'],
    [ratio(1171n, 500n), '-1,-1,-2,-2,0,-3,0,-2,-4,0,0,1'],
    [ratio(41293847n), '-29211877,13885941,-26354644,-48418559,-8391923,54237942,-25148220,1675993'],
    [
      ratio(10n ** 22n - 1n),
      '6571686461112348932021,10469021878600252053981,-7722285440713534307729,11870565100762527965437',
    ],
  ])('of discrete Gaussian noise of deviation %o', (sigma, golden) => {
    const random = seededBytes();
    expect(golden.split(',').map(() => `${discreteGaussian(sigma, random)}`)).toEqual(golden.split(','));
  });
});

describe('what is drawn has its law, and a broken twin is found out', () => {
  const half: Law = () => 1 / 2;

  it.each<{ of: string; law: Law; within: readonly [number, number]; sound: Sampler; broken: Record<string, Sampler> }>(
    [
      {
        of: 'uniform below 5',
        law: () => 1 / 5,
        within: [0, 4],
        sound: (random) => Number(uniformBelow(5n, random)),
        broken: {
          'a remainder of 6 bits': (random) => ((random(1)[0] ?? 0) % 64) % 5,
          'one that is never drawn': (random) => Number(uniformBelow(4n, random)),
        },
      },
      {
        of: 'uniform below 2^40 + 1, its first bits',
        law: () => 1 / 8,
        within: [0, 7],
        sound: (random) => Number((uniformBelow(2n ** 40n + 1n, random) * 8n) / (2n ** 40n + 1n)),
        broken: { 'one word for two': (random) => Number((uniformBelow(2n ** 39n, random) * 8n) / (2n ** 40n + 1n)) },
      },
      {
        of: 'Bernoulli(2/3)',
        law: (x) => (x === 1 ? 2 / 3 : 1 / 3),
        within: [0, 1],
        sound: (random) => Number(bernoulli(ratio(2n, 3n), random)),
        broken: { 'a biased coin': (random) => Number((random(1)[0] ?? 0) < 176) },
      },
      {
        of: 'Bernoulli(exp(-7/5))',
        law: (x) => (x === 1 ? Math.exp(-7 / 5) : 1 - Math.exp(-7 / 5)),
        within: [0, 1],
        sound: (random) => Number(bernoulliExp(ratio(7n, 5n), random)),
        broken: {
          'the whole part tossed once more': (random) => Number(bernoulliExp(ratio(12n, 5n), random)),
          'the whole part forgotten': (random) => Number(bernoulliExp(ratio(2n, 5n), random)),
        },
      },
      {
        of: 'discrete Laplace of scale 2',
        law: laplaceLaw(2),
        within: [-14, 14],
        sound: (random) => Number(discreteLaplace(ratio(2n), random)),
        broken: {
          'a logarithm of a float, rounded': (random) => {
            const u = float(random) - 0.5;
            return Math.round(-2 * Math.sign(u) * Math.log(1 - 2 * Math.abs(u)));
          },
          'a scale that is off by a twentieth': (random) => Number(discreteLaplace(ratio(21n, 10n), random)),
          'half the scale': (random) => Number(discreteLaplace(ratio(1n), random)),
          'a zero of either sign': (random) => {
            const x = Number(discreteLaplace(ratio(2n), random));
            return x === 0 && bernoulli(ratio(1n, 10n), random) ? Number(discreteLaplace(ratio(2n), random)) : x;
          },
          'a sign that is biased': (random) => {
            const x = Number(discreteLaplace(ratio(2n), random));
            return x < 0 && bernoulli(ratio(1n, 20n), random) ? -x : x;
          },
        },
      },
      {
        of: 'discrete Laplace of scale 1/2',
        law: laplaceLaw(1 / 2),
        within: [-4, 4],
        sound: (random) => Number(discreteLaplace(ratio(1n, 2n), random)),
        broken: { 'the scale upside down': (random) => Number(discreteLaplace(ratio(2n), random)) },
      },
      {
        of: 'discrete Gaussian of deviation 3/2',
        law: gaussianLaw(3 / 2),
        within: [-6, 6],
        sound: (random) => Number(discreteGaussian(ratio(3n, 2n), random)),
        broken: {
          'Box and Muller, cut to a whole number': (random) =>
            Math.trunc((3 / 2) * Math.sqrt(-2 * Math.log(1 - float(random))) * Math.cos(2 * Math.PI * float(random))),
          'the variance for the deviation': (random) => Number(discreteGaussian(ratio(9n, 4n), random)),
          'Laplace that was never rejected': (random) => Number(discreteLaplace(ratio(2n), random)),
        },
      },
      {
        of: 'randomised response of 4 cells at ε = 1',
        law: responseLaw(2, 4, 1),
        within: [0, 3],
        sound: (random) => randomisedResponse(2, 4, ratio(1n), random),
        broken: {
          'the truth with the chance that two cells would have': (random) =>
            bernoulli(ratio(7311n, 10_000n), random) ? 2 : Number(uniformBelow(4n, random)),
          'no answer but the truth': () => 2,
          'the false one never the next': (random) => {
            const cell = randomisedResponse(2, 4, ratio(1n), random);
            return cell === 3 ? 2 : cell;
          },
        },
      },
      {
        of: 'the last bit of noise of a great scale',
        law: half,
        within: [0, 1],
        sound: (random) => Number(discreteLaplace(ratio(10n ** 20n), random) & 1n),
        broken: {
          'a logarithm of a float': (random) => Number(BigInt(Math.round(1e20 * -Math.log(1 - float(random)))) & 1n),
        },
      },
    ],
  )('$of', ({ law, within, sound, broken }) => {
    expect(misfit(sound, law, within)).toBeLessThan(1);
    for (const [name, twin] of Object.entries(broken)) expect(misfit(twin, law, within), name).toBeGreaterThan(1);
  });
});

describe('what cannot be drawn', () => {
  const random = seededBytes();
  it.each([
    ['a ratio below 0', () => ratio(-1n)],
    ['a ratio over 0', () => ratio(1n, 0n)],
    ['a number below 0', () => uniformBelow(0n, random)],
    ['a probability above 1', () => bernoulli(ratio(3n, 2n), random)],
    ['noise without a scale', () => discreteLaplace(ratio(0n), random)],
    ['noise without a deviation', () => discreteGaussian(ratio(0n), random)],
    ['an answer that is no cell', () => randomisedResponse(2, 2, ratio(1n), random)],
    ['a number of bytes that are not there', () => uniformBelow(2n ** 70n, () => new Uint8Array(3))],
  ])('%s is refused', (_, draw) => {
    expect(draw).toThrow(RangeError);
  });
});
