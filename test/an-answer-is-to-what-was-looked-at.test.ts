import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, openApi } from './api.ts';
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

const V1 = '/api/v1';
const tips = { recipient: 'acme-heating', request: 'heating-tips' };
const answers = () =>
  Object.fromEntries(
    house.hub.consents.standing().map(({ device, field, state }) => [`${device} ${field}`, state] as const),
  );
const daily = { form: 'summary', window: 'P1D', statistics: ['mean'], step: 0.5 };
const both = [
  { field: 'temperature', devices: ['thermostat'], form: daily },
  { field: 'heating', devices: ['thermostat'], form: { form: 'withheld' } },
];

test('each field of a request is agreed to in its own form, or refused, and all of it is undone together', async () => {
  const body = { ...tips, acceptUnion: false, fields: both };
  const shown = await api.ask('POST', `${V1}/consents`, body);
  expect(shown.body.result.preview).toMatchObject([
    { field: 'temperature', leaves: 'the average of every day, in steps of 0.5' },
    { field: 'heating', leaves: 'nothing' },
  ]);
  const { body: done } = await api.ask('POST', `${V1}/consents`, { ...body, token: shown.body.token });
  expect(done).toMatchObject({ done: true, result: { given: 1, refused: 1 } });
  expect(answers()).toEqual({ 'thermostat temperature': 'given', 'thermostat heating': 'refused' });
  const { seq, through } = done.result.undo;
  expect((await api.ask('POST', `${V1}/activity/${seq}/undo`, { through })).body.done).toBe(true);
  expect(answers()).toEqual({ 'thermostat temperature': 'withdrawn', 'thermostat heating': 'refused' });
  const { body: again } = await api.ask('GET', `${V1}/requests/acme-heating/heating-tips`);
  expect(again).toMatchObject({ state: 'new', fields: [{ field: 'temperature' }, { field: 'heating' }] });
});

test('what was answered for one device stays when the request comes again for another', async () => {
  const fields = both.map(({ devices, field }) => ({ devices, field }));
  await api.ask('POST', `${V1}/refusals`, { ...tips, fields: fields.slice(1) });
  await api.agree('POST', `${V1}/consents`, { ...tips, fields: fields.slice(0, 1), acceptUnion: false });
  await plugThermostat(house, 'bedroom');
  const { body: open } = await api.ask('GET', `${V1}/requests/acme-heating/heating-tips`);
  const asked = open.fields.map(({ devices, field }: { devices: string[]; field: string }) => ({ field, devices }));
  expect(asked.flatMap(({ devices }: { devices: string[] }) => devices)).toEqual(['bedroom', 'bedroom']);
  await api.ask('POST', `${V1}/refusals`, { ...tips, fields: asked });
  expect(answers()).toEqual({
    'thermostat temperature': 'given',
    'thermostat heating': 'refused',
    'bedroom temperature': 'refused',
    'bedroom heating': 'refused',
  });
});

test('a field that is not asked for, or of a device that is not there, is answered by nobody', async () => {
  const give = (field: object) => api.ask('POST', `${V1}/consents`, { ...tips, acceptUnion: false, fields: [field] });
  expect((await give({ devices: ['thermostat'], field: 'owner' })).body.code).toBe('not-asked-for');
  expect((await give({ devices: ['thermostat', 'cellar'], field: 'heating' })).body.code).toBe('no-device-fits');
  expect((await give({ devices: ['thermostat'], field: 'heating', from: 1 })).body.code).toBe('not-understood');
  const finer = { form: 'exact' };
  expect((await give({ devices: ['thermostat'], field: 'temperature', form: finer })).body.code).toBe(
    'finer-than-asked',
  );
  expect(answers()).toEqual({});
});

test('a yes after somebody else answered is looked at once more', async () => {
  const body = { ...tips, acceptUnion: false };
  const shown = await api.ask('POST', `${V1}/consents`, body);
  const ben = await api.invite('Ben', 'adult');
  await api.askAs(ben, 'POST', `${V1}/refusals`, tips);
  const said = await api.ask('POST', `${V1}/consents`, { ...body, token: shown.body.token });
  expect(said.body).toMatchObject({
    code: 'look-again',
    look: { result: { replaces: [expect.any(String), expect.any(String)] } },
  });
  expect(Object.values(answers())).toEqual(['refused', 'refused']);
});

test('what more a recipient can work out from its purposes together is said, whether it was agreed to or not', async () => {
  const [first] = house.acme.manifest.requests;
  const form = { form: 'summary', window: 'PT1H', statistics: ['max'] };
  const peaks = { ...first, id: 'peaks', purpose: 'dpv:ServiceOptimisation', fields: [{ name: 'temperature', form }] };
  const requests = [...house.acme.manifest.requests, peaks];
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
  const look = async (acceptUnion: boolean) =>
    (await api.ask('POST', `${V1}/consents`, { recipient: 'acme-heating', request: 'peaks', acceptUnion })).body.result;
  expect((await look(false)).preview).toEqual([expect.not.objectContaining({ together: expect.anything() })]);
  await api.agree('POST', `${V1}/consents`, { ...tips, acceptUnion: false });
  const together = expect.stringContaining('this recipient can work out');
  expect((await look(false)).preview).toMatchObject([{ leaves: 'nothing', together }]);
  expect((await look(true)).preview).toMatchObject([{ leaves: 'the highest value of every hour', together }]);
});

test('a request is shown with what may be agreed to instead, and once answered with how', async () => {
  const show = async () => (await api.ask('GET', `${V1}/requests/acme-heating/heating-tips`)).body;
  expect(await show()).toMatchObject({
    ...{ state: 'new', origin: 'vendor' },
    fields: [{ field: 'temperature', less: [{ form: daily }, { form: { step: 2 } }] }, { field: 'heating' }],
  });
  await api.agree('POST', `${V1}/consents`, { ...tips, field: 'temperature', lifetime: 'today', acceptUnion: false });
  await api.ask('POST', `${V1}/refusals`, { ...tips, field: 'heating' });
  expect(await show()).toMatchObject({
    state: 'answered',
    fields: [
      { field: 'temperature', answeredBefore: 'given', until: expect.any(String) },
      { answeredBefore: 'refused' },
    ],
  });
  const { body } = await api.ask('GET', `${V1}/answers`);
  expect(body).toMatchObject({
    total: 1,
    items: [{ ...tips, name: 'Acme Heating', given: 1, refused: 1, expired: 0 }],
  });
  await house.clock.advance(24 * HOUR);
  expect((await api.ask('GET', `${V1}/answers`)).body.items).toMatchObject([{ given: 0, refused: 1, expired: 1 }]);
});
