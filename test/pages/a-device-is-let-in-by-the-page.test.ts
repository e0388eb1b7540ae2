import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse, telemetry } from '../house.ts';
import { HELLO, Newcomer, readLink } from '../newcomer.ts';
import { openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;
const NONCE = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

beforeAll(async () => {
  house = await openHouse({ mqtts: true });
  api = await serve(house);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

/** Opens the window on the page and reads its code. */
async function openWindow(page: Page) {
  await page.getByRole('button', { name: 'Open for ten minutes' }).click();
  await page.getByRole('img', { name: 'The code as a picture' }).waitFor();
  return readLink((await page.locator('code', { hasText: 'hearthgate:1;' }).textContent()) ?? '');
}

test('a window of ten minutes shows a code, who comes with it, and lets it in under the name that is given', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/connect');
  const link = await openWindow(page);
  const image = page.getByRole('img', { name: 'The code as a picture' });
  expect(await image.evaluate((element) => 'naturalWidth' in element && Number(element.naturalWidth) > 0)).toBe(true);
  const newcomer = await Newcomer.connect(link, NONCE);
  await newcomer.hello();
  await page.getByText('Came with the code').waitFor();
  expect(await page.getByLabel('What it is called here').first().inputValue()).toBe('hall');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/pairing.png`, fullPage: true });
  await page.getByRole('button', { name: 'Let it in' }).click();
  await page.getByText('hall is in. It has what it needs to connect again.').first().waitFor();
  await expect.poll(() => newcomer.answers.at(-1)).toMatchObject({ state: 'confirmed', user: 'hall' });
  const { password } = newcomer.answers.at(-1) ?? {};
  expect(await page.content()).not.toContain(password);

  const hall = await house.replug('hall', { password: password ?? '' });
  await hall.publishAsync('hearthgate/v1/devices/hall/declaration', JSON.stringify(HELLO_DECLARED), { qos: 1 });
  await hall.publishAsync(telemetry('hall'), '{"temperature":20}', { qos: 1 });
  await page.getByRole('combobox', { name: 'Room' }).fill('Hall');
  await page.getByRole('button', { name: 'Keep this room' }).click();
  await page.getByText('The room is kept.').waitFor();
  await page.getByRole('link', { name: 'To its page' }).click();
  await page.getByText('Nobody has looked at this device yet.').waitFor();
});

const HELLO_DECLARED = { vendor: HELLO.vendor, model: HELLO.model };

test('what was seen by whoever set the box up is marked until it has another password, which is shown once', async () => {
  const { password: seen } = await house.do<{ password: string }>('device add', {
    ...{ name: 'porch', dialect: 'native', read: [], write: [] },
  });
  house.hub.handover.handOver(house.clock.now(), 'a'.repeat(64), 'household');
  await house.clock.advance(60_000);
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/connect');
  const porch = page.locator('li.card', { has: page.getByRole('heading', { name: 'porch' }) });
  await porch.getByText('Whoever set the box up has seen its password.').waitFor();
  await porch.locator('summary', { hasText: 'Another password for porch' }).click();
  await porch.getByRole('button', { name: 'Another password for porch' }).click();
  const shown = (await page.locator('dialog dd code').nth(1).textContent()) ?? '';
  await page.getByRole('button', { name: 'I have typed it in' }).click();
  await expect.poll(() => porch.getByText('Whoever set the box up').count()).toBe(0);
  expect([shown, seen].map((each) => house.hub.clients.verify('porch', each)?.name)).toEqual(['porch', undefined]);
  expect(await page.content()).not.toContain(shown);
});

test('who came with the code is sent away by one tap', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700 });
  await signIn(page, 'Anna', '/connect');
  const link = await openWindow(page);
  const newcomer = await Newcomer.connect(link, NONCE);
  await newcomer.hello();
  await page.getByText('Came with the code').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/pairing-320.png`, fullPage: true });
  await page.getByRole('button', { name: 'Send it away' }).click();
  await page.getByText('The last one that came was sent away.').waitFor();
  await expect.poll(() => newcomer.answers.at(-1)).toMatchObject({ state: 'refused', reason: 'rejected' });
});

test('an app is let in as a way out that nobody here controls, its password is shown once, and a grant is taken back', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/connect');
  await page.locator('summary', { hasText: 'Apps in your home' }).click();
  await page.getByLabel('What the app is called here').fill('node-red');
  await page.getByLabel('Topics it may read').fill('hearthgate/v1/devices/#\nhome/+/state');
  await page.getByRole('button', { name: 'Let the app in' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What node-red connects with').waitFor();
  const password = (await dialog.locator('code').last().textContent()) ?? '';
  expect(password.length).toBeGreaterThan(15);
  await dialog.getByRole('button', { name: 'I have typed it in' }).click();
  await page.getByText('A way out that we do not control').waitFor();
  expect(await page.content()).not.toContain(password);
  await page.getByRole('button', { name: 'No more home/+/state' }).click();
  await page.getByText('It may not do that any more.').waitFor();
  expect(house.hub.clients.client('node-red')?.grants.read).toEqual(['hearthgate/v1/devices/#']);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/clients.png`, fullPage: true });
});

test('a bridge gets a name and a password to be typed in, and whoever lets it in types the passphrase first', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/connect');
  await page.locator('summary', { hasText: 'A device or bridge, by hand' }).click();
  const form = page.locator('details', { hasText: 'A device or bridge, by hand' });
  await form.getByLabel('What it is called here').fill('zigbee');
  await form.getByLabel('It speaks').selectOption('zigbee2mqtt');
  await form.getByLabel('Topic that it publishes under').fill('zigbee2mqtt');
  // Longer than a passphrase that was typed counts.
  await house.clock.advance(16 * 60_000);
  await form.getByRole('button', { name: 'Make a name and password' }).click();
  const asked = page.getByRole('dialog', { name: 'Your passphrase, please' });
  await asked.getByLabel('Passphrase', { exact: true }).fill('a warm lamp by the door');
  await asked.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('dialog', { name: 'What zigbee connects with' }).waitFor();
  expect(house.hub.clients.client('zigbee')).toMatchObject({ kind: 'bridge', base: 'zigbee2mqtt' });
});
