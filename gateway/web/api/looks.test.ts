import { expect, test } from 'vitest';
import { systemRandom } from '../../runtime/random.ts';
import { Looks } from './looks.ts';

const LOOK = { operation: 'consent give', input: { request: 'tips' }, shown: { words: [] }, by: 'household' };

test('of two who ask with one token at once, one agrees', () => {
  const looks = new Looks(systemRandom);
  const { token } = looks.token(LOOK, 1_000);
  expect([looks.shownAt(token, 1_000), looks.shownAt(token, 1_000)]).toEqual([1_000, 1_000]);
  expect([looks.use(token, LOOK, 1_000), looks.use(token, LOOK, 1_000)]).toEqual([true, false]);
});
