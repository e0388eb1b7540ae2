import { afterAll, beforeAll, expect, test } from 'vitest';
import { closed, messages, TestHome, until } from './home.testing.ts';

const LOCK = 'homeassistant/lock/front_door/config';
const home = new TestHome();
beforeAll(async () => {
  for (const name of ['zigbee', 'zwave']) home.add({ name, kind: 'bridge', dialect: 'zigbee2mqtt', base: name });
  home.add({ name: 'hass', kind: 'app', grants: { read: ['homeassistant/#'], write: ['homeassistant/status'] } });
  await home.start();
});
afterAll(() => home.close());

test('a bridge may not put its own entity in place of another’s, also after a restart, nor take it away', async () => {
  const zigbee = await home.connect('zigbee');
  await zigbee.publishAsync(LOCK, '{"name":"the lock"}', { qos: 1, retain: true });
  for (const again of [false, true]) {
    if (again) await home.restart();
    for (const payload of ['{"name":"a lamp"}', '']) {
      const zwave = await home.connect('zwave');
      const ended = closed(zwave);
      zwave.publish(LOCK, payload, { qos: 1, retain: true });
      await ended;
    }
  }
  const hass = await home.connect('hass');
  const heard = messages(hass);
  await hass.subscribeAsync('homeassistant/#', { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard).toEqual([`${LOCK} {"name":"the lock"}`]);
});

test('nor by its last will', async () => {
  const will = { topic: LOCK, payload: Buffer.from('{}'), qos: 1, retain: true } as const;
  await expect(home.connect('zwave', { will })).rejects.toThrow('Not authorized');
});

test('a bridge changes its own, and what it takes back or is removed with is free', async () => {
  const zigbee = await home.connect('zigbee');
  await zigbee.publishAsync(LOCK, '{"name":"the door"}', { qos: 1, retain: true });
  await zigbee.publishAsync(LOCK, '', { qos: 1, retain: true });
  const zwave = await home.connect('zwave');
  await zwave.publishAsync(LOCK, '{"name":"mine"}', { qos: 1, retain: true });
  home.clients.removeClient('zwave');
  home.broker.forget('zwave');
  const back = await home.connect('zigbee');
  await back.publishAsync(LOCK, '{"name":"the lock"}', { qos: 1, retain: true });
});

test('a bridge hears of Home Assistant’s birth, and of nothing else there', async () => {
  const bridge = await home.connect('zigbee');
  await bridge.subscribeAsync('homeassistant/status');
  for (const more of ['homeassistant/#', LOCK, 'homeassistant/+/+/config']) {
    await expect(bridge.subscribeAsync(more)).rejects.toThrow();
  }
  const heard = messages(bridge);
  const hass = await home.connect('hass');
  await hass.publishAsync('homeassistant/status', 'online', { qos: 1 });
  await until(() => heard.length > 0);
  expect(heard).toEqual(['homeassistant/status online']);
});

test('an app speaks for no device, however wide its grant, and may tell it what to do', async () => {
  home.add({ name: 'panel', kind: 'app', grants: { read: [], write: ['#'] } });
  const panel = await home.connect('panel');
  await panel.publishAsync('tele/plug_1/SENSOR', '{}', { qos: 1 });
  home.add({ name: 'plug', kind: 'device', dialect: 'tasmota', base: 'plug_1' });
  await panel.publishAsync('cmnd/plug_1/POWER', 'on', { qos: 1 });
  await panel.publishAsync('zigbee/lamp/set', 'on', { qos: 1 });
  const ended = closed(panel);
  panel.publish('tele/plug_1/SENSOR', '{}', { qos: 1 });
  await ended;
  expect(home.broker.denied.of('panel')).toEqual(['tele/plug_1/SENSOR']);
});

test('one credential owns so many topics of discovery and no more', async () => {
  const small = new TestHome({ discoveryTopics: 2 });
  small.add({ name: 'greedy', kind: 'bridge', dialect: 'zigbee2mqtt', base: 'greedy' });
  await small.start();
  try {
    const greedy = await small.connect('greedy');
    for (const one of [1, 2]) {
      await greedy.publishAsync(`homeassistant/light/${one}/config`, '{}', { qos: 1, retain: true });
    }
    const ended = closed(greedy);
    greedy.publish('homeassistant/light/3/config', '{}', { qos: 1, retain: true });
    await ended;
  } finally {
    await small.close();
  }
});
