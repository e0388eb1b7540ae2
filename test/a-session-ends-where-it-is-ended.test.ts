import { request } from 'node:https';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AskedApi, openApi, PASSPHRASE, type SignedIn, V1 } from './api.ts';
import { HOUR, type House, openHouse, plugThermostat } from './house.ts';

const DAY = 24 * HOUR;
let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const codeOf = async (who: SignedIn, method: string, path: string, body?: unknown) =>
  (await api.askAs(who, method, V1 + path, body)).body.code;
const isIn = async (who: SignedIn) => (await api.askAs(who, 'GET', `${V1}/session`)).status === 200;
const setpoints = { recipient: 'acme-heating', request: 'setpoints', acceptUnion: false };

test('signing out ends it for whoever kept the cookie', async () => {
  const said = await api.askAs(api.owner, 'DELETE', `${V1}/session`);
  expect(said.headers.get('set-cookie')).toMatch(/^__Host-hearthgate=; Max-Age=0; .*HttpOnly/);
  expect(await isIn(api.owner)).toBe(false);
});

test('a session that nobody used for 30 days is over, and any after 90', async () => {
  const second = await api.signIn('Anna');
  await house.clock.advance(31 * DAY);
  expect(await isIn(second)).toBe(false);
  const third = await api.signIn('Anna');
  for (let day = 0; day < 80; day += 20) {
    expect(await isIn(third), `day ${day}`).toBe(true);
    await house.clock.advance(20 * DAY);
  }
  expect(await isIn(third)).toBe(true);
  await house.clock.advance(10 * DAY);
  expect(await isIn(third)).toBe(false);
}, 30_000);

test('sessions are there after a restart, and what ended stays ended', async () => {
  const [stays, ends] = [await api.signIn('Anna'), await api.signIn('Anna')];
  await api.askAs(ends, 'DELETE', `${V1}/session`);
  await api.stop();
  await house.restart();
  api = await openApi(house, {}, false);
  expect([await isIn(stays), await isIn(ends)]).toEqual([true, false]);
});

test('each place is listed with what it was signed in with and the day it was last used, and ended there', async () => {
  const phone = await api.signIn('Anna');
  const agent = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1' };
  await api.askAs(undefined, 'POST', `${V1}/session`, { name: 'Anna', passphrase: PASSPHRASE }, agent);
  await house.clock.advance(2 * DAY);
  const { items } = (await api.ask('GET', `${V1}/places`)).body;
  expect(
    items.map((each: { device: string; lastUsed: string; here: boolean }) => [each.device, each.lastUsed, each.here]),
  ).toEqual(
    expect.arrayContaining([
      ['a program', '2026-11-04', true],
      ['Safari on an iPhone', '2026-11-02', false],
    ]),
  );
  const lost = items.find(({ device }: { device: string }) => device.includes('iPhone'));
  expect((await api.ask('POST', `${V1}/places/${lost.id}/end`, {})).body).toEqual({ ended: 1 });
  expect((await api.ask('POST', `${V1}/places/end-others`, {})).body).toEqual({ ended: 1 });
  expect([await isIn(phone), await isIn(api.owner)]).toEqual([false, true]);
});

test('nobody ends the sessions of somebody else but an owner', async () => {
  const ben = await api.invite('Ben', 'adult');
  const { items } = (await api.askAs(ben, 'GET', `${V1}/places`)).body;
  const annas = items.find(({ here }: { here: boolean }) => !here);
  expect(await codeOf(ben, 'POST', `/places/${annas.id}/end`, {})).toBe('no-such-session');
  expect(await codeOf(ben, 'POST', '/places/end-others', { everybody: true })).toBe('not-allowed');
  await api.ask('POST', `${V1}/places/end-others`, { everybody: true });
  expect([await isIn(ben), await isIn(api.owner)]).toEqual([false, true]);
});

