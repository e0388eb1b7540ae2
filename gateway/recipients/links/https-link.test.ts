import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { clientCertificate } from '../client-certificate.ts';
import { authority, serverCertificate } from './certificates.fixture.ts';
import { HttpsLink } from './https-link.ts';
import type { Credentials } from './link.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-https-link-'));
const ca = authority(dir, 'ca');
const certificate = serverCertificate(dir, 'right', 'ca', 'IP:127.0.0.1');
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const tls = {
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  cert: clientCertificate(publicKey, privateKey, randomBytes),
};

const servers: Server[] = [];
const links: HttpsLink[] = [];
afterEach(async () => {
  for (const link of links.splice(0)) await link.stop();
  for (const server of servers.splice(0)) server.close();
});

async function endpoint(answer: RequestListener) {
  const seen = { connections: 0, headers: [] as Record<string, unknown>[], requests: 0 };
  const server = createServer(certificate, (request, response) => {
    seen.requests++;
    seen.headers.push({ ...request.headers });
    request.resume().on('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  server.on('secureConnection', () => seen.connections++);
  servers.push(server);
  await once(server, 'listening');
  return { seen, server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/in` };
}

function linkTo(url: string, credentials?: Credentials, reasons: string[] = []): HttpsLink {
  const home = { home: 'h'.repeat(22), clientId: 'c'.repeat(22), tls };
  const link = new HttpsLink({
    endpoint: { url, ca },
    home,
    credentials,
    connecting: async () => () => undefined,
    failed: (reason) => reasons.push(reason),
  });
  links.push(link);
  return link;
}
const bytes = Buffer.from('batch');

test('one connection carries what is sent one after another, and says nothing of the home but its certificate', async () => {
  const { seen, url } = await endpoint((_, response) => void response.writeHead(204).end());
  const link = linkTo(url);
  for (let i = 0; i < 3; i++) {
    expect(await link.connect()).toBe('connected');
    expect(await link.send(bytes, 'data', () => true)).toBe('acknowledged');
  }
  expect(seen).toMatchObject({ connections: 1, requests: 3 });
  expect(Object.keys(seen.headers[0] ?? {}).sort()).toEqual(['connection', 'content-length', 'content-type', 'host']);
});

test('nothing is handed over where there is no connection: connecting says so before', async () => {
  const { server, url } = await endpoint((_, response) => void response.writeHead(204).end());
  server.close();
  await once(server, 'close');
  const reasons: string[] = [];
  const link = linkTo(url, undefined, reasons);
  expect(await link.connect()).toBe('retry');
  expect(await link.send(bytes, 'data', () => true)).toBe('retry');
  expect(reasons).toEqual(['ECONNREFUSED']);
});

test('an endpoint that closes after each answer is connected to anew, and is never written to unseen', async () => {
  const { seen, url } = await endpoint((_, response) => void response.writeHead(204, { connection: 'close' }).end());
  const link = linkTo(url);
  for (let i = 0; i < 3; i++) {
    expect(await link.connect()).toBe('connected');
    expect(await link.send(bytes, 'data', () => true)).toBe('acknowledged');
  }
  expect(seen).toMatchObject({ connections: 3, requests: 3 });
});

test('credentials that the recipient issued are sent as HTTP Basic, and nothing without them', async () => {
  const { seen, url } = await endpoint((_, response) => void response.writeHead(204).end());
  for (const link of [linkTo(url, { user: 'home-4711', password: 'issued' }), linkTo(url)]) {
    await link.connect();
    await link.send(bytes, 'data', () => true);
  }
  const basic = `Basic ${Buffer.from('home-4711:issued').toString('base64')}`;
  expect(seen.headers.map(({ authorization }) => authorization)).toEqual([basic, undefined]);
});

test('a link that is stopped connects no more', async () => {
  const { seen, url } = await endpoint((_, response) => void response.writeHead(204).end());
  const link = linkTo(url);
  await link.stop();
  expect(await link.connect()).toBe('retry');
  expect(seen.connections).toBe(0);
});
