import { expect, test } from 'vitest';
import { Kept } from './kept.ts';

const [one, other] = [{ name: 'one' }, { name: 'other' }];

test('what was made stays while each thing that it was made of is the same', () => {
  const kept = new Kept<number>();
  let made = 0;
  const get = (...of: object[][]) => kept.get(of, 1, () => ({ made: ++made, until: 10 }));
  expect([get([one], [other]), get([one], [other])]).toEqual([1, 1]);
  expect([get([one], []), get([one]), get([one, other])]).toEqual([2, 3, 4]);
  expect([get([other, one]), get([other, one]), get([other, { ...one }])]).toEqual([5, 5, 6]);
});

test('and until the time at which it would be another, also where the clock is set back', () => {
  const kept = new Kept<number>();
  const at = (now: number) => kept.get([[one]], now, () => ({ made: now, until: now + 10 }));
  expect([at(5), at(14), at(15), at(14)]).toEqual([5, 5, 15, 14]);
});
