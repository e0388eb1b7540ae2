import { expect } from 'vitest';
import { PASSPHRASE, type SignedIn } from '../api.ts';
import type { AbuseCase } from './abuse-case.ts';
import type { Arena } from './arena.ts';
import type { GuardName } from './switches.ts';
import type { Answered, Ask, Web } from './web.ts';

type Who = 'owner' | 'adult' | 'viewer';
const CLOSED = { method: 'POST', path: '/sharing/stop', body: {} } as const;

/** Something that is refused with this status and code, by whoever asks. */
function refused(
  id: string,
  done: string,
  guard: AbuseCase['guard'],
  answer: string,
  ask: Ask | ((web: Web, arena: Arena) => Ask | Promise<Ask>),
  who?: Who,
): AbuseCase {
  return {
    id,
    done,
    expected: `refused: ${answer}`,
    guard,
    async run(arena) {
      const { web } = arena;
      const asked = typeof ask === 'function' ? await ask(web, arena) : ask;
      const person: SignedIn | undefined = who && web[who];
      expect(said(await web.ask({ ...(person && { who: person }), ...asked }))).toBe(answer);
      expect(arena.house.hub.standing.all()).toEqual([]);
    },
  };
}

function said({ status, code }: Answered): string {
  return `${status} ${code}`;
}

const one = (guard: GuardName) => [guard];
const host = (name: string) => (web: Web) => ({
  path: '/session',
  headers: { host: name.replace('PORT', `${web.port}`) },
});
const from = (more: Record<string, string>) => (web: Web) => ({
  ...CLOSED,
  headers: { host: `localhost:${web.port}`, ...more },
});
const parser = { cannot: 'no other parser of bodies is there', proof: 'the same body as JSON is taken by HT-40' };
const node = (proof: string) => ({ cannot: 'Node’s own parser refuses it, before any code of ours', proof });
const router = { cannot: 'nothing is served from files, and the router takes whole addresses only', proof: 'HT-40' };

/** The same try from one address until it is refused; how often it was looked at. */
async function tries(web: Web, ask: (from: string) => Promise<Answered>, most: number): Promise<number> {
  const address = web.address();
  for (let count = 0; count < most; count++) if ((await ask(address)).status === 429) return count;
  return most;
}