test('whoever is let go is out at once, everywhere, and that stands in the activity', async () => {
  const ben = await api.invite('Ben', 'adult');
  const { items } = (await api.ask('GET', `${V1}/people`)).body;
  const { id } = items.find(({ name }: { name: string }) => name === 'Ben');
  expect(await codeOf(ben, 'DELETE', `/people/${items[0].id}`)).toBe('not-allowed');
  expect((await api.ask('DELETE', `${V1}/people/${id}`)).body).toEqual({ removed: 'Ben', places: 1 });
  expect(await isIn(ben)).toBe(false);
  await expect(api.signIn('Ben')).rejects.toThrow('wrong-passphrase');
  const [change] = (await api.ask('GET', `${V1}/activity`)).body.changes;
  expect(change).toMatchObject({ who: 'Anna', what: 'Ben may ask nothing any more, and is signed in nowhere' });
});

test('an invitation ends when somebody who may have made it goes', async () => {
  const ben = await api.invite('Ben', 'adult');
  const { code } = (await api.askAs(ben, 'POST', `${V1}/people/invitations`, { role: 'viewer' })).body;
  const { items } = (await api.ask('GET', `${V1}/people`)).body;
  await api.ask('DELETE', `${V1}/people/${items.find(({ name }: { name: string }) => name === 'Ben').id}`);
  const said = await api.askAs(undefined, 'POST', `${V1}/people/acceptance`, {
    code,
    name: 'Eve',
    passphrase: PASSPHRASE,
  });
  expect(said.body.code).toBe('wrong-code');
});

test('an adult invites viewers and nobody else', async () => {
  const ben = await api.invite('Ben', 'adult');
  for (const role of ['adult', 'owner'])
    expect(await codeOf(ben, 'POST', '/people/invitations', { role })).toBe('not-allowed');
});

test('one’s own passphrase is changed with the one before, and signs out everywhere else', async () => {
  const phone = await api.signIn('Anna');
  const next = 'another lamp by the door';
  expect(await codeOf(api.owner, 'PUT', '/passphrase', { passphrase: 'not this one', next })).toBe('wrong-passphrase');
  const changed = await api.askAs(api.owner, 'PUT', `${V1}/passphrase`, { passphrase: PASSPHRASE, next });
  expect(changed.body).toEqual({ changed: true, places: 1 });
  expect([await isIn(phone), await isIn(api.owner)]).toEqual([false, true]);
  await expect(api.signIn('Anna')).rejects.toThrow('wrong-passphrase');
});

test('the last owner neither goes nor becomes less', async () => {
  const [{ id }] = (await api.ask('GET', `${V1}/people`)).body.items;
  expect(await codeOf(api.owner, 'DELETE', `/people/${id}`)).toBe('last-owner');
  expect(await codeOf(api.owner, 'PUT', `/people/${id}/role`, { role: 'adult' })).toBe('last-owner');
});

test('a page left open does not put another owner out; whoever is less is let go all the same', async () => {
  await api.invite('Ben', 'owner');
  await api.invite('Cleo', 'adult');
  const { items } = (await api.ask('GET', `${V1}/people`)).body;
  const idOf = (name: string) => items.find((each: { name: string }) => each.name === name).id;
  await house.clock.advance(20 * 60_000);
  expect(await codeOf(api.owner, 'DELETE', `/people/${idOf('Ben')}`)).toBe('sign-in-again');
  expect(await codeOf(api.owner, 'PUT', `/people/${idOf('Ben')}/role`, { role: 'viewer' })).toBe('sign-in-again');
  expect((await api.ask('DELETE', `${V1}/people/${idOf('Cleo')}`)).body).toMatchObject({ removed: 'Cleo' });
});

