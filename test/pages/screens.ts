import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { PAGE_NAMES } from '../../gateway/web/page-names.ts';
import type { AskedApi } from '../api.ts';
import { COMMANDS } from '../commander.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from '../house.ts';
import { Mosquitto } from '../mosquitto.ts';
import { openBrowser, visit } from './browser.ts';
import { serve } from './serve.ts';

/** Addresses below a page that show something else than the page itself. */
const BELOW = [
  '/requests?show=answered',
  '/requests/acme-heating/setpoints',
  '/requests/acme-heating/advice',
  '/requests/acme-heating/commands/set-target/thermostat',
  '/devices/thermostat',
  '/recipients/acme-heating',
  '/recipients?add',
  '/recipients?add=influxdb',
  '/left/day/thermostat',
  '/people/worried',
  '/welcome/devices',
  '/welcome/posture',
];

const names: readonly string[] = PAGE_NAMES;

/** Every address that somebody who is signed in can stand on: all pages there are, and one of each kind below them. */
export const SCREENS: readonly string[] = [
  ...names.map((name) => `/${name}`),
  ...BELOW.filter((path) => names.includes(path.split(/[/?]/)[1] ?? '')),
  '/requests/nobody/nothing',
];

/** What is shown to somebody who is not signed in. */
export const DOORS: readonly string[] = ['/', '/join', '/setup'];

/** How a home may be when a page is opened. In trouble the hub answers nothing but who is signed in. */
export const STATES = ['full', 'empty', 'trouble'] as const;
export type State = (typeof STATES)[number];

export interface Screens {
  readonly browser: Browser;
  /** A page of somebody who is signed in. */
  open(state: State, width: number, language?: string): Promise<Page>;
  /** The same, with nothing loaded yet. */
  openFresh(width: number): Promise<Page>;
  /** One of somebody who is not. */
  openDoor(): Promise<Page>;
  readonly full: AskedApi;
  stop(): Promise<void>;
}

/** One browser, a home in which everything there is has happened, and one in which nothing has. */
export async function openScreens(): Promise<Screens> {
  const full = await openHouse({ mqtts: true });
  const empty = await openHouse();
  const apis = { full: await serve(full), empty: await serve(empty) };
  await fill(full, apis.full);
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-screens-'));
  const broker = await Mosquitto.start(dir);
  await full.do('attach', { url: `mqtt://127.0.0.1:${broker.port}`, name: 'old' });
  const browser = await openBrowser();
  const openAs = async (api: AskedApi, width: number, language = 'en-GB') => {
    const { page, context } = await visit(browser, api, { width, height: 720, language });
    const [name = '', value = ''] = api.owner.cookie.split('=');
    await context.addCookies([{ name, value, url: `https://localhost:${api.port}`, secure: true, httpOnly: true }]);
    return page;
  };
  return {
    browser,
    full: apis.full,
    openDoor: async () => (await visit(browser, apis.full, { width: 320, height: 720 })).page,
    openFresh: (width) => openAs(apis.full, width),
    async open(state, width, language) {
      const page = await openAs(state === 'empty' ? apis.empty : apis.full, width, language);
      await page.goto('/');
      if (state === 'trouble')
        await page.route(/\/api\/v1\/(?!session|events)/, (route) => route.fulfill({ status: 500 }));
      return page;
    },
    async stop() {
      await browser.close();
      for (const api of Object.values(apis)) await api.stop();
      await Promise.all([full.stop(), empty.stop()]);
      await broker.end();
      rmSync(dir, { recursive: true });
    },
  };
}

/** What leaves with noise, so that there is a budget to be seen. */
const COUNTS = {
  ...{ id: 'counts', purpose: 'dpv:ServiceProvision', sentence: 'How often you turn the dial.', retention: 'P30D' },
  fields: [
    {
      name: 'target',
      form: {
        ...{ form: 'noised', window: 'PT1H', statistic: 'count', most: 5, useful: 1000 },
        ...{ microEpsilon: 800_000, unit: 'home-day' },
      },
    },
  ],
  ...{ necessity: 'optional', ifRefused: 'Nothing.', release: { release: 'slot', every: 'PT1H' } },
};

