import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, openApi } from './api.ts';
import { type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const CONSENTS = '/api/v1/consents';
const ask = { recipient: 'acme-heating', request: 'setpoints', acceptUnion: false };
const version = (number: number, change: object) =>
  signedBy(house, { version: number, requests: house.acme.manifest.requests.map((one) => ({ ...one, ...change })) });

test('a manifest that changes between preview and yes gets no yes, however little it changed', async () => {
  await plugThermostat(house);
  const { body: shown } = await api.ask('POST', CONSENTS, ask);
  await house.do('recipient add', { signed: await version(2, { recipients: ['A data broker'] }) });
  const { status, body } = await api.ask('POST', CONSENTS, { ...ask, token: shown.token });
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'look-again' });
  expect(house.hub.consents.all()).toEqual([]);
  const again = await api.ask('POST', CONSENTS, { ...ask, token: body.look.token });
  expect(again.body).toMatchObject({ done: true, result: { given: 1 } });
});

test('nor does a yes to one device become one to two, or go on when a rule now lets it out; time alone changes nothing', async () => {
  await plugThermostat(house);
  await house.do('sharing stop', {});
  const { body: held } = await api.ask('POST', CONSENTS, ask);
  await house.do('sharing resume', { confirmed: true });
  expect((await api.ask('POST', CONSENTS, { ...ask, token: held.token })).status).toBe(409);
  const { body: one } = await api.ask('POST', CONSENTS, ask);
  await plugThermostat(house, 'another');
  await house.clock.advance(60_000);
  expect((await api.ask('POST', CONSENTS, { ...ask, token: one.token })).status).toBe(409);
  expect(house.hub.consents.all()).toEqual([]);
  const { body: both } = await api.ask('POST', CONSENTS, ask);
  await house.clock.advance(60_000);
  expect((await api.ask('POST', CONSENTS, { ...ask, token: both.token })).body).toMatchObject({ done: true });
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

test('of two answers to one ask in a file the later is shown and made, however long the file is', async () => {
  await plugThermostat(house);
  const { recipient, request } = ask;
  const coarser = { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 1 };
  const lines = [
    ...Array(2_000).fill({ recipient, request, answer: 'give' }),
    { recipient, request, answer: 'give', form: coarser },
  ];
  const shown = await api.ask('POST', '/api/v1/choices', { choices: lines });
  expect(shown.body.result.preview).toMatchObject([
    { field: 'target', leaves: 'the average of every hour, in steps of 1' },
  ]);
  const done = await api.ask('POST', '/api/v1/choices', { choices: lines, token: shown.body.token });
  expect(done.body.result).toMatchObject({
    given: 1,
    preview: shown.body.result.preview,
    words: shown.body.result.words,
  });
  expect([...house.hub.plan.routes.values()].map(({ released }) => released)).toMatchObject([coarser]);
});
