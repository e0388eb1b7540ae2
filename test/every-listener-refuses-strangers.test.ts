import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecure } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGES_FOLDER } from '../gateway/web/pages.ts';
import { claimHub, type Running, startHub } from './launcher.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
let hub: Running;
beforeAll(async () => {
  hub = await startHub(dataDir);
}, 60_000);
afterAll(async () => {
  await hub.stop();
  rmSync(dataDir, { recursive: true });
});

/** Ports that this process listens on (proc_net_tcp: state 0A, the socket's inode). */
function listening(pid: number): number[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => (table.startsWith('udp') || state === '0A') && inodes.has(inode))
      .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
  );
}

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function asked(secure: boolean, port: number, method: string, path: string, headers: object = {}): Promise<Asked> {
  const options = { host: '127.0.0.1', port, method, path, headers: { ...headers }, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const asking = (secure ? request : plainRequest)(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    asking.on('error', reject).end();
  });
}

/** What an MQTT listener answers a CONNECT without credentials: CONNACK with a return code, or the end. */
function connack(open: () => Socket): Promise<string> {
  return new Promise((resolve) => {
    const socket = open();
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('hex');
    });
    socket.on('error', () => undefined).on('close', () => resolve(answer));
    socket.write(Buffer.from('100d00044d51545404020000000178', 'hex'));
  });
}

test('a hub listens on the ports it says and no other', () => {
  const { mqtt, mqtts, http, https } = hub.ports;
  expect(listening(hub.process.pid ?? 0).sort()).toEqual([mqtt, mqtts, http, https].sort());
});

test.each([['unclaimed'], ['claimed']])(
  'each of them refuses whoever is nobody, on a hub that is %s',
  async (state) => {
    if (state === 'claimed') await claimHub(dataDir);
    const { mqtt, mqtts, http, https } = hub.ports;
    // 05: not authorised, 04: bad user name or password.
    expect(await connack(() => connectPlain(mqtt, '127.0.0.1'))).toMatch(/^200200(04|05)$/);
    const tls = { host: '127.0.0.1', port: mqtts, rejectUnauthorized: false };
    expect(await connack(() => connectSecure(tls))).toMatch(/^200200(04|05)$/);

    const expected = state === 'claimed' ? 401 : 403;
    for (const path of ['/api/v1/home', '/api/v1/devices', '/api/v1/export', '/api/v1/events', '/metrics', '/debug'])
      expect((await asked(true, https, 'GET', path)).status, path).toBe(expected);
    // The page is what was built, the same for everybody; it may show nothing that the API does not tell.
    const shown = await asked(true, https, 'GET', '/');
    expect([shown.status, shown.headers['set-cookie']]).toEqual([200, undefined]);
    const file = state === 'claimed' ? 'index.html' : 'setup.html';
    expect(shown.text).toBe(readFileSync(join(PAGES_FOLDER, file), 'utf8'));
    for (const path of ['/healthz', '/readyz']) {
      const { status, text } = await asked(true, https, 'GET', path);
      expect([status, JSON.parse(text)]).toEqual([200, { status: 'pass' }]);
    }

    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect((await asked(false, http, method, '/api/v1/home')).status).toBe(405);
    const moved = await asked(false, http, 'GET', '/api/v1/home?a=b');
    expect([moved.status, moved.headers.location]).toEqual([308, `https://127.0.0.1:${https}/api/v1/home`]);
    const page = await asked(false, http, 'GET', '/');
    const { text: fingerprint } = await asked(false, http, 'GET', '/fingerprint');
    expect(page.text).toContain(fingerprint.trim());
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['set-cookie'] ?? page.headers['strict-transport-security']).toBeUndefined();
    expect((await asked(false, http, 'GET', '/authority.crt')).text).toContain('BEGIN CERTIFICATE');
    for (const host of ['evil.example', `evil.example:${http}`, 'localhost'])
      expect((await asked(false, http, 'GET', '/', { host })).status).toBe(403);
    for (const path of ['//evil.example', '/\\evil.example', '/a%0d%0aset-cookie:x'])
      expect(String((await asked(false, http, 'GET', path)).headers.location ?? '')).not.toMatch(/evil|\r|\n/);
  },
);

test('the first start prints a setup code, once, and no log line has it', () => {
  const code = /Setup code: ([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(hub.output())?.[1] ?? 'none';
  expect(hub.output().split(code)).toHaveLength(3);
  expect(
    hub
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.includes(code)),
  ).toEqual([]);
});
