import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { Compile } from 'typebox/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { Mosquitto, onlyOlder } from './mosquitto.ts';

const STATE_SCHEMA = join(import.meta.dirname, '../docs/schemas/hub-state.schema.json');
let dir: string;
let house: House;
const open: MqttClient[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-offered-'));
  house = await openHouse({ offeringGapMs: 100 });
});
afterEach(async () => {
  for (const client of open.splice(0)) client.end(true);
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
});

interface Shown {
  readonly device: { readonly identifiers: readonly string[]; readonly name: string };
  readonly origin: { readonly name: string };
  readonly availability_topic: string;
  readonly components: Readonly<Record<string, Record<string, unknown>>>;
}

/** What Home Assistant knows after what it heard: as it keeps it, by topic. */
class HomeAssistant {
  readonly client: MqttClient;
  readonly kept = new Map<string, string>();
  readonly heard: string[] = [];

  constructor(client: MqttClient) {
    this.client = client;
    open.push(client);
    client.on('message', (topic, payload) => {
      this.heard.push(`${topic} ${payload}`);
      if (payload.length === 0) this.kept.delete(topic);
      else this.kept.set(topic, payload.toString());
    });
  }

  static async comes(port: number | undefined, options: mqtt.IClientOptions = {}): Promise<HomeAssistant> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, ...options });
    const hass = new HomeAssistant(client);
    await client.subscribeAsync(['homeassistant/+/+/config', 'hearthgate/v1/hub/#'], { qos: 1 });
    return hass;
  }

  get config(): { readonly topic: string; readonly shown: Shown } | undefined {
    const [topic, text] = [...this.kept].find(([each]) => each.startsWith('homeassistant/device/hearthgate_')) ?? [];
    return topic === undefined || text === undefined ? undefined : { topic, shown: JSON.parse(text) };
  }

  /** What it shows, as its templates have it. */
  states(): Record<string, unknown> {
    const topic = this.config?.shown.components.left?.state_topic;
    return JSON.parse(this.kept.get(String(topic)) ?? '{}');
  }

  async press(payload = 'stop', retain = false): Promise<void> {
    const topic = String(this.config?.shown.components.stop?.command_topic);
    await this.client.publishAsync(topic, payload, { qos: 1, retain });
  }
}

const soon = { timeout: 8_000 };
const calm = { left: 0, waiting: 0, trouble: 'OFF', sharing: 'ON' };
const stopped = () => house.hub.stopped.stopped;
const stops = async () => {
  type Lines = { entries: { entry: { by: string; type: string; is?: { rule?: string } | null } }[] };
  const { entries } = await house.do<Lines>('ledger entries', { most: 200 });
  return entries.flatMap(({ entry: { type, is, by } }) =>
    type === 'policy.changed' && is?.rule === 'pause' ? by : [],
  );
};

/** On both ways the hub is the same to Home Assistant. */
async function showsStopsAndForgets(
  hass: HomeAssistant,
  language: 'en' | 'de',
  takeBack: () => Promise<unknown>,
): Promise<void> {
  await expect.poll(() => hass.states(), soon).toEqual(calm);
  const { topic, shown } = hass.config ?? {};
  expect(topic).toMatch(/^homeassistant\/device\/hearthgate_[0-9a-f]{8}\/config$/);
  expect(shown).toMatchObject({ device: { name: 'Hearthgate' }, origin: { name: 'Hearthgate' } });
  expect(Object.entries(shown?.components ?? {}).map(([name, { platform }]) => [name, platform])).toEqual([
    ...[
      ['stop', 'button'],
      ['left', 'sensor'],
      ['waiting', 'sensor'],
    ],
    ...[
      ['trouble', 'binary_sensor'],
      ['sharing', 'binary_sensor'],
    ],
  ]);
  const names = { en: ['Stop all sharing', 'Waiting requests'], de: ['Alles Teilen anhalten', 'Wartende Anfragen'] };
  expect([shown?.components.stop?.name, shown?.components.waiting?.name]).toEqual(names[language]);
  expect(hass.kept.get(String(shown?.availability_topic))).toBe('online');
  // It is no device of the home, neither now nor after what is kept is heard again.
  expect(house.hub.registry.known()).toEqual([]);

  for (const other of ['resume', 'STOP', '', '{"stop":true}']) await hass.press(other);
  await hass.press();
  await expect.poll(stopped).toBe(true);
  await expect.poll(() => hass.states(), soon).toEqual({ ...calm, sharing: 'OFF' });
  // Until a person resumes it, by nobody in particular, and once however often it is pressed.
  expect(house.hub.stopped).toEqual({ stopped: true });
  await hass.press();
  await hass.press('resume');
  await hass.press('start');
  expect(await stops()).toEqual(['home assistant']);
  expect(await house.do('activity list', {})).toMatchObject({
    changes: expect.arrayContaining([expect.objectContaining({ who: 'somebody, from Home Assistant' })]),
  });

  await house.do('sharing resume', { confirmed: true });
  await expect.poll(() => hass.states(), soon).toEqual(calm);
  await takeBack();
  await expect
    .poll(() => [...hass.kept.keys()].filter((each) => /hearthgate.*(?<!stop)$/.test(each)), soon)
    .toEqual([]);
  await hass.client.publishAsync(`hearthgate/v1/hub/${topic?.slice(-15, -7)}/stop`, 'stop', { qos: 1 });
  await hass.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
  expect(stopped()).toBe(false);
}

