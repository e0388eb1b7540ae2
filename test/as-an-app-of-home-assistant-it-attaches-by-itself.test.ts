import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppOptions } from '../gateway/runtime/app-options.ts';
import { Supervised } from '../gateway/supervised.ts';
import { type House, openHouse } from './house.ts';
import { withSbin } from './launcher.ts';
import { Mosquitto } from './mosquitto.ts';
import { furnish } from './their-home.ts';

const OPTIONS: AppOptions = { attach: true, shows_itself: 'no', names: [] };
/** As the Supervisor answers where no app provides a broker. */
const NONE = { status: 400, body: { result: 'error', message: 'Service not enabled' } };

let dir: string;
let house: House;
let broker: Mosquitto;
let supervisor: Server;
let says: { status: number; body: unknown };
let asked: IncomingMessage[];
let logged: string[];
const running: Supervised[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-app-'));
  writeFileSync(join(dir, 'passwords'), '');
  setPassword('first');
  [house, broker] = await Promise.all([
    openHouse({ offeringGapMs: 100 }),
    Mosquitto.start(dir, ['allow_anonymous false', `password_file ${join(dir, 'passwords')}`]),
  ]);
  [says, asked, logged] = [NONE, [], []];
  supervisor = createServer((request, response) => {
    asked.push(request);
    response.writeHead(says.status, { 'content-type': 'application/json' }).end(JSON.stringify(says.body));
  }).listen(0, '127.0.0.1');
  await once(supervisor, 'listening');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  supervisor.close();
  supervisor.closeAllConnections();
  await house.stop();
  await broker.end();
  rmSync(dir, { recursive: true, force: true });
});

function setPassword(password: string): void {
  execFileSync('mosquitto_passwd', ['-b', join(dir, 'passwords'), 'addons', password], { env: withSbin });
}

/** What the Supervisor says of the Mosquitto app's broker. */
function named(password: string) {
  const data = { addon: 'core_mosquitto', host: '127.0.0.1', port: broker.port, ssl: false, protocol: '3.1.1' };
  return { status: 200, body: { result: 'ok', data: { ...data, username: 'addons', password } } };
}

/** Starts it as the hub's start does; the pause before it asks again is the test's. */
function supervise(options: Partial<AppOptions> = {}): void {
  const again: (() => void)[] = [];
  const supervised = new Supervised({
    ...{ hub: house.hub, options: { ...OPTIONS, ...options }, token: 'of the app' },
    clock: {
      after(_ms, call) {
        again.push(call);
        return () => undefined;
      },
    },
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
    supervisor: `http://127.0.0.1:${(supervisor.address() as AddressInfo).port}`,
  });
  running.push(supervised);
  supervised.start();
  later = () => again.shift()?.();
}
let later: () => void;

const soon = { timeout: 8_000 };
const brokers = () => house.do<{ name: string; state: string; itself: string }[]>('attach list', {});
const state = async () => (await brokers())[0]?.state;
const askedSoFar = () => {
  later();
  return asked.length;
};
const askedAgain = () => {
  later();
  return state();
};

test('it reads along on the broker that the Supervisor names, once there is one, and asks no more then', async () => {
  supervise();
  await expect.poll(() => logged.join('')).toContain('install or start the Mosquitto broker app');
  later();
  await expect.poll(() => asked.length).toBe(2);
  expect(await brokers()).toEqual([]);
  says = named('first');
  await expect.poll(askedAgain, soon).toBe('connected');
  const furnished = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    username: 'addons',
    password: 'first',
  });
  await furnish(furnished);
  await furnished.endAsync();
  expect(asked.map(({ url, headers }) => `${url} ${headers.authorization}`)).toEqual(
    asked.map(() => '/services/mqtt Bearer of the app'),
  );
  expect(logged.filter((line) => line.includes('Mosquitto broker app'))).toHaveLength(1);
  expect([...logged, ...house.logged].join('')).not.toMatch(/of the app|first/);
  expect(await brokers()).toMatchObject([{ name: 'home-assistant', sharing: false, commands: false, itself: 'no' }]);
  const { entries } = await house.do<{ entries: { entry: object }[] }>('ledger entries', { most: 200 });
  expect(entries.map(({ entry }) => entry)).toContainEqual(
    expect.objectContaining({ type: 'broker.attached', broker: 'home-assistant', by: 'hub' }),
  );
});

