import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { parseManifest } from '../../rules/manifest.ts';
import { createServerIdentity } from './authority.ts';
import { isJwk } from './claims.ts';
import type { HttpsCloud } from './https-cloud.ts';
import type { MqttCloud } from './mqtt-cloud.ts';
import { startAcmeHeating, startVoltInsight, type Vendor } from './start-vendors.ts';
import { createTestHub } from './test-hub.ts';

let acme: Vendor<MqttCloud>;
let volt: Vendor<HttpsCloud>;

beforeAll(async () => {
  [acme, volt] = await Promise.all([startAcmeHeating(systemClock), startVoltInsight(systemClock)]);
});
afterAll(async () => {
  await Promise.all([acme.cloud.stop(), volt.cloud.stop()]);
});

test('a batch sent over MQTT and TLS is acknowledged once it was verified, and a command comes back', async () => {
  const identity = await createServerIdentity('hub');
  const certificate = new X509Certificate(identity.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  const hub = await createTestHub(acme.recipient, acme.keys.encryption.jwk, systemClock.now);
  const client = await mqtt.connectAsync(acme.cloud.url, {
    ca: acme.cloud.ca,
    cert: identity.cert,
    key: identity.key,
    clientId: 'zq7clientidinwire',
    protocolVersion: 5,
    reconnectPeriod: 0,
  });
  const topic = (last: string) => `hearthgate/v1/${hub.home}/${last}`;
  await client.publishAsync(topic('notices'), await hub.hello({ client_certificate: certificate }), { qos: 1 });
  await client.publishAsync(topic('data'), await hub.batch(), { qos: 1 });
  expect(acme.receiver.rejected).toEqual([]);
  expect(acme.receiver.records).toHaveLength(1);
  expect(acme.cloud.connections.at(-1)).toMatchObject({ clientId: 'zq7clientidinwire', certificate });
  expect(acme.receiver.wire().some((bytes) => bytes.includes('zq7clientidinwire'))).toBe(true);

  await client.subscribeAsync(topic('commands'), { qos: 1 });
  const command = new Promise<string>((resolve) => client.once('message', resolve));
  await acme.cloud.command(hub.home, 'sealed');
  expect(await command).toBe(topic('commands'));
  await client.endAsync(true);
});

test('a broker told to hang does not acknowledge', async () => {
  const hub = await createTestHub(acme.recipient, acme.keys.encryption.jwk, systemClock.now);
  const client = await mqtt.connectAsync(acme.cloud.url, { ca: acme.cloud.ca, reconnectPeriod: 0 });
  acme.cloud.answer('hang');
  let acknowledged = false;
  client.publish(`hearthgate/v1/${hub.home}/notices`, await hub.hello(), { qos: 1 }, (error) => {
    acknowledged = !error;
  });
  // The broker answers in order: once the ping is back, an acknowledgement would be here too.
  client.sendPing();
  await new Promise<void>((resolve) => client.on('packetreceive', ({ cmd }) => cmd === 'pingresp' && resolve()));
  expect(acknowledged).toBe(false);
  acme.cloud.answer('receive');
  await client.endAsync(true);
});

test('a batch posted over HTTPS is acknowledged with 204, and what is told to fail fails', async () => {
  const hub = await createTestHub(volt.recipient, volt.keys.encryption.jwk, systemClock.now);
  expect(await post(await hub.batch())).toBe(422);
  expect(await post(await hub.hello())).toBe(204);
  const sealed = await hub.batch();
  for (const status of [429, 500, 410] as const) {
    volt.cloud.answer(status);
    expect(await post(sealed)).toBe(status);
  }
  volt.cloud.answer('receive');
  expect(await post(sealed)).toBe(204);
  expect(await post(sealed)).toBe(204);
  expect(volt.receiver.duplicates).toBe(1);
  expect(volt.receiver.batches).toHaveLength(1);
  expect(await post(sealed, 'application/json')).toBe(415);
});

test('the maker’s manifest is signed by the key in its header', async () => {
  const { typ, jwk } = decodeProtectedHeader(acme.signed);
  expect(typ).toBe('hearthgate-manifest+jws');
  if (!isJwk(jwk)) throw new Error('the header carries a public key');
  const { payload } = await compactVerify(acme.signed, await importJWK({ ...jwk }, 'ES256'));
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(acme.manifest);
});

test('the manifests name endpoint and encryption key', () => {
  for (const vendor of [acme, volt]) {
    expect(vendor.manifest).toMatchObject({
      recipient: vendor.recipient,
      endpoint: { url: vendor.cloud.url, ca: vendor.cloud.ca },
      keys: { encryption: [vendor.keys.encryption.jwk] },
    });
    // The hub's own parser takes it, or nobody could agree to it.
    expect(parseManifest(vendor.manifest)).toHaveProperty('manifest');
  }
});

function post(body: Buffer, type = 'application/jose'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(volt.cloud.url, { method: 'POST', ca: volt.cloud.ca, headers: { 'content-type': type } });
    sent.on('response', (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