/** More than is usual for its purpose. */
const ADVICE = {
  ...{ id: 'advice', purpose: 'dpv:ProvidePersonalisedRecommendations', sentence: 'Tips as it happens.' },
  fields: [{ name: 'temperature', form: { form: 'exact', grain: 'PT1S' } }],
  ...{ necessity: 'optional', ifRefused: 'Nothing.', retention: 'P30D', recipients: [] },
  release: { release: 'slot', every: 'PT1H' },
};

async function fill(house: House, api: AskedApi): Promise<void> {
  const requests = [...house.acme.manifest.requests, COUNTS, ADVICE];
  await house.do('recipient add', { signed: await signedBy(house, { commands: COMMANDS, requests }) });
  await house.do('recipient add', { signed: house.volt.signed });
  const thermostat = await plugThermostat(house);
  const meter = await house.plug('meter', { dialect: 'tasmota', base: 'meter' });
  await meter.publishAsync('tele/meter/SENSOR', '{"Time":"2026-11-02T08:00:00","ENERGY":{"Power":120}}', { qos: 1 });
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', COUNTS.id);
  for (let hour = 0; hour < 3; hour++) {
    const said = {
      ...{ temperature: 20 + hour, heating: hour === 1, target: 21, humidity: 40 },
      a_name_that_is_longer_than_any_screen_of_a_phone_is_wide: 'x',
    };
    await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(said), { qos: 1 });
    await house.clock.advance(HOUR);
  }
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  await house.do('device place', { device: 'thermostat', room: 'Living room' });
  await house.do('app add', { name: 'node-red', read: ['hearthgate/v1/devices/#'], write: [] });
  await house.do('rule add', { rule: 'night', hours: { from: '22:00', to: '06:00' } });
  await house.do('rule add', { rule: 'night', hours: { from: '21:00', to: '06:00' }, device: 'thermostat' });
  await house.do('recipient erase', { recipient: 'acme-heating' });
  await house.do('consent refuse', { recipient: 'volt-insight', request: 'energy-report' });
  await api.invite('Ben', 'adult');
  await api.invite('Vera', 'viewer');
}

/** Goes there, waits until what was asked for has come, and opens everything that is folded away unless told not to. */
export async function stand(page: Page, path: string, { unfold = true } = {}): Promise<void> {
  const asked = followed(page);
  asked.clear();
  await page.goto(path);
  await page.locator('main h1').first().waitFor();
  await settle(page, asked);
  if (!unfold) return;
  // What is opened may ask for more.
  await page.evaluate('for (const folded of document.querySelectorAll("main details")) folded.open = true');
  await settle(page, asked);
}

/** What the page asked the hub and has not heard of; its events never end. */
function followed(page: Page): Set<Request> {
  const known = asking.get(page);
  if (known) return known;
  const asked = new Set<Request>();
  asking.set(page, asked);
  page.on('request', (request) => !request.url().endsWith('/events') && asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  return asked;
}
const asking = new WeakMap<Page, Set<Request>>();

/** An answer is shown, and may ask for the next, two frames later. Throws where the hub is waited for too long. */
async function settle(page: Page, asked: ReadonlySet<Request>): Promise<void> {
  const end = performance.now() + 15_000;
  for (let still = 0; still < 3; still = asked.size === 0 ? still + 1 : 0) {
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    if (performance.now() > end)
      throw new Error(`${page.url()} still waits for ${[...asked].map((each) => each.url())}`);
  }
}

/** What is wider than the screen; empty where nobody has to scroll sideways. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return right > clientWidth + 1 || left < -1;
    });
    return ['scrolls sideways to ' + scrollWidth, ...wide.slice(0, 5).map((each) => each.outerHTML.slice(0, 100))];
  })()`);
}