test('another password at the next start opens the same broker, whose devices and grants stay', async () => {
  says = named('first');
  supervise({ shows_itself: 'de' });
  await expect.poll(state, soon).toBe('connected');
  await expect.poll(() => broker.log, soon).toMatch(/hearthgate_\w+\/config/);
  const devices = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { username: 'addons', password: 'first' });
  await furnish(devices);
  await devices.endAsync();
  await expect.poll(() => house.hub.registry.known().length).toBe(3);
  const before = house.hub.registry.known();
  setPassword('second');
  await broker.end();
  await broker.again();
  says = named('second');
  supervise({ shows_itself: 'de' });
  await expect.poll(state, soon).toBe('connected');
  expect(house.hub.registry.known()).toEqual(before);
  expect(await brokers()).toMatchObject([{ itself: 'de' }]);
  await expect.poll(() => house.hub.offering.state('home-assistant')).toBe('offered');
  supervise();
  await expect.poll(async () => (await brokers())[0]?.itself).toBe('no');
});

test('a Supervisor that answers something else attaches nothing, and is asked again', async () => {
  supervise();
  const others = [
    { status: 200, body: 'no broker' },
    { status: 200, body: { result: 'ok', data: { host: 7 } } },
    { status: 403, body: { result: 'error' } },
  ];
  for (const other of others) {
    says = other;
    const before = asked.length;
    await expect.poll(askedSoFar, soon).toBeGreaterThan(before);
  }
  await expect.poll(() => logged.join(''), soon).toContain('does not let this app ask');
  expect(await brokers()).toEqual([]);
  says = named('first');
  await expect.poll(askedAgain, soon).toBe('connected');
});

test('once the hub was handed over, Home Assistant only takes back', async () => {
  says = named('first');
  supervise({ shows_itself: 'en' });
  await expect.poll(state, soon).toBe('connected');
  house.hub.handover.handOver(house.clock.now(), '0'.repeat(64), 'household');
  supervise({ shows_itself: 'de' });
  await expect.poll(() => logged.join(''), soon).toContain('handed over');
  expect(await brokers()).toMatchObject([{ itself: 'en' }]);
  supervise({ shows_itself: 'no' });
  await expect.poll(async () => (await brokers())[0]?.itself, soon).toBe('no');
  await house.do('attach remove', { name: 'home-assistant' });
  logged = [];
  supervise();
  await expect.poll(() => logged.join(''), soon).toContain('handed over');
  expect(await brokers()).toEqual([]);
});

test('what a person took back is not given again by a start', async () => {
  says = named('first');
  const again = async (): Promise<void> => {
    supervise({ shows_itself: 'en' });
    await expect.poll(state, soon).toBe('connected');
    await expect.poll(() => logged.join(''), soon).toContain('somebody took that back');
    expect(await brokers()).toMatchObject([{ itself: 'no' }]);
    logged = [];
  };
  supervise({ shows_itself: 'en' });
  await expect.poll(async () => (await brokers())[0]?.itself, soon).toBe('en');
  await house.do('attach revoke', { name: 'home-assistant', itself: true });
  await again();
  await house.do('attach grant', { name: 'home-assistant', itself: 'de' });
  supervise({ shows_itself: 'en' });
  await expect.poll(async () => (await brokers())[0]?.itself, soon).toBe('en');
  await house.do('attach remove', { name: 'home-assistant' });
  await again();
});

test('without the household’s option nobody is asked', async () => {
  says = named('first');
  supervise({ attach: false });
  await running[0]?.stop();
  expect(asked).toEqual([]);
});
