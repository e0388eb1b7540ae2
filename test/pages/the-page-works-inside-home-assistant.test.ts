import { request } from 'node:http';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE, V1 } from '../api.ts';
import { type House, openHouse, plugThermostat } from '../house.ts';
import { openBrowser } from './browser.ts';
import { HomeAssistant, PREFIX } from './home-assistant.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;
let hass: HomeAssistant;

beforeAll(async () => {
  house = await openHouse();
  await plugThermostat(house);
  api = await serve(house, { ingress: { port: 0, from: '127.0.0.1' } });
  hass = await HomeAssistant.start(inside());
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  hass?.stop();
  await api?.stop();
  await house?.stop();
});

afterEach(() => house.do('sharing resume', { confirmed: true }).catch(() => undefined));

const inside = () => api.ingressPort ?? 0;

/** Home Assistant's page, with ours in it, and what went wrong in either. */
async function open(): Promise<{ page: Page; app: FrameLocator; wrong: string[] }> {
  const { page } = await visit(browser, api);
  const wrong: string[] = [];
  page.on('console', (said) => {
    if (said.type() === 'error') wrong.push(said.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.goto(hass.origin);
  return { page, app: page.frameLocator('iframe'), wrong };
}

async function signIn(app: FrameLocator): Promise<void> {
  await app.getByLabel('Your name').fill('Anna');
  await app.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await app.getByRole('button', { name: 'Sign in' }).click();
  await app.locator('nav.nav').waitFor();
}

test('whom Home Assistant let in signs in to the household, goes from page to page, hears what happens and stops sharing', async () => {
  const { page, app, wrong } = await open();
  await signIn(app);
  // Nobody is signed in at first: the one answer that says so is no defect.
  expect(wrong.splice(0).filter((each) => !/401/.test(each))).toEqual([]);
  const where = () => page.frames()[1]?.url().slice(hass.origin.length);
  await app.getByRole('link', { name: 'Devices' }).click();
  await app.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
  expect(where()).toBe(`${PREFIX}/devices`);
  await app.locator('main').getByRole('link', { name: 'thermostat' }).click();
  await expect.poll(where).toBe(`${PREFIX}/devices/thermostat`);
  await app.getByRole('heading', { level: 1 }).waitFor();
  // Loaded anew where it is, it finds its parts and who is signed in.
  await page.frames()[1]?.goto(`${hass.origin}${PREFIX}/devices/thermostat`);
  await app.getByRole('heading', { level: 1 }).waitFor();
  await house.do('sharing stop', {});
  await app.getByText('All sharing is stopped').first().waitFor();
  await house.do('sharing resume', { confirmed: true });
  await app.getByText('Sharing as your household decided.').waitFor();
  await app.getByRole('button', { name: 'Stop all sharing' }).click();
  await app.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click();
  await app.getByText('All sharing is stopped until').waitFor();
  expect(house.hub.stopped.stopped).toBe(true);
  expect(await page.frames()[1]?.evaluate('document.cookie')).toBe('');
  expect(wrong).toEqual([]);
});

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const FROM_THERE = { 'x-ingress-path': PREFIX, 'x-forwarded-host': 'ha.local:8123', 'x-forwarded-proto': 'https' };

function asks(headers: Record<string, string>, method = 'GET', path = '/', body?: object): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port: inside(), method, path, headers: { host: 'any', ...type, ...headers } };
    const asking = request(options, (said) => {
      let text = '';
      said.on('data', (part) => {
        text += part;
      });
      said.on('end', () => resolve({ status: said.statusCode ?? 0, headers: said.headers, body: text }));
    });
    asking.on('error', reject);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('the page names its parts below Home Assistant’s path, and only Home Assistant may frame it', async () => {
  const { status, headers, body } = await asks(FROM_THERE, 'GET', '/devices/thermostat');
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
  expect(body.match(/(src|href)="\/[^"]*"/g)?.every((each) => each.includes(`"${PREFIX}/assets/`))).toBe(true);
  const own = await api.askAs(undefined, 'GET', '/devices/thermostat', undefined, { accept: 'text/html' });
  expect(own.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('a session inside is for that path, over TLS where Home Assistant has it, and for no other way', async () => {
  const signs = (headers: Record<string, string>) =>
    asks(headers, 'POST', `${V1}/session`, { name: 'Anna', passphrase: PASSPHRASE });
  const { status, headers } = await signs(FROM_THERE);
  expect(status).toBe(200);
  const cookie = String(headers['set-cookie']);
  expect(cookie).toMatch(
    /^hearthgate=[\w-]+; Max-Age=\d+; Path=\/api\/hassio_ingress\/k4V-x_9\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  expect(String((await signs({ ...FROM_THERE, 'x-forwarded-proto': 'http' })).headers['set-cookie'])).not.toContain(
    'Secure',
  );
  const [pair = ''] = cookie.split(';');
  expect((await asks({ ...FROM_THERE, cookie: pair }, 'GET', `${V1}/home`)).status).toBe(200);
  expect((await asks({ ...FROM_THERE, cookie: api.owner.cookie }, 'GET', `${V1}/home`)).status).toBe(401);
  const outside = { cookie: pair, token: '' };
  expect((await api.askAs(outside, 'GET', `${V1}/home`)).status).toBe(401);
  // Whom Home Assistant names is nobody here.
  expect((await asks({ ...FROM_THERE, 'x-remote-user-name': 'Anna' }, 'GET', `${V1}/home`)).status).toBe(401);
});

test.each([
  ['without Home Assistant’s path', {}],
  ['with a path of another kind', { ...FROM_THERE, 'x-ingress-path': '/"><script>' }],
  ['for a page of another site', { ...FROM_THERE, origin: 'https://evil.example' }],
  ['for a page in a sandbox, where no host is named', { 'x-ingress-path': PREFIX, origin: 'null' }],
  ['from another site', { ...FROM_THERE, 'sec-fetch-site': 'cross-site' }],
])('what is asked %s is refused', async (_, headers) => {
  for (const path of ['/', `${V1}/home`, '/healthz'])
    expect((await asks(headers as Record<string, string>, 'GET', path)).status, path).toBe(403);
});

test('whoever is not the Supervisor is refused, whatever they say', async () => {
  const other = await serve(house, { ingress: { port: 0, from: '172.30.32.2' } });
  const there = await HomeAssistant.start(other.ingressPort ?? 0);
  const { status } = await fetch(`${there.origin}${PREFIX}/`);
  expect(status).toBe(403);
  there.stop();
  await other.stop();
});
