import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '../rules/reading.ts';
import { type House, openHouse } from './house.ts';

let house: House;
const open: MqttClient[] = [];
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const client of open.splice(0)) client.end(true);
  await house.stop();
});

/** What Home Assistant's MQTT integration subscribes to for discovery, as it is delivered. */
const DISCOVERY = ['homeassistant/+/+/config', 'homeassistant/+/+/+/config'];
const CONFIG = 'homeassistant/sensor/porch/temperature/config';
const SENSOR = {
  ...{ name: 'Temperature', stat_t: 'porch/sensor/temperature/state', dev_cla: 'temperature', unit_of_meas: '°C' },
  ...{ avty_t: 'porch/status', dev: { ids: 'a1b2c3d4e5f6', name: 'Porch', mf: 'Espressif', sw: '2026.1.0' } },
};

/** Home Assistant with its birth and its will, as it connects: without a session, MQTT 5 where it was chosen. */
async function homeAssistant(
  password: string,
  more: IClientOptions = {},
): Promise<{ hass: MqttClient; heard: string[] }> {
  const will = { topic: 'homeassistant/status', payload: Buffer.from('offline'), qos: 0, retain: true } as const;
  const hass = mqtt.connect(`mqtt://127.0.0.1:${house.hub.broker.ports().mqtt}`, {
    ...{ username: 'home-assistant', password, clean: true, reconnectPeriod: 0, protocolVersion: 5, will, ...more },
  });
  open.push(hass);
  const heard: string[] = [];
  hass.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await new Promise<void>((resolve, reject) => {
    hass.once('connect', () => resolve());
    hass.once('error', reject);
  });
  await hass.subscribeAsync(DISCOVERY);
  await hass.publishAsync('homeassistant/status', 'online', { retain: true });
  return { hass, heard };
}

const allowed = { name: 'home-assistant', read: ['#'], write: ['#'] };
const add = async () => (await house.do<{ password: string }>('app add', allowed)).password;
const plugNode = () => house.plug('porch', { dialect: 'esphome', base: 'porch' });
const until = (met: () => boolean) => expect.poll(met, { timeout: 5_000 }).toBe(true);

test.each([4, 5] as const)(
  'with MQTT %i it shows a device, hears its states and commands it',
  async (protocolVersion) => {
    const node = await plugNode();
    const toNode: string[] = [];
    node.on('message', (topic, payload) => toNode.push(`${topic} ${payload}`));
    await node.subscribeAsync(['porch/+/+/command', 'homeassistant/status']);
    await node.publishAsync(CONFIG, JSON.stringify(SENSOR), { qos: 1, retain: true });
    const { hass, heard } = await homeAssistant(await add(), { protocolVersion });
    await until(() => heard.some((each) => each.startsWith(CONFIG)));
    await hass.subscribeAsync([SENSOR.stat_t, SENSOR.avty_t]);
    await node.publishAsync('porch/status', 'online', { retain: true });
    await node.publishAsync(SENSOR.stat_t, '21.5', { retain: true });
    await until(() => heard.includes(`${SENSOR.stat_t} 21.5`) && heard.includes('porch/status online'));
    await hass.publishAsync('porch/switch/relay/command', 'ON');
    await until(
      () => toNode.includes('porch/switch/relay/command ON') && toNode.includes('homeassistant/status online'),
    );
    hass.stream.destroy();
    await until(() => toNode.includes('homeassistant/status offline'));
  },
);

test('with a thousand entities it asks for five hundred topics in one packet, and hears them', async () => {
  const node = await plugNode();
  const { hass, heard } = await homeAssistant(await add());
  const topics = Array.from({ length: 1_000 }, (_, n) => `porch/sensor/s${n}/state`);
  for (const half of [topics.slice(0, 500), topics.slice(500)]) await hass.subscribeAsync(half);
  await node.publishAsync('porch/sensor/s999/state', '7', { qos: 1 });
  await until(() => heard.includes('porch/sensor/s999/state 7'));
});

test('what devices told of themselves is there after the hub was restarted, for Home Assistant and for the hub', async () => {
  const password = await add();
  const node = await plugNode();
  await node.publishAsync(CONFIG, JSON.stringify(SENSOR), { qos: 1, retain: true });
  await node.publishAsync(SENSOR.stat_t, '21.5', { qos: 1, retain: true });
  await homeAssistant(password);
  const before = house.hub.registry.known();
  expect(before).toMatchObject([{ id: 'porch', dialect: 'esphome', vendor: 'Espressif' }]);
  expect([...(before[0]?.units ?? [])]).toEqual([['sensor.temperature', '°C']]);
  for (const client of open.splice(0)) client.end(true);
  await house.restart();
  expect(house.hub.registry.known()).toEqual(before);

  const { heard } = await homeAssistant(password);
  await until(() => heard.length > 0);
  expect(heard).toEqual([`${CONFIG} ${JSON.stringify(SENSOR)}`]);
  const subscribed = ['-t', 'homeassistant/#', '-t', SENSOR.stat_t, '-C', '3', '-W', '10', '-v'];
  const reached = ['-h', '127.0.0.1', '-p', String(house.hub.broker.ports().mqtt)];
  const named = ['-u', 'home-assistant', '-P', password, '-i', 'hass-2'];
  const { stdout } = await promisify(execFile)('mosquitto_sub', [...reached, ...named, ...subscribed]);
  expect(stdout.trim().split('\n').sort()).toEqual(
    [`${CONFIG} ${JSON.stringify(SENSOR)}`, 'homeassistant/status online', `${SENSOR.stat_t} 21.5`].sort(),
  );
  const again = await house.replug('porch');
  await again.publishAsync(SENSOR.stat_t, '22', { qos: 1 });
  expect(house.hub.line.recent.last(before[0]?.id as DeviceId)?.fields).toEqual([
    { name: 'sensor.temperature', value: 22 },
  ]);
});

