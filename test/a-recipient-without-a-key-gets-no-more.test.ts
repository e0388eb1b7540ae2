import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { compactVerify, EmbeddedJWK } from 'jose';
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

async function told(temperature: number, thermostat: Awaited<ReturnType<typeof plugThermostat>>): Promise<void> {
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature }), { qos: 1 });
}

async function shared(delivery: object = {}) {
  await add(own({}, delivery));
  await house.do('recipient credentials', { recipient: 'our-dashboard', credentials: { password: 's3cret' } });
  const thermostat = await plugThermostat(house);
  await house.give('our-dashboard', 'history');
  return thermostat;
}

test('withdrawing takes back what waits, in the open window and in the outbox', async () => {
  const thermostat = await shared();
  await told(20, thermostat);
  await house.do('consent withdraw', { recipient: 'our-dashboard' });
  await house.give('our-dashboard', 'history');
  await house.clock.advance(2 * HOUR);
  await told(25, thermostat);
  await house.clock.advance(3 * HOUR);
  await cloud.until(() => cloud.requests.length > 0);
  expect(JSON.stringify(cloud.requests)).not.toContain('"max":20');
});

test('another address, or own names in place of codes, is another question: nothing leaves until it is answered', async () => {
  const thermostat = await shared();
  for (const [version, delivery] of [
    [2, { names: 'own' }],
    [3, { auth: { scheme: 'token' } }],
  ] as const) {
    await add(own({ version }, delivery));
    await told(20, thermostat);
    await house.clock.advance(3 * HOUR);
    expect(await house.do('request list', {})).toMatchObject([
      { recipient: 'our-dashboard', requests: [{ fields: [{ changed: ['endpoint'] }] }] },
    ]);
  }
  expect(cloud.requests).toEqual([]);
});

test('what the household asks of it stays at home with its letter, and it is said', async () => {
  const thermostat = await shared();
  await told(20, thermostat);
  await house.clock.advance(3 * HOUR);
  await cloud.until(() => cloud.requests.length === 1);
  const asked = await house.do<{ sent: string; by: string; letter: string }>('recipient erase', {
    recipient: 'our-dashboard',
  });
  expect(asked).toMatchObject({ by: 'letter', sent: expect.stringContaining('it has no key, so this stays at home') });
  expect(asked.letter).toContain('Our dashboard');
  await house.clock.advance(3 * HOUR);
  expect(cloud.requests).toHaveLength(1);
});

test('its manifest is signed by the hub, and neither export nor ledger nor log has its secret', async () => {
  const thermostat = await shared();
  await told(20, thermostat);
  await house.clock.advance(3 * HOUR);
  await cloud.until(() => cloud.requests.length === 1);
  const { base64 } = await house.do<{ base64: string }>('export', {});
  const files = Object.values(unzipSync(Buffer.from(base64, 'base64')));
  const everything = [...files.map((bytes) => Buffer.from(bytes).toString()), ...house.logged].join('');
  expect(everything).toContain('our-dashboard');
  expect(everything).not.toContain('s3cret');
  const databases = ['household.db', 'household.db-wal', 'flow.db', 'flow.db-wal'].map((name) =>
    join(house.dataDir, name),
  );
  for (const file of databases.filter((each) => existsSync(each)))
    expect(readFileSync(file).includes('s3cret')).toBe(false);
  const db = new Database(join(house.dataDir, 'household.db'), { readonly: true });
  const signed = db.prepare("SELECT signed FROM recipients WHERE id = 'our-dashboard'").pluck().get();
  db.close();
  const { payload } = await compactVerify(String(signed), EmbeddedJWK, { algorithms: ['ES256'] });
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(own());
  // The signed form is taken back in, as after a restore, and counts as the household's.
  await expect(house.do('recipient add', { signed: String(signed) })).rejects.toThrow('version 1 is not newer');
  expect(await house.do('recipient show', { recipient: 'our-dashboard' })).toMatchObject({
    ...{ origin: 'household', sealed: false, fingerprint: 'written by the household', credentials: 'kept' },
    way: 'protected on the way, readable by whoever runs that server',
  });
});

