import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createVendorKeys } from '../../../device-sim/vendors/keys.ts';
import { sealAnswer } from '../../../device-sim/vendors/seal-answer.ts';
import type { Manifest } from '../../../rules/manifest.ts';
import {
  ACME,
  HOUR,
  house,
  type ManualClock,
  manifestFor,
  openHello,
  recipientKeys,
  record,
  until,
} from '../house.fixture.ts';
import { authority, serverCertificate } from '../links/certificates.fixture.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-enrolment-'));
const ca = authority(dir, 'ca');
const certificate = serverCertificate(dir, 'server', 'ca', 'DNS:localhost');
const maker = recipientKeys();
const { commands: signer, manifest: stranger } = await createVendorKeys();
const houses: Awaited<ReturnType<typeof house>>[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const each of houses.splice(0)) await each.close();
  for (const each of servers.splice(0)) each.close();
});

type Hello = Awaited<ReturnType<typeof openHello>>;
interface Maker {
  readonly url: string;
  readonly hellos: Hello[];
  /** What came that is no hello: how it was authorized. */
  readonly batches: (string | undefined)[];
}

/** An endpoint that answers hellos as told, and takes everything else. */
async function endpoint(answer: (hello: Hello, response: ServerResponse) => unknown): Promise<Maker> {
  const hellos: Hello[] = [];
  const batches: (string | undefined)[] = [];
  const server = createServer(certificate, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const hello = await openHello(Buffer.concat(parts), maker.privateKey).catch(() => undefined);
    if (hello) hellos.push(hello);
    else batches.push(request.headers.authorization);
    if (hello) await answer(hello, response);
    else response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/`, hellos, batches };
}

/** A home that has something to send to this maker. */
async function home({ url }: Maker, more: Partial<Manifest> = {}) {
  const hub = await house();
  houses.push(hub);
  hub.manifests.set(ACME, manifest(url, more));
  await hub.recipients.start();
  return hub;
}

function manifest(url: string, more: Partial<Manifest> = {}): Manifest {
  const keys = { encryption: [maker.jwk], commands: [signer.jwk] };
  return manifestFor(ACME, url, maker, { ca, keys, ...more } as Parameters<typeof manifestFor>[3]);
}

type Home = Awaited<ReturnType<typeof home>>;

async function slot(hub: Home): Promise<void> {
  const permitted = [record()];
  const { operations, committed } = hub.recipients.queue(permitted);
  await hub.flow.write(operations);
  committed();
  hub.clock.advance(HOUR);
}

const state = (hub: Home) => hub.recipients.states().find((each) => each.recipient === ACME)?.state;
const sent = async (hub: Home) =>
  (await hub.recipients.deliveries(0, 100)).filter((each) => each.state === 'sent').length;
const standing = (hub: Home) => hub.recipients.standing(hub.manifests.get(ACME) as Manifest);

/** Answers with sealed claims about this hello, changed as told. */
function answering(claims: object, by = signer, header = {}) {
  return async ({ claims: hello }: Hello, response: ServerResponse) => {
    const about = { v: 1, iss: ACME, aud: hello.iss, hello: hello.jti };
    const sealed = await sealAnswer({ ...about, ...claims }, by, hello.keys.commands, header);
    response.writeHead(200, { 'content-type': 'application/jose' }).end(sealed);
  };
}

test('2xx without a word accepts, and a body that is no sealed answer says nothing', async () => {
  const acme = await endpoint((_, response) => response.writeHead(200).end('{"answer":"refused"}'));
  const hub = await home(acme);
  await slot(hub);
  await until(async () => (await sent(hub)) === 1);
  expect(acme.hellos).toHaveLength(1);
  expect(standing(hub)).toEqual({ state: 'enrolled' });
});

test('credentials from the answer are wrapped, and go with the very next batch', async () => {
  const acme = await endpoint(answering({ answer: 'accepted', credentials: { user: 'home-1', password: 'issued' } }));
  const hub = await home(acme);
  await slot(hub);
  await until(async () => (await sent(hub)) === 1);
  expect(acme.batches).toEqual([`Basic ${Buffer.from('home-1:issued').toString('base64')}`]);
  const kept = hub.db.prepare('SELECT * FROM keys').all() as Record<string, Buffer | string>[];
  expect(kept.flatMap((row) => Object.values(row)).some((value) => `${value}`.includes('issued'))).toBe(false);
});

test('credentials that are over are not used: the home says hello again, without them', async () => {
  const until_ = (clock: ManualClock) => Math.floor((clock.now() + 2 * HOUR) / 1000);
  const issued: number[] = [];
  let hub: Home | undefined;
  const acme = await endpoint(async (hello, response) => {
    const end = until_((hub as Home).clock);
    issued.push(end);
    const credentials = { user: `home-${issued.length}`, password: 'issued', until: end };
    await answering({ answer: 'accepted', credentials })(hello, response);
  });
  hub = await home(acme);
  for (let slots = 1; slots <= 3; slots++) {
    await slot(hub);
    await until(async () => (await sent(hub as Home)) === slots);
  }
  expect(issued).toHaveLength(2);
  const users = acme.batches.map(
    (basic) =>
      Buffer.from(basic?.slice(6) ?? '', 'base64')
        .toString()
        .split(':')[0],
  );
  expect(users).toEqual(['home-1', 'home-1', 'home-2'].slice(0, users.length));
  expect(users.at(-1)).toBe('home-2');
});

test.each([
  [
    'by 401',
    (_: Hello, response: ServerResponse) => response.writeHead(401).end(),
    'acme refuses this home and gives no reason',
  ],
  [
    'by 403',
    (_: Hello, response: ServerResponse) => response.writeHead(403).end(),
    'acme refuses this home and gives no reason',
  ],
  [
    'in words',
    answering({ answer: 'refused', because: 'Only homes in Germany for now.' }),
    'acme says: “Only homes in Germany for now.”',
  ],
  [
    'in words with an address',
    answering({ answer: 'refused', because: 'Go to www.evil.example/now' }),
    'acme refuses this home and gives no reason',
  ],
])('a maker that refuses %s gets nothing until a person tries again', async (_, refuse, says) => {
  let refuses = true;
  const acme = await endpoint((hello, response) => (refuses ? refuse(hello, response) : response.writeHead(204).end()));
  const hub = await home(acme);
  await slot(hub);
  await until(() => state(hub) === `waiting: ${says}`);
  await slot(hub);
  await slot(hub);
  hub.recipients.planChanged();
  await hub.flow.read('outbox last batch');
  expect({ hellos: acme.hellos.length, batches: acme.batches }).toEqual({ hellos: 1, batches: [] });
  refuses = false;
  hub.recipients.tryAgain(ACME);
  // What waited goes in one go.
  await until(async () => (await sent(hub)) >= 1);
  expect(standing(hub)).toEqual({ state: 'enrolled' });
});

const accepted = { answer: 'accepted', credentials: { user: 'u', password: 'p' } };
test.each([
  ['signed by a key that is not in the manifest', answering(accepted, stranger)],
  ['under the name of a key that did not sign it', answering(accepted, stranger, { kid: signer.jwk.kid })],
  ['a signed thing of another kind', answering(accepted, signer, { typ: 'hearthgate-command+jws' })],
  ['for another home', answering({ ...accepted, aud: 'h'.repeat(22) })],
  ['of another maker', answering({ ...accepted, iss: 'volt-insight' })],
  ['to another hello', answering({ ...accepted, hello: 'j'.repeat(22) })],
  ['with a member nobody knows', answering({ ...accepted, also: 1 })],
  ['that both refuses and gives', answering({ ...accepted, answer: 'refused' })],
  ['with a user that is two', answering({ ...accepted, credentials: { user: 'a:b', password: 'p' } })],
  [
    'with a password that breaks the line',
    answering({ ...accepted, credentials: { user: 'a', password: 'p\r\nx: y' } }),
  ],
  [
    'with credentials that end at once',
    answering({ ...accepted, credentials: { user: 'a', password: 'p', until: 1 } }),
  ],
  [
    'larger than any answer',
    (_: Hello, response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'application/jose' }).end('x'.repeat(20_000)),
  ],
  [
    'in the clear',
    (_: Hello, response: ServerResponse) =>
      response.writeHead(200, { 'content-type': 'application/jose' }).end(JSON.stringify(accepted)),
  ],
])('an answer %s is none: nothing is sent, and nothing is kept', async (_, answer) => {
  const acme = await endpoint(answer);
  const hub = await home(acme);
  await slot(hub);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  expect(acme.batches).toEqual([]);
  expect(hub.recipients.hasCredentials(ACME)).toBe(false);
  expect(standing(hub)).toEqual({ state: 'due' });
});

test('an answer that was recorded is worth nothing for the next hello', async () => {
  let recorded: string | undefined;
  const acme = await endpoint(async ({ claims: hello }, response) => {
    const about = { v: 1, iss: ACME, aud: hello.iss, hello: hello.jti };
    recorded ??= await sealAnswer({ ...about, ...accepted }, signer, hello.keys.commands);
    response.writeHead(acme.hellos.length === 1 ? 500 : 200, { 'content-type': 'application/jose' }).end(recorded);
  });
  const hub = await home(acme);
  await slot(hub);
  await until(() => acme.hellos.length === 1 && state(hub)?.startsWith('waiting') === true);
  hub.clock.advance(60_000);
  await until(() => acme.hellos.length === 2);
  // A third is said only where the second was not taken as answered.
  await until(() => {
    hub.clock.advance(60_000);
    return acme.hellos.length > 2;
  });
  expect(acme.batches).toEqual([]);
});

test('with token, nothing is sent before a person gives one; it goes inside hello alone, and is erased when answered', async () => {
  const acme = await endpoint((hello, response) =>
    response.writeHead(hello.claims.token === 'right' ? 204 : 403).end(),
  );
  const hub = await home(acme, { enrolment: 'token' });
  await slot(hub);
  await until(() => state(hub) === 'waiting: a token from its app is needed');
  expect(acme.hellos).toEqual([]);
  hub.recipients.keepToken(ACME, 'wrong');
  hub.recipients.tryAgain(ACME);
  await until(() => standing(hub).state === 'refused');
  expect(hub.recipients.hasAccount(ACME)).toBe(false);
  hub.recipients.keepToken(ACME, 'right');
  expect(hub.recipients.hasAccount(ACME)).toBe(true);
  hub.recipients.tryAgain(ACME);
  await until(async () => (await sent(hub)) >= 1);
  expect(standing(hub)).toEqual({ state: 'enrolled' });
  expect(acme.hellos.map(({ claims }) => claims.token)).toEqual(['wrong', 'right']);
  expect(hub.db.prepare('SELECT name FROM keys').all()).not.toContainEqual({ name: expect.stringContaining('token') });
  hub.recipients.endAccount(ACME);
  expect(standing(hub)).toEqual({ state: 'needs a token' });
});

test('a home that came in openly needs a token where a new version asks for one, and says no token to an open one', async () => {
  const acme = await endpoint((_, response) => response.writeHead(204).end());
  const hub = await home(acme);
  await slot(hub);
  await until(async () => (await sent(hub)) === 1);
  hub.manifests.set(ACME, manifest(acme.url, { version: 2, enrolment: 'token' }));
  hub.recipients.planChanged();
  await slot(hub);
  await until(() => state(hub) === 'waiting: a token from its app is needed');
  hub.recipients.keepToken(ACME, 'account 4711'.replace(' ', '-'));
  hub.manifests.set(ACME, manifest(acme.url, { version: 3 }));
  hub.recipients.planChanged();
  hub.recipients.tryAgain(ACME);
  await until(async () => (await sent(hub)) >= 2);
  expect(acme.hellos.map(({ claims }) => claims.token)).toEqual([undefined]);
});
