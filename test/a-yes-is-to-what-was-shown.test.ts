import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const ask = { recipient: 'acme-heating', request: 'setpoints', acceptUnion: false };
const version = (number: number, change: object) =>
  signedBy(house, { version: number, requests: house.acme.manifest.requests.map((one) => ({ ...one, ...change })) });

test('a manifest that changes between preview and yes gets no yes, however little it changed', async () => {
  await plugThermostat(house);
  const { token } = await house.do<{ token: string }>('consent give', { ...ask, confirmed: false });
  await house.do('recipient add', { signed: await version(2, { recipients: ['A data broker'] }) });
  const yes = { ...ask, confirmed: true, token };
  await expect(house.do('consent give', yes)).rejects.toThrow('no longer what was shown');
  expect(house.hub.consents.all()).toEqual([]);
  const again = await house.do<{ token: string }>('consent give', { ...ask, confirmed: false });
  expect(await house.do('consent give', { ...yes, token: again.token })).toMatchObject({ given: 1 });
});

test('nor does a yes to one device become one to two, or go on when a rule now lets it out; time alone changes nothing', async () => {
  await plugThermostat(house);
  await house.do('sharing stop', {});
  const held = await house.do<{ token: string }>('consent give', { ...ask, confirmed: false });
  await house.do('sharing resume', { confirmed: true });
  await expect(house.do('consent give', { ...ask, confirmed: true, token: held.token })).rejects.toThrow('no longer');
  const one = await house.do<{ token: string }>('consent give', { ...ask, confirmed: false });
  await house.clock.advance(60_000);
  const later = await house.do<{ token: string }>('consent give', { ...ask, confirmed: false });
  expect(later.token).toBe(one.token);
  await plugThermostat(house, 'another');
  await expect(house.do('consent give', { ...ask, confirmed: true, token: one.token })).rejects.toThrow('no longer');
  expect(house.hub.consents.all()).toEqual([]);
});

test('ids of consents are not guessed: none is known that was not given, and none resembles another', async () => {
  await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  const ids = house.hub.consents.all().map(({ id }) => id);
  expect(new Set(ids.map((id) => id.slice(0, 4))).size).toBe(ids.length);
  for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(12);
  for (const id of ['0', ids[0]?.slice(0, -1) ?? '', '%', '__proto__']) {
    await expect(house.do('consent withdraw', { id })).rejects.toThrow();
    await expect(house.do('consent record', { id })).rejects.toThrow();
  }
});
