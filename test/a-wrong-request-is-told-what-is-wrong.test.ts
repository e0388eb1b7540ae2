import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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

const V1 = '/api/v1';

test('all that is wrong with what was sent is told at once, each with its place', async () => {
  const { status, type, body } = await api.ask('POST', `${V1}/devices`, {
    name: '',
    dialect: 'morse',
    read: [1],
    more: 1,
  });
  expect(status).toBe(400);
  expect(type).toBe('application/problem+json');
  expect(body).toMatchObject({
    type: 'urn:hearthgate:problem:not-understood',
    title: 'The input is not understood',
    status: 400,
    code: 'not-understood',
  });
  const paths = body.errors.map(({ path }: { path: string }) => path).sort();
  expect(paths).toEqual(['/dialect', '/more', '/name', '/read/0', '/write']);
});

test.each<[string, string, string, unknown, number, string]>([
  ['an address that there is not', 'GET', '/api/v2/home', undefined, 404, 'no-such-page'],
  ['an address that is none', 'GET', '/%zz', undefined, 404, 'no-such-page'],
  ['a name in the query that there is not', 'GET', `${V1}/consents?stat=given`, undefined, 400, 'not-understood'],
  [
    'a name in the query that was said twice',
    'GET',
    `${V1}/consents?state=given&state=refused`,
    undefined,
    400,
    'not-understood',
  ],
  ['a query where there is none', 'GET', `${V1}/home?limit=2`, undefined, 400, 'not-understood'],
  ['a query beside a body', 'POST', `${V1}/sharing/stop?device=x`, {}, 400, 'not-understood'],
  ['a body beside a query', 'DELETE', `${V1}/clients/nobody`, { sure: true }, 400, 'not-understood'],
  [
    'what stands in the address, in the body, too',
    'PUT',
    `${V1}/devices/a/room`,
    { device: 'b' },
    400,
    'not-understood',
  ],
  ['pages that are too long', 'GET', `${V1}/consents?limit=201`, undefined, 400, 'not-understood'],
  ['a page that no list gave', 'GET', `${V1}/consents?cursor=%20`, undefined, 400, 'not-understood'],
  ['a number that is none', 'GET', `${V1}/ledger/entries?from=first`, undefined, 400, 'not-understood'],
  ['no JSON', 'POST', `${V1}/refusals`, '{"recipient":', 400, 'not-understood'],
  ['JSON that is no object', 'POST', `${V1}/refusals`, '[]', 400, 'not-understood'],
  ['half a character', 'POST', `${V1}/refusals`, '{"recipient":"\\ud800","request":"x"}', 400, 'not-understood'],
  [
    'a member with a name of the language',
    'POST',
    `${V1}/refusals`,
    '{"__proto__":{"recipient":"a"}}',
    400,
    'not-understood',
  ],
  [
    'what is nested without end',
    'POST',
    `${V1}/consents`,
    `{"form":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    400,
    'not-understood',
  ],
  ['more than fits', 'POST', `${V1}/recipients`, { signed: 'x'.repeat(1024 * 1024) }, 413, 'too-large'],
  ['a recipient that there is not', 'GET', `${V1}/recipients/nobody`, undefined, 404, 'no-such-recipient'],
  ['a device that there is not', 'GET', `${V1}/devices/nobody`, undefined, 404, 'no-such-device'],
  ['a consent that there is not', 'GET', `${V1}/consents/none/receipt`, undefined, 404, 'no-such-consent'],
  ['an entry that there is not', 'GET', `${V1}/ledger/entries/99/proof`, undefined, 404, 'no-such-entry'],
  ['a time without an end that has a date', 'POST', `${V1}/sharing/stop`, { forMs: 9e15 }, 400, 'not-understood'],
  [
    'a consent for longer than there are dates',
    'POST',
    `${V1}/consents`,
    { recipient: 'a', request: 'b', acceptUnion: false, lifetime: 1e300 },
    400,
    'not-understood',
  ],
  ['a name that is inherited', 'GET', `${V1}/consents?constructor=1`, undefined, 400, 'not-understood'],
])('%s is refused as a problem', async (_, method, path, body, status, code) => {
  const said = await api.ask(method, path, body);
  expect(said).toMatchObject({ status, type: 'application/problem+json', body: { status, code } });
  expect(said.body.detail).toEqual(expect.any(String));
});

test('an address that is asked in the wrong way says how it is asked', async () => {
  const said = await api.ask('DELETE', `${V1}/consents`);
  expect(said).toMatchObject({ status: 405, body: { code: 'wrong-method' } });
  expect(said.headers.get('allow')).toBe('GET, POST');
  expect((await api.ask('POST', '/healthz')).headers.get('allow')).toBe('GET');
});

test('what is no HTTP gets an answer, too, and the hub goes on', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect({ port: api.port, host: '127.0.0.1', servername: 'localhost', ca: api.ca }, () =>
      socket.write('\x10\x04MQTT\r\n\r\n'),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*application\/problem\+json/);
  expect((await api.ask('GET', '/healthz')).body).toEqual({ status: 'pass' });
});

test('a defect says nothing of itself, and its log says where it is but not what was asked', async () => {
  const broken = vi.spyOn(house.hub.manifests, 'get').mockImplementation(() => {
    throw new TypeError('the secret canary-7 is not a function');
  });
  const before = house.logged.length;
  const said = await api.ask('GET', `${V1}/recipients/canary-8`);
  broken.mockRestore();
  expect(said).toMatchObject({ status: 500, body: { code: 'defect' } });
  const logged = house.logged.slice(before).join('');
  expect(logged).toContain('GET /api/v1/recipients/:recipient');
  expect(logged).toContain('TypeError');
  expect(JSON.stringify(said.body) + logged).not.toMatch(/canary-[78]/);
});

test('lists come in pages, and lines that go meanwhile move no other', async () => {
  for (let i = 0; i < 7; i++) await house.do('app add', { name: `app-${i}`, read: [], write: [] });
  const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
  const first = (await api.ask('GET', `${V1}/clients?limit=3`)).body;
  expect(names(first)).toEqual(['app-0', 'app-1', 'app-2']);
  expect(first.total).toBe(7);
  await house.do('device remove', { name: 'app-0' });
  const second = (await api.ask('GET', `${V1}/clients?limit=3&cursor=${first.next}`)).body;
  expect(names(second)).toEqual(['app-3', 'app-4', 'app-5']);
  await house.do('device remove', { name: 'app-5' });
  const last = (await api.ask('GET', `${V1}/clients?limit=3&cursor=${second.next}`)).body;
  expect(names(last)).toEqual(['app-6']);
  expect(last.next).toBeUndefined();
});