const STATIC: readonly AbuseCase[] = [
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
    'a form',
    parser,
    '415 wrong-content-type',
    { ...CLOSED, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
    'owner',
  ),
  refused(
    'HT-16',
    'JSON called plain text',
    parser,
    '415 wrong-content-type',
    { ...CLOSED, headers: { 'content-type': 'text/plain' } },
    'owner',
  ),
  refused('HT-17', 'asking without signing in', one('session'), '401 not-signed-in', { path: '/home' }),
  refused('HT-18', 'a cookie that was made up', one('session'), '401 not-signed-in', {
    path: '/home',
    who: { cookie: `__Host-hearthgate=${'A'.repeat(43)}`, token: '' },
  }),
  refused(
    'HT-19',
    'our cookie twice, so that two readers read two',
    { cannot: 'one place reads cookies', proof: 'each of the two alone is answered' },
    '401 not-signed-in',
    (web) => ({ path: '/home', headers: { cookie: `${web.owner.cookie}; ${web.adult.cookie}` } }),
  ),
  refused('HT-20', 'the same session after signing out', one('session'), '401 not-signed-in', async (web) => {
    const who = await web.session();
    await web.ask({ method: 'DELETE', path: '/session', who });
    return { path: '/session', who };
  }),
  refused('HT-21', 'a viewer who stops sharing', one('roles'), '403 not-allowed', CLOSED, 'viewer'),
  refused(
    'HT-22',
    'a viewer who makes themselves an owner',
    one('roles'),
    '403 not-allowed',
    (_, { house }) => {
      const [person] = house.hub.people.all().filter(({ role }) => role === 'viewer');
      return { method: 'PUT', path: `/people/${person?.id}/role`, body: { role: 'owner' } };
    },
    'viewer',
  ),
  refused(
    'HT-23',
    'an adult who lets an owner go',
    one('roles'),
    '403 not-allowed',
    async (web, { house }) => {
      await web.freshen();
      await house.do('setup-code', {}).then(async (made) => {
        const { code } = made as { code: string };
        await web.ask({ method: 'POST', path: '/setup', body: { code, name: 'Dora', passphrase: PASSPHRASE } });
      });
      return { method: 'DELETE', path: `/people/${house.hub.people.named('Dora')?.id}` };
    },
    'adult',
  ),
  refused(
    'HT-24',
    'a member that makes somebody an owner',
    { cannot: 'the schema is the only door to the operation', proof: 'without it the sign-in is taken' },
    '400 not-understood',
    { method: 'POST', path: '/session', body: { name: 'Anna', passphrase: PASSPHRASE, role: 'owner' } },
  ),
  refused(
    'HT-25',
    'letting somebody in long after signing in',
    one('passphrase typed again'),
    '403 sign-in-again',
    async (_, { house }) => {
      await house.clock.advance(20 * 60_000);
      return { method: 'POST', path: '/people/invitations', body: { role: 'owner' } };
    },
    'owner',
  ),
  refused(
    'HT-26',
    'another method in a header',
    { cannot: 'nothing reads such a header', proof: 'DELETE itself signs out, in HT-20' },
    '400 not-understood',
    { method: 'POST', path: '/session/passphrase', body: {}, headers: { 'x-http-method-override': 'DELETE' } },
    'owner',
  ),
  refused('HT-27', 'the wrong passphrase', one('right passphrase'), '403 wrong-passphrase', {
    method: 'POST',
    path: '/session',
    body: { name: 'Anna', passphrase: 'admin' },
  }),
  refused('HT-28', 'no passphrase', one('right passphrase'), '403 wrong-passphrase', {
    method: 'POST',
    path: '/session',
    body: { name: 'Anna', passphrase: '' },
  }),
  refused(
    'HT-29',
    'a passphrase of a megabyte',
    { cannot: 'the schema is the only door to the operation', proof: 'a shorter one is looked at' },
    '400 not-understood',
    { method: 'POST', path: '/session', body: { name: 'Anna', passphrase: 'x'.repeat(1_000_000) } },
  ),
  refused(
    'HT-30',
    'choosing a passphrase that is tried first',
    one('passphrases that are tried first'),
    '422 passphrase-refused',
    invited('correct horse battery staple'),
  ),
  refused(
    'HT-31',
    'choosing a short passphrase',
    one('passphrases that are tried first'),
    '422 passphrase-refused',
    invited('short'),
  ),
  refused('HT-32', 'an invitation that was used', one('codes are good once'), '403 wrong-code', async (web) => {
    const ask = await invited(PASSPHRASE, 'Emil')(web);
    await web.ask(ask);
    return { ...ask, body: { ...ask.body, name: 'Frida' } };
  }),
  refused('HT-33', 'a member that is said twice', one('JSON of a request'), '400 not-understood', {
    method: 'POST',
    path: '/session',
    body: `{"name":"Nobody","name":"Anna","passphrase":"${PASSPHRASE}"}`,
  }),
  refused(
    'HT-34',
    'a member that is a prototype',
    { cannot: 'the schema of the operation refuses it, too', proof: 'HT-33 shows that the reader is asked' },
    '400 not-understood',
    {
      method: 'POST',
      path: '/session',
      body: `{"name":"Anna","passphrase":"${PASSPHRASE}","__proto__":{"role":"owner"}}`,
    },
  ),
  refused(
    'HT-35',
    'a query of 100 KB',
    node('longer than all headers may be; a shorter one is refused by its length'),
    '431 no-http',
    { path: `/home?a=${'x'.repeat(100_000)}` },
    'owner',
  ),
  refused(
    'HT-36',
    'a query that is longer than any',
    { cannot: 'the length is looked at in one place', proof: 'HT-40' },
    '414 too-long',
    { path: `/home?a=${'x'.repeat(5_000)}` },
    'owner',
  ),
  ...[
    '/home/../export',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/home%2f..%2fexport',
    '//evil.example/',
    '/home\\..\\export',
    '/home%00',
    '/home;a=b',
    '/%252e%252e/home',
    '/home%0d%0aset-cookie:a=b',
  ].map((path, at) =>
    refused(
      `HT-37${'abcdefghi'[at]}`,
      `an address in disguise: ${path}`,
      router,
      '404 no-such-page',
      { path },
      'owner',
    ),
  ),
  ...['OPTIONS', 'TRACE', 'PATCH', 'PROPFIND'].map((method, at) =>
    refused(
      `HT-38${'abcd'[at]}`,
      `${method}`,
      { cannot: 'no such route is there', proof: 'HT-40' },
      '405 wrong-method',
      { method },
      'owner',
    ),
  ),
];

/** Coming in by an invitation with this passphrase. */
function invited(passphrase: string, name = 'Gina') {
  return async (web: Web) => {
    await web.freshen();
    const { text } = await web.ask({
      method: 'POST',
      path: '/people/invitations',
      who: web.owner,
      body: { role: 'viewer' },
    });
    return {
      method: 'POST',
      path: '/people/acceptance',
      body: { code: String(JSON.parse(text).code), name, passphrase },
    };
  };
}

