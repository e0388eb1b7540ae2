import type { ClientRequest, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, openApi, type SignedIn } from './api.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
let api: AskedApi;
const pages = new Set<Page>();
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(async () => {
  for (const page of pages) page.leave();
  pages.clear();
  await api.stop();
  await house.stop();
});

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Reads the stream as the HTML standard's EventSource does (§9.2.6), fields split at the first colon. */
class Page {
  readonly heard: Heard[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #asking: ClientRequest;
  #text = '';
  status = 0;
  ended = false;

  constructor(lastId?: string, who = api.owner) {
    pages.add(this);
    const headers = {
      ...{ accept: 'text/event-stream', cookie: who.cookie },
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    };
    this.#asking = request(
      { ca: api.ca, host: '127.0.0.1', port: api.port, path: '/api/v1/events', headers },
      (response) => this.#read(response),
    );
    this.#asking.on('error', () => this.#end());
    this.#asking.end();
  }

  get lastId(): string | undefined {
    return this.heard.at(-1)?.id;
  }

  leave(): void {
    this.#asking.destroy();
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  has(event: string, data: object): () => boolean {
    return () => this.heard.some((each) => each.event === event && isPart(data, each.data));
  }

  #read(response: IncomingMessage): void {
    this.status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.#text += chunk;
      const blocks = this.#text.split('\n\n');
      this.#text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
      this.#wake();
    });
    response.on('close', () => this.#end());
    this.#wake();
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const [id = '', event = '', data] = [fields.get('id'), fields.get('event'), fields.get('data')];
    if (data !== undefined) this.heard.push({ id, event, data: JSON.parse(data) });
  }

  #end(): void {
    this.ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

function isPart(part: object, whole: unknown): boolean {
  const members: Record<string, unknown> = { ...(whole as object) };
  return Object.entries(part).every(([name, value]) => members[name] === value);
}

async function listening(lastId?: string, who?: SignedIn): Promise<Page> {
  const page = new Page(lastId, who);
  await page.until(() => page.status === 200);
  return page;
}

test('two pages hear the same, in the same order: what changed, what left, that all is stopped', async () => {
  const [one, other] = [await listening(), await listening()];
  const thermostat = await plugThermostat(house);
  await one.until(one.has('changed', { what: 'devices' }));
  await api.agree('POST', '/api/v1/consents', { recipient: 'acme-heating', request: 'setpoints', acceptUnion: false });
  await one.until(one.has('changed', { what: 'consents' }));
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.625}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await one.until(one.has('left', { state: 'waiting', records: 1, recipient: 'acme-heating' }));
  await one.until(one.has('left', { state: 'sent', records: 1, recipient: 'acme-heating' }));
  await api.ask('POST', '/api/v1/sharing/stop', { forMs: HOUR });
  const until = new Date(house.clock.now() + HOUR).toISOString();
  await one.until(one.has('stopped', { stopped: true, until }));
  await house.clock.advance(HOUR + 60_000);
  for (const page of [one, other]) await page.until(page.has('stopped', { stopped: false }));
  await other.until(() => other.lastId === one.lastId);
  expect(other.heard).toEqual(one.heard);
  expect(JSON.stringify(one.heard)).not.toContain('19.6');
  for (const what of ['requests', 'rules']) expect(one.has('changed', { what })()).toBe(true);
});

test('who comes back within what is kept misses nothing', async () => {
  const first = await listening();
  await house.do('app add', { name: 'one', read: [], write: [] });
  await first.until(first.has('changed', { what: 'devices' }));
  const stays = await listening();
  first.leave();
  await house.do('rule add', { rule: 'visitors' });
  await stays.until(stays.has('stopped', { stopped: false }));
  const again = await listening(first.lastId);
  await again.until(() => again.heard.length === stays.heard.length);
  expect(again.heard).toEqual(stays.heard);
});

test.each([
  ['of another run of the hub', () => 'AAAAAAAA-3'],
  ['that was never given', () => 'nonsense'],
  [
    'that is no longer kept',
    () => {
      const id = `${page?.lastId}`;
      for (let i = 0; i < 600; i++) house.hub.events.changed('rules');
      return id;
    },
  ],
])('who comes back with a number %s is told to ask for all anew', async (_, idOf) => {
  page = await listening();
  house.hub.events.changed('devices');
  await page.until(() => page?.lastId !== undefined);
  const again = await listening(idOf());
  await again.until(() => again.heard.length > 0);
  expect(again.heard[0]).toMatchObject({ event: 'missed', data: {} });
  house.hub.events.changed('settings');
  await again.until(again.has('changed', { what: 'settings' }));
  expect(again.heard).toHaveLength(2);
});
let page: Page | undefined;

test('what stays home is counted while somebody listens', async () => {
  const thermostat = await plugThermostat(house);
  const counting = await listening();
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":20.5,"humidity":40}', { qos: 1 });
  await counting.until(() => counting.heard.some(({ event }) => event === 'stayed'));
  const [stayed] = counting.heard.filter(({ event }) => event === 'stayed');
  expect(stayed?.data).toEqual({ total: house.hub.line.stayed.total });
});

test('only so many listen, and the others are told', async () => {
  const people = await Promise.all(['Ben', 'Cleo', 'Dora', 'Emil'].map((name) => api.invite(name, 'viewer')));
  const [[first] = []] = await Promise.all(
    people.map((who) => Promise.all(Array.from({ length: 4 }, () => listening(undefined, who)))),
  );
  const said = await api.ask('GET', '/api/v1/events');
  expect(said).toMatchObject({ status: 503, body: { code: 'too-many-listeners' } });
  first?.leave();
  await expect.poll(async () => (await asked()).status).toBe(200);
});

/** A stream, as soon as it is answered. */
async function asked(): Promise<Page> {
  const page = new Page();
  await page.until(() => page.status > 0);
  return page;
}

test('of one person four pages listen: with a fifth the first ends, and nobody else hears less', async () => {
  const other = await listening(undefined, await api.invite('Ben', 'viewer'));
  const [first, second] = [await listening(), await listening(), await listening(), await listening()];
  const fifth = await listening();
  await first.until(() => first.ended);
  house.hub.events.changed('rules');
  for (const page of [other, second, fifth]) await page.until(page.has('changed', { what: 'rules' }));
  expect(first.has('changed', { what: 'rules' })()).toBe(false);
});

test('the hub stops though pages listen, and their streams end', async () => {
  const listener = await listening();
  await api.stop();
  await listener.until(() => listener.ended);
  expect(listener.ended).toBe(true);
});
