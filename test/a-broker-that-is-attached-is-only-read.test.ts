import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, telemetry } from './house.ts';
import { Mosquitto, onlyOlder } from './mosquitto.ts';
import { furnish, manifestFor, THEIRS, valuesAt } from './their-home.ts';

let dir: string;
let house: House;
let broker: Mosquitto;
let theirs: MqttClient;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-attached-'));
  [house, broker] = await Promise.all([openHouse(), Mosquitto.start(dir)]);
  theirs = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { clientId: 'zigbee2mqtt' });
  await furnish(theirs);
});
afterEach(async () => {
  await theirs.endAsync(true);
  await house.stop();
  await broker.end();
  rmSync(dir, { recursive: true, force: true });
});

async function attach(more: object = {}): Promise<void> {
  await house.do('attach', { url: `mqtt://127.0.0.1:${broker.port}`, name: 'old', ...more });
  await expect.poll(state).toBe('connected');
}

const stateOf = (broker: { state?: unknown }) => broker.state;
const state = async () => (await listed())?.state;
async function listed() {
  const [first] = await house.do<Record<string, unknown>[]>('attach list', {});
  return first;
}

async function share(): Promise<void> {
  await house.do('recipient add', { signed: JSON.stringify(manifestFor(house.volt)) });
  const recipient = house.volt.recipient;
  for (const request of ['power', 'temperature', 'wash']) {
    await house.do('consent give', { recipient, request, acceptUnion: true, confirmed: true });
  }
}

const say = (one: readonly [string, string], options: object = {}) =>
  theirs.publishAsync(one[0], one[1], { qos: 1, ...options });

test('what zigbee2mqtt and Tasmota say on the broker of a home leaves as agreed, and nothing else does', async () => {
  await attach();
  await expect
    .poll(() =>
      house.hub.registry
        .known()
        .map(({ id }) => id)
        .sort(),
    )
    .toEqual(['bad', 'kuche-kuhlschrank', 'waschmaschine']);
  await share();
  await say(THEIRS.plug(21));
  await say(THEIRS.sensor(22));
  await say(THEIRS.tasmota(23));
  await expect.poll(() => valuesAt(house.volt, 'temperature')).toEqual([22]);
  await expect.poll(() => valuesAt(house.volt, 'power')).toEqual([21]);
  await expect.poll(() => valuesAt(house.volt, 'ENERGY.Power')).toEqual([23]);
  expect(house.everythingOutside().toString()).not.toMatch(/kühlschrank|linkquality|0x00124b/);
});

test('what the broker keeps teaches which devices there are, and is no reading', async () => {
  // MQTT 3.1.1 has it told again at each subscription, in the session too.
  const older = await onlyOlder(broker.port);
  await attach({ url: `mqtt://127.0.0.1:${older.port}` });
  await share();
  await house.restart();
  await expect.poll(state).toBe('connected');
  await say(THEIRS.sensor(22), { retain: true });
  await expect.poll(() => valuesAt(house.volt, 'temperature')).toEqual([22]);
  // Neither the 1 that lay there nor, once more, what lies there since.
  await house.restart();
  await expect.poll(state).toBe('connected');
  await say(THEIRS.sensor(24));
  await expect.poll(() => valuesAt(house.volt, 'temperature')).toEqual([22, 24]);
  older.close();
});

test.each([5, 4] as const)('over MQTT version %i, what is said while the hub is away comes once', async (version) => {
  const older = version === 4 ? await onlyOlder(broker.port) : undefined;
  await attach(older && { url: `mqtt://127.0.0.1:${older.port}` });
  expect(await listed()).toMatchObject({ speaks: version === 5 ? 'MQTT 5' : 'MQTT 3.1.1' });
  await share();
  await say(THEIRS.sensor(1));
  await house.hub.attached.stop();
  for (const value of [2, 3, 3, 4]) await say(THEIRS.sensor(value));
  await house.restart();
  await expect.poll(() => valuesAt(house.volt, 'temperature').sort()).toEqual([1, 2, 3, 3, 4]);
  expect(house.hub.registry.known()).toHaveLength(3);
  older?.close();
});

test('the hub says nothing there: it connects, reads, acknowledges and leaves', async () => {
  await attach();
  await share();
  for (let value = 1; value <= 5; value++) await say(THEIRS.plug(value));
  await expect.poll(() => valuesAt(house.volt, 'power')).toHaveLength(5);
  await house.restart();
  await expect.poll(state).toBe('connected');
  await house.do('attach remove', { name: 'old' });
  await expect.poll(() => packetsFromHub()).toContain('DISCONNECT');
  expect(new Set(packetsFromHub())).toEqual(new Set(['SUBSCRIBE', 'PUBACK', 'PINGREQ', 'DISCONNECT']));
});