test('a stream ends the moment its session does', async () => {
  const phone = await api.signIn('Anna');
  const options = { ca: api.ca, host: '127.0.0.1', port: api.port, path: `${V1}/events` };
  let begun: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const ended = new Promise<string>((resolve) => {
    const asking = request({ ...options, headers: { cookie: phone.cookie } }, (response) => {
      response.once('data', begun);
      response.on('error', () => undefined);
      response.on('close', () => resolve('ended'));
    });
    asking.on('error', () => resolve('ended')).end();
  });
  await listening;
  await api.ask('POST', `${V1}/places/end-others`, {});
  expect(await ended).toBe('ended');
});

test('what is agreed to goes to no other account while the passphrase was not typed within 15 minutes', async () => {
  await api.ask('POST', `${V1}/recipients`, { signed: house.acme.signed });
  await house.clock.advance(20 * 60_000);
  const credentials = '/recipients/acme-heating/credentials';
  const body = { credentials: { user: 'somebody-else', password: 'theirs' } };
  expect(await codeOf(api.owner, 'PUT', credentials, body)).toBe('sign-in-again');
  expect((await api.askAs(api.owner, 'DELETE', `${V1}${credentials}`)).status).toBe(200);
});

test('sharing more needs the passphrase within 15 minutes, sharing less never', async () => {
  await api.ask('POST', `${V1}/recipients`, { signed: house.acme.signed });
  await plugThermostat(house);
  await house.clock.advance(20 * 60_000);
  const shown = await api.askAs(api.owner, 'POST', `${V1}/consents`, setpoints);
  expect(shown.body.done).toBe(false);
  const { token } = shown.body;
  expect(await codeOf(api.owner, 'POST', '/consents', { ...setpoints, token })).toBe('sign-in-again');
  expect(await codeOf(api.owner, 'POST', '/session/passphrase', { passphrase: 'not this one at all' })).toBe(
    'wrong-passphrase',
  );
  expect(await codeOf(api.owner, 'POST', '/consents', { ...setpoints, token })).toBe('sign-in-again');
  await api.askAs(api.owner, 'POST', `${V1}/session/passphrase`, { passphrase: PASSPHRASE });
  expect((await api.askAs(api.owner, 'POST', `${V1}/consents`, { ...setpoints, token })).body.done).toBe(true);
  await house.clock.advance(20 * 60_000);
  const less = await api.askAs(api.owner, 'POST', `${V1}/withdrawals`, { recipient: 'acme-heating' });
  expect(less.status).toBe(200);
  house.clock.turnBack(30 * 60_000);
  const { token: again } = (await api.askAs(api.owner, 'POST', `${V1}/consents`, setpoints)).body;
  expect(await codeOf(api.owner, 'POST', '/consents', { ...setpoints, token: again })).toBe('sign-in-again');
});

test('a reduction is undone at once where it was made, and elsewhere after a look', async () => {
  await api.ask('POST', `${V1}/recipients`, { signed: house.acme.signed });
  await plugThermostat(house);
  await api.agree('POST', `${V1}/consents`, setpoints);
  const phone = await api.signIn('Anna');
  const ben = await api.invite('Ben', 'adult');
  await api.ask('POST', `${V1}/withdrawals`, { recipient: 'acme-heating' });
  const last = async (who: SignedIn) => (await api.askAs(who, 'GET', `${V1}/activity?most=1`)).body.changes[0];
  expect((await last(api.owner)).undo).toBe('at once');
  expect((await last(phone)).undo).toBe('after a preview');
  expect((await last(ben)).undo).toBe('after a preview');
  const { seq } = await last(ben);
  expect((await api.askAs(ben, 'POST', `${V1}/activity/${seq}/undo`, {})).body.done).toBe(false);
  expect((await api.askAs(api.owner, 'POST', `${V1}/activity/${seq}/undo`, {})).body.done).toBe(true);
  await api.ask('POST', `${V1}/withdrawals`, { recipient: 'acme-heating' });
  await house.clock.advance(60_000);
  expect((await last(api.owner)).undo).toBe('after a preview');
});

