import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenCloud, startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
let cloud: OpenCloud;
beforeEach(async () => {
  house = await openHouse();
  cloud = await startOpenCloud();
});
afterEach(async () => {
  await house.stop();
  await cloud.stop();
});

/** The household's own manifest for the stand-in. */
function own(changes: object = {}, delivery: object = {}) {
  return {
    v: 1,
    recipient: 'our-dashboard',
    version: 1,
    origin: 'household',
    controller: { name: 'Our dashboard', country: 'DE', contact: 'ourselves' },
    endpoint: {
      url: `${cloud.url}/in`,
      ca: cloud.ca,
      delivery: { kind: 'https-json', auth: { scheme: 'bearer' }, ...delivery },
    },
    products: [
      {
        match: { dialect: 'native' },
        fields: [{ name: 'temperature', type: 'number', unit: '°C', bounds: [-20, 60] }],
      },
    ],
    requests: [
      {
        id: 'history',
        purpose: 'dpv:ServiceProvision',
        sentence: 'To see how warm it was.',
        fields: [
          { name: 'temperature', form: { form: 'summary', window: 'PT1H', statistics: ['mean', 'max'], step: 0.5 } },
        ],
        retention: 'P1Y',
        necessity: 'optional',
        ifRefused: 'There is no chart.',
      },
    ],
    ...changes,
  };
}

async function add(manifest: object): Promise<void> {
  await house.do('recipient add', { signed: JSON.stringify(manifest) });
}

test('what was agreed arrives as JSON over verified TLS with the secret, and nothing before it was agreed', async () => {
  await add(own());
  await house.do('recipient credentials', { recipient: 'our-dashboard', credentials: { password: 's3cret' } });
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":20.2,"serial":"SN1"}', { qos: 1 });
  await house.clock.advance(3 * HOUR);
  expect(cloud.requests).toEqual([]);
  await house.give('our-dashboard', 'history');
  for (const temperature of [20.2, 21.3]) {
    await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature, serial: 'SN1' }), { qos: 1 });
    await house.clock.advance(HOUR / 4);
  }
  await house.clock.advance(2 * HOUR);
  await cloud.until(() => cloud.requests.length > 0);
  const [first] = cloud.requests;
  expect(first?.headers.authorization).toBe('Bearer s3cret');
  expect(first?.headers['content-type']).toBe('application/json');
  const { records, ...rest } = JSON.parse(first?.body ?? '');
  expect(rest).toEqual({ v: 1, purpose: 'dpv:ServiceProvision' });
  expect(records).toEqual([
    {
      device: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      from: '2026-11-02T11:00:00Z',
      to: '2026-11-02T12:00:00Z',
      fields: { temperature: { form: 'summary', mean: 21, max: 21.5, unit: '°C' } },
    },
  ]);
  await house.clock.advance(5 * HOUR);
  expect(cloud.requests).toHaveLength(1);
  await expect
    .poll(() => house.do('left list', { recipient: 'our-dashboard' }))
    .toMatchObject({ batches: [{ state: 'sent', records: 1 }] });
});