/** What mosquitto logged of the hub after each CONNECT, by kind. */
function packetsFromHub(): string[] {
  return [...broker.log.matchAll(/Received (\w+) from hearth/g)].flatMap(([, kind]) => kind ?? []);
}

test('detached, the broker keeps nothing for the hub, and the hub nothing of what was found there', async () => {
  await attach();
  await share();
  await say(THEIRS.plug(1));
  await expect.poll(() => valuesAt(house.volt, 'power')).toEqual([1]);
  expect(await house.do('attach remove', { name: 'old' })).toEqual({ removed: 'old', devices: 3 });
  expect(house.hub.registry.known()).toEqual([]);
  expect(await house.do('attach list', {})).toEqual([]);
  expect(house.hub.consents.standing().filter(({ state }) => state === 'given')).toEqual([]);
  await expect.poll(() => broker.log).toMatch(/Received DISCONNECT from hearth\w+(?![\s\S]*as hearth)/);
  expect(await house.hub.flow.read('attached said list', 'old')).toEqual([]);
  await attach();
  expect(house.hub.consents.standing().filter(({ state }) => state === 'given')).toEqual([]);
});

test('its own broker and two others are heard side by side, and what is called alike is several', async () => {
  const own = await house.plug('bad');
  const second = await Mosquitto.start(join(dir, 'second'));
  const others = await mqtt.connectAsync(`mqtt://127.0.0.1:${second.port}`);
  await furnish(others);
  await attach();
  await house.do('attach', { url: `mqtt://127.0.0.1:${second.port}`, name: 'new' });
  await own.publishAsync(telemetry('bad'), '{"temperature":40}', { qos: 1 });
  await expect
    .poll(async () => (await house.do<object[]>('attach list', {})).map(stateOf))
    .toEqual(['connected', 'connected']);
  await own.publishAsync(telemetry('bad'), '{"temperature":30}', { qos: 1 });
  expect(house.hub.registry.known()).toHaveLength(7);
  await share();
  await say(THEIRS.sensor(41));
  await others.publishAsync(...THEIRS.sensor(42), { qos: 1 });
  await own.publishAsync(telemetry('bad'), '{"temperature":43}', { qos: 1 });
  await expect.poll(() => valuesAt(house.volt, 'temperature').sort()).toEqual([41, 42, 43]);
  expect(new Set(house.volt.receiver.records.map(({ device }) => device)).size).toBe(3);
  await others.endAsync(true);
  await second.end();
});

test('of what was found there it is said that others on that broker can still read it', async () => {
  await attach();
  await house.plug('lamp');
  const { devices } = await house.do<{ devices: { id: string; alsoRead?: string }[] }>('device list', {});
  expect(devices.filter(({ alsoRead }) => alsoRead === 'others on that broker can still read this')).toHaveLength(3);
  expect(await house.do('device show', { device: 'bad' })).toMatchObject({
    client: 'broker:old',
    alsoRead: 'others on that broker can still read this',
  });
  expect((await listed())?.says).toContain('Hearthgate reads along; others on that broker can still read this.');
});

test('one device there is forgotten alone, and is a new one when it speaks again', async () => {
  await attach();
  await share();
  await house.do('device forget', { name: 'bad', history: true, confirmed: true });
  expect(house.hub.registry.known()).toHaveLength(2);
  await say(THEIRS.sensor(50));
  await say(THEIRS.plug(51));
  await expect.poll(() => valuesAt(house.volt, 'power')).toEqual([51]);
  expect(valuesAt(house.volt, 'temperature')).toEqual([]);
  expect(house.hub.registry.known().map(({ id }) => id)).toContain('bad-2');
  expect(await state()).toBe('connected');
});

test('attaching and detaching stand in the ledger, and the way back is said', async () => {
  await attach();
  await house.do('attach grant', { name: 'old', sharing: true });
  await house.do('attach remove', { name: 'old' });
  const { changes } = await house.do<{ changes: { what: string; undo?: string; because?: string }[] }>(
    'activity list',
    {
      most: 50,
    },
  );
  expect(changes.map(({ what }) => what)).toEqual([
    'Hearthgate reads along on the broker old no more',
    'What Hearthgate may say on the broker old',
    expect.stringMatching(/^Hearthgate reads along on the broker old at mqtt:\/\/127\.0\.0\.1:\d+$/),
  ]);
  expect(JSON.stringify(changes.at(-1))).toContain('detach the broker instead');
});