test('a secret stays with the address and the way to show it that it was given for', async () => {
  const other = await startOpenCloud();
  const thermostat = await shared();
  const endpoint = (url: string, ca: string, scheme: string) => ({
    endpoint: { url, ca, delivery: { kind: 'https-json', auth: { scheme } } },
  });
  const change = (version: number, ...at: Parameters<typeof endpoint>) =>
    house.do<{ credentials?: string }>('recipient add', {
      signed: JSON.stringify(own({ version, ...endpoint(...at) })),
    });
  expect(await change(2, `${cloud.url}/elsewhere`, cloud.ca, 'bearer')).not.toHaveProperty('credentials');
  const moved = await change(3, `${other.url}/in`, other.ca, 'bearer');
  expect(moved.credentials).toContain('missing: what was kept was for another address');
  await house.give('our-dashboard', 'history');
  await told(20, thermostat);
  await house.clock.advance(3 * HOUR);
  const state = () => house.hub.recipients.states().find(({ recipient }) => recipient === 'our-dashboard')?.state;
  await expect.poll(state).toBe('waiting: its secret is missing; give it with "recipient credentials"');
  expect(other.requests).toEqual([]);
  // Pointed back, it is not found again either.
  await change(4, `${cloud.url}/in`, cloud.ca, 'bearer');
  expect(await house.do('recipient show', { recipient: 'our-dashboard' })).not.toHaveProperty('credentials');
  await house.do('recipient credentials', { recipient: 'our-dashboard', credentials: { password: 's3cret' } });
  expect((await change(5, `${cloud.url}/in`, cloud.ca, 'token')).credentials).toContain('missing');
  await house.do('recipient credentials', { recipient: 'our-dashboard', credentials: { password: 's3cret' } });
  expect((await change(6, `${cloud.url}/in`, cloud.ca, 'none')).credentials).toContain('none');
  await house.give('our-dashboard', 'history');
  await told(20, thermostat);
  await house.clock.advance(3 * HOUR);
  await cloud.until(() => cloud.requests.length > 0);
  expect(JSON.stringify(cloud.requests)).not.toContain('s3cret');
  await other.stop();
});

test('a profile from elsewhere speaks for itself, and how its recipient is reached is said by Hearthgate', async () => {
  const shipped = readFileSync('rules/knowledge/recipients/webhook.yaml', 'utf8');
  const claim = 'Sealed end to end: nobody but you can open it.';
  const made = await house.do<{ readableBy: string; advice: string; credentials: string }>('recipient new', {
    ...{ recipient: 'our-own', ca: cloud.ca, purpose: 'dpv:ServiceProvision' },
    profileText: shipped.replace(/^says: .*/m, `says: "${claim}"`).replace(/^secret: .*/m, 'secret: your bank’s PIN'),
    at: [{ of: 'address', is: `${cloud.url}/in` }],
    fields: [{ name: 'temperature', type: 'number', unit: '°C' }],
  });
  expect(made.readableBy).toBe('protected on the way, readable by whoever runs that server');
  expect(made.advice).toContain(`The profile itself says: “${claim}”`);
  expect(made.credentials).toBe('missing: give its secret with "recipient credentials"');
});

test('a secret that does not fit how it is shown is refused', async () => {
  await add(own());
  const keep = (credentials: object) => house.do('recipient credentials', { recipient: 'our-dashboard', credentials });
  await expect(keep({ user: 'me', password: 'x' })).rejects.toThrow('takes a secret without a user');
  await expect(keep({ password: 'two\nlines' })).rejects.toThrow('line break');
  await add(own({ version: 2 }, { auth: { scheme: 'basic' } }));
  await expect(keep({ password: 'x' })).rejects.toThrow('its user is missing');
  await add(own({ version: 3 }, { auth: { scheme: 'none' } }));
  await expect(keep({ password: 'x' })).rejects.toThrow('is sent no secret');
});
