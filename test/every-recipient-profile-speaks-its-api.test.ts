import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenCloud, startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import {
  energyId,
  grafanaCloud,
  homeAssistant,
  influxDb,
  influxDb1,
  openSenseMap,
  type Service,
  webhook,
} from '../device-sim/vendors/open-services.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

const FOLDER = join(import.meta.dirname, '../rules/knowledge/recipients');
const DAY = 24 * HOUR;

let house: House;
const clouds: OpenCloud[] = [];
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
  for (const cloud of clouds.splice(0)) await cloud.stop();
});

interface Case {
  readonly service: Service;
  readonly at?: (url: string) => readonly { of: string; is: string }[];
  readonly credentials: { user?: string; password: string };
  readonly field?: object;
  readonly spanMs?: number;
  readonly name: string;
  readonly value: number;
}

const SENSOR = '5f2b56f4263635001c1dd1fd';
const METER = { name: 'energy', type: 'number', unit: 'kWh', as: [{ is: 'electricityImport' }] };

const CASES: Readonly<Record<string, () => Case>> = {
  influxdb: () => ({
    service: influxDb({ token: 'a-token', org: 'our home', bucket: 'b&c' }),
    at: (url) => [
      { of: 'server', is: url },
      { of: 'org', is: 'our home' },
      { of: 'bucket', is: 'b&c' },
    ],
    credentials: { password: 'a-token' },
    ...{ name: 'temperature_mean', value: 21 },
  }),
  'influxdb-1': () => ({
    service: influxDb1({ user: 'writer', password: 'pass:word', db: 'home' }),
    at: (url) => [
      { of: 'server', is: `${url}/` },
      { of: 'database', is: 'home' },
    ],
    credentials: { user: 'writer', password: 'pass:word' },
    ...{ name: 'temperature_mean', value: 21 },
  }),
  'grafana-cloud': () => ({
    service: grafanaCloud({ user: '123456', password: 'glc_token' }),
    at: (url) => [{ of: 'server', is: url }],
    credentials: { user: '123456', password: 'glc_token' },
    ...{ name: 'temperature_mean', value: 21 },
  }),
  'home-assistant': () => ({
    service: homeAssistant({ id: '-a_Webhook_id' }),
    at: (url) => [{ of: 'server', is: url }],
    credentials: { password: '-a_Webhook_id' },
    ...{ name: 'temperature_mean', value: 21 },
  }),
  webhook: () => ({
    service: webhook({ path: '/in?from=home', token: 'bearer' }),
    at: (url) => [{ of: 'address', is: `${url}/in?from=home` }],
    credentials: { password: 'bearer' },
    ...{ name: 'temperature_mean', value: 21 },
  }),
  energyid: () => ({
    service: energyId({ secret: 'eb4f16fc-0000/GBMYG1EMSR4X' }),
    credentials: { password: 'eb4f16fc-0000/GBMYG1EMSR4X' },
    field: METER,
    spanMs: 3 * DAY,
    ...{ name: 'electricityImport', value: 1000.25 },
  }),
  opensensemap: () => ({
    service: openSenseMap({ box: '57000b8745fd40c8196ad04c', token: 'box-token', sensors: [SENSOR] }),
    at: () => [{ of: 'box', is: '57000b8745fd40c8196ad04c' }],
    credentials: { password: 'box-token' },
    field: { name: 'temperature', type: 'number', unit: '°C', as: [{ device: 'thermostat', is: SENSOR }] },
    ...{ name: SENSOR, value: 21 },
  }),
};

test('every shipped profile is tried here', () => {
  const names = readdirSync(FOLDER).map((name) => name.replace('.yaml', ''));
  expect([...Object.keys(CASES), 'mqtt'].sort()).toEqual(names.sort());
});

