import { CompactSign } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVendorKeys } from '../device-sim/vendors/keys.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const records = () => JSON.stringify(house.acme.receiver.records);

test('EG-11: a device that is removed and another that gets its name have nothing in common, no consent either', async () => {
  const before = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  const was = house.hub.registry.canonical('thermostat' as never);
  await house.do('device remove', { name: 'thermostat' });
  before.end(true);
  const after = await plugThermostat(house);
  await after.publishAsync(telemetry('thermostat'), '{"target":27.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  expect(house.hub.plan.routes.size).toBe(0);
  expect(house.hub.registry.canonical('thermostat' as never)).not.toBe(was);
  await house.give('acme-heating', 'setpoints');
  await after.publishAsync(telemetry('thermostat'), '{"target":28.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => records().includes('28.5'));
  expect(records()).not.toContain('27.5');
});

test('taking back works where the disk takes no record of it, and is recorded as soon as it does', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  const { db } = house.hub.erasing;
  db.pragma('query_only = ON');
  const stopped = await house.do<{ notKept?: string }>('sharing stop', {});
  expect(stopped.notKept).toContain('free some space');
  const answer = await house.do<{ withdrawn: number; notKept?: string }>('consent withdraw', {
    recipient: 'acme-heating',
  });
  expect(answer).toMatchObject({ withdrawn: 1, notKept: expect.stringContaining('in force') });
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":27.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  expect(house.everythingOutside().includes('27.5')).toBe(false);
  db.pragma('query_only = OFF');
  await expect.poll(() => house.hub.unsaved, { timeout: 10_000 }).toBeUndefined();
  await house.restart();
  expect(house.hub.consents.all().map(({ state }) => state)).toEqual(['withdrawn']);
  expect(house.hub.standing.all()).toHaveLength(1);
}, 30_000);

test('one maker is one recipient, and its keys are points of the curve', async () => {
  await expect(
    house.do('recipient add', { signed: await signedBy(house, { recipient: 'acme-insights' }) }),
  ).rejects.toThrow('this key already speaks for acme-heating');
  const { manifest: key } = await createVendorKeys();
  const { kty, crv, x, y } = key.jwk;
  const [good] = house.acme.manifest.keys.encryption;
  const off = { ...house.acme.manifest, recipient: 'off-curve', keys: { encryption: [{ ...good, y: good?.x }] } };
  const signed = await new CompactSign(Buffer.from(JSON.stringify(off)))
    .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(key.privateKey);
  await expect(house.do('recipient add', { signed })).rejects.toThrow(/point of P-256|thumbprint/);
});
