import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, slotsUntil, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const told = () =>
  house.acme.receiver.notices.filter(({ type }) => type === 'consent') as unknown as {
    iat: number;
    request: string;
    state: string;
    fields: Record<string, string[]>;
  }[];
const states = () => told().map(({ request, state }) => `${request} ${state}`);

/** The first batch brings hello with it. */
async function enrolled(): Promise<void> {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length === 1);
  await house.clock.advance(HOUR);
  await house.acme.receiver.until(() => states().length === 1);
}

test('a recipient is told once what was agreed to, what changed and what was taken back, each at its slot', async () => {
  await enrolled();
  expect(told()[0]).toMatchObject({ request: 'setpoints', state: 'given', fields: { target: ['exact'] } });
  await house.give('acme-heating', 'heating-tips');
  // Given and taken back before the slot: nobody hears of it.
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'heating-tips', field: 'heating' });
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'setpoints' });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => states().length === 3);
  expect(states().sort()).toEqual(['heating-tips given', 'setpoints given', 'setpoints withdrawn']);
  expect(told().find(({ request }) => request === 'heating-tips')?.fields).not.toHaveProperty('heating');
  await house.clock.advance(5 * HOUR);
  expect(states()).toHaveLength(3);
});

test('taking everything back is told, too, and then there is no connection any more', async () => {
  await enrolled();
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  const { notices } = house.acme.receiver;
  await slotsUntil(house, () => notices.filter(({ type }) => type === 'receipt').length === 2);
  expect(states()[1]).toBe('setpoints withdrawn');
  // Before its acknowledgement is known a hub that starts again tells it again.
  await expect.poll(() => house.hub.recipients.states()[0]?.state).not.toMatch(/connecting|sending/);
  const connections = house.acme.cloud.connections.length;
  await house.clock.advance(10 * HOUR);
  await house.restart();
  await house.clock.advance(3 * HOUR);
  expect(house.acme.cloud.connections).toHaveLength(connections);
});

test('stops, standing rules and hours are told to nobody', async () => {
  await enrolled();
  await house.do('sharing stop', {});
  await house.do('rule add', { rule: 'night', hours: { from: '00:00', to: '23:59' } });
  await house.clock.advance(5 * HOUR);
  await house.do('sharing resume', { confirmed: true });
  await house.clock.advance(2 * HOUR);
  expect(states()).toEqual(['setpoints given']);
});

test('a manifest that expired is no withdrawal, and a dead cloud hears of one when it is back', async () => {
  await enrolled();
  house.acme.cloud.answer('disconnect');
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await house.clock.advance(2 * HOUR);
  const expires = new Date(house.clock.now() + HOUR).toISOString();
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, expires }) });
  await house.clock.advance(3 * HOUR);
  house.acme.cloud.answer('receive');
  await house.do('recipient add', { signed: await signedBy(house, { version: 3 }) });
  await house.restart();
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => states().length === 2);
  expect(states()[1]).toBe('setpoints withdrawn');
});
