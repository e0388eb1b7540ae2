import type { Socket } from 'node:net';
import { expect } from 'vitest';
import { openApi, V1 } from '../api.ts';
import type { AbuseCase } from './abuse-case.ts';
import type { Arena } from './arena.ts';
import { one, refused } from './http-asked.ts';
import { HANDSHAKE } from './packets.ts';
import type { GuardName } from './switches.ts';

const HEADERS_AND_ALL: readonly GuardName[] = ['limit: time for headers', 'limit: time for a request'];
const CHUNKED = '2\r\n{}\r\n0\r\n\r\n';

/** What is hardly a request: addresses in disguise, what no parser should take, too much, too slow. */
export const httpRequests: readonly AbuseCase[] = [
  refused(
    'HT-35',
    'a query of 100 KB',
    one('limit: bytes of headers'),
    '431 no-http',
    { path: `/home?a=${'x'.repeat(100_000)}` },
    'owner',
  ),
  refused(
    'HT-36',
    'a query that is longer than any',
    one('limit: length of an address'),
    '414 too-long',
    { path: `/home?a=${'x'.repeat(5_000)}` },
    'owner',
  ),
  ...[
    '/nothing/../home',
    '/nothing/%2e%2e/home',
    '/nothing%2f..%2fhome',
    '//home',
    '/nothing\\..\\home',
    '/home%00',
    '/home;a=b',
    '/nothing/%252e%252e/home',
    '/home%0d%0aset-cookie:a=b',
  ].map((path, at) =>
    refused(
      `HT-37${'abcdefghi'[at]}`,
      `an address in disguise: ${path}`,
      one('one spelling of an address'),
      '404 no-such-page',
      { path },
      'owner',
    ),
  ),
  ...[
    ['HT-51', 'a length and chunks', `Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`],
    ['HT-52', 'an encoding that is almost chunked', `Transfer-Encoding: chunked, identity\r\n\r\n${CHUNKED}`],
    ['HT-53', 'a header that is continued', 'X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}'],
    ['HT-54', 'a name with a blank before its colon', 'Content-Length : 2\r\n\r\n{}'],
    ['HT-55', 'a line break without a carriage return', 'X-A: b\nContent-Length: 2\r\n\r\n{}'],
  ].map(([id = '', done = '', rest = '']) => noHttp(id, done, one('strict HTTP'), rest)),
  noHttp(
    'HT-50',
    'two lengths of one body',
    { cannot: 'Node’s parser takes none of them, however lenient it is', proof: 'HT-54 has one of the two' },
    'Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}',
  ),
  {
    id: 'HT-57',
    done: 'an address with another host in it',
    expected: 'refused',
    guard: one('one spelling of an address'),
    async run({ web }) {
      const head = `GET https://evil.example/api/v1/home HTTP/1.1\r\nHost: localhost:${web.port}\r\nCookie: ${web.owner.cookie}\r\nConnection: close\r\n\r\n`;
      expect(await web.raw(head)).toMatch(/^HTTP\/1\.1 404 /);
    },
  },
  {
    id: 'HT-58',
    done: 'headers of 20 KB',
    expected: 'refused',
    guard: one('limit: bytes of headers'),
    async run({ web }) {
      const head = `GET /healthz HTTP/1.1\r\nHost: localhost:${web.port}\r\nConnection: close\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`;
      expect(await web.raw(head)).toMatch(/^HTTP\/1\.1 431 /);
    },
  },
  {
    id: 'HT-59',
    done: 'forty connections of one address that say nothing',
    expected: 'the last are closed at once, and another address is answered',
    guard: one('connections of one address'),
    async run(arena) {
      const { web } = arena;
      const address = web.address();
      const sockets = Array.from({ length: 40 }, () => arena.page(address));
      await arena.until(() => sockets.filter(({ closed }) => closed).length === 8);
      expect((await web.ask({ who: web.owner })).status).toBe(200);
      expect(sockets.filter(({ closed }) => closed)).toHaveLength(8);
    },
  },
  {
    id: 'HT-59a',
    done: 'forty connections from as many addresses of one IPv6 network',
    expected: 'counted as one: the last are closed at once',
    guard: one('one network, one address'),
    async run(arena) {
      const sockets = Array.from({ length: 40 }, (_, at) => arena.page(`127.64.2.${at + 1}`));
      await arena.until(() => sockets.filter(({ closed }) => closed).length === 8);
      expect((await arena.web.ask({ who: arena.web.owner })).status).toBe(200);
    },
  },
  slow('HT-61', 'a handshake of TLS', one('limit: time for a handshake'), (arena, address) => ({
    socket: arena.page(address, true),
    begun: HANDSHAKE,
  })),
  slow('HT-62', 'a request’s headers', HEADERS_AND_ALL, async (arena, address) => ({
    socket: await arena.pageInTls(address, true),
    begun: `GET /api/v1/home HTTP/1.1\r\nHost: localhost:${arena.web.port}\r\nX-A: `,
  })),
  slow('HT-63', 'nothing at all, once TLS speaks,', HEADERS_AND_ALL, async (arena, address) => ({
    socket: await arena.pageInTls(address, true),
  })),
  slow('HT-64', 'a request’s body', one('limit: time for a request'), async (arena, address) => ({
    socket: await arena.pageInTls(address, true),
    begun: `POST /api/v1/session HTTP/1.1\r\nHost: localhost:${arena.web.port}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`,
  })),
  {
    id: 'HT-65',
    done: 'thirty-two connections that are kept when their request was answered',
    expected: 'ended after five seconds',
    guard: one('limit: time between requests'),
    async run(arena) {
      const address = arena.web.address();
      const kept = await Promise.all(Array.from({ length: 32 }, () => arena.pageInTls(address, true)));
      let answered = 0;
      for (const socket of kept) {
        socket.once('data', () => answered++);
        socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${arena.web.port}\r\n\r\n`);
      }
      await arena.until(() => answered === kept.length);
      await arena.until(() => isAnswered(arena, address));
    },
  },
  {
    id: 'HT-60',
    done: 'a body of two megabytes',
    expected: 'refused, or cut off while it still sends',
    guard: one('limit: bytes of a body'),
    async run({ house }) {
      const api = await openApi(house, {}, false);
      try {
        const body = { name: 'Anna', passphrase: 'x'.repeat(2 * 1024 * 1024) };
        const answer = await api.askAs(undefined, 'POST', `${V1}/session`, body).catch(() => undefined);
        if (answer) expect([answer.status, answer.body.code]).toEqual([413, 'too-large']);
      } finally {
        await api.stop();
      }
    },
  },
];

/** As many as one address may have; each sends a byte now and then, if anything, of what never ends. */
function slow(
  id: string,
  what: string,
  guard: AbuseCase['guard'],
  begin: (arena: Arena, address: string) => Promise<Slow> | Slow,
): AbuseCase {
  return {
    id,
    done: `thirty-two connections that send ${what} drop by drop`,
    expected: 'all ended in time, also where they stay; others are answered meanwhile',
    guard,
    async run(arena) {
      const address = arena.web.address();
      const all = await Promise.all(Array.from({ length: 32 }, () => begin(arena, address)));
      for (const { socket, begun } of all) if (begun !== undefined) socket.write(begun);
      const drops = setInterval(() => {
        for (const { socket, begun } of all) if (begun !== undefined && socket.writable) socket.write('x');
      }, 50);
      try {
        expect((await arena.web.ask({ who: arena.web.owner })).status).toBe(200);
        // Until they are gone no other of that address is let in.
        await arena.until(() => isAnswered(arena, address));
      } finally {
        clearInterval(drops);
      }
    },
  };
}

async function isAnswered({ web }: Arena, from: string): Promise<boolean> {
  const answer = await web.ask({ who: web.owner, from }).catch(() => undefined);
  return answer?.status === 200;
}

interface Slow {
  readonly socket: Socket;
  readonly begun?: string | Buffer;
}

function noHttp(id: string, done: string, guard: AbuseCase['guard'], rest: string): AbuseCase {
  return {
    ...{ id, done, guard },
    expected: 'refused as no HTTP, and the connection ends',
    async run({ web }) {
      const head = `POST /api/v1/session HTTP/1.1\r\nHost: localhost:${web.port}\r\nConnection: close\r\nContent-Type: application/json\r\n`;
      const answer = await web.raw(head + rest);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"no-http"');
      expect(answer.match(/^HTTP\/1\.1/gm)).toHaveLength(1);
    },
  };
}
