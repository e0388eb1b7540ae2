import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const CANARY = 'zq7badinputzq7';
const deep = (levels: number) => `${'['.repeat(levels)}"${CANARY}"${']'.repeat(levels)}`;
const PAYLOADS: Readonly<Record<string, string | Buffer>> = {
  'not JSON': `{"target": "${CANARY}"`,
  nan: '{"target": nan}',
  infinity: '{"target": 1e999}',
  'a string for a number': `{"target": "${CANARY}"}`,
  'ten thousand levels': `{"target": ${deep(10_000)}}`,
  'forty levels': `{"target": ${deep(40)}}`,
  __proto__: `{"__proto__": {"target": 66.125}, "note": "${CANARY}"}`,
  constructor: `{"constructor": {"prototype": {"target": 66.125}}}`,
  'duplicate keys': '{"target": 20, "target": 66.125}',
  'not UTF-8': Buffer.concat([
    Buffer.from('{"target": 66.125, "note": "'),
    Buffer.from([0xc0, 0x80]),
    Buffer.from('"}'),
  ]),
  binary: Buffer.from([0, 1, 2, 3, 0xff, 0xfe]),
  empty: '',
  'a bare number': '66.125',
  'a list': '[{"target": 66.125}]',
  null: 'null',
  'ten thousand fields': `{${Array.from({ length: 10_000 }, (_, n) => `"f${n}": 66.125`).join()}}`,
};
const TOPICS = [
  'hearthgate/v1/devices/thermostat/telemetry/more',
  'hearthgate/v1/devices/thermostat/télé métrie',
  `hearthgate/v1/devices/thermostat/${'x/'.repeat(90)}x`,
  '$SYS/broker',
];

test('every bad payload gets an answer, nothing of it leaves, and the next good reading does', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  for (const payload of Object.values(PAYLOADS)) {
    await thermostat.publishAsync(telemetry('thermostat'), payload, { qos: 1 });
  }
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => receiver.records.length > 0);
  expect(receiver.records.map(({ fields }) => fields)).toEqual([
    { target: { form: 'exact', value: 19.5, unit: '°C' } },
  ]);
  expect(house.everythingOutside().includes(CANARY)).toBe(false);
  expect(house.logged.join('')).not.toContain(CANARY);
  const kept = JSON.stringify(await house.do('quarantine', { most: 1000 }));
  expect(kept).not.toContain(CANARY);
  expect(kept).not.toContain('66.125');
  expect(kept).toContain('reserved name');
});

test('topics outside its own end the connection of a device, and the broker stays up', async () => {
  for (const [index, topic] of TOPICS.entries()) {
    const device = await house.plug(`device-${index}`);
    device.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
    device.publish(topic, '{"target":1}', { qos: 1 });
    await closed;
  }
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
});

test('a payload of 1 MB ends the connection with one quarantine line that holds none of it', async () => {
  const thermostat = await plugThermostat(house);
  thermostat.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => thermostat.once('close', () => resolve()));
  thermostat.publish(telemetry('thermostat'), CANARY.repeat(75_000), { qos: 1 });
  await closed;
  await house.clock.advance(60_000);
  const lines = await house.do<{ source: string; shape: string }[]>('quarantine', { most: 10 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ source: 'thermostat' });
  expect(JSON.stringify(lines)).not.toContain(CANARY);
});

test('client ids that are names of JavaScript are ids like any other', async () => {
  for (const clientId of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    const device = await house.plug(`id-${clientId.replaceAll('_', '').toLowerCase()}`, {}, { clientId });
    await device.publishAsync(telemetry(`id-${clientId.replaceAll('_', '').toLowerCase()}`), '{"a":1}', { qos: 1 });
  }
  await expect(
    connectAsync(`mqtt://127.0.0.1:${house.hub.broker.ports().mqtt}`, { reconnectPeriod: 0, connectTimeout: 5000 }),
  ).rejects.toThrow(/[Nn]ot authorized/);
});

test('a bridge may send its long list of devices', async () => {
  const bridge = await house.plug('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' }, { protocolVersion: 5 });
  const devices = Array.from({ length: 200 }, (_, n) => ({
    ieee_address: `0x${n.toString(16).padStart(16, '0')}`,
    friendly_name: `sensor ${n}`,
    definition: { vendor: 'v', model: 'm', description: 'x'.repeat(3_000), exposes: [] },
  }));
  await bridge.publishAsync('zigbee2mqtt/bridge/devices', JSON.stringify(devices), { qos: 1, retain: true });
  expect(house.hub.registry.known()).toHaveLength(200);
});