describe('on the broker of Home Assistant', () => {
  let broker: Mosquitto;
  beforeEach(async () => {
    broker = await Mosquitto.start(dir);
    await house.do('attach', { url: `mqtt://127.0.0.1:${broker.port}`, name: 'old' });
  });
  afterEach(() => broker.end());

  const grant = () => house.do('attach grant', { name: 'old', itself: 'de' });
  const says = async () => (await house.do<{ says: string[] }[]>('attach list', {}))[0]?.says;

  test('the hub says nothing until that is granted; then it is shown, stops, and goes with the grant', async () => {
    const hass = await HomeAssistant.comes(broker.port);
    await hass.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
    expect(hass.heard).toEqual([]);
    await grant();
    expect(await says()).toContainEqual(expect.stringContaining('press that button'));
    await showsStopsAndForgets(hass, 'de', () => house.do('attach revoke', { name: 'old', itself: true }));
    expect(hass.config).toBeUndefined();
  });

  test('it is told again to a Home Assistant that comes, and is unavailable when the hub is gone or killed', async () => {
    await grant();
    const hass = await HomeAssistant.comes(broker.port);
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    const configs = () => hass.heard.filter((each) => each.startsWith('homeassistant/')).length;
    await expect
      .poll(async () => {
        await hass.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
        return configs();
      }, soon)
      .toBe(2);
    const availability = String(hass.config?.shown.availability_topic);
    await house.restart();
    await expect.poll(() => hass.kept.get(availability), soon).toBe('online');
    expect(hass.heard).toContain(`${availability} offline`);
    expect(house.hub.registry.known()).toEqual([]);
    // As when it loses power: its connection breaks without a word of its own, here since another has its name.
    hass.heard.length = 0;
    const clientId = /as (hearth\w+self)/.exec(broker.log)?.[1] ?? '';
    const other = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { clientId, reconnectPeriod: 0 });
    open.push(other);
    await expect.poll(() => hass.heard, soon).toContain(`${availability} offline`);
    await expect.poll(() => hass.kept.get(availability), soon).toBe('online');
  });

  test('a press that the broker keeps counts once, and not at each connection', async () => {
    // MQTT 3.1.1 has what is kept told again at each subscription.
    const older = await onlyOlder(broker.port);
    await house.do('attach', { url: `mqtt://127.0.0.1:${older.port}`, name: 'older' });
    await house.do('attach grant', { name: 'older', itself: 'en' });
    const hass = await HomeAssistant.comes(broker.port);
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    await hass.press('stop', true);
    await expect.poll(stopped).toBe(true);
    await house.do('sharing resume', { confirmed: true });
    const before = broker.log.length;
    await house.restart();
    await expect.poll(() => broker.log.slice(before), soon).toMatch(/Sending PUBLISH to hearth\w+self \(.*r1.*stop/);
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    expect(stopped()).toBe(false);
    expect(await stops()).toHaveLength(1);
    older.close();
  });
});

