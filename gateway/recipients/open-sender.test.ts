import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { Aedes } from 'aedes';
import { afterEach, expect, test } from 'vitest';
import { createServerIdentity } from '../../device-sim/vendors/authority.ts';
import { type OpenCloud, type OpenService, startOpenCloud } from '../../device-sim/vendors/open-cloud.ts';
import type { OpenDelivery } from '../../rules/delivery.ts';
import type { Manifest } from '../../rules/manifest.ts';
import { stayedSums } from '../history/sums.ts';
import { ACME, HOUR, house, manifestFor, recipientKeys, record, until } from './house.fixture.ts';
import { authority } from './links/certificates.fixture.ts';

const key = recipientKeys();
const houses: Awaited<ReturnType<typeof house>>[] = [];
const clouds: OpenCloud[] = [];
afterEach(async () => {
  for (const each of houses.splice(0)) await each.close();
  for (const each of clouds.splice(0)) await each.stop();
});

const DELIVERY: OpenDelivery = {
  ...{ kind: 'https-json', auth: { scheme: 'bearer' }, names: 'codes', as: [], numbersOnly: false, most: 2000 },
  ...{ once: 'Idempotency-Key', answers: [] },
};

function own(url: string, ca: string | undefined, delivery: Partial<OpenDelivery> = {}): Manifest {
  const { keys: _, ...rest } = manifestFor(ACME, url, key);
  const endpoint = { url, ...(ca && { ca }), delivery: { ...DELIVERY, ...delivery } as OpenDelivery };
  return { ...rest, origin: 'household', keys: { encryption: [] }, endpoint };
}

async function begin(
  service: OpenService = () => 204,
  change: (manifest: Manifest, cloud: OpenCloud) => Manifest = (manifest) => manifest,
  plain = false,
) {
  const cloud = await startOpenCloud(service, { plain });
  clouds.push(cloud);
  const hub = await house();
  houses.push(hub);
  hub.manifests.set(ACME, change(own(`${cloud.url}/in`, plain ? undefined : cloud.ca), cloud));
  await hub.recipients.start();
  hub.recipients.keepCredentials(ACME, { user: '', password: 'first' });
  return { hub, cloud };
}

type Hub = Awaited<ReturnType<typeof house>>;

async function put(hub: Hub, more: Parameters<typeof record>[0] = {}): Promise<void> {
  const permitted = [record(more)];
  const { operations, committed } = hub.recipients.queue(permitted);
  await hub.flow.write(operations);
  committed();
}

const state = (hub: Hub) => hub.recipients.states().find((each) => each.recipient === ACME)?.state ?? '';
const ended = async (hub: Hub) => (await hub.recipients.deliveries(0, 100)).map((each) => each.state);

test('a batch that is not taken comes again with the same bytes and the same name, after the wait that was asked for', async () => {
  const answers = [{ status: 429, headers: { 'retry-after': '3600' } }, { status: 500 }, { status: 204 }];
  const { hub, cloud } = await begin(() => answers.shift() ?? { status: 204 });
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => cloud.requests.length === 1 && state(hub).startsWith('waiting'));
  hub.clock.advance(HOUR / 2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(cloud.requests).toHaveLength(1);
  await until(() => {
    hub.clock.advance(HOUR / 4);
    return cloud.requests.length === 3;
  });
  const [first, ...more] = cloud.requests.map(({ body, headers }) => [body, headers['idempotency-key']]);
  expect(more).toEqual([first, first]);
  await until(async () => (await ended(hub)).includes('sent'));
});

test('a slot in which there is nothing sends nothing, and there is neither hello nor notice', async () => {
  const { hub, cloud } = await begin();
  hub.agreed.set(ACME, new Map([['request', { fields: { temperature: ['rounded'] } }]]));
  hub.clock.advance(30 * HOUR);
  await put(hub);
  hub.clock.advance(30 * HOUR);
  await until(() => cloud.requests.length === 1);
  expect(await hub.recipients.tell(ACME, 'erasure', {})).toBeUndefined();
  hub.clock.advance(30 * HOUR);
  await until(async () => (await ended(hub)).includes('sent'));
  expect(cloud.requests.map(({ body }) => JSON.parse(body).records.length)).toEqual([1]);
  expect(await hub.flow.read('outbox batch recipients')).toEqual([]);
  expect(hub.homes.helloAcknowledged(ACME)).toBe(false);
});

