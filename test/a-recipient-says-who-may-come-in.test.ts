import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

const TOKEN = 'acct-7Qm2-canary';
const ask = { recipient: 'acme-heating', request: 'heating-tips', device: 'thermostat', field: 'temperature' };
const show = () => house.do<{ enrolment: object; state: string }>('recipient show', { recipient: 'acme-heating' });

test('a token is a choice of its own: told in words first, written down, and told to nobody before a consent', async () => {
  await house.do('recipient add', { signed: await signedBy(house, { enrolment: 'token' }) });
  const enrol = { recipient: 'acme-heating', appToken: TOKEN };
  expect(await house.do('recipient enrol', enrol)).toMatchObject({
    becomes: 'Acme Heating will know this is your account',
    enrolment: { by: 'token', state: 'needs a token' },
  });
  expect((await show()).enrolment).toMatchObject({ state: 'needs a token' });
  await house.do('recipient enrol', { ...enrol, confirmed: true });
  expect(await show()).toMatchObject({ enrolment: { state: 'due' }, state: 'nothing is shared' });
  expect(house.acme.cloud.connections).toHaveLength(0);

  await plugThermostat(house);
  const words = await house.do<{ words: { rows: { label: string; text: string }[] }[] }>('consent give', {
    ...{ recipient: 'acme-heating', request: 'heating-tips', acceptUnion: false, confirmed: false },
    ...{ device: 'thermostat', field: 'temperature' },
  });
  expect(words.words[0]?.rows).toContainEqual({
    ...{ label: 'Your account', text: 'Acme Heating will know this is your account' },
  });
  await house.give('acme-heating', 'heating-tips', { device: ask.device, field: ask.field });
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  expect((await show()).enrolment).toMatchObject({ state: 'needs a token' });
  const types = house.hub.ledger.read(0, 100).map(({ entry }) => entry?.type);
  expect(types.filter((type) => type?.startsWith('account.'))).toEqual(['account.told', 'account.ended']);
  expect(house.logged.join('\n')).not.toContain(TOKEN);
  expect(JSON.stringify(house.hub.ledger.read(0, 100))).not.toContain(TOKEN);
  expect(house.everythingOutside().includes(TOKEN)).toBe(false);
});

test('a token for a recipient that asks for none is not taken', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const enrol = { recipient: 'acme-heating', appToken: TOKEN, confirmed: true };
  await expect(house.do('recipient enrol', enrol)).rejects.toThrow('keep the token to yourself');
  expect((await show()).enrolment).toEqual({ by: 'open', state: 'due' });
});

test('a version that asks for an account is no less: what was agreed to before waits for an answer', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { device: 'thermostat', field: 'temperature' });
  await house.clock.advance(HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.notices.length > 0);
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, enrolment: 'token' }) });
  const [asking] = await house.do<{ requests: { fields: { changed?: string[] }[] }[] }[]>('request list', {});
  expect(asking).toMatchObject({ account: 'Acme Heating will know this is your account' });
  expect(asking?.requests.flatMap(({ fields }) => fields.map(({ changed }) => changed))).toContainEqual(['enrolment']);
});
