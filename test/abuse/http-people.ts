import { expect } from 'vitest';
import { PASSPHRASE, type SignedIn } from '../api.ts';
import type { House } from '../house.ts';
import { openWindow } from '../newcomer.ts';
import type { AbuseCase } from './abuse-case.ts';
import { PROXY } from './arena.ts';
import { CLOSED, invited, one, refused, said } from './http-asked.ts';
import { connect } from './packets.ts';
import { type Answered, signedIn, type Web } from './web.ts';

/** Sessions, roles, passphrases, codes. */
export const httpPeople: readonly AbuseCase[] = [
  refused('HT-17', 'asking without signing in', one('session'), '401 not-signed-in', { path: '/home' }),
  refused('HT-18', 'a cookie that was made up', one('session'), '401 not-signed-in', {
    path: '/home',
    who: { cookie: `__Host-hearthgate=${'A'.repeat(43)}`, token: '' },
  }),
  refused('HT-19', 'our cookie twice, so that two readers read two', one('one cookie'), '401 not-signed-in', (web) => ({
    path: '/home',
    headers: { cookie: `${web.owner.cookie}; ${web.adult.cookie}` },
  })),
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
      const { id } = await anOwner(web, house, 'Dora');
      return { method: 'DELETE', path: `/people/${id}` };
    },
    'adult',
  ),
  refused('HT-24', 'a member that makes somebody an owner', one('input schema'), '400 not-understood', {
    method: 'POST',
    path: '/session',
    body: { name: 'Anna', passphrase: PASSPHRASE, role: 'owner' },
  }),
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
  refused('HT-29', 'a passphrase of a megabyte', one('input schema'), '400 not-understood', {
    method: 'POST',
    path: '/session',
    body: { name: 'Anna', passphrase: 'x'.repeat(1_000_000) },
  }),
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
  refused('HT-34', 'a member that is a prototype', ['JSON of a request', 'input schema'], '400 not-understood', {
    method: 'POST',
    path: '/session',
    body: `{"name":"Anna","passphrase":"${PASSPHRASE}","__proto__":{"role":"owner"}}`,
  }),
  refused(
    'HT-25a',
    'credentials for a device, from a page that was left open',
    one('passphrase typed again'),
    '403 sign-in-again',
    async (_, { house }) => {
      await house.clock.advance(20 * 60_000);
      const body = { name: 'spy', dialect: 'native', read: ['#'], write: [] };
      return { method: 'POST', path: '/devices', body };
    },
    'owner',
  ),
  refused(
    'HT-25b',
    'answering a newcomer, from a page that was left open',
    one('passphrase typed again'),
    '403 sign-in-again',
    async (_, arena) => {
      await arena.house.clock.advance(20 * 60_000);
      await openWindow(arena.house);
      const knock = await arena.raw();
      knock.send(connect({ id: 'knock', user: 'knock', password: 'x' }));
      await knock.ended();
      const { newcomers } = await arena.house.do<{ newcomers: { id: string }[] }>('pair show', {});
      return { method: 'POST', path: `/pairing/newcomers/${newcomers[0]?.id}/confirmation`, body: KNOCKED };
    },
    'owner',
  ),
  refused(
    'HT-25c',
    'putting another owner out, from a page that was left open',
    one('passphrase typed again'),
    '403 sign-in-again',
    async (web, { house }) => {
      const { id } = await anOwner(web, house, 'Otto');
      await house.clock.advance(20 * 60_000);
      return { method: 'DELETE', path: `/people/${id}` };
    },
    'owner',
  ),
  refused(
    'HT-25d',
    'making another owner a viewer, from a page that was left open',
    one('passphrase typed again'),
    '403 sign-in-again',
    async (web, { house }) => {
      const { id } = await anOwner(web, house, 'Olga');
      await house.clock.advance(20 * 60_000);
      return { method: 'PUT', path: `/people/${id}/role`, body: { role: 'viewer' } };
    },
    'owner',
  ),
  ...['Anna\u3164', 'An\u034fna', '\u115f\u1160', '\u0301'].map((name, at) =>
    refused(
      `HT-39${'abcd'[at]}`,
      `coming in under a name that is not seen, or twice there: ${JSON.stringify(name).replace(/[^ -~]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)}`,
      one('visible names'),
      '400 not-understood',
      invited(PASSPHRASE, name),
    ),
  ),
  refused(
    'HT-32a',
    'an invitation from before the passphrase was changed',
    one('invitations end with their maker'),
    '403 wrong-code',
    async (web, { house }) => {
      const { who } = await anOwner(web, house, 'Ida');
      const ask = await invited(PASSPHRASE, 'Thief', who)(web);
      const body = { passphrase: PASSPHRASE, next: 'another lamp by the door' };
      await web.ask({ method: 'PUT', path: '/passphrase', who, body });
      return ask;
    },
  ),
  refused(
    'HT-32b',
    'an invitation from before the hub was claimed anew',
    one('invitations end with their maker'),
    '403 wrong-code',
    async (web, { house }) => {
      const { who } = await anOwner(web, house, 'Ines');
      const ask = await invited(PASSPHRASE, 'Squatter', who)(web);
      await anOwner(web, house, 'Ines');
      return ask;
    },
  ),
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
    id: 'HT-42a',
    done: 'guessing behind a proxy that writes ports, with an address of one’s own making before it',
    expected: 'the address that the proxy saw waits all the same',
    guard: one('address with a port'),
    async run({ web }) {
      let count = 0;
      const guess = () => {
        const forwarded = `198.51.100.${++count}, 203.0.113.7:${40_000 + count}`;
        return web.signIn('not this one at all', 'Anna', { from: PROXY, headers: { 'x-forwarded-for': forwarded } });
      };
      expect(await tries(web, guess, 8)).toBe(5);
      const other = { from: PROXY, headers: { 'x-forwarded-for': '203.0.113.8:40000' } };
      expect((await web.signIn(PASSPHRASE, 'Anna', other)).status).toBe(200);
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
      const shortest: Record<string, number> = {};
      // By turns, so that whatever else the machine does is done to both.
      for (let i = 0; i < 8; i++) {
        for (const name of ['Nobody', 'Anna']) {
          const begun = performance.now();
          await web.signIn('not this one at all', name);
          shortest[name] = Math.min(performance.now() - begun, shortest[name] ?? Number.POSITIVE_INFINITY);
        }
      }
      const { Nobody = 0, Anna = 0 } = shortest;
      expect(Nobody / Anna).toBeGreaterThan(0.6);
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
];

const KNOCKED = { name: 'knocked', dialect: 'native' };

/** Somebody whom the box makes an owner, new or again. */
async function anOwner(web: Web, house: House, name: string): Promise<{ id: string; who: SignedIn }> {
  const { code } = await house.do<{ code: string }>('setup-code', {});
  const claimed = await web.ask({ method: 'POST', path: '/setup', body: { code, name, passphrase: PASSPHRASE } });
  return { id: house.hub.people.named(name)?.id ?? '', who: signedIn(claimed) };
}

/** The same try from one address until it is refused; how often it was looked at. */
async function tries(web: Web, ask: (from: string) => Promise<Answered>, most: number): Promise<number> {
  const address = web.address();
  for (let count = 0; count < most; count++) if ((await ask(address)).status === 429) return count;
  return most;
}
