import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authority, serverCertificate } from '../../gateway/recipients/links/certificates.fixture.ts';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { withSbin } from '../launcher.ts';
import { Mosquitto } from '../mosquitto.ts';
import { furnish } from '../their-home.ts';
import { faintOn, violationsOn } from './axe.ts';
import { openBrowser, signIn } from './browser.ts';
import { tooWide } from './screens.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let dir: string;
let house: House;
let api: AskedApi;
let browser: Browser;
let broker: Mosquitto;
let theirs: MqttClient;
const PASSWORD = 'correct horse';

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-attach-page-'));
  const passwords = join(dir, 'passwords');
  for (const [create, name] of [['-c'], []].map((first, i) => [first, ['hearthgate', 'zigbee2mqtt'][i] ?? ''] as const))
    execFileSync('mosquitto_passwd', [...create, '-b', passwords, name, PASSWORD], { env: withSbin });
  house = await openHouse();
  broker = await Mosquitto.start(join(dir, 'mosquitto'), ['allow_anonymous false', `password_file ${passwords}`]);
  theirs = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username: 'zigbee2mqtt', password: PASSWORD });
  await furnish(theirs);
  api = await serve(house);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await theirs?.endAsync(true);
  await api?.stop();
  await house?.stop();
  await broker?.end();
  rmSync(dir, { recursive: true, force: true });
});

const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
};
/** The label of what has the focus. */
const focused = (page: Page) => page.evaluate<string>('document.activeElement.labels?.[0]?.textContent ?? ""');
const kept = () => house.hub.attached.all().map(({ name }) => name);

test('during setup a wrong password is said at its field, and after attaching comes the look at what devices reveal', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700 });
  await signIn(page, 'Anna', '/welcome');
  await page.locator('summary', { hasText: 'Read along on another broker' }).click();
  await page.getByText('Others on that broker can still read what your devices say.').waitFor();
  await page.getByLabel('Address').fill(`mqtt://127.0.0.1:${broker.port}`);
  await page.getByLabel('User name').fill('hearthgate');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Try it and read along' }).click();
  await page.getByText('the broker does not let that user in').first().waitFor();
  await expect.poll(() => focused(page)).toBe('Password');
  expect(kept()).toEqual([]);
  await shot(page, 'attach-wrong-320');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Try it and read along' }).press('Enter');
  await page.getByRole('heading', { name: 'Your devices' }).waitFor();
  await page.getByText('3 devices are here.').waitFor();
  await shot(page, 'attach-look-320');
  expect(await page.content()).not.toContain(PASSWORD);
  expect(house.hub.plan.routes.size).toBe(0);
});

test('how it goes is told while the page is open, what the hub may say there is granted and taken back, and one tap removes it', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/connect');
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: '127-0-0-1' }) });
  await card.getByRole('status').filter({ hasText: 'connected' }).waitFor();
  await card.getByText('others on that broker can still read this').waitFor();
  await card.getByText('Hearthgate says nothing there.').waitFor();
  await shot(page, 'attached');
  await house.clock.advance(16 * 60_000);
  await card.getByRole('button', { name: 'Let the box tell devices there what is shared' }).click();
  const asked = page.getByRole('dialog', { name: 'Your passphrase, please' });
  await asked.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await asked.getByRole('button', { name: 'Go on' }).click();
  await card.getByText('Hearthgate may say there: what is shared, to native devices.').waitFor();
  expect(house.hub.attached.all()[0]?.grants).toEqual({ sharing: true, commands: false, itself: 'no' });
  await card.getByRole('button', { name: 'Tell devices there no more' }).click();
  await card.getByText('Hearthgate says nothing there.').waitFor();

  await broker.end();
  await card.getByRole('status').filter({ hasText: 'waiting: ' }).waitFor();
  await shot(page, 'attached-away');
  await card.locator('summary', { hasText: 'no more' }).click();
  await card.getByRole('button', { name: 'Read along on 127-0-0-1 no more' }).click();
  await card.waitFor({ state: 'detached' });
  expect(kept()).toEqual([]);
  expect(house.hub.registry.known()).toEqual([]);
});

test('a certificate that nobody vouches for is shown by its fingerprint, and trusted once it is pasted', async () => {
  authority(dir, 'ca');
  const { cert } = serverCertificate(dir, 'server', 'ca', 'DNS:elsewhere');
  const files = [`certfile ${dir}/server.pem`, `keyfile ${dir}/server.key`];
  const secured = await Mosquitto.start(join(dir, 'secured'), ['allow_anonymous true', ...files]);
  const { page } = await visit(browser, api, { width: 320, height: 700, look: 'dark', language: 'de-DE' });
  await page.goto('/connect');
  await page.getByLabel('Ihr Name').fill('Anna');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.locator('summary', { hasText: 'An einem anderen Broker mitlesen' }).click();
  await page.getByLabel('Adresse').fill(`mqtts://127.0.0.1:${secured.port}`);
  await page.getByRole('button', { name: 'Versuchen und mitlesen' }).click();
  await page
    .getByText(/SHA-256-Fingerabdruck ([0-9A-F]{2}:){31}[0-9A-F]{2}\. Vergleichen Sie ihn/)
    .first()
    .waitFor();
  await expect.poll(() => focused(page)).toBe('Oder einfügen');
  await shot(page, 'attach-de-320-dark');
  for (const look of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: look });
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 8000 });
      expect([...(await violationsOn(page)), ...(await faintOn(page)), ...(await tooWide(page))]).toEqual([]);
    }
  }
  await page.getByLabel('Oder einfügen').fill(cert);
  await page.getByRole('button', { name: 'Versuchen und mitlesen' }).click();
  await page.getByText('das festgelegte Zertifikat').waitFor();
  await page.getByRole('status').filter({ hasText: 'verbunden' }).waitFor();
  await secured.end();
  await page.getByRole('status').filter({ hasText: 'wartet: ' }).waitFor();
});

test('a viewer sees how it goes, and is shown no button that changes it', async () => {
  await api.invite('Vera', 'viewer');
  const { page } = await visit(browser, api);
  await signIn(page, 'Vera', '/connect');
  await page.getByText('Hearthgate says nothing there.').waitFor();
  expect(await page.locator('summary', { hasText: 'Read along' }).count()).toBe(0);
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
});
