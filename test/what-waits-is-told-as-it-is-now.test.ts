import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, openApi, V1 } from './api.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const tips = { recipient: 'acme-heating', request: 'heating-tips' };

interface Card {
  readonly request: string;
  readonly state: string;
  readonly asked: string;
  readonly deviceCount: number;
  readonly fields: readonly { field: string; devices: readonly string[]; leaves: string; answeredBefore?: string }[];
}

async function card(request = tips.request): Promise<Card | undefined> {
  const { items } = (await api.ask('GET', `${V1}/requests`)).body;
  return items.flatMap(({ requests }: { requests: Card[] }) => requests).find((one: Card) => one.request === request);
}

/** `temperature of thermostat` of each field that waits; the home says how many wait, by the same time. */
async function waits(): Promise<string[]> {
  const { body: home } = await api.ask('GET', `${V1}/home`);
  const { items } = (await api.ask('GET', `${V1}/requests`)).body;
  const open = items.flatMap(({ requests }: { requests: Card[] }) => requests);
  expect(home.waiting).toBe(open.filter(({ state }: Card) => state === 'new').length);
  const { fields = [] } = (await card()) ?? {};
  return fields.map(({ field, devices }) => `${field} of ${devices.join(' and ')}`);
}

test('whatever is answered, withdrawn, undone, postponed or plugged in is seen by whoever asks next', async () => {
  const [temperature, heating] = ['temperature of thermostat', 'heating of thermostat'];
  expect(await waits()).toEqual([temperature, heating]);
  await api.agree('POST', `${V1}/consents`, { ...tips, field: 'temperature', acceptUnion: false });
  expect(await waits()).toEqual([heating]);
  const { undo } = (await api.ask('POST', `${V1}/refusals`, { ...tips, field: 'heating' })).body;
  expect(await waits()).toEqual([]);
  await api.ask('POST', `${V1}/activity/${undo.seq}/undo`, { through: undo.through });
  expect(await waits()).toEqual([heating]);
  await plugThermostat(house, 'bedroom');
  const bedroom = ['temperature of bedroom', 'heating of bedroom'];
  expect(await waits()).toEqual([heating, ...bedroom]);
  const withdrawn = await api.ask('POST', `${V1}/withdrawals`, { recipient: 'acme-heating' });
  expect(withdrawn.body).toEqual({ withdrawn: 1 });
  expect(await waits()).toEqual([heating, ...bedroom]);
  expect((await api.ask('GET', `${V1}/answers`)).body.items).toMatchObject([{ given: 0, withdrawn: 1 }]);
  await api.ask('POST', `${V1}/requests/acme-heating/heating-tips/postponement`, {});
  await waits();
  expect((await card())?.state).toBe('later');
  await api.agree('POST', `${V1}/devices/bedroom/forgetting`, { history: false });
  expect(await waits()).toEqual([heating]);
});

test('a new version, an end that comes with time, and a recipient that goes are seen, too', async () => {
  const lifetime = 'today';
  await api.agree('POST', `${V1}/consents`, { ...tips, lifetime, acceptUnion: false });
  expect(await card()).toBeUndefined();
  await house.clock.advance(24 * HOUR);
  expect(await card()).toMatchObject({ deviceCount: 1, fields: [{ answeredBefore: 'expired' }, {}] });
  const requests = house.acme.manifest.requests.map((each) => ({ ...each, sentence: 'Otherwise.' }));
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
  expect(await card()).toMatchObject({ version: 2, sentence: 'Otherwise.', fields: [{ changed: ['sentence'] }, {}] });
  await house.do('recipient remove', { recipient: 'acme-heating' });
  expect(await card()).toBeUndefined();
});

test('the words are those of whoever asks', async () => {
  const before = await card();
  const german = await api.ask('GET', `${V1}/requests`, undefined, { 'accept-language': 'de' });
  expect(german.body.items[0].requests[0].fields[0].leaves).toContain('Mittelwert');
  expect(await card()).toEqual(before);
});

test('a card has a large home in a few lines, and its no is to exactly what waited when it was read', async () => {
  for (let i = 0; i < 8; i++) await plugThermostat(house, `room-${i}`);
  const read = await card();
  expect(read).toMatchObject({ deviceCount: 9, fields: [{ deviceCount: 9 }, { deviceCount: 9 }] });
  expect(read?.fields[0]?.devices).toEqual(['thermostat', 'room-0', 'room-1', 'room-2', 'room-3', 'room-4']);
  await plugThermostat(house, 'cellar');
  const late = await api.ask('POST', `${V1}/refusals`, { ...tips, asked: read?.asked });
  expect(late).toMatchObject({ status: 409, body: { code: 'asks-otherwise' } });
  expect(house.hub.consents.standing()).toEqual([]);
  const asked = (await card())?.asked;
  expect((await api.ask('POST', `${V1}/refusals`, { ...tips, asked })).body).toMatchObject({ refused: 20 });
  expect((await api.ask('POST', `${V1}/refusals`, { ...tips, asked })).body.code).toBe('nothing-waits');
  await house.clock.advance(HOUR);
  expect(await card()).toBeUndefined();
});
