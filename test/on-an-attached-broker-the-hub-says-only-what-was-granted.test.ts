import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecipientId } from '../rules/manifest.ts';
import { deviceId } from '../rules/reading.ts';
import { type House, openHouse, signedBy, telemetry } from './house.ts';
import { Mosquitto } from './mosquitto.ts';
import { furnish } from './their-home.ts';

let dir: string;
let house: House;
let broker: Mosquitto;
let theirs: MqttClient;
/** `topic payload` of everything that was said there, but by the devices. */
let heard: string[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-attached-'));
  [house, broker] = await Promise.all([openHouse(), Mosquitto.start(dir)]);
  theirs = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  await furnish(theirs);
  await theirs.publishAsync('hearthgate/v1/devices/radiator/declaration', '{"vendor":"acme","model":"warm-2"}', {
    ...{ qos: 1, retain: true },
  });
  heard = [];
  theirs.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await theirs.subscribeAsync(['hearthgate/v1/devices/+/sharing', 'hearthgate/v1/devices/+/commands/#', '+/+/set']);
  await house.do('attach', { url: `mqtt://127.0.0.1:${broker.port}`, name: 'old' });
  await expect.poll(state).toBe('connected');
});
afterEach(async () => {
  await theirs.endAsync(true);
  await house.stop();
  await broker.end();
  rmSync(dir, { recursive: true, force: true });
});

const state = async () => (await house.do<{ state: string }[]>('attach list', {}))[0]?.state;
/** What was heard, once there are so many and what was said after them came, too. */
async function everythingHeard(most: number): Promise<string[]> {
  await expect.poll(() => heard.length).toBeGreaterThanOrEqual(most);
  await theirs.publishAsync('a/b/set', 'the end', { qos: 1 });
  await expect.poll(() => heard).toContain('a/b/set the end');
  return heard.splice(0).filter((each) => each !== 'a/b/set the end');
}

test('native devices there are told what is shared of them once that is granted, and it is taken back with the grant', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await house.give('acme-heating', 'setpoints', { device: 'native-radiator' });
  expect(await everythingHeard(0)).toEqual([]);
  await house.do('attach grant', { name: 'old', sharing: true });
  const [told, ...more] = await everythingHeard(1);
  expect(told).toMatch(/^hearthgate\/v1\/devices\/radiator\/sharing .*"setpoints":{"target":/);
  expect(more).toEqual([]);
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  expect(await everythingHeard(1)).toEqual(['hearthgate/v1/devices/radiator/sharing {"v":1,"requests":{}}']);
  // What is retained on the hub's own broker is of the devices there alone.
  expect(house.hub.broker.retained(({ topic }) => topic.endsWith('/sharing'))).toBe(0);
  await house.do('attach revoke', { name: 'old', sharing: true });
  expect(await everythingHeard(1)).toEqual(['hearthgate/v1/devices/radiator/sharing ']);
  await house.give('acme-heating', 'setpoints', { device: 'native-radiator' });
  await theirs.publishAsync(telemetry('radiator'), '{"target":20}', { qos: 1 });
  expect(await everythingHeard(0)).toEqual([]);
});

test('a grant that was taken back is gone at the next start, however long the broker takes to hear of it', async () => {
  await house.do('attach grant', { name: 'old', sharing: true });
  house.hub.offering.follow = () => new Promise(() => undefined);
  void house.do('attach revoke', { name: 'old', sharing: true });
  await new Promise((resolve) => setImmediate(resolve));
  await house.restart();
  expect(await house.do('attach list', {})).toMatchObject([{ name: 'old', sharing: false }]);
});

test('what is taken back while the hub moves to where the broker is now stays taken back', async () => {
  await house.do('attach grant', { name: 'old', sharing: true, itself: 'en' });
  const moves = house.hub.readmitThere('old', { url: `mqtt://localhost:${broker.port}` });
  await house.do('attach revoke', { name: 'old', sharing: true, itself: true });
  await moves;
  expect(await house.do('attach list', {})).toMatchObject([
    { url: `mqtt://localhost:${broker.port}`, sharing: false, itself: 'no' },
  ]);
});

test('a command that the household allowed reaches a device there once that is granted, and no longer', async () => {
  const commands = [{ name: 'switch', sentence: 'Switch it.', arguments: [{ name: 'on', type: 'boolean' }] }];
  const plug = { match: { dialect: 'zigbee2mqtt', vendor: 'Acme' }, fields: [{ name: 'power', type: 'number' }] };
  const products = [...house.acme.manifest.products, plug];
  await house.do('recipient add', { signed: await signedBy(house, { commands, products }) });
  const device = deviceId('kuche-kuhlschrank');
  if (device === undefined) throw new Error('no id');
  const about = { recipient: 'acme-heating' as RecipientId, command: 'switch', device };
  const states = async () =>
    (await house.do<{ commands: { device: string; state: string }[] }>('command list', {})).commands
      .filter((one) => one.device === device)
      .map(({ state }) => state);
  const judged = () => house.hub.obeying.judge({ ...about, arguments: { on: true } }, house.clock.now());
  expect(await states()).toEqual(['never']);
  await house.do('attach grant', { name: 'old', commands: true });
  expect(await states()).toEqual(['waiting']);
  await house.do('command allow', { ...about, confirmed: true });
  const permitted = judged();
  if (permitted.kind !== 'permit') throw new Error(permitted.because);
  await permitted.send();
  expect(await everythingHeard(1)).toEqual(['zigbee2mqtt/0x00124b0000000001/set {"state":"ON"}']);
  await house.do('attach revoke', { name: 'old', commands: true });
  expect(judged()).toEqual({ kind: 'withhold', because: 'no way to say it' });
  expect(await everythingHeard(0)).toEqual([]);
});
