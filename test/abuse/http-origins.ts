import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { CLOSED, one, refused } from './http-asked.ts';
import type { Web } from './web.ts';

const host = (name: string) => (web: Web) => ({
  path: '/session',
  headers: { host: name.replace('PORT', `${web.port}`) },
});
const from = (more: Record<string, string>) => (web: Web) => ({
  ...CLOSED,
  headers: { host: `localhost:${web.port}`, ...more },
});

/** Other names, other pages, and what is asked in their name. */
export const httpOrigins: readonly AbuseCase[] = [
  refused(
    'HT-01',
    'a page whose name was made to point here',
    one('names of the hub'),
    '403 not-from-here',
    host('evil.example:PORT'),
    'owner',
  ),
  refused(
    'HT-02',
    'a name that begins like ours',
    one('names of the hub'),
    '403 not-from-here',
    host('localhost.evil.example:PORT'),
    'owner',
  ),
  refused(
    'HT-03',
    'our name at another port',
    one('names of the hub'),
    '403 not-from-here',
    host('localhost:80'),
    'owner',
  ),
  refused(
    'HT-04',
    'a name with a user before it',
    one('names of the hub'),
    '403 not-from-here',
    host('evil@localhost:PORT'),
    'owner',
  ),
  refused(
    'HT-05',
    'an address of ours in another spelling',
    one('names of the hub'),
    '403 not-from-here',
    host('0x7f000001:PORT'),
    'owner',
  ),
  refused(
    'HT-06',
    'a change from another page',
    one('own pages alone'),
    '403 not-from-here',
    from({ origin: 'https://evil.example' }),
    'owner',
  ),
  refused(
    'HT-07',
    'a change from a page without an origin',
    one('own pages alone'),
    '403 not-from-here',
    from({ origin: 'null' }),
    'owner',
  ),
  refused(
    'HT-08',
    'a change from our name without TLS',
    one('own pages alone'),
    '403 not-from-here',
    (web) => ({ ...CLOSED, headers: { origin: `http://localhost:${web.port}` } }),
    'owner',
  ),
  refused(
    'HT-09',
    'a change from another service of this machine',
    one('own pages alone'),
    '403 not-from-here',
    from({ origin: 'https://localhost:8123' }),
    'owner',
  ),
  refused(
    'HT-10',
    'a change from a neighbour of the same site',
    one('own pages alone'),
    '403 not-from-here',
    from({ 'sec-fetch-site': 'same-site' }),
    'owner',
  ),
  refused(
    'HT-11',
    'a link that changes something',
    one('own pages alone'),
    '403 not-from-here',
    from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
    'owner',
  ),
  refused(
    'HT-12',
    'listening to events from another site',
    one('own pages alone'),
    '403 not-from-here',
    { path: '/events', headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' } },
    'owner',
  ),
  refused('HT-13', 'a change with the cookie alone', one('token of the page'), '403 not-this-page', (web) => ({
    ...CLOSED,
    who: { ...web.owner, token: '' },
  })),
  refused(
    'HT-14',
    'a change with the token of another session',
    one('token of the page'),
    '403 not-this-page',
    (web) => ({ ...CLOSED, who: { ...web.owner, token: web.adult.token } }),
  ),
  refused(
    'HT-15',
    'JSON in a form',
    one('JSON alone'),
    '415 wrong-content-type',
    { ...CLOSED, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    'owner',
  ),
  refused(
    'HT-16',
    'JSON called plain text',
    one('JSON alone'),
    '415 wrong-content-type',
    { ...CLOSED, headers: { 'content-type': 'text/plain' } },
    'owner',
  ),
  refused(
    'HT-26',
    'another method in a header',
    one('method of the first line'),
    '400 not-understood',
    async (web) => ({
      ...{ method: 'POST', path: '/session', body: {}, who: await web.session() },
      headers: { 'x-http-method-override': 'DELETE' },
    }),
  ),
  ...['OPTIONS', 'TRACE', 'PATCH', 'PROPFIND'].map((method, at) =>
    refused(`HT-38${'abcd'[at]}`, `${method}`, one('methods of the hub'), '405 wrong-method', { method }, 'owner'),
  ),
  {
    id: 'HT-49',
    done: 'asking what another site may ask (CORS)',
    expected: 'nothing is allowed to any',
    guard: one('answers for own pages alone'),
    async run({ web }) {
      for (const origin of ['https://evil.example', 'null', `https://localhost:${web.port}`]) {
        const { headers } = await web.ask({ who: web.owner, headers: { origin } });
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      }
    },
  },
  {
    id: 'HT-56',
    done: 'two hosts in one request',
    expected: 'refused',
    guard: one('one host'),
    async run({ web }) {
      const { cookie } = web.owner;
      const head = `GET /api/v1/session HTTP/1.1\r\nHost: localhost:${web.port}\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n`;
      expect(await web.raw(`${head}\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    },
  },
];
