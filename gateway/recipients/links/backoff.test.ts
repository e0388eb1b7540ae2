import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

const least = (size: number) => Buffer.alloc(size);
const most = (size: number) => Buffer.alloc(size, 0xff);

test('waits grow from a second to at most a quarter of an hour, and are spread over all of it', () => {
  expect(Array.from({ length: 50 }, (_, i) => backoff(i + 1, least))).toEqual(Array(50).fill(1_000));
  const longest = Array.from({ length: 50 }, (_, i) => backoff(i + 1, most));
  expect(longest.slice(0, 4)).toEqual([1_999, 3_999, 7_999, 15_999]);
  expect(Math.max(...longest)).toBeLessThanOrEqual(15 * 60_000);
  expect(backoff(10_000, most)).toBeGreaterThan(15 * 60_000 - 2);
});
