import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faintOn, violationsOn } from './axe.ts';
import { DOORS, openScreens, SCREENS, type Screens, STATES, type State, stand, tooWide } from './screens.ts';

let screens: Screens;
const pages = new Map<State, Page>();

beforeAll(async () => {
  screens = await openScreens();
  for (const state of STATES) pages.set(state, await screens.open(state, 320));
}, 60_000);
afterAll(() => screens?.stop());

function pageIn(state: State): Page {
  const page = pages.get(state);
  if (!page) throw new Error(`no page is open in a home that is ${state}`);
  return page;
}

describe.each(['empty', 'trouble'] as const)('%s', (state) => {
  test.each(SCREENS)('axe finds nothing on %s, on a phone and a desk, light and dark', async (path) => {
    expect(await faultsAt(pageIn(state), path)).toEqual({});
  });
});

/** The screen that was looked at last, where nothing on it has become another. */
let here = '';

describe.each(SCREENS)('full: %s', (path) => {
  test('axe finds nothing, on a phone and a desk, light and dark', async () => {
    expect(await faultsAt(pageIn('full'), path)).toEqual({});
    here = path;
  });

  test('nothing is lost where text is twice as large, or the browser chooses the colours', async () => {
    const page = pageIn('full');
    await page.setViewportSize({ width: 320, height: 720 });
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active', reducedMotion: 'reduce' });
    if (here !== path) await stand(page, path);
    here = '';
    const found: Record<string, readonly string[]> = {
      'does not show where the focus is': await unseenFocus(page),
      'has no edge in forced colours': await withoutEdge(page),
      'moves although asked not to': await moving(page),
    };
    await page.emulateMedia({ forcedColors: 'none' });
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.evaluate('document.documentElement.style.fontSize = "200%"');
    found['200 %'] = await tooWide(page);
    expect(faults(found)).toEqual({});
  });
});

test.each(DOORS)('axe finds nothing on %s for who is not signed in, either', async (path) => {
  const page = await screens.openDoor();
  expect(await faultsAt(page, path, /^\S/)).toEqual({});
  await page.context().close();
});

test('in German, whose words are longer, axe finds nothing on any screen and nobody scrolls sideways', async () => {
  const page = await screens.open('full', 320, 'de-DE');
  const found: Record<string, unknown> = {};
  for (const path of SCREENS) {
    await page.setViewportSize({ width: 320, height: 16_000 });
    await stand(page, path);
    const here = [...(await tooWide(page)), ...(await violationsOn(page))];
    await page.setViewportSize({ width: 1280, height: 720 });
    here.push(...(await tooWide(page)));
    if ((await page.locator('html').getAttribute('lang')) !== 'de') here.push('it is not German');
    if (here.length > 0) found[path] = here;
  }
  expect(found).toEqual({});
  await page.context().close();
}, 120_000);

/** What is wrong with a screen; a window's title says where one is and whose it is. */
async function faultsAt(page: Page, path: string, title = /^\S.* · Hearthgate$/) {
  await page.setViewportSize({ width: 320, height: 720 });
  await stand(page, path);
  const said = await page.title();
  const found: Record<string, readonly string[]> = {
    headings: await headings(page),
    title: title.test(said) ? [] : [said],
  };
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 720 });
    found[`${width} px`] = await tooWide(page);
    // Of a size at which nothing lies under a bar that stays where it is: axe takes that for a smaller target.
    await page.setViewportSize({ width, height: 16_000 });
    await page.emulateMedia({ colorScheme: 'light' });
    found[`${width} px, light`] = await violationsOn(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    found[`${width} px, dark`] = await faintOn(page);
  }
  return faults(found);
}

const faults = (found: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(found).filter(([, each]) => each.length > 0));

async function headings(page: Page): Promise<string[]> {
  const all = await page.locator('h1').allTextContents();
  return all.length === 1 && all[0]?.trim() !== '' ? [] : [`its first headings are ${JSON.stringify(all)}`];
}

/** What takes the focus by the keyboard without a ring, or under something that covers it (WCAG 2.2, 2.4.7 and 2.4.11). */
async function unseenFocus(page: Page): Promise<string[]> {
  await page.keyboard.press('Tab');
  return page.evaluate<string[]>(`[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }) && !each.classList.contains('skip'))
    .filter((each) => {
      each.focus();
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      const { left, top, width, height } = each.getBoundingClientRect();
      const there = document.elementFromPoint(left + Math.min(width, innerWidth) / 2, top + height / 2);
      const isCovered = !(there && (each.contains(there) || there.contains(each) || each.labels?.[0]?.contains(there)));
      return document.activeElement !== each || outlineStyle === 'none' || parseFloat(outlineWidth) < 2 || isCovered;
    })
    .map((each) => each.outerHTML.slice(0, 100))`);
}

/** Buttons are told from text by their edge where backgrounds are taken away. */
function withoutEdge(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`[...document.querySelectorAll('button')]
    .filter((each) => each.checkVisibility() && getComputedStyle(each).borderStyle === 'none')
    .map((each) => each.outerHTML.slice(0, 100))`);
}

function moving(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('document.getAnimations().map(({ effect }) => effect.target.outerHTML.slice(0, 100))');
}
