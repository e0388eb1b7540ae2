import { expect, test } from 'vitest';
import type { DeviceId, FieldName, Value } from '../rules/reading.ts';
import { HomeIdentifiers, identifiersOf, namesSomething } from './identifiers.ts';

const NAMING = new Set(['mac', 'serial', 'user']);

function home(names: readonly string[] = []) {
  const called = [...names];
  const identifiers = new HomeIdentifiers({ known: () => called, isIdentifier: (_, field) => NAMING.has(field) });
  const say = (device: string, said: Readonly<Record<string, Value>>) =>
    identifiers.heard({
      ...{ device: device as DeviceId, at: 0 },
      fields: Object.entries(said).map(([name, value]) => ({ name: name as FieldName, value })),
    });
  return { called, identifiers, say, holds: identifiers.holds };
}

test('a name is looked for from when something has it, and no more once nothing has', () => {
  const { called, identifiers, holds } = home(['kitchen']);
  expect([holds('Kitchen'), holds('attic')]).toEqual([true, false]);
  called.push('attic');
  identifiers.grew();
  expect([holds('Kitchen'), holds('attic')]).toEqual([true, true]);
  called.shift();
  identifiers.changed();
  expect([holds('Kitchen'), holds('attic')]).toEqual([false, true]);
});

test('a name that is no text is looked for as one, and those after it too', () => {
  const { holds } = home([7_654_321 as unknown as string, 'attic']);
  expect([holds('no 7654321'), holds('attic'), holds('warm')]).toEqual([true, true, false]);
});

test('what a device says of itself counts for all devices, until the device is forgotten', () => {
  const { identifiers, say, holds } = home();
  say('one', {
    mac: '3c:6a:9d:14:f7:b2',
    power: '3c:6a:9d:14:f7:b3',
    uptime: 1_234_567,
    serial: 98_765_432,
    ssid: 'Nest',
  });
  expect([holds('14f7b2'), holds(98_765_432), holds('nest')]).toEqual([true, true, true]);
  expect([holds('14f7b3'), holds(1_234_567)]).toEqual([false, false]);
  identifiers.forget('one' as DeviceId);
  expect(holds('14f7b2')).toBe(false);
});

test('a device that calls itself by words of others, or by many names, stops nothing of theirs', () => {
  const { say, holds } = home();
  say('hostile', { serial: 'boosting', user: 'eco/12345678', mac: 'auto-1' });
  expect(['boosting', 'eco', 'auto'].filter(holds)).toEqual([]);
  for (let n = 0; n < 100; n++) say('hostile', { serial: serialOf(n), ssid: `network ${String(n).repeat(4)}` });
  expect([0, 5, 20, 50, 98].map((n) => holds(serialOf(n)))).toEqual([true, true, false, false, false]);
});

test('devices, rooms, people, credentials, brokers and the hub itself are what has names', () => {
  const all = identifiersOf({
    registry: {
      known: () => [{ id: 'lamp-a' as DeviceId, dialect: 'native', room: 'Küche', units: new Map() }],
      described: () => ({ client: 'bridge', key: '0x00158d0001a2b3c4', name: 'Lamp of Anna' }),
    },
    clients: { listClients: () => [{ name: 'bridge-b', kind: 'bridge', grants: { read: [], write: [] } }] },
    people: { all: () => [{ id: '1', name: 'Anna Lind', role: 'owner', since: 0 }] },
    attached: { all: () => [{ url: 'mqtt://192.168.178.23:1883' } as never] },
    names: ['hearth.local'],
  });
  expect([...all]).toEqual([
    ...['lamp-a', 'Küche', '0x00158d0001a2b3c4', 'Lamp of Anna', 'bridge-b', 'Anna Lind', 'Anna', 'Lind'],
    ...['192.168.178.23', 'hearth.local'],
  ]);
});

test('identifiers and addresses name something, and how well a network is heard does not', () => {
  expect(namesSomething({ category: 'identifier', sensitivity: 'high' })).toBe(true);
  expect(namesSomething({ category: 'network', sensitivity: 'high' })).toBe(true);
  expect(namesSomething({ category: 'network', sensitivity: 'medium' })).toBe(false);
  expect(namesSomething({ category: 'presence', sensitivity: 'high' })).toBe(false);
});

function serialOf(n: number): string {
  return String((n + 1) * 98_765_431);
}
