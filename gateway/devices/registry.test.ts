import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceId, type FieldName } from '../../rules/reading.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { type Client, Clients } from './clients.ts';
import type { FoundField } from './dialects/dialect.ts';
import { MAX_DEVICES_PER_CLIENT, Registry } from './registry.ts';
import { slug } from './slug.ts';

let dir: string;
let db: Db;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'registry-'));
  db = openDatabase(join(dir, 'household.db'), 'household');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});
let now = 0;
let due: (() => void) | undefined;
const decided = new Set<string>();
const gaveWay: string[] = [];
const open = () =>
  new Registry({
    ...{ db, random: systemRandom, mark: (name) => Buffer.from(`kept of ${name}`) },
    clock: {
      monotonic: () => now,
      after: (_, call) => {
        due = call;
        return () => {
          due = undefined;
        };
      },
    },
    decidedAbout: () => decided,
    gaveWay: (id) => gaveWay.push(id),
  });
/** As the next run of the hub knows them. */
const reopened = (registry: Registry) => {
  registry.stop();
  return open();
};
const grants = { read: [], write: [] };
const bridge: Client = { name: 'zigbee', kind: 'bridge', dialect: 'zigbee2mqtt', base: 'zigbee2mqtt', grants };
const native: Client = { name: 'thermo', kind: 'device', grants };
const Z2M = 'zigbee2mqtt';