test('what will never be taken is not sent again: it counts as possibly received, and the next goes on', async () => {
  const answers = [422];
  const { hub, cloud } = await begin(() => answers.shift() ?? 204);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await ended(hub)).length === 1);
  expect(await ended(hub)).toEqual(['possibly received']);
  await until(() => state(hub) === 'waiting: it did not take what was sent (HTTP 422)');
  await put(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await ended(hub)).includes('sent'));
  expect(await ended(hub)).toEqual(['sent', 'possibly received']);
  await until(() => state(hub) === 'idle');
  expect(cloud.requests).toHaveLength(2);
});

test('a secret that is not taken is said, is not tried again and again, and a new one goes at once', async () => {
  const { hub, cloud } = await begin(({ headers }) => (headers.authorization === 'Bearer second' ? 204 : 401));
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub).includes('HTTP 401'));
  expect(state(hub)).toBe('waiting: it takes nothing (HTTP 401); look at its address and secret');
  hub.clock.advance(4 * HOUR);
  await new Promise((resolve) => setImmediate(resolve));
  expect(cloud.requests).toHaveLength(1);
  hub.recipients.keepCredentials(ACME, { user: '', password: 'second' });
  await until(async () => (await ended(hub)).includes('sent'));
  hub.recipients.keepCredentials(ACME, undefined);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub).includes('its secret is missing'));
});

test('a server that cannot prove itself with the pinned authority gets no byte', async () => {
  const other = authority(mkdtempSync(join(tmpdir(), 'hearthgate-open-')), 'other');
  const { hub, cloud } = await begin(undefined, ({ endpoint, ...rest }) => ({
    ...rest,
    endpoint: { ...endpoint, ca: other },
  }));
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  expect(cloud.requests).toEqual([]);
  expect(await ended(hub)).toEqual([]);
});

test('without TLS it goes to an address at home, and to no other', async () => {
  const { hub, cloud } = await begin(undefined, undefined, true);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => cloud.requests.length === 1);
  hub.manifests.set(ACME, { ...own('http://192.0.2.1/in', undefined), version: 2 });
  hub.recipients.keepCredentials(ACME, { user: '', password: 'first' });
  hub.recipients.planChanged();
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub).includes('not one at home'));
  expect(await hub.flow.read<{ host: string }>('last connection')).toEqual([{ last: 1 }]);
});

test('the household’s own names go to an address at home alone, TLS or not', async () => {
  const { hub } = await begin(undefined, () => own('https://192.0.2.1/in', undefined, { names: 'own' }));
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub).includes('not one at home'));
});

test('bytes that were sealed never go unsealed, nor the other way, when the manifest says another way', async () => {
  const { hub, cloud } = await begin(() => 500);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => cloud.requests.length === 1);
  hub.manifests.set(ACME, { ...manifestFor(ACME, 'mqtts://127.0.0.1:1', key), version: 2, origin: 'household' });
  hub.recipients.planChanged();
  await until(async () => (await ended(hub)).includes('possibly received'));
  expect(cloud.requests).toHaveLength(1);
  // What is still permitted waits again, for the key.
  hub.clock.advance(HOUR);
  await until(async () => (await hub.flow.read('outbox batch recipients')).length === 1);
  expect(cloud.requests).toHaveLength(1);
});

