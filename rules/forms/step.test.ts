import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcdStep, isMultiple, lcmStep, roundTo } from './step.ts';

describe('steps', () => {
  it.each([
    [21.46, 0.5, 21.5],
    [0.15, 0.1, 0.2],
    [-0.15, 0.1, -0.2],
    [1.005, 0.01, 1.01],
    [0.1 + 0.2, 0.1, 0.3],
    [2.675, 0.01, 2.68],
    [1234, 500, 1000],
    [1250, 500, 1500],
    [7.3, 0.25, 7.25],
    [-0.04, 0.1, 0],
    [0, 0.5, 0],
    [1e300, 0.5, 1e300],
  ])('rounds %d to steps of %d: %d', (value, step, rounded) => {
    expect(Object.is(roundTo(value, step), rounded)).toBe(true);
  });

  it('gives numbers as one would write them, at most half a step away, and leaves them there', () => {
    const steps = [0.001, 0.01, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 100];
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(...steps), (value, step) => {
        const rounded = roundTo(value, step);
        expect(`${rounded}`).toBe(`${Number(rounded.toFixed(3))}`);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(step / 2 + 1e-9);
        expect(roundTo(rounded, step)).toBe(rounded);
      }),
      { numRuns: 5000 },
    );
  });

  it('knows decimal multiples, and common steps both ways', () => {
    expect([isMultiple(0.3, 0.1), isMultiple(0.5, 0.2), isMultiple(1, 0), isMultiple(0, 1)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([lcmStep(0.2, 0.5), lcmStep(0, 0.5), lcmStep(1 / 3, 0.5)]).toEqual([1, 0.5, undefined]);
    expect([gcdStep(0.2, 0.5), gcdStep(0, 0.5), gcdStep(1 / 3, 0.5)]).toEqual([0.1, 0, 0]);
  });
});
