import { CompactSign } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVendorKeys } from '../device-sim/vendors/keys.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

async function shareSetpoint(): Promise<void> {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.4375}', { qos: 1 });
}

test('promise 5: what is on the wire is TLS, and inside it only ciphertext for the pinned key', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await shareSetpoint();
  await house.clock.advance(2 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => receiver.records.length > 0);
  expect(receiver.records[0]?.fields.target).toEqual({ form: 'exact', value: 19.4375, unit: '°C' });
  expect(Buffer.concat(receiver.wire()).includes('19.4375')).toBe(false);
});

test('promise 5: a manifest that expired sends nothing, not even a connection, and what waited goes when a new one is there', async () => {
  const expires = new Date(house.clock.now() + HOUR / 2).toISOString();
  await house.do('recipient add', { signed: await signedBy(house, { expires }) });
  await house.do('recipient add', { signed: house.volt.signed });
  const plug = await house.plug('plug', { dialect: 'shelly-gen2', base: 'shellyplus1pm-4417939341dc' });
  await plug.publishAsync('shellyplus1pm-4417939341dc/status/switch:0', '{"id":0,"apower":40}', { qos: 1 });
  await house.give('volt-insight', 'live-plug');
  await shareSetpoint();
  await house.clock.advance(3 * HOUR);
  // What Volt has by then Acme would have, too: the slots are over, and the sender had its turn.
  await plug.publishAsync('shellyplus1pm-4417939341dc/status/switch:0', '{"id":0,"apower":41}', { qos: 1 });
  await house.volt.receiver.until(() => house.volt.receiver.records.length > 0);
  await expect
    .poll(async () => JSON.stringify(await house.do('recipient list', {})))
    .toContain('waiting: manifest expired');
  expect(house.acme.cloud.connections).toHaveLength(0);
  expect(house.acme.receiver.wire()).toEqual([]);

  await house.do('recipient add', { signed: await signedBy(house, { version: 2 }) });
  const { receiver } = house.acme;
  await house.clock.advance(HOUR);
  await receiver.until(() => receiver.records.length > 0);
  expect(receiver.records[0]?.fields.target).toMatchObject({ value: 19.4375 });
});

test('promise 5: a server that cannot prove itself with the pinned CA gets no byte', async () => {
  const endpoint = { url: house.acme.manifest.endpoint.url, ca: house.volt.manifest.endpoint.ca };
  await house.do('recipient add', { signed: await signedBy(house, { endpoint }) });
  await shareSetpoint();
  await house.clock.advance(3 * HOUR);
  await expect
    .poll(() => house.logged.some((line) => /certificate|verify|issuer/i.test(line)), { timeout: 10_000 })
    .toBe(true);
  expect(house.acme.receiver.wire()).toEqual([]);
  expect(house.acme.receiver.batches).toEqual([]);
});

test('promise 5: a manifest signed by another key, changed, unsigned or older is refused and changes nothing', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const other = await createVendorKeys();
  const { kty, crv, x, y } = other.manifest.jwk;
  const forged = await new CompactSign(Buffer.from(JSON.stringify({ ...house.acme.manifest, version: 2 })))
    .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(other.manifest.privateKey);
  const refused = (signed: string, why: string) => expect(house.do('recipient add', { signed })).rejects.toThrow(why);
  await refused(forged, 'signed with another key');
  await refused(house.acme.signed, 'version 1 is not newer');
  await refused(house.acme.signed.slice(0, -8), 'valid signature');
  await refused(JSON.stringify(house.acme.manifest), 'add the vendor’s signed one');
  await refused(await signedBy(house, { version: 2, endpoint: { url: 'http://127.0.0.1/x' } }), 'endpoint');
  expect(house.hub.manifests.all().map(({ version }) => version)).toEqual([1]);
});