test('a device gets one id for good, and a canonical id that is random', () => {
  const registry = open();
  const lamp = registry.resolve(bridge, { key: '0x1', name: 'Küche Lampe' }, Z2M, 0);
  expect(lamp?.id).toBe('kuche-lampe');
  expect(registry.resolve(bridge, { key: '0x1', name: 'renamed' }, Z2M, 0)).toBe(lamp);
  expect(registry.resolve(bridge, { key: '0x2', name: 'Küche Lampe' }, Z2M, 0)?.id).toBe('kuche-lampe-2');
  if (!lamp) throw new Error('not issued');
  expect(registry.canonical(lamp.id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const again = open();
  expect(again.known()).toEqual(registry.known());
  expect(again.canonical(lamp.id)).toBe(registry.canonical(lamp.id));
});

test('a native device is its client, whatever it calls itself, and nobody else gets that id', () => {
  const clients = new Clients(db);
  clients.addClient({ name: 'thermo', kind: 'device' }, systemRandom, 0);
  const registry = open();
  expect(registry.resolve(bridge, { key: '0x1', name: 'thermo' }, Z2M, 0)?.id).toBe('thermo-2');
  expect(registry.resolve(native, { key: 'lamp', name: 'lamp' }, 'native', 0)?.id).toBe('thermo');
  expect(registry.resolve(native, { key: 'other' }, 'native', 0)?.id).toBe('thermo');
});

test('what its ecosystem tells is kept, and announced only when it is new', () => {
  const registry = open();
  let changes = 0;
  const end = registry.onChange(() => {
    changes += 1;
  });
  const found = {
    key: '0x1',
    name: 'lamp',
    vendor: 'IKEA',
    model: 'E27',
    fields: [
      { name: 'power', unit: 'W' },
      { name: '__proto__', unit: 'x' },
    ],
  };
  registry.found(bridge, Z2M, [found], 0);
  registry.found(bridge, Z2M, [found], 0);
  registry.resolve(bridge, { key: '0x1' }, Z2M, 0);
  expect(changes).toBe(1);
  end();
  for (const each of [registry, reopened(registry)]) {
    expect(each.known()).toEqual([
      { id: 'lamp', dialect: Z2M, vendor: 'IKEA', model: 'E27', units: new Map([['power', 'W']]) },
    ]);
  }
  registry.found(bridge, Z2M, [{ key: '0x1', gone: true }], 0);
  expect(registry.known()).toHaveLength(1);
});

test('fields that are told one by one stay, each with its unit and its class', () => {
  const registry = open();
  let changes = 0;
  registry.onChange(() => {
    changes += 1;
  });
  const tell = (...fields: FoundField[]) => registry.found(bridge, Z2M, [{ key: 'x', fields, partial: true }], 0);
  tell({ name: 'a', unit: 'W' });
  tell({ name: 'b', deviceClass: 'motion' });
  expect(changes).toBe(2);
  // As after a restart, when discovery is told again from its beginning.
  tell({ name: 'a', unit: 'W' });
  expect(changes).toBe(2);
  for (const each of [registry, reopened(registry)]) {
    const [device] = each.known();
    expect([...(device?.units ?? [])]).toEqual([['a', 'W']]);
    expect([...(device?.classes ?? [])]).toEqual([['b', 'motion']]);
  }
  tell({ name: 'b', unit: 'lx' });
  expect(registry.known()[0]?.classes?.get('b' as FieldName)).toBe('motion');
  tell({ name: 'a', unit: 'kW' });
  expect(registry.known()[0]?.units.get('a' as FieldName)).toBe('kW');
  registry.found(bridge, Z2M, [{ key: 'x', fields: [{ name: 'c', unit: 'V' }] }], 0);
  expect([...(registry.known()[0]?.units.keys() ?? [])]).toEqual(['c']);
});

test('zigbee2mqtt: a device first seen by its name keeps its id when its address is told', () => {
  const registry = open();
  const lamp = registry.resolve(bridge, { key: 'lamp' }, Z2M, 0);
  registry.found(bridge, Z2M, [{ key: '0x1', name: 'lamp', formerKey: 'lamp', vendor: 'IKEA' }], 0);
  for (const each of [registry, reopened(registry)]) {
    expect(each.resolve(bridge, { key: '0x1', name: 'lamp' }, Z2M, 0)).toMatchObject({ id: lamp?.id, vendor: 'IKEA' });
    expect(each.known()).toHaveLength(1);
  }
});

test('a maker’s name in letters of another alphabet is no maker’s name, and one whole in its own is', () => {
  const registry = open();
  const made = (key: string, vendor: string, model: string) => {
    registry.found(bridge, Z2M, [{ key, name: key, vendor, model }], 0);
    return registry.resolve(bridge, { key }, Z2M, 0);
  };
  expect(made('one', 'IKEА', 'Е27')).not.toHaveProperty('vendor');
  expect(made('two', 'Яндекс', 'Лампа E27')).toMatchObject({ vendor: 'Яндекс', model: 'Лампа E27' });
});

test('one client cannot fill the household', () => {
  const registry = open();
  db.exec('BEGIN');
  for (let i = 0; i < MAX_DEVICES_PER_CLIENT; i++) registry.resolve(bridge, { key: `k${i}` }, Z2M, 0);
  db.exec('COMMIT');
  expect(registry.resolve(bridge, { key: 'one more' }, Z2M, 0)).toBeUndefined();
  expect(registry.resolve(native, { key: 'x' }, 'native', 0)?.id).toBe('thermo');
});

test('invented devices shut out no real one for good: what was unheard for longest and matters to nobody gives way', () => {
  const registry = open();
  db.exec('BEGIN');
  for (let i = 0; i < MAX_DEVICES_PER_CLIENT; i++) registry.resolve(bridge, { key: `k${i}` }, Z2M, 0);
  db.exec('COMMIT');
  const id = (key: string) => deviceId(key) ?? expect.unreachable();
  const speaks = (key: string) => registry.resolve(bridge, { key }, Z2M, 0)?.id;
  registry.looked(id('k0'), 0);
  registry.place(id('k1'), 'hall');
  decided.add('k2');
  now = 3_600_001;
  expect(speaks('k3')).toBe('k3');
  expect(speaks('real')).toBe('real');
  expect(gaveWay).toEqual(['k4']);
  expect(speaks('another')).toBeUndefined();
  now += 10_000;
  expect(speaks('another')).toBe('another');
  expect(gaveWay).toEqual(['k4', 'k5']);
  expect(new Set(reopened(registry).known())).toEqual(new Set(registry.known()));
  expect(registry.known()).toHaveLength(MAX_DEVICES_PER_CLIENT);
});

test('a device that says it is something else again and again is written once for all of a while', () => {
  const registry = open();
  const tell = (model: string) => registry.found(bridge, Z2M, [{ key: 'x', model }], 0);
  tell('m0');
  const before = db.prepare('SELECT total_changes() AS changes').pluck().get();
  for (let i = 1; i <= 500; i++) tell(`m${i}`);
  expect(registry.known()).toMatchObject([{ model: 'm500' }]);
  expect(db.prepare('SELECT total_changes() AS changes').pluck().get()).toBe(before);
  due?.();
  expect(open().known()).toMatchObject([{ model: 'm500' }]);
  tell('m501');
  expect(reopened(registry).known()).toMatchObject([{ model: 'm501' }]);
});

test('what was told of a device that is forgotten meanwhile is nobody’s', () => {
  const registry = open();
  registry.found(bridge, Z2M, [{ key: 'x', name: 'lamp', model: 'theirs' }], 0);
  registry.retire(bridge.name);
  registry.keepRetired(bridge.name);
  expect(registry.resolve(bridge, { key: 'y', name: 'lamp' }, Z2M, 0)?.id).toBe('lamp');
  expect(reopened(registry).known()[0]).not.toHaveProperty('model');
});

test('any name makes the beginning of a device id', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => deviceId(`${slug(name)}-9999`) !== undefined));
  expect(slug('constructor')).toBe('device-constructor');
  expect(slug('日本')).toBe('device');
});

test('a device is new until somebody looked at it, also for the hub’s next run', () => {
  const registry = open();
  const lamp = registry.resolve(bridge, { key: '0x1', name: 'lamp' }, Z2M, 0);
  if (!lamp) throw new Error('not issued');
  expect([registry.isNew(lamp.id), open().isNew(lamp.id)]).toEqual([true, true]);
  registry.looked(lamp.id, 1);
  registry.place(lamp.id, 'hall');
  expect([registry.isNew(lamp.id), open().isNew(lamp.id)]).toEqual([false, false]);
});
