import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Commissioned } from '../gateway/operations/commissioning.ts';
import { PASSPHRASE } from './api.ts';
import { type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ madeBy: 'hub' });
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
});
afterAll(() => house.stop());

const commissioned = (contact = false) => house.do<Commissioned>('hub commissioning', { contact });
const contacts = ({ recipients }: Commissioned) => recipients.map(({ recipient, contact }) => [recipient, contact]);
const NOT_ASKED = 'not asked: nothing is agreed with it';
const connections = async () => (await house.hub.flow.read<object>('connections list')).length;

test('before anything is in force nobody is contacted, also where an installer agreed to something', async () => {
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":20}', { qos: 1 });
  await house.give('acme-heating', 'setpoints');
  expect(contacts(await commissioned())).toEqual([
    ['acme-heating', NOT_ASKED],
    ['volt-insight', NOT_ASKED],
  ]);
  expect(await connections()).toBe(0);
});

test('who the household agreed to something with is asked, others where it is said, and each attempt is on record', async () => {
  const { code } = await house.do<{ code: string }>('setup-code', {});
  await house.do('claim', { code, name: 'Anna', passphrase: PASSPHRASE });
  expect(contacts(await commissioned())).toEqual([
    ['acme-heating', 'reached, its certificate verified'],
    ['volt-insight', NOT_ASKED],
  ]);
  const before = await connections();
  expect(contacts(await commissioned(true)).map(([, contact]) => contact)).toEqual([
    'reached, its certificate verified',
    'reached, its certificate verified',
  ]);
  expect(await connections()).toBe(before + 2);
  expect(house.volt.receiver.opened()).toEqual([]);
  await house.acme.cloud.stop();
  const [acme] = (await commissioned()).recipients;
  expect(acme?.contact).toMatch(/^not reached: /);
});

test('it says what was heard and when, and no value and no password', async () => {
  const said = JSON.stringify(await commissioned());
  const { devices, clients, guessable } = JSON.parse(said) as Commissioned;
  expect(devices).toMatchObject([{ id: 'thermostat', by: 'thermostat', lastHeard: expect.stringMatching(/^2026-11/) }]);
  expect([clients.length, guessable]).toEqual([1, 0]);
  expect(said).not.toMatch(/"password":|"target"|value/);
});
