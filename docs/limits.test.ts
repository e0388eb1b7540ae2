import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BROKER_LIMITS } from '../gateway/devices/broker/limits.ts';

test('limits.md names every limit with its number', () => {
  const page = readFileSync(new URL('./limits.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/^\| `([\w.]+)` \| (\d+) \|/gm)].map(([, name, number]) => [name, Number(number)]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(numbersOf(BROKER_LIMITS)));
});

function numbersOf(limits: object, path = ''): (readonly [string, number])[] {
  return Object.entries(limits).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'number') return [[`${path}${name}`, value] as const];
    return typeof value === 'object' && value !== null ? numbersOf(value, `${path}${name}.`) : [];
  });
}
