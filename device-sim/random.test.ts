import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('the same seed draws the same numbers, another seed others', () => {
  const draw = (seed: string) => Array.from({ length: 20 }, createRandom(seed).float);
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('a fork does not depend on what was drawn before, and draws nothing from its origin', () => {
  const one = createRandom('a');
  const other = createRandom('a');
  one.float();
  expect(one.fork('x').float()).toBe(other.fork('x').float());
  expect(one.fork('x').float()).not.toBe(one.fork('y').float());
  expect(createRandom('a').float()).toBe(other.float());
});

test('floats are uniform in [0, 1), whole numbers below their bound, normals about their mean', () => {
  const random = createRandom('moments');
  const floats = Array.from({ length: 20_000 }, random.float);
  expect(floats.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(mean(floats)).toBeCloseTo(0.5, 1);
  const dice = new Set(Array.from({ length: 500 }, () => random.int(6)));
  expect([...dice].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  const normals = Array.from({ length: 20_000 }, () => random.normal(10, 2));
  expect(mean(normals)).toBeCloseTo(10, 1);
  expect(Math.sqrt(mean(normals.map((value) => (value - 10) ** 2)))).toBeCloseTo(2, 1);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