export const http: readonly AbuseCase[] = [
  ...STATIC,
  {
    id: 'HT-40',
    done: 'asking as one should',
    expected: 'answered: the cases around it are refused for what they are',
    guard: { cannot: 'it is no abuse', proof: 'it fails when anything is refused that should not be' },
    async run({ web }) {
      expect((await web.ask({ who: web.owner })).status).toBe(200);
      const stopped = await web.ask({
        method: 'POST',
        path: '/session/passphrase',
        who: web.owner,
        body: { passphrase: PASSPHRASE },
      });
      expect(stopped.status).toBe(200);
    },
  },
  {
    id: 'HT-41',
    done: 'guessing a passphrase again and again',
    expected: 'the address waits after five; others sign in',
    guard: one('wrong answers wait'),
    async run({ web }) {
      expect(await tries(web, (from) => web.signIn('not this one at all', 'Anna', { from }), 8)).toBe(5);
      expect((await web.signIn()).status).toBe(200);
    },
  },
  {
    id: 'HT-42',
    done: 'guessing with another X-Forwarded-For each time',
    expected: 'the address waits all the same',
    guard: one('listed proxies'),
    async run({ web }) {
      let count = 0;
      const guess = (from: string) =>
        web.signIn('not this one at all', 'Anna', { from, headers: { 'x-forwarded-for': `10.0.0.${++count}` } });
      expect(await tries(web, guess, 8)).toBe(5);
    },
  },
  {
    id: 'HT-43',
    done: 'guessing many names from one address',
    expected: 'the address waits after twenty',
    guard: one('wrong answers wait'),
    async run({ web }) {
      let count = 0;
      expect(await tries(web, (from) => web.signIn('not this one at all', `Name ${++count}`, { from }), 24)).toBe(20);
    },
  },
  {
    id: 'HT-44',
    done: 'telling names by how long the answer takes',
    expected: 'a name that nobody has takes as long',
    guard: one('same work for every name'),
    async run({ web }) {
      const took = async (name: string) => {
        const times: number[] = [];
        for (let i = 0; i < 4; i++) {
          const begun = performance.now();
          await web.signIn('not this one at all', name);
          times.push(performance.now() - begun);
        }
        return Math.min(...times);
      };
      expect((await took('Nobody')) / (await took('Anna'))).toBeGreaterThan(0.6);
    },
  },
  {
    id: 'HT-45',
    done: 'guessing a setup code from many addresses',
    expected: 'the sixth try is worth nothing, right or wrong',
    guard: one('five tries'),
    async run({ web, house }) {
      const { code } = await house.do<{ code: string }>('setup-code', {});
      const claim = (each: string) =>
        web.ask({ method: 'POST', path: '/setup', body: { code: each, name: 'Hugo', passphrase: PASSPHRASE } });
      for (const letter of 'ACDEF') expect(said(await claim(letter.repeat(8)))).toBe('403 wrong-code');
      expect(said(await claim(code))).toBe('403 wrong-code');
    },
  },
  {
    id: 'HT-46',
    done: 'a flood of addresses that there are not',
    expected: 'refused as too much, also what is found; others are answered',
    guard: one('rate of requests'),
    async run({ web }) {
      const address = web.address();
      let last = 0;
      for (let i = 0; i < 40 && last !== 429; i++) {
        const all = Array.from({ length: 16 }, () => web.ask({ path: '/nothing', from: address }));
        last = Math.max(...(await Promise.all(all)).map(({ status }) => status));
      }
      expect(last).toBe(429);
      expect((await web.ask({ who: web.owner })).status).toBe(200);
    },
  },
  {
    id: 'HT-47',
    done: 'planting a cookie before somebody signs in',
    expected: 'signing in begins another session, and the planted one is no session',
    guard: one('second session for a second sign-in'),
    async run({ web }) {
      const planted = await web.session();
      const { headers, status } = await web.signIn(PASSPHRASE, 'Anna', { headers: { cookie: planted.cookie } });
      expect(status).toBe(200);
      expect(String(headers['set-cookie'])).not.toContain(planted.cookie);
      expect((await web.ask({ path: '/session', who: planted })).status).toBe(401);
    },
  },
  {
    id: 'HT-48',
    done: 'signing out somebody else',
    expected: 'an adult ends none but their own',
    guard: one('own sessions alone'),
    async run({ web, house }) {
      const victim = await web.session();
      const [session] = house.hub.sessions.of(house.hub.people.named('Anna')?.id ?? '');
      await web.ask({ method: 'POST', path: `/places/${session?.id}/end`, who: web.adult, body: {} });
      expect((await web.ask({ path: '/session', who: victim })).status).toBe(200);
    },
  },
  {
    id: 'HT-49',
    done: 'asking what another site may ask (CORS)',
    expected: 'nothing is allowed to any',
    guard: {
      cannot: 'no line of the hub writes such a header',
      proof: 'the same answer has the headers that are expected',
    },
    async run({ web }) {
      for (const origin of ['https://evil.example', 'null', `https://localhost:${web.port}`]) {
        const { headers } = await web.ask({ who: web.owner, headers: { origin } });
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      }
    },
  },
  ...[
    ['HT-50', 'two lengths of one body', 'Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}'],
    [
      'HT-51',
      'a length and chunks',
      'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/v1/home HTTP/1.1\r\n\r\n',
    ],
    ['HT-52', 'an encoding that is almost chunked', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['HT-53', 'a header that is continued', 'X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}'],
    ['HT-54', 'a name with a blank before its colon', 'Content-Length : 2\r\n\r\n{}'],
    ['HT-55', 'a line break without a carriage return', 'X-A: b\nContent-Length: 2\r\n\r\n{}'],
  ].map(
    ([id = '', done = '', rest = '']): AbuseCase => ({
      id,
      done,
      expected: 'refused as no HTTP, and the connection ends',
      guard: node('HT-40 is the same without it'),
      async run({ web }) {
        const head = `POST /api/v1/session HTTP/1.1\r\nHost: localhost:${web.port}\r\nContent-Type: application/json\r\n`;
        const answer = await web.raw(head + rest);
        expect(answer).toMatch(/^HTTP\/1\.1 400 /);
        expect(answer.match(/^HTTP\/1\.1/gm)).toHaveLength(1);
      },
    }),
  ),
  {
    id: 'HT-56',
    done: 'two hosts in one request',
    expected: 'refused',
    guard: one('names of the hub'),
    async run({ web }) {
      const { cookie } = web.owner;
      const head = `GET /api/v1/session HTTP/1.1\r\nHost: evil.example\r\nCookie: ${cookie}\r\nConnection: close\r\n`;
      expect(await web.raw(`${head}\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    },
  },
  {
    id: 'HT-57',
    done: 'an address with another host in it',
    expected: 'refused',
    guard: router,
    async run({ web }) {
      const head = `GET https://evil.example/api/v1/home HTTP/1.1\r\nHost: localhost:${web.port}\r\nConnection: close\r\n\r\n`;
      expect(await web.raw(head)).toMatch(/^HTTP\/1\.1 404 /);
    },
  },
  {
    id: 'HT-58',
    done: 'headers of 20 KB',
    expected: 'refused',
    guard: node('HT-40 is the same without them'),
    async run({ web }) {
      const head = `GET /healthz HTTP/1.1\r\nHost: localhost:${web.port}\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`;
      expect(await web.raw(head)).toMatch(/^HTTP\/1\.1 431 /);
    },
  },
  {
    id: 'HT-59',
    done: 'forty connections of one address that say nothing',
    expected: 'the last are closed at once, and another address is answered',
    guard: { cannot: 'it counts before TLS, in the listener', proof: 'the first thirty-two stay open' },
    async run(arena) {
      const { web } = arena;
      const address = web.address();
      const { connect } = await import('node:net');
      const sockets = Array.from({ length: 40 }, () =>
        connect({ port: web.port, host: '127.0.0.1', localAddress: address }).on('error', () => undefined),
      );
      try {
        await arena.until(() => sockets.filter(({ closed }) => closed).length === 8);
        expect((await web.ask({ who: web.owner })).status).toBe(200);
        expect(sockets.filter(({ closed }) => closed)).toHaveLength(8);
      } finally {
        for (const socket of sockets) socket.destroy();
      }
    },
  },
  {
    id: 'HT-60',
    done: 'a body of two megabytes',
    expected: 'refused',
    guard: {
      cannot: 'the length is looked at by the one reader of bodies',
      proof: 'half as much is taken by the manifests’ cases',
    },
    async run({ web }) {
      const body = `{"signed":"${'x'.repeat(2 * 1024 * 1024)}"}`;
      const answer = await web
        .ask({ method: 'POST', path: '/recipients', who: web.owner, body })
        .catch(() => undefined);
      // Cut off while it still sends, or told.
      if (answer) expect(said(answer)).toBe('413 too-large');
    },
  },
];
