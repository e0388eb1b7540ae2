import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES, type Role, reaches } from '../gateway/household/people.ts';
import { type Route, routes, signsInAgain } from '../gateway/web/api/routes.ts';
import { type AskedApi, openApi, PASSPHRASE, type Said, type SignedIn, V1 } from './api.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let api: AskedApi;
const people = new Map<Role, SignedIn>();
beforeAll(async () => {
  house = await openHouse();
  const rates = { address: { perSecond: 1e6, burst: 1e6 }, person: { perSecond: 1e6, burst: 1e6 } };
  api = await openApi(house, { rates });
  people.set('owner', api.owner);
  people.set('adult', await api.invite('Ben', 'adult'));
  people.set('viewer', await api.invite('Cleo', 'viewer'));
});
afterAll(async () => {
  await api.stop();
  await house.stop();
});

/** Asked with a word that is not known there, it is admitted and does nothing. */
function knock(route: Route, who: SignedIn | undefined, headers: Record<string, string> = {}): Promise<Said> {
  const path = V1 + route.path.replaceAll(/\{\w+\}/g, '1');
  const byQuery = route.method === 'GET' || route.method === 'DELETE';
  return api.askAs(
    who,
    route.method,
    byQuery ? `${path}?stranger=1` : path,
    byQuery ? undefined : { stranger: 1 },
    headers,
  );
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const answerOf = ({ status, body }: Said) => `${status} ${body.code}`;
const ADMITTED = '400 not-understood';

test('docs/api.md says of every address who may ask and where the passphrase is typed again', () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/api.md'), 'utf8');
  const told = [...page.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)` \| (\w+) \| ([\w ]+) \|$/gm)].map(
    ([, ...row]) => row,
  );
  const are = routes.map((route) => [nameOf(route), route.may, signsInAgain(route)]);
  expect(told).toEqual(are);
});

test('nobody who is not signed in is answered but where it says anyone', async () => {
  for (const route of routes) {
    const expected = route.may === 'anyone' ? ADMITTED : '401 not-signed-in';
    expect(answerOf(await knock(route, undefined)), nameOf(route)).toBe(expected);
    const stranger = { cookie: `__Host-hearthgate=${'A'.repeat(43)}`, token: 'A'.repeat(43) };
    expect(answerOf(await knock(route, stranger)), nameOf(route)).toBe(expected);
  }
  for (const path of [`${V1}/events`, `${V1}/nothing`, '/nothing'])
    expect(answerOf(await api.askAs(undefined, 'GET', path))).toBe('401 not-signed-in');
});

test.each(ROLES)('%s is answered where the role reaches, and nowhere else', async (role) => {
  for (const route of routes) {
    const { may } = route;
    const expected = may === 'anyone' || reaches(role, may) ? ADMITTED : '403 not-allowed';
    expect(answerOf(await knock(route, people.get(role))), nameOf(route)).toBe(expected);
  }
});

test('whoever is signed in changes nothing without the token of their own session', async () => {
  for (const route of routes) {
    if (route.method === 'GET' || route.may === 'anyone') continue;
    const { cookie } = api.owner;
    for (const token of ['', people.get('adult')?.token ?? ''])
      expect(answerOf(await knock(route, { cookie, token })), nameOf(route)).toBe('403 not-this-page');
  }
});

test('15 minutes after the passphrase was typed, what lets out or in asks for it again', async () => {
  await house.clock.advance(15 * 60_000);
  for (const route of routes) {
    const expected = signsInAgain(route) === 'always' ? '403 sign-in-again' : ADMITTED;
    expect(answerOf(await knock(route, api.owner)), nameOf(route)).toBe(expected);
  }
});

test('a page that was left open makes no credential that reads the home', async () => {
  const everything = { name: 'listener', dialect: 'native', read: ['#'], write: [] };
  const said = await api.askAs(api.owner, 'POST', `${V1}/devices`, everything);
  expect(answerOf(said)).toBe('403 sign-in-again');
  expect(house.hub.clients.client('listener')).toBeUndefined();
});

test('a page that was left open keeps no more of the home than before, and may keep less', async () => {
  const set = (values: object) => api.askAs(api.owner, 'PUT', `${V1}/settings`, values);
  for (const more of [{ keepSensitive: true }, { detailDays: 8 }, { sumDays: 366 }, { detailDays: 1, sumDays: 366 }])
    expect(answerOf(await set(more)), JSON.stringify(more)).toBe('403 sign-in-again');
  expect((await set({ detailDays: 3, sumDays: 60, keepSensitive: false })).body).toMatchObject({ detailDays: 3 });
  expect(answerOf(await set({ detailDays: 7 }))).toBe('403 sign-in-again');
  await api.askAs(api.owner, 'POST', `${V1}/session/passphrase`, { passphrase: PASSPHRASE });
  expect((await set({ detailDays: 7, keepSensitive: true })).body).toMatchObject({
    detailDays: 7,
    keepSensitive: true,
  });
});
