import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, openApi } from './api.ts';
import { type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse();
  api = await openApi(house);
  await api.ask('POST', '/api/v1/recipients', { signed: house.acme.signed });
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const setpoints = { recipient: 'acme-heating', request: 'setpoints', acceptUnion: false };
const MINUTE = 60_000;
const give = (more: object = {}) => api.ask('POST', '/api/v1/consents', { ...setpoints, ...more });
const given = () => house.hub.consents.all().filter(({ state }) => state === 'given').length;

test('what would leave is shown first, and shared with the token of exactly that', async () => {
  await plugThermostat(house);
  const shown = await give();
  expect(shown.body).toMatchObject({ done: false, result: { given: 0, words: [{ title: expect.any(String) }] } });
  expect(given()).toBe(0);
  const done = await give({ token: shown.body.token });
  expect(done.body).toMatchObject({ done: true, result: { given: 1 } });
  expect(given()).toBe(1);
});

test('the words that were read are the words on record, until when they hold included, however long reading took', async () => {
  await plugThermostat(house);
  const shown = await give();
  await house.clock.advance(14 * MINUTE);
  const done = await give({ token: shown.body.token });
  expect(done.body.result.words).toEqual(shown.body.result.words);
  const [id] = done.body.result.consents;
  const record = house.hub.receipts.of(id);
  expect(record).toMatchObject({
    by: expect.stringMatching(/^person:/),
    how: 'page',
    words: shown.body.result.words[0],
  });
  expect(house.hub.consents.get(id)?.until).toBe(house.clock.now() - 14 * MINUTE + 30 * 24 * 60 * MINUTE);
});

test('a preview of real messages leads to sharing what it showed', async () => {
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  const { body } = await api.ask('POST', '/api/v1/previews', { ...setpoints, sample: 'last' });
  expect(body).toMatchObject({ before: [{ field: 'target', value: 19.5 }], done: false });
  expect((await give({ token: body.token })).body).toMatchObject({ done: true });
});

test.each<[string, () => Promise<object>]>([
  ['is made up', async () => ({ token: `${house.clock.now().toString(36)}.${'x'.repeat(12)}.${'x'.repeat(43)}` })],
  ['is no token at all', async () => ({ token: '' })],
  ['was given for another input', async () => ({ token: (await give({ lifetime: 'today' })).body.token })],
  [
    'was given by another operation',
    async () => {
      await house.do('sharing stop', {});
      return { token: (await api.ask('POST', '/api/v1/sharing/resume', {})).body.token };
    },
  ],
  [
    'is 15 minutes old',
    async () => {
      const { token } = (await give()).body;
      await house.clock.advance(15 * MINUTE);
      return { token };
    },
  ],
  [
    'was used',
    async () => {
      const { token } = (await give()).body;
      await give({ token });
      await house.do('consent withdraw', { recipient: 'acme-heating' });
      return { token };
    },
  ],
  [
    'was given before the recipient asked for something else',
    async () => {
      const { token } = (await give()).body;
      const requests = house.acme.manifest.requests.map((each) => ({ ...each, retention: 'P9Y' }));
      await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
      return { token };
    },
  ],
  [
    'was given before a rule came',
    async () => {
      const { token } = (await give()).body;
      await house.do('rule add', { rule: 'visitors' });
      return { token };
    },
  ],
  [
    'is of an earlier run of the hub',
    async () => {
      const { token } = (await give()).body;
      await api.stop();
      api = await openApi(house);
      return { token };
    },
  ],
])('a token that %s shares nothing, and what would leave now comes with it', async (_, tokenOf) => {
  await plugThermostat(house);
  const before = given();
  const { token } = (await tokenOf()) as { token: string };
  const refused = await give({ token });
  expect(refused).toMatchObject({ status: 409, type: expect.stringContaining('application/problem+json') });
  expect(refused.body).toMatchObject({ code: 'look-again', look: { done: false, result: { given: 0 } } });
  expect(given()).toBe(before);
  expect((await give({ token: refused.body.look.token })).body.done).toBe(true);
});

test('ending a rule or a stop and codes that stay share more; adding, stopping and new codes do not', async () => {
  await plugThermostat(house);
  await api.agree('POST', '/api/v1/consents', setpoints);
  const { purpose } = house.acme.manifest.requests.find(({ id }) => id === 'setpoints') ?? {};
  const codes = '/api/v1/recipients/acme-heating/codes';
  const { body: rule } = await api.ask('POST', '/api/v1/rules', { rule: 'visitors' });
  await api.ask('POST', '/api/v1/sharing/stop', {});
  for (const [method, path, body] of [
    ['POST', '/api/v1/sharing/resume', {}],
    ['POST', `/api/v1/rules/${rule.id}/removal`, {}],
    ['PUT', codes, { purpose, linkable: true }],
    ['POST', '/api/v1/choices', { choices: [{ ...setpoints, answer: 'give' }] }],
  ] as const) {
    expect((await api.ask(method, path, body)).body.done, path).toBe(false);
    expect((await api.agree(method, path, body)).body.done, path).toBe(true);
  }
  expect(house.hub.recipients.isLinkable('acme-heating', purpose ?? '')).toBe(true);
  expect((await api.ask('PUT', codes, { purpose, linkable: false })).body.done).toBe(true);
  expect(house.hub.recipients.isLinkable('acme-heating', purpose ?? '')).toBe(false);
  const refuse = { choices: [{ recipient: 'acme-heating', request: 'setpoints', answer: 'refuse' }] };
  expect((await api.ask('POST', '/api/v1/choices', refuse)).body).toMatchObject({ done: true, result: { refused: 1 } });
});

test('nobody confirms by saying so', async () => {
  await plugThermostat(house);
  expect((await give({ confirmed: true })).body).toMatchObject({
    code: 'not-understood',
    errors: [{ path: '/confirmed' }],
  });
  expect(given()).toBe(0);
});

test('taking a device out of a room that nothing leaves from is sharing more; putting it there holds at once', async () => {
  await plugThermostat(house);
  await api.agree('POST', '/api/v1/consents', setpoints);
  const held = () => [...house.hub.plan.routes.values()].map((route) => route.held);
  const move = (more: object) => api.ask('PUT', '/api/v1/devices/thermostat/room', more);
  expect((await move({ room: 'hall' })).body).toMatchObject({ done: true });
  await api.ask('POST', '/api/v1/rules', { rule: 'never from this room', room: 'bedroom' });
  expect(held()).toEqual([undefined]);
  expect((await move({ room: 'bedroom' })).body).toMatchObject({ done: true, result: { room: 'bedroom' } });
  expect(held()).toEqual(['never from this room']);

  const shown = await move({ room: 'hall' });
  expect(shown.body).toMatchObject({
    done: false,
    result: { room: 'bedroom', becomes: 'hall', leavesAgain: [{ recipient: 'acme-heating', field: 'target' }] },
  });
  await house.hub.replanDevices();
  expect(held()).toEqual(['never from this room']);
  expect((await move({ room: 'cellar', token: shown.body.token })).status).toBe(409);
  expect((await move({ room: 'hall', token: shown.body.token })).body).toMatchObject({ done: true });
  expect(held()).toEqual([undefined]);

  const { body } = await api.ask('GET', '/api/v1/activity?device=thermostat&most=2');
  expect(body.changes).toMatchObject([
    { what: 'Where thermostat stands', from: 'bedroom', to: 'hall' },
    { what: 'Where thermostat stands', from: 'hall', to: 'bedroom' },
  ]);
});

test('a room is found by what it looks like: no word of it is in letters that look like others', async () => {
  await plugThermostat(house);
  for (const [method, path, more] of [
    ['POST', 'rules', { rule: 'never from this room' }],
    ['PUT', 'devices/thermostat/room', {}],
  ] as const) {
    const mixed = await api.ask(method, `/api/v1/${path}`, { ...more, room: 'bedrооm' });
    expect([mixed.status, mixed.body.detail]).toEqual([400, expect.stringContaining('mixes alphabets')]);
    expect((await api.ask(method, `/api/v1/${path}`, { ...more, room: 'спальня 2' })).status).toBe(200);
  }
});
