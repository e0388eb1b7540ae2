import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScreens, SCREENS, type Screens, stand } from './screens.ts';

let screens: Screens;
beforeAll(async () => {
  screens = await openScreens();
}, 60_000);
afterAll(() => screens?.stop());

/** As much as may move, of 1 for the whole screen by its whole height (web.dev/cls counts from 0.1 on as too much). */
const MOST = 0.025;
const AT_ONCE = 4;

test.each([390, 1280])(
  'at %i px nothing moves on any screen when the answers come, however late and in whatever order',
  async (width) => {
    const left = [...SCREENS];
    const moved: Record<string, readonly string[]> = {};
    const look = async () => {
      const page = await screens.openFresh(width);
      await answeredLate(page);
      await page.addInitScript(WATCHING);
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await stand(page, path, { unfold: false });
        const [shift, what] = await page.evaluate<[number, string[]]>('[seen.shift, seen.moved]');
        if (shift > MOST) moved[path] = [shift.toFixed(3), ...what];
      }
      await page.context().close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    expect(moved).toEqual({});
  },
  120_000,
);

/** Each answer of the hub comes 300 to 800 ms late, and the same one always equally late. */
async function answeredLate(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/(?!session|events)/, async (route) => {
    const letters = [...new URL(route.request().url()).pathname];
    const lateMs = 300 + (letters.reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 500);
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    await route.continue();
  });
}

const WATCHING = `
  globalThis.seen = { shift: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      seen.shift += value;
      for (const { node, previousRect, currentRect } of sources)
        seen.moved.push((node?.outerHTML ?? node?.nodeName ?? '').slice(0, 100) + ' from ' + previousRect.y + ' to ' + currentRect.y);
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;
