import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

test('promise 4: no byte of either authority, nor of what they signed, reaches a recipient', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  const issued = await house.do<{ certificate: string }>('cert issue', { name: 'thermostat', pkcs12: false });
  await house.do('cert rotate', { which: 'devices', step: 'begin', confirmed: false });
  const own = [new X509Certificate(issued.certificate)];
  for (const kind of ['devices', 'page'] as const) {
    const authority = await house.hub.authorities.open(kind);
    own.push(...authority.roots, new X509Certificate((await authority.server()).cert));
  }
  expect(own).toHaveLength(6);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"target":19.5}', { qos: 1 });
  await house.clock.advance(3 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);

  const outside = house.everythingOutside();
  // What is looked for would be found: a recipient does see a certificate, one that is its home's alone.
  expect(outside.includes(Buffer.from('hearthgate'))).toBe(true);
  const seen = outside.toString('latin1').toLowerCase();
  for (const certificate of own) {
    const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
    const { serialNumber, fingerprint256, subject, raw } = certificate;
    const modulus = key.subarray(40, 72);
    for (const part of [modulus, raw.subarray(raw.length - 64), Buffer.from(serialNumber, 'hex')]) {
      expect(outside.includes(part)).toBe(false);
      expect(seen.includes(part.toString('base64url').slice(2, -2).toLowerCase())).toBe(false);
    }
    for (const text of [serialNumber, fingerprint256.replaceAll(':', ''), subject.replace('CN=', '')]) {
      // The device's own name is looked for elsewhere: manifests speak of thermostats.
      if (text !== 'thermostat') expect(seen.includes(text.toLowerCase()), text).toBe(false);
    }
  }
});
