import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

const LAMP = {
  ieee_address: '0x00158d0001a2b3c4',
  friendly_name: 'reading corner/lamp',
  definition: {
    vendor: 'v',
    model: 'm',
    exposes: [{ type: 'binary', name: 'on', property: 'on', access: 1, value_on: 'ON', value_off: 'OFF' }],
  },
};

test('a bridge that said long ago what it carries need not say it again', async () => {
  const bridge = await house.plug('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
  await bridge.publishAsync('zigbee2mqtt/bridge/devices', JSON.stringify([LAMP]), { qos: 1, retain: true });
  await bridge.publishAsync('zigbee2mqtt/reading corner/lamp', '{"on":"ON"}', { qos: 1 });
  const before = house.hub.registry.known();
  expect(before).toHaveLength(1);
  await house.restart();
  const again = await house.replug('zigbee');
  await again.publishAsync('zigbee2mqtt/reading corner/lamp', '{"on":"OFF"}', { qos: 1 });
  await again.publishAsync('zigbee2mqtt/reading corner/lamp/on', 'OFF', { qos: 1 });
  expect(house.hub.registry.known()).toEqual(before);
});

test('who gets the name of a credential that was removed begins with nothing', async () => {
  const asked = { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' };
  const bridge = await house.plug('zigbee', asked);
  await bridge.publishAsync('zigbee2mqtt/bridge/devices', JSON.stringify([LAMP]), { qos: 1, retain: true });
  await house.do('device remove', { name: 'zigbee' });
  const other = await house.plug('zigbee', asked);
  await other.publishAsync('zigbee2mqtt/somebody', '{"on":"ON"}', { qos: 1 });
  expect(house.hub.registry.known()).toMatchObject([{ id: 'somebody' }]);
  await house.restart();
  expect(house.hub.registry.known()).toMatchObject([{ id: 'somebody' }]);
});

test('what an app left under a bridge’s topic is nobody’s device, now and after a restart', async () => {
  await house.plug('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
  const app = await house.plugApp('automation', { write: ['#'] });
  await app.publishAsync('zigbee2mqtt/bridge/devices', JSON.stringify([LAMP]), { qos: 1, retain: true });
  await app.publishAsync('zigbee2mqtt/reading corner/lamp', '{"on":"ON"}', { qos: 1, retain: true });
  await app.publishAsync('tele/plug/SENSOR', '{"ENERGY":{"Power":3}}', { qos: 1, retain: true });
  await app.publishAsync('zigbee2mqtt/reading corner/lamp/set', '{"on":"ON"}', { qos: 1 });
  await house.restart();
  expect(house.hub.registry.known()).toEqual([]);
  expect(house.hub.line.stayed.total).toBe(0);
  expect(await house.do('quarantine', { most: 10 })).toEqual([]);
});

test('an app that may write everything still cannot publish as a device of the hub', async () => {
  await house.plug('thermostat');
  const app = await house.plugApp('automation', { write: ['#'] });
  const closed = new Promise<void>((resolve) => app.once('close', () => resolve()));
  app.publish(telemetry('thermostat'), '{"target":30}', { qos: 1 });
  await closed;
  expect(house.hub.registry.known()).toEqual([]);
});

test('a device that was granted another one’s topic speaks for itself alone', async () => {
  await house.plug('thermostat');
  const lamp = await house.plug('lamp', { write: ['hearthgate/v1/devices/#', 'zigbee2mqtt/#'] });
  await lamp.publishAsync(telemetry('thermostat'), '{"target":30}', { qos: 1 });
  await lamp.publishAsync('zigbee2mqtt/thermostat', '{"target":30}', { qos: 1 });
  expect(house.hub.registry.known().map(({ id }) => id)).toEqual(['lamp']);
});