test.each(Object.keys(CASES))('%s takes what is sent to it, and only what was agreed is sent', async (profile) => {
  const { service, at, credentials, field, spanMs = 2 * HOUR, name, value } = (CASES[profile] as () => Case)();
  const cloud = await startOpenCloud(service.answer);
  clouds.push(cloud);
  // A service's own address stands in its profile; here it is the stand-in's.
  const text = readFileSync(join(FOLDER, `${profile}.yaml`), 'utf8').replace(
    /https:\/\/[a-z.]+\.(eu|org)(?=\/[a-z])/g,
    cloud.url,
  );
  const thermostat = await plugThermostat(house);
  const made = await house.do<{ credentials: string; next: string }>('recipient new', {
    ...{ recipient: 'our-own', profileText: text, ca: cloud.ca, credentials, purpose: 'dpv:ServiceProvision' },
    ...(at === undefined ? {} : { at: at(cloud.url) }),
    fields: [field ?? { name: 'temperature', type: 'number', unit: '°C' }],
  });
  expect(made).toMatchObject({ credentials: 'kept', next: expect.stringContaining('nothing is shared yet') });
  const say = () =>
    thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"energy":1000.25,"serial":"SN-1"}', { qos: 1 });
  await say();
  await house.clock.advance(spanMs);
  expect(cloud.requests).toEqual([]);
  await house.give('our-own', 'own');
  await say();
  await house.clock.advance(spanMs);
  await cloud.until(() => cloud.requests.length > 0);
  expect(cloud.requests.map(({ status }) => Math.floor(status / 100))).toEqual(cloud.requests.map(() => 2));
  expect(service.taken[0]).toMatchObject({ name, value });
  expect(
    service.taken.every(({ at: time }) => time <= house.clock.now() && time > house.clock.now() - 2 * spanMs),
  ).toBe(true);
  const everything = JSON.stringify(cloud.requests);
  for (const secret of ['SN-1', 'thermostat', 'acme']) expect(everything).not.toContain(secret);
  expect(cloud.shown).toEqual([]);
  // The secret is nowhere but at the recipient.
  const told = JSON.stringify([await house.do('recipient show', { recipient: 'our-own' }), house.logged]);
  expect(told).not.toContain(credentials.password);
});

test('mqtt: a broker in the home gets a message for each value, on a topic of its own', async () => {
  const broker = await Aedes.createBroker();
  const heard: { topic: string; payload: string; qos: number; retain: boolean }[] = [];
  broker.authenticate = (_client, user, password, done) =>
    done(null, user === 'hub' && password?.toString() === 'pass');
  broker.on('publish', ({ topic, payload, qos, retain }, client) => {
    if (client) heard.push({ topic, payload: payload.toString(), qos, retain });
  });
  const server = createServer(broker.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const thermostat = await plugThermostat(house);
    const made = await house.do<{ way: string }>('recipient new', {
      ...{ recipient: 'our-own', profile: 'mqtt', credentials: { user: 'hub', password: 'pass' }, names: 'own' },
      at: [{ of: 'server', is: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}` }],
      ...{ purpose: 'dpv:ServiceProvision', every: 'PT15M' },
      fields: [
        {
          ...{ name: 'temperature', type: 'number', unit: '°C' },
          form: { form: 'summary', window: 'PT15M', statistics: ['min', 'max'] },
        },
      ],
    });
    expect(made.way).toContain('not protected on the way');
    const { words } = await house.do<{ words: { rows: { label: string; text: string }[] }[] }>('consent give', {
      ...{ recipient: 'our-own', request: 'own', acceptUnion: false, confirmed: false },
    });
    const rows = Object.fromEntries(words.flatMap(({ rows: all }) => all.map(({ label, text }) => [label, text])));
    expect(rows['On the way']).toContain('not protected on the way');
    expect(rows['Under which name']).toContain('your own names');
    expect(rows.When).toContain('not when there is nothing to send');
    expect(rows['What else it is told']).toContain('stay at home');
    await house.give('our-own', 'own');
    for (const temperature of [20, 22]) {
      await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature }), { qos: 1 });
    }
    await house.clock.advance(HOUR);
    await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2);
    expect(heard.map(({ topic, qos, retain }) => ({ topic, qos, retain }))).toEqual([
      { topic: 'hearthgate/thermostat/temperature', qos: 1, retain: false },
      { topic: 'hearthgate/thermostat/temperature', qos: 1, retain: false },
    ]);
    expect(heard.map(({ payload }) => JSON.parse(payload))).toMatchObject([
      { value: 20, statistic: 'min', unit: '°C' },
      { value: 22, statistic: 'max', unit: '°C' },
    ]);
  } finally {
    broker.close();
    server.close();
  }
});
