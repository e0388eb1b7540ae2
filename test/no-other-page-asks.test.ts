import { request } from 'node:https';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskedApi, openApi } from './api.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let api: AskedApi;
beforeAll(async () => {
  house = await openHouse();
  api = await openApi(house);
});
afterAll(async () => {
  await api.stop();
  await house.stop();
});

const HOME = '/api/v1/home';
const RESUME = '/api/v1/sharing/stop';
const json = { 'content-type': 'application/json' };

/** With exactly these headers, as a browser would send them for somebody else. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<[number, string, object]> {
  return new Promise((resolve, reject) => {
    const { cookie, token } = api.owner;
    const all = { cookie, 'x-hearthgate-token': token, ...headers };
    const asking = request(
      { ca: api.ca, servername: 'localhost', host: '127.0.0.1', port: api.port, method, path, headers: all },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve([response.statusCode ?? 0, JSON.parse(text || '{}').code, response.headers]));
      },
    );
    asking.on('error', reject).end(body);
  });
}

const from = (more: object) => ({ host: `localhost:${api.port}`, ...more });

test.each<[string, () => Record<string, string>]>([
  ['a name that was made to point here', () => ({ host: `evil.example:${api.port}` })],
  ['a name that begins like ours', () => ({ host: `localhost.evil.example:${api.port}` })],
  ['our name at another port', () => ({ host: 'localhost:80' })],
  ['our name without the port', () => ({ host: 'localhost' })],
  ['another page', () => from({ origin: 'https://evil.example' })],
  ['a page of another program on this machine', () => from({ origin: 'http://localhost:3000' })],
  ['a page without an origin, a file or a frame', () => from({ origin: 'null' })],
  ['another site, as the browser says', () => from({ 'sec-fetch-site': 'cross-site' })],
  ['a neighbour, as the browser says', () => from({ 'sec-fetch-site': 'same-site' })],
])('nothing is answered to %s', async (_, headers) => {
  expect((await raw('GET', HOME, headers())).slice(0, 2)).toEqual([403, 'not-from-here']);
  expect((await raw('POST', RESUME, { ...headers(), ...json }, '{}')).slice(0, 2)).toEqual([403, 'not-from-here']);
  expect(house.hub.standing.all()).toEqual([]);
});

test('its own page is answered, by any of this machine’s names', async () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    const own = { host: `${host}:${api.port}`, origin: `https://${host}:${api.port}`, 'sec-fetch-site': 'same-origin' };
    expect((await raw('GET', HOME, own))[0]).toBe(200);
  }
});

test.each([
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/plain; application/json',
  'application/jsonp',
  'application/json; charset=utf-7',
])('no form changes anything: %s', async (type) => {
  const said = await raw('POST', RESUME, from({ 'content-type': type }), '{}');
  expect(said.slice(0, 2)).toEqual([415, 'wrong-content-type']);
  expect(house.hub.standing.all()).toEqual([]);
});

test('every answer is kept nowhere and runs nothing, refusals included', async () => {
  for (const path of [HOME, '/healthz', '/nothing', '/api/v1/ledger/checkpoint', '/%zz']) {
    const { headers } = await api.ask('GET', path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('no page of another site learns what may be asked', async () => {
  const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  const [status, , headers] = await raw('OPTIONS', RESUME, from(preflight));
  expect(status).toBe(403);
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('a port that is taken is named, with the setting that changes it', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const { serveApi } = await import('../gateway/web/api/api.ts');
  const { pino } = await import('pino');
  const log = pino({ level: 'silent' });
  await expect(serveApi({ hub: house.hub, log }, '127.0.0.1', port)).rejects.toThrow(
    `port ${port} is taken by another program; choose another with https.port or HEARTHGATE_HTTPS_PORT`,
  );
  other.close();
});