test('what a bridge shows to Home Assistant repeats what it says itself, and is no stranger’s word', async () => {
  const bridge = await house.plug('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
  const shown = { stat_t: 'zigbee2mqtt/lamp', val_tpl: '{{ value_json.state }}', dev: { ids: 'zigbee2mqtt_0x1' } };
  await bridge.publishAsync('homeassistant/light/0x1/light/config', JSON.stringify(shown), { qos: 1, retain: true });
  expect(await house.do('quarantine', { most: 10 })).toEqual([]);
  expect(house.hub.line.stayed.total).toBe(0);
  expect(house.hub.registry.known()).toEqual([]);
});

test('it speaks for no device, and takes no entity from the one that showed it', async () => {
  const node = await plugNode();
  await node.publishAsync(CONFIG, JSON.stringify(SENSOR), { qos: 1, retain: true });
  const password = await add();
  for (const topic of [SENSOR.stat_t, CONFIG, 'porch/status']) {
    const { hass } = await homeAssistant(password, { clientId: `as ${topic}` });
    await expect(hass.publishAsync(topic, '99', { qos: 1 })).rejects.toThrow('Not authorized');
  }
  const { hass } = await homeAssistant(password);
  await hass.publishAsync('elsewhere/sensor', '99', { qos: 1 });
  expect(house.hub.registry.known().map(({ id }) => id)).toEqual(['porch']);
  expect(house.hub.line.recent.last(house.hub.registry.known()[0]?.id as DeviceId)).toBeUndefined();
});

test('one that may only look commands nothing, and connects with its birth and will', async () => {
  const node = await plugNode();
  await node.publishAsync(CONFIG, JSON.stringify(SENSOR), { qos: 1, retain: true });
  const read = [...DISCOVERY, 'porch/#'];
  const asked = { name: 'home-assistant', read, write: ['homeassistant/status'] };
  const { password } = await house.do<{ password: string }>('app add', asked);
  const { hass, heard } = await homeAssistant(password);
  await until(() => heard.some((each) => each.startsWith(CONFIG)));
  await expect(hass.publishAsync('porch/switch/relay/command', 'ON', { qos: 1 })).rejects.toThrow('Not authorized');
});

test('one that streams its states brings in what it has of other ways: Hue, ZHA, Matter', async () => {
  const asked = { dialect: 'statestream', base: 'ha-states', read: ['#'], write: ['zigbee2mqtt/+/set'] };
  const hass = await house.plug('home-assistant', asked, {
    will: { topic: 'homeassistant/status', payload: Buffer.from('offline'), qos: 0, retain: true },
  });
  const say = (topic: string, payload: string) =>
    hass.publishAsync(`ha-states/${topic}`, payload, { qos: 1, retain: true });
  await say('light/hue_desk/state', 'on');
  await say('light/hue_desk/friendly_name', '"Desk"');
  await say('sensor/attic/state', '21.5');
  await say('sensor/attic/device_class', '"temperature"');
  await hass.publishAsync('homeassistant/status', 'online');
  await hass.publishAsync('zigbee2mqtt/lamp/set', 'ON', { qos: 1 });
  const known = house.hub.registry.known();
  expect(known.map(({ dialect }) => dialect)).toEqual(['statestream', 'statestream']);
  const attic = await house.do<{ fields: object[] }>('device show', { device: known[1]?.id });
  expect(attic.fields).toMatchObject([{ field: 'sensor.state', category: 'climate', sensitivity: 'medium' }]);
});

test('a device that tells of another’s topics is heard on its own alone', async () => {
  await plugNode();
  const thief = await house.plug('thief', { dialect: 'home-assistant', base: 'thief' });
  await thief.publishAsync('homeassistant/sensor/thief/x/config', JSON.stringify({ ...SENSOR, uniq_id: 'x' }), {
    qos: 1,
  });
  const node = await house.replug('porch', { clientId: 'again' });
  await node.publishAsync(SENSOR.stat_t, '21.5', { qos: 1 });
  const known = house.hub.registry.known();
  expect(known.map(({ id }) => [id, house.hub.line.recent.last(id)?.fields.length ?? 0])).toContainEqual(['porch', 1]);
  expect(known.filter(({ id }) => house.hub.line.recent.last(id) !== undefined)).toHaveLength(1);
  const closed = new Promise<void>((resolve) => thief.once('close', () => resolve()));
  thief.publish(SENSOR.stat_t, '99', { qos: 1 });
  await closed;
});