test('the ledger names who did it, whoever it was', async () => {
  const ben = await api.invite('Ben', 'adult');
  await api.askAs(ben, 'POST', `${V1}/recipients`, { signed: house.acme.signed });
  await api.askAs(ben, 'POST', `${V1}/sharing/stop`, {});
  await api.askAs(ben, 'PUT', `${V1}/settings`, { detailDays: 3 });
  const { changes } = (await api.ask('GET', `${V1}/activity?most=3`)).body;
  expect(changes.map(({ who }: { who: string }) => who)).toEqual(['Ben', 'Ben', 'Ben']);
});

test('wrong passphrases make their address wait, longer each time, and nobody learns which names there are', async () => {
  const wrong = (name: string) =>
    api.askAs(undefined, 'POST', `${V1}/session`, { name, passphrase: 'not this one at all' });
  const [known, unknown] = [await wrong('Anna'), await wrong('Nobody')];
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  for (let i = 0; i < 4; i++) await wrong('Anna');
  const waits = await wrong('Anna');
  expect([waits.status, waits.body.code]).toEqual([429, 'too-many-tries']);
  expect(Number(waits.headers.get('retry-after'))).toBeGreaterThan(0);
  // Also with the right one, and whatever address somebody says they ask for.
  const right = { name: 'Anna', passphrase: PASSPHRASE };
  const forwarded = await api.askAs(undefined, 'POST', `${V1}/session`, right, { 'x-forwarded-for': '10.1.2.3' });
  expect(forwarded.status).toBe(429);
  expect(await isIn(api.owner)).toBe(true);
  await expect(house.do('session begin', right)).resolves.toMatchObject({ name: 'Anna' });
});

test('too much from one address is refused whatever it asks, what is no address and no JSON too', async () => {
  await api.stop();
  api = await openApi(
    house,
    { rates: { address: { perSecond: 0.001, burst: 3.5 }, person: { perSecond: 1, burst: 9 } } },
    false,
  );
  const asked = [
    await api.askAs(undefined, 'GET', '/nothing'),
    await api.askAs(undefined, 'GET', '/%zz'),
    await api.askAs(undefined, 'POST', `${V1}/session`, '{'),
    await api.askAs(undefined, 'TRACE', '/'),
    await api.askAs(undefined, 'GET', '/healthz'),
  ];
  expect(asked.map(({ status }) => status)).toEqual([401, 404, 400, 405, 429]);
  expect(asked[4]?.headers.get('retry-after')).toBeTruthy();
});

test('a passphrase is not changed by a session that ended while the new one was made', async () => {
  const thief = await api.signIn('Anna');
  const { passphrases, sessions } = house.hub;
  const made = passphrases.made.bind(passphrases);
  vi.spyOn(passphrases, 'made').mockImplementationOnce((next) => {
    sessions.end(() => true);
    return made(next);
  });
  const change = { passphrase: PASSPHRASE, next: 'all that glitters is mine' };
  expect(await codeOf(thief, 'PUT', '/passphrase', change)).toBe('not-signed-in');
  expect(await isIn(await api.signIn('Anna'))).toBe(true);
});

test('an invitation ends with the passphrase it was made under, and when the box makes somebody an owner', async () => {
  const invited = async () => (await api.ask('POST', `${V1}/people/invitations`, { role: 'owner' })).body.code;
  const comesIn = (code: string) =>
    api.askAs(undefined, 'POST', `${V1}/people/acceptance`, { code, name: 'Thief', passphrase: PASSPHRASE });
  const first = await invited();
  await api.ask('PUT', `${V1}/passphrase`, { passphrase: PASSPHRASE, next: 'another lamp by the door' });
  expect((await comesIn(first)).body.code).toBe('wrong-code');
  const second = await invited();
  const { code } = await house.do<{ code: string }>('setup-code', {});
  await api.askAs(undefined, 'POST', `${V1}/setup`, { code, name: 'Anna', passphrase: PASSPHRASE });
  expect((await comesIn(second)).body.code).toBe('wrong-code');
});
