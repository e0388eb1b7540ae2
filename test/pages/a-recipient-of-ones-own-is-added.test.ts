import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenCloud, startOpenCloud } from '../../device-sim/vendors/open-cloud.ts';
import { influxDb } from '../../device-sim/vendors/open-services.ts';
import type { AskedApi } from '../api.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { faintOn, violationsOn } from './axe.ts';
import { openBrowser, signIn } from './browser.ts';
import { tooWide } from './screens.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;
let cloud: OpenCloud;
const TOKEN = 'a-token-of-theirs';

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  browser = await openBrowser();
  cloud = await startOpenCloud(influxDb({ token: TOKEN, org: 'our home', bucket: 'home' }).answer);
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.3,"mode":"eco","window":false}', {
    qos: 1,
  });
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
  await cloud?.stop();
});

const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
};

/** The label of what has the focus. */
const focused = (page: Page) => page.evaluate<string>('document.activeElement.labels?.[0]?.textContent ?? ""');

test('somebody chooses what they use, says what it asks for, and decides after a look; then it arrives', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients?add');
  await page.getByRole('link', { name: 'InfluxDB 2 or 3' }).click();
  await page.getByText('Whoever runs the InfluxDB server can read it.').waitFor();
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Add somebody who may ask');
  await page.getByLabel('What you call it').fill('Our charts');
  await page.getByLabel('the server, such as').fill(cloud.url);
  await page.getByLabel('the organisation').fill('our home');
  await page.getByLabel('the bucket').fill('home');
  await page.getByLabel('an API token').fill(TOKEN);
  await page.locator('summary', { hasText: 'a certificate of its own making' }).click();
  await page.getByLabel('Or paste it').fill(cloud.ca);
  await page.getByLabel(/^temperature/).check();
  await shot(page, 'own-form');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByText('Our charts is added, and gets nothing').waitFor();
  await shot(page, 'own-added');
  expect(house.hub.plan.routes.size).toBe(0);
  expect(await page.content()).not.toContain(TOKEN);

  await page.getByRole('link', { name: 'See and decide' }).click();
  await page.getByRole('heading', { name: 'Our charts asks for temperature' }).waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing until you change it.').waitFor();
  const thermostat = await house.replug('thermostat');
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.5}', { qos: 1 });
  await house.clock.advance(HOUR);
  await cloud.until(() => cloud.requests.length > 0);
  expect(cloud.requests[0]).toMatchObject({ status: 204, body: expect.stringContaining('temperature_mean=21.') });
});

test('what is wrong is said at its field, which has the focus, and nothing that was typed is lost', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700 });
  await signIn(page, 'Anna', '/recipients?add=webhook');
  const address = page.getByLabel('the whole address');
  await address.fill('mqtts://broker.example');
  await page.getByLabel('What you call it').fill('A hook');
  await page.getByLabel('It asks for no name and no secret').check();
  await page.getByLabel(/^mode/).check();
  await page.getByLabel('Which words of mode it may get').fill('eco, comfort');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByText('is a broker; give https for https-json').first().waitFor();
  expect(await address.getAttribute('aria-invalid')).toBe('true');
  await expect.poll(() => focused(page)).toMatch(/^the whole address/);
  await shot(page, 'own-wrong-320');
  await address.fill(`${cloud.url}/in`);
  await page.getByRole('button', { name: 'Add it' }).press('Enter');
  await page.getByText('A hook is added, and gets nothing').waitFor();
  const manifest = house.hub.manifests.all().find(({ recipient }) => recipient === 'a-hook');
  expect(manifest).toMatchObject({
    controller: { name: 'A hook' },
    endpoint: { url: `${cloud.url}/in`, delivery: { auth: { scheme: 'none' } } },
    requests: [{ fields: [{ name: 'mode', form: { form: 'category', categories: { values: ['eco', 'comfort'] } } }] }],
  });

  await page.goto('/recipients?add=webhook');
  await page.getByLabel('What you call it').fill('A hook');
  await address.fill(`${cloud.url}/in`);
  await page.getByLabel('a token that').fill('t0ken');
  await page.getByLabel(/^temperature/).check();
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('alert').waitFor();
  await expect.poll(() => focused(page)).toBe('What you call it');
});

test('a service that everybody can read says so, and asks for its own names in German, too', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700, look: 'dark', language: 'de-DE' });
  await page.goto('/recipients?add');
  await page.getByLabel('Ihr Name').fill('Anna');
  await page.getByLabel('Passphrase', { exact: true }).fill('a warm lamp by the door');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('link', { name: 'openSenseMap' }).click();
  await page.getByText('Alle können es für immer lesen').waitFor();
  await page.getByLabel('die ID Ihrer Box').fill('5f2b');
  await page.getByLabel('das Zugriffstoken der Box').fill('geheim');
  // Words are none that it takes.
  await page.getByLabel(/^temperature/).waitFor();
  expect(await page.getByLabel(/^mode/).count()).toBe(0);
  await page.getByLabel(/^temperature/).check();
  await page.getByLabel('die ID des Sensors').fill('5f2b56f4263635001c1dd1fd');
  await shot(page, 'own-de-320-dark');
  for (const look of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: look });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 8000 });
      expect([...(await violationsOn(page)), ...(await faintOn(page)), ...(await tooWide(page))]).toEqual([]);
    }
  }
  await page.getByRole('button', { name: 'Hinzufügen' }).click();
  await page.getByText('openSenseMap ist hinzugefügt').waitFor();
  const manifest = house.hub.manifests.all().find(({ recipient }) => recipient === 'opensensemap');
  expect(manifest?.requests[0]?.purpose).toBe('dpv:PublicBenefit');
});

test('an address that nothing protects is said to be one, and of no device at all nothing is asked', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients?add=webhook');
  await page.getByLabel('What you call it').fill('At home');
  await page.getByLabel('the whole address').fill('http://192.168.1.20/in');
  await page.getByLabel('It asks for no name and no secret').check();
  await page.getByLabel(/^temperature/).check();
  await page.getByLabel('These and others of their kind', { exact: true }).check();
  const add = page.getByRole('button', { name: 'Add it' });
  expect(await add.isDisabled()).toBe(true);
  await page.getByLabel('thermostat', { exact: true }).check();
  await add.click();
  await page.getByText('not protected on the way; sent to addresses at home alone').waitFor();
});

test('all fields that a service takes are shown, however many others there are', async () => {
  const meter = await house.plug('meter');
  const others = Array.from({ length: 60 }, (_, i) => [`a${i}`, i]);
  await meter.publishAsync(telemetry('meter'), JSON.stringify({ ...Object.fromEntries(others), zz: 1, mode: 'eco' }), {
    qos: 1,
  });
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients?add=opensensemap');
  await page.getByLabel(/^zz/).waitFor({ timeout: 5_000 });
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});

test('a viewer is shown no way to add one', async () => {
  await api.invite('Vera', 'viewer');
  const { page } = await visit(browser, api);
  await signIn(page, 'Vera', '/recipients?add=webhook');
  await page.getByRole('heading', { name: 'Who receives' }).waitFor();
  expect(await page.getByRole('link', { name: 'Add one' }).count()).toBe(0);
});
