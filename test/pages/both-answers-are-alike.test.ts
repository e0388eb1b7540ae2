import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violationsOn } from './axe.ts';
import { signIn } from './browser.ts';
import { type Asked, openAsked, shot, TIPS } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await openAsked();
});
afterAll(() => asked.stop());

const COMMAND = '/requests/acme-heating/commands/set-target/thermostat';

/** All that the eye or the finger notices of each answer. */
const LOOKS = `[...document.querySelectorAll('main .buttons > *')].map((button) => {
  const style = getComputedStyle(button);
  const names = ['color', 'backgroundColor', 'borderColor', 'borderWidth', 'borderStyle', 'borderRadius', 'font',
    'fontWeight', 'letterSpacing', 'textDecoration', 'textTransform', 'opacity', 'boxShadow', 'animationName', 'order'];
  const { width, height } = button.getBoundingClientRect();
  return JSON.stringify([Math.round(width), Math.round(height), ...names.map((name) => style[name])]);
})`;

async function shown(page: Page, path: string, more: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: more }).waitFor();
  await page
    .getByText(path === TIPS ? '2 fields leave' : 'without asking again')
    .first()
    .waitFor();
}

test.each([
  [320, 'light'],
  [320, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const)(
  'no answer is larger, louder or earlier than the other but “Don’t share”, which is read first: %i px, %s',
  async (width, look) => {
    const { page, context } = await visit(asked.browser, asked.api, { width, look });
    await signIn(page);
    for (const [path, no, yes] of [
      [TIPS, 'Don’t share', 'Share like this'],
      [COMMAND, 'Don’t allow', 'Allow this'],
    ] as const) {
      await shown(page, path, yes);
      const looks = () => page.evaluate<string[]>(LOOKS);
      const [first, second, ...more] = await looks();
      expect(more).toEqual([]);
      expect(first).toMatch(/^\[\d{3,},\d\d,"rgb/);
      expect(second).toBe(first);
      for (const what of ['hover', 'focus'] as const) {
        await page.mouse.move(0, 0);
        await page.getByRole('button', { name: no, exact: true })[what]();
        const [loud] = await looks();
        await page.mouse.move(0, 0);
        await page.getByRole('button', { name: yes, exact: true })[what]();
        expect((await looks())[1], what).toBe(loud);
      }
      const inOrder = await page.locator('main .buttons button').allTextContents();
      expect(inOrder).toEqual([no, yes]);
      expect(await page.locator('main').textContent()).not.toMatch(/recommended|!|thank/i);
      expect(await violationsOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    }
    await page.goto('/requests');
    await page.getByRole('article').first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await shot(page, `list-${width}-${look}`);
    await context.close();
  },
);

test('nothing is chosen beforehand that shares more than was asked, or for longer than 30 days', async () => {
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page);
  await shown(page, TIPS, 'Share like this');
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main input:checked')].map((one) => one.labels[0].textContent)`,
  );
  expect(names.map((name) => name.slice(0, 8))).toEqual(['The last', 'As asked', '30 days']);
  expect(await page.locator('main option:checked').allTextContents()).toEqual(['As chosen above', 'As chosen above']);
});

test('what the household itself set up is shared until somebody changes it, unless another time is chosen', async () => {
  const { house, api, browser } = asked;
  await house.do('recipient add', { signed: house.volt.signed });
  const meter = await house.plug('meter', { dialect: 'tasmota', base: 'meter' });
  await meter.publishAsync('tele/meter/SENSOR', '{"Time":"2026-11-02T08:00:00","ENERGY":{"Power":120}}', { qos: 1 });
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/requests/volt-insight/energy-report');
  await page.getByText('as your household wrote it down').first().waitFor();
  expect(await page.getByRole('radio', { name: 'Until I change it' }).isChecked()).toBe(true);
});

test('a decision is made with the keyboard alone, and the focus is seen wherever it is', async () => {
  const { page } = await visit(asked.browser, asked.api, { width: 320, height: 640 });
  await signIn(page, 'Anna', '/requests');
  await page.getByRole('link', { name: 'See and decide' }).first().waitFor();
  await tabTo(page, 'See and decide');
  await page.keyboard.press('Enter');
  await page.getByText('2 fields leave').waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  await tabTo(page, 'As asked');
  await page.keyboard.press('ArrowDown');
  await page.getByText('temperature of thermostat: the average of every day, in steps of 0.5').waitFor();
  await tabTo(page, 'Share like this');
  await page.keyboard.press('Enter');
  await page.getByText('Sharing for 30 days.').waitFor();
  expect(asked.answers().filter((one) => /^(temperature|heating) /.test(one))).toEqual([
    'temperature given',
    'heating given',
  ]);
});

/** Presses Tab until something of that name has the focus, and sees that nothing covers it (WCAG 2.2, 2.4.11). */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const [now, isSeen] = await page.evaluate<[string, boolean]>(`(() => {
      const focused = document.activeElement;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return [focused.labels?.[0]?.textContent ?? focused.textContent, focused.contains(there) || !!there?.contains(focused)];
    })()`);
    expect(isSeen, `${now} is seen`).toBe(true);
    if (now.startsWith(name)) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}
