import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { OWN, ownTwin, recordsOf } from './own-twin.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

test('promise 4: two recipients of the same readings get nothing in common but the contract, the manifests, values and times', async () => {
  // Both vendors are permitted the very same field of the same device; Volt's manifest is Acme's with another name.
  const signed = twin(house);
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed });
  const thermostat = await plugThermostat(house);
  for (const recipient of ['acme-heating', 'volt-insight']) {
    await house.give(recipient, 'heating-tips');
    await house.give(recipient, 'setpoints');
  }
  for (let quarter = 0; quarter < 12; quarter++) {
    await thermostat.publishAsync(
      telemetry('thermostat'),
      `{"temperature":2${quarter % 4},"target":19.5,"heating":true}`,
      { qos: 1 },
    );
    await house.clock.advance(HOUR / 4);
  }
  await house.clock.advance(2 * HOUR);
  const { acme, volt } = house;
  await acme.receiver.until(() => acme.receiver.records.length >= 4);
  await volt.receiver.until(() => volt.receiver.records.length >= 4);

  const common = intersection(tokens(everythingOf(house, 'acme')), tokens(everythingOf(house, 'volt')));
  const words = tokens([JSON.stringify(acme.manifest), ...PROTOCOL]);
  const unexplained = [...common].filter((token) => !words.has(token) && !isTime(token));
  expect(unexplained).toEqual([]);
});

test('promise 4: inside one recipient, two purposes have no pseudonym, stream, number or consent id in common', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"target":19.5}', { qos: 1 });
  await house.clock.advance(3 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => new Set(receiver.records.map(({ purpose }) => purpose)).size === 2);
  const of = (purpose: string) => {
    const batches = receiver.batches.filter(({ claims }) => claims.purpose === purpose);
    return new Set<string | number>([
      ...batches.flatMap(({ claims }) => [claims.stream, claims.epoch, claims.jti, claims.seq, ...claims.consents]),
      ...receiver.records.filter((record) => record.purpose === purpose).map(({ device }) => device),
    ]);
  };
  const [tips, setpoints] = [of('dpv:ServicePersonalisation'), of('dpv:ServiceOptimisation')];
  expect(tips.size).toBeGreaterThan(3);
  expect([...tips].filter((value) => setpoints.has(value))).toEqual([]);
});

test('promise 4: a recipient of the household’s own has nothing in common with a vendor either, and its purposes have no name in common', async () => {
  const cloud = await startOpenCloud();
  try {
    await house.do('recipient add', { signed: house.acme.signed });
    await house.do('recipient add', { signed: ownTwin(house, cloud) });
    const thermostat = await plugThermostat(house);
    for (const recipient of ['acme-heating', OWN]) {
      await house.give(recipient, 'heating-tips');
      await house.give(recipient, 'setpoints');
    }
    for (let quarter = 0; quarter < 12; quarter++) {
      await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"target":19.5,"heating":true}', {
        qos: 1,
      });
      await house.clock.advance(HOUR / 4);
    }
    await house.clock.advance(2 * HOUR);
    const { receiver } = house.acme;
    await receiver.until(() => receiver.records.length >= 4);
    await cloud.until(() => new Set(recordsOf(cloud).map(({ purpose }) => purpose)).size === 2);
    const own = [...cloud.requests.map((request) => JSON.stringify(request)), ...cloud.shown];
    const common = intersection(tokens(everythingOf(house, 'acme')), tokens(own));
    const words = tokens([JSON.stringify(house.acme.manifest), ...PROTOCOL]);
    expect([...common].filter((token) => !words.has(token) && !isTime(token))).toEqual([]);
    const devices = Map.groupBy(recordsOf(cloud), ({ purpose }) => purpose);
    const [one = [], other = []] = [...devices.values()].map((records) => records.map(({ device }) => device));
    expect(one.filter((device) => other.includes(device))).toEqual([]);
    expect(tokens(own)).not.toContain('thermostat');
  } finally {
    await cloud.stop();
  }
});

/** Volt's own endpoint and keys under a manifest that asks for exactly what Acme asks for, as the household wrote it. */
function twin({ acme, volt }: House) {
  const { endpoint } = volt.manifest;
  const keys = { encryption: [volt.keys.encryption.jwk] };
  return JSON.stringify({ ...acme.manifest, recipient: volt.recipient, origin: 'household', endpoint, keys });
}

/** Everything a vendor saw, as text: opened claims, JOSE headers, connections, certificates, topics. */
function everythingOf(house: House, who: 'acme' | 'volt'): string[] {
  const { receiver } = house[who];
  return [...receiver.opened(), ...receiver.wire().map((bytes) => readable(bytes))];
}

/** A sealed message's outer header is all of it that is not ciphertext; anything else is taken as it is. */
function readable(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? JSON.stringify(decodeProtectedHeader(text)) : text;
}

/** Runs of letters, digits, `-` and `_` of eight and more characters, and numbers of five and more digits. */
function tokens(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.match(/[\w-]{8,}|\d{5,}/g) ?? []));
}

function intersection(a: Set<string>, b: Set<string>): Set<string> {
  return new Set([...a].filter((token) => b.has(token)));
}

function isTime(token: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d$/.test(token);
}

/** Words of the contract, of TLS and MQTT clients as everyone's are. */
const PROTOCOL = [
  'hearthgate hearthgate-batch hearthgate-notice client_certificate timeInState consents protocolVersion cleanSession keepalive',
  'application certificate clientId username content-type content-length connection keep-alive 127.0.0.1 transfer-encoding',
  // The client certificate's subject and validity, the same in every home.
  'hearthgate0 hearthgate0Y0 250101000000Z 99991231235959Z0',
  'ECDH-ES A256GCM hearthgate-batch+jws hearthgate-notice+jws hearthgate+jwe commands schema window records',
];
