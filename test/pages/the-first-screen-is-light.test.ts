import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUDGET, weigh } from '../../gateway/web/budget.ts';
import { openFirst } from './first-screen.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
}, 60_000);
afterAll(() => screens?.stop());

test('the pages weigh no more than they may', () => {
  const weights = weigh();
  const over = Object.entries(weights).filter(
    ([name, weight]) => !(weight > 0 && weight <= BUDGET[name as keyof typeof BUDGET]),
  );
  expect(over).toEqual([]);
});

test('a first screen is ten requests with all other pages in them, asks nothing twice, and nothing on it moves', async () => {
  const page = await screens.openFresh(390);
  const { requests, shift, moved } = await openFirst(page, '/');
  expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(10);
  expect(requests.filter((each) => /other-pages|more/.test(each))).toHaveLength(2);
  expect(requests.filter((each, at) => requests.indexOf(each) < at)).toEqual([]);
  expect(shift, moved.join('\n')).toBeLessThan(0.005);
  await page.context().close();
});
