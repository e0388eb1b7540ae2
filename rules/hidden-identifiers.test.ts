import { expect, test } from 'vitest';
import { name } from './example-household.ts';
import type { ShapedField } from './forms/form.ts';
import { bringsIdentifier, tellsIdentifier } from './hidden-identifiers.ts';
import type { Route } from './plan.ts';
import type { Value } from './reading.ts';

const SECRETS: ReadonlySet<Value> = new Set<Value>([123_456, 'anna']);
const holds = (value: Value) => SECRETS.has(value);

test.each<[string, ShapedField, boolean]>([
  ['a number as it is', { form: 'exact', value: 123_456 }, true],
  ['one that rounding made', { form: 'rounded', value: 123_456, step: 1 }, true],
  ['its unit', { form: 'exact', value: 1, unit: 'anna' }, true],
  ['a word', { form: 'category', value: 'anna' }, true],
  ['the greatest of a window', { form: 'summary', max: 123_456 }, true],
  ['a word that is counted', { form: 'summary', histogram: { anna: 0, other: 3 } }, true],
  ['a number of times', { form: 'summary', timeInState: { on: 123_456 } }, true],
  ['a word under noise', { form: 'noised', last: 'anna', error: 1 }, true],
  ['a number under noise, which is one by chance', { form: 'noised', sum: 123_456, error: 123_456 }, false],
  ['a harmless word', { form: 'exact', value: 'warm' }, false],
  ['truth', { form: 'exact', value: true }, false],
])('of what would leave, %s is looked at', (_, shaped, found) => {
  expect(tellsIdentifier({ shaped }, holds)).toBe(found);
});

test('of what comes in, that is looked at which the manifest and the agreed form leave of it', () => {
  const route = (spec: Route['spec'], agreed: Route['agreed']) => ({ spec, agreed }) as Route;
  const exact = { form: 'exact', grain: 'PT1S' } as const;
  const number = { name: name('power'), type: 'number', resolution: 1 } as const;
  expect(bringsIdentifier(route(number, exact), 123_456.4, holds)).toBe(true);
  expect(bringsIdentifier(route({ ...number, bounds: [0, 9000] }, exact), 123_456, holds)).toBe(false);
  expect(bringsIdentifier(route(number, { form: 'rounded', step: 1000, grain: 'PT1M' }), 123_456, holds)).toBe(false);
  const words = { name: name('who'), type: 'category', values: ['anna', 'on'] } as const;
  expect(['anna', 'on', 'ben'].map((word) => bringsIdentifier(route(words, exact), word, holds))).toEqual([
    true,
    false,
    false,
  ]);
  expect(bringsIdentifier(route(words, exact), 123_456, holds)).toBe(false);
});
