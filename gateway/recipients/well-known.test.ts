import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { badRecordBehind } from './links/bad-record.fixture.ts';
import { authority, serverCertificate } from './links/certificates.fixture.ts';
import { fetchManifest } from './well-known.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-well-known-'));
const ca = authority(dir, 'ca');
const otherCa = authority(dir, 'other');
const certificate = serverCertificate(dir, 'server', 'ca', 'DNS:localhost');
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function maker(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const asked: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer({ ...certificate, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    asked.push(request);
    answer(request, response);
  }).listen(0, 'localhost');
  server.on('connection', () => connections++);
  servers.push(server);
  await once(server, 'listening');
  return {
    asked,
    connections: () => connections,
    address: `https://localhost:${(server.address() as AddressInfo).port}`,
  };
}

async function fetched(address: string, more: Partial<Parameters<typeof fetchManifest>[0]> = {}) {
  const attempts: [string, boolean | undefined][] = [];
  const found = await fetchManifest({
    ...{ address, atTheHub: true, ca },
    connecting: async (host) => {
      const attempt: [string, boolean | undefined] = [host, undefined];
      attempts.push(attempt);
      return (opened) => {
        attempt[1] = opened;
      };
    },
    ...more,
  });
  return { found, attempts };
}

const json = (value: unknown) => (_: IncomingMessage, response: ServerResponse) => response.end(JSON.stringify(value));

test('what a maker published is fetched once, says nothing of the home, and is recorded', async () => {
  const { asked, address } = await maker(json({ manifest: 'a.b.c' }));
  const { found, attempts } = await fetched(address);
  expect({ found, attempts }).toEqual({ found: { signed: 'a.b.c' }, attempts: [['localhost', true]] });
  expect(asked.map(({ method, url }) => [method, url])).toEqual([['GET', '/.well-known/hearthgate.json']]);
  expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host']);
});

test.each<[string, (request: IncomingMessage, response: ServerResponse) => unknown, RegExp]>([
  [
    'a redirect',
    (_, response) => response.writeHead(302, { location: 'https://localhost:1/' }).end(),
    /points to another/,
  ],
  ['nothing there', (_, response) => response.writeHead(404).end(), /no manifest at/],
  ['a page', (_, response) => response.end('<html>'), /no signed manifest/],
  ['a manifest that nobody signed', json({ manifest: '{"v":1}' }), /no signed manifest/],
  ['another member', json({ jws: 'a.b.c' }), /no signed manifest/],
  ['null', json(null), /no signed manifest/],
  ['more than fits', json({ manifest: 'x'.repeat(300_000) }), /larger than 256 KiB/],
])('%s is no manifest, and what stood there is not told', async (_, answer, because) => {
  const { asked, address } = await maker(answer);
  const { found } = await fetched(address);
  expect(found).toEqual({ because: expect.stringMatching(because) });
  expect(asked).toHaveLength(1);
});

test('a certificate that is not trusted is refused before anything is asked', async () => {
  const { asked, address } = await maker(json({ manifest: 'a.b.c' }));
  const { found, attempts } = await fetched(address, { ca: otherCa });
  expect(found).toEqual({ because: expect.stringContaining('localhost cannot be asked: ') });
  expect({ asked, attempts }).toEqual({ asked: [], attempts: [['localhost', false]] });
});

test.each(['localhost', '127.0.0.1', '[::1]', '192.168.1.1', '169.254.169.254', 'https://[fd00::1]'])(
  'from the page %s, which is in the home, is not connected to',
  async (address) => {
    const { found } = await fetched(address, { atTheHub: false });
    expect(found).toEqual({ because: expect.stringContaining("in this home's own network") });
  },
);

test('from the page another port is not asked', async () => {
  const { address, connections } = await maker(json({ manifest: 'a.b.c' }));
  const { found } = await fetched(address, { atTheHub: false });
  expect(found).toEqual({ because: expect.stringContaining('leave the port out') });
  expect(connections()).toBe(0);
});

test.each([
  'http://acme.example',
  'https://user@acme.example',
  'https://acme.example/other',
  'https://acme.example/?x=1',
  'ftp://x',
  '',
])('"%s" is not looked up', async (address) => {
  const { found, attempts } = await fetched(address);
  expect({ found, attempts }).toEqual({ found: { because: expect.any(String) }, attempts: [] });
});

test('nothing is looked up where the attempt cannot be recorded', async () => {
  const { address, connections } = await maker(json({ manifest: 'a.b.c' }));
  const connecting = () => Promise.reject(new Error('disk full'));
  await expect(fetched(address, { connecting })).rejects.toThrow('disk full');
  expect(connections()).toBe(0);
});

test('who breaks the connection right behind the handshake ends nothing else', async () => {
  const { address } = await maker(json({ manifest: 'a.b.c' }));
  const between = await badRecordBehind(Number(new URL(address).port));
  const { found } = await fetched(`https://localhost:${between.port}`);
  expect(found).toEqual({ because: expect.stringMatching(/^localhost cannot be asked/) });
  between.close();
});