test('what waited to be told to a key is told to nobody when there is none any more, and nothing is contacted for it', async () => {
  const { hub, cloud } = await begin(undefined, () => manifestFor(ACME, 'mqtts://127.0.0.1:1', key));
  hub.homes.acknowledgeHello(ACME);
  hub.streams.length = 0;
  expect(await hub.recipients.tell(ACME, 'erasure', {})).toBeDefined();
  hub.manifests.set(ACME, { ...own(cloud.url, cloud.ca), version: 2 });
  hub.recipients.planChanged();
  hub.clock.advance(30 * HOUR);
  for (let i = 0; i < 100; i++) await hub.flow.read('last connection');
  expect(await hub.flow.read('notice parts free', ACME, 9)).toHaveLength(1);
  expect(await hub.flow.read('last connection')).toEqual([{ last: 0 }]);
  expect(cloud.requests).toEqual([]);
});

test('a key beside a delivery, or a vendor with one, sends nothing at all', async () => {
  for (const odd of [{ keys: { encryption: [key.jwk] } }, { origin: 'vendor' as const }]) {
    const { hub, cloud } = await begin(undefined, (manifest) => ({ ...manifest, ...odd }));
    await put(hub);
    hub.clock.advance(HOUR);
    await until(() => state(hub) === 'waiting: only a recipient of the household’s own has a delivery');
    expect(cloud.requests).toEqual([]);
  }
});

test('what has no name there, or is no number where numbers alone are taken, stays and is counted', async () => {
  const { hub, cloud } = await begin(undefined, (manifest, { url, ca }) => ({
    ...manifest,
    ...own(`${url}/in`, ca, { as: [{ device: 'lamp', field: 'temperature', is: 'outside' }], numbersOnly: true }),
  }));
  await put(hub);
  await put(hub, { device: 'other' as never });
  await put(hub, { field: 'mode' as never });
  await put(hub, { from: 0, to: 1000, shaped: { form: 'category', value: 'warm' } });
  hub.clock.advance(HOUR);
  await until(() => cloud.requests.length === 1);
  expect(JSON.parse(cloud.requests[0]?.body ?? '').records).toHaveLength(1);
  const stayed = await stayedSums(hub.flow, 'reason', { from: '2026-11-01', to: '2026-11-30' });
  expect(stayed).toMatchObject([{ of: 'no name there', count: 3 }]);
});

test('over MQTT in TLS all messages of a batch are acknowledged before it is; after a cut all come again', async () => {
  const identity = await createServerIdentity('broker');
  const broker = await Aedes.createBroker();
  const heard: string[] = [];
  let cut = true;
  broker.authenticate = (_client, user, password, done) => done(null, user === 'hub' && String(password) === 'pass');
  broker.authorizePublish = (client, { topic, payload }, done) => {
    heard.push(`${topic} ${payload.toString()}`);
    if (heard.length < 3 || !cut) return done(null);
    cut = false;
    client?.close();
  };
  const server = createServer({ key: identity.key, cert: identity.cert, requestCert: true, rejectUnauthorized: false });
  const shown: unknown[] = [];
  server.on('secureConnection', (socket) => {
    shown.push(socket.getPeerX509Certificate());
    broker.handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { hub } = await begin(undefined, () =>
    own(url, identity.ca, {
      ...{ kind: 'mqtt-json', auth: { scheme: 'basic' }, topic: 'home/{field}/{statistic}', retain: false, most: 1 },
      template: { body: { value: '{value}' } },
    }),
  );
  hub.recipients.keepCredentials(ACME, { user: 'hub', password: 'pass' });
  await put(hub, { shaped: { form: 'summary', mean: 1, min: 2, max: 3, sum: 4 } });
  hub.clock.advance(HOUR);
  await until(() => {
    hub.clock.advance(60_000);
    return heard.length >= 7;
  });
  await until(async () => (await ended(hub)).includes('sent'));
  const all = ['mean 1', 'min 2', 'max 3', 'sum 4'].map((each) => {
    const [statistic, value] = each.split(' ');
    return `home/temperature/${statistic} {"value":${value}}`;
  });
  expect(heard.slice(-4).sort()).toEqual([...all].sort());
  expect(new Set(heard)).toEqual(new Set(all));
  expect(shown).toEqual(shown.map(() => undefined));
  await hub.recipients.stop();
  broker.close();
  server.close();
});
