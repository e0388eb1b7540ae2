import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '../../rules/reading.ts';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { commandTopicThere } from './attach/found-there.ts';
import type { Client, Speaker } from './clients.ts';
import { Registry } from './registry.ts';
import { Sources } from './sources.ts';

let dir: string;
let db: Db;
const registries: Registry[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sources-'));
  db = openDatabase(join(dir, 'household.db'), 'household');
});
afterEach(() => {
  for (const registry of registries.splice(0)) registry.stop();
  db.close();
  rmSync(dir, { recursive: true });
});

function opened(): Registry {
  const registry = new Registry({
    ...{ db, random: systemRandom, mark: (name) => Buffer.from(name), clock: systemClock },
    ...{ decidedAbout: () => new Set(), gaveWay: () => undefined },
  });
  registries.push(registry);
  return registry;
}

test('a reading that says which product it is of makes it known at once, and loses nothing', () => {
  const registry = opened();
  const sources = new Sources(registry, [], { now: () => 0 });
  const grants = { read: [], write: [] };
  const gateway: Client = { name: 'gateway', kind: 'bridge', dialect: 'theengs', base: 'home/gw', grants };
  const said = { id: 'A4:C1:38:00:00:01', brand: 'Acme', model_id: 'TH1', tempc: 20.5 };
  const heard = sources.hear(gateway, 'home/gw/BTtoMQTT/A4C138000001', Buffer.from(JSON.stringify(said)), 0);
  expect(heard).toMatchObject({ kind: 'readings', readings: [{ fields: [{ name: 'tempc', value: 20.5 }] }] });
  expect(registry.known()).toMatchObject([{ dialect: 'theengs', vendor: 'Acme', model: 'TH1' }]);
});

/** Whoever may write under one base is not whoever may write under another, though it writes to the same broker. */
function attached() {
  const registry = opened();
  const sources = new Sources(registry, [], { now: () => 0 });
  const broker: Speaker = { name: 'broker:home', kind: 'attached' };
  const say = (topic: string, body: object) => sources.hear(broker, topic, Buffer.from(JSON.stringify(body)), 0);
  const list = (base: string, named: Readonly<Record<string, string>>) =>
    say(
      `${base}/bridge/devices`,
      Object.entries(named).map(([address, name]) => ({
        ...{ ieee_address: address, friendly_name: name, type: 'Router', definition: { vendor: 'v', model: 'm' } },
      })),
    );
  const speaker = (topic: string) => {
    const said = say(topic, { state: 'ON' });
    return said.kind === 'readings' ? said.readings.map(({ device }) => device) : said.kind;
  };
  return { registry, list, speaker };
}

const LOCK = '0x00124b0000001111';
const EVIL = '0xdeaddeaddeaddead';

test('no base and name together make the key of a device under another base, and the nearest base speaks for its topics', () => {
  const { registry, list, speaker } = attached();
  list('home/z2m', { [LOCK]: 'lock' });
  const [lock] = registry.known();
  const was = registry.described(lock?.id ?? ('' as DeviceId));
  list('home', { [EVIL]: `z2m/${LOCK}`, '0xdeaddeaddeaddeae': 'z2m/lock' });
  list('home', { [EVIL]: 'own' });
  expect(registry.described(lock?.id ?? ('' as DeviceId))).toEqual(was);
  expect(speaker('home/own')).toEqual(['z2m-0x00124b0000001111']);
  expect(speaker('home/z2m/lock')).toEqual([lock?.id]);
  const order = { dialect: 'zigbee2mqtt', name: 'x' };
  expect(commandTopicThere(was?.key ?? '', order)).toBe(`home/z2m/${LOCK}/set`);
});

test('a base of one’s own is not spelled like another’s', () => {
  const { registry, list } = attached();
  list('home%2Fz2m', { [LOCK]: 'lock' });
  list('home/z2m', { [LOCK]: 'lock' });
  expect(registry.known()).toHaveLength(2);
});

test('a name that is another device’s address takes nothing of it', () => {
  const { registry, list, speaker } = attached();
  list('zigbee2mqtt', { [LOCK]: 'lock' });
  const [lock] = registry.known();
  list('zigbee2mqtt', { [LOCK]: 'lock', [EVIL]: LOCK });
  expect(registry.known()).toHaveLength(2);
  expect(registry.described(lock?.id ?? ('' as DeviceId))?.key).toBe(`zigbee2mqtt/${LOCK}`);
  expect(speaker('zigbee2mqtt/lock')).toEqual([lock?.id]);
});
