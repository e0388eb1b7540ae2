import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { authority, serverCertificate } from '../gateway/recipients/links/certificates.fixture.ts';
import { openDatabase } from '../gateway/store/database.ts';
import { openHouse, signedBy } from './house.ts';

test('hearthgate recipient add https://… fetches, pins and records; adding it contacts nobody a second time', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-fetch-'));
  authority(dir, 'ca');
  const certificate = serverCertificate(dir, 'server', 'ca', 'DNS:localhost');
  const house = await openHouse();
  const signed = await signedBy(house, { version: 1 });
  await house.stop();
  let asked = 0;
  const server = createServer(certificate, (_, response) => {
    asked++;
    response.end(JSON.stringify({ manifest: signed }));
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const data = join(dir, 'data');
  const env = { ...process.env, HEARTHGATE_DATA: data, NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') };
  const program = join(import.meta.dirname, '../gateway/cli/hearthgate.ts');
  const run = (...words: string[]) => promisify(execFile)(process.execPath, [program, ...words], { env });
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  const { stdout } = await run('recipient', 'add', address);
  expect(stdout).toContain('acme-heating');
  await run('recipient', 'list');
  expect(asked).toBe(1);
  const db = openDatabase(join(data, 'flow.db'), 'flow');
  expect(db.prepare('SELECT recipient, host, outcome FROM connections').all()).toEqual([
    { recipient: 'localhost', host: 'localhost', outcome: 'opened' },
  ]);
  db.close();
  server.close();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);