test('an account that may only read is told so, nothing is said by another way, and it goes on where it may', async () => {
  const acl = join(dir, 'acl');
  writeFileSync(acl, 'topic readwrite #\n\nuser hearthgate\ntopic read #\n');
  const broker = await Mosquitto.start(dir, ['allow_anonymous true', `acl_file ${acl}`]);
  try {
    const hass = await HomeAssistant.comes(broker.port);
    await house.do('attach', {
      url: `mqtt://127.0.0.1:${broker.port}`,
      name: 'old',
      user: 'hearthgate',
      password: 'x',
    });
    await house.do('attach grant', { name: 'old', itself: 'en' });
    const says = async () => (await house.do<{ says: string[] }[]>('attach list', {}))[0]?.says.join(' ');
    await expect.poll(says, soon).toContain('does not let this user say or hear all of it');
    expect(hass.heard).toEqual([]);
    writeFileSync(acl, 'topic readwrite #\n\nuser hearthgate\ntopic readwrite #\n');
    broker.reread();
    await expect.poll(() => broker.log, soon).toContain('Reloading config');
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    expect(await says()).not.toContain('does not let this user say or hear all of it');
    await hass.press();
    await expect.poll(stopped).toBe(true);
  } finally {
    await broker.end();
  }
});

describe('on the hub’s own broker', () => {
  const port = () => house.hub.broker.ports().mqtt;
  async function app(name: string, grants = { read: ['#'], write: ['#'] }): Promise<HomeAssistant> {
    const { password } = await house.do<{ password: string }>('app add', { name, ...grants });
    return HomeAssistant.comes(port(), { username: name, password });
  }

  test('the hub says nothing until that is set; then it is shown, stops, and goes with the setting', async () => {
    const hass = await app('home-assistant');
    await hass.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
    expect(hass.heard).toEqual([]);
    await house.do('settings set', { offersItself: 'en' });
    await showsStopsAndForgets(hass, 'en', () => house.do('settings set', { offersItself: 'no' }));
  });

  test('what left and what waits is counted, and nothing else of it is said', async () => {
    const thermostat = await plugThermostat(house);
    await house.do('settings set', { offersItself: 'en' });
    const hass = await app('home-assistant', { read: ['homeassistant/#', 'hearthgate/v1/hub/#'], write: [] });
    await house.do('recipient add', { signed: house.acme.signed });
    await expect.poll(() => Number(hass.states().waiting), soon).toBeGreaterThan(0);
    await house.give('acme-heating', 'setpoints', { lifetime: 'until changed' });
    await thermostat.publishAsync(telemetry('thermostat'), '{"target":21.75}', { qos: 1 });
    await house.clock.advance(2 * 3_600_000);
    await expect.poll(() => Number(hass.states().left), soon).toBeGreaterThan(0);
    expect(hass.heard.join('\n')).not.toMatch(/thermostat|acme|setpoints|21\.75/i);
    const schema = Compile(JSON.parse(readFileSync(STATE_SCHEMA, 'utf8')));
    expect(schema.Errors(hass.states())[1]).toEqual([]);
  });

  test('no device and no bridge speaks for it, and only who was granted presses its button', async () => {
    await house.do('settings set', { offersItself: 'en' });
    const hass = await app('home-assistant');
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    const { topic = '', shown } = hass.config ?? {};
    const button = String(shown?.components.stop?.command_topic);
    const mine = [topic, String(shown?.availability_topic), String(shown?.components.left?.state_topic)];
    const panel = await house.plugApp('panel', { write: ['hearthgate/v1/hub/+/stop'] });
    const bridge = await house.plug('zigbee', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' }, { protocolVersion: 5 });
    const device = await house.plug('porch', { dialect: 'esphome', base: 'porch' }, { protocolVersion: 5 });
    const reader = await app('reader', { read: ['#'], write: ['zigbee2mqtt/+/set'] });
    for (const client of [bridge, device, reader.client])
      for (const each of [...mine, button])
        await expect(client.publishAsync(each, 'stop', { qos: 1, retain: true }), each).rejects.toThrow();
    for (const each of mine) await expect(hass.client.publishAsync(each, 'x', { qos: 1 }), each).rejects.toThrow();
    expect(stopped()).toBe(false);
    expect(hass.states()).toEqual(calm);
    await panel.publishAsync(button, 'stop', { qos: 1 });
    await expect.poll(stopped).toBe(true);
  });

  test('what was kept of it is gone after a start at which it is not granted any more', async () => {
    await house.do('settings set', { offersItself: 'de' });
    const hass = await app('home-assistant');
    await expect.poll(() => hass.states(), soon).toEqual(calm);
    // Killed between the two.
    house.hub.settings.change({ offersItself: 'no' }, 'household');
    await house.restart();
    expect(house.hub.broker.retained(({ topic }) => topic.includes('hearthgate'))).toBe(0);
  });
});
