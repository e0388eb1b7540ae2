import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.stop());

test('a name that a spreadsheet would work out as a formula is only a text in the list that is taken away', async () => {
  const controller = { ...house.acme.manifest.controller, name: '=1+1, heating' };
  await house.do('recipient add', { signed: await signedBy(house, { controller }) });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips');
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.75}', { qos: 1 });
  await house.clock.advance(3 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  const csv = async () => (await house.do<{ csv: string }>('left csv', {})).csv;
  await expect.poll(async () => (await csv()).split('\r\n').length).toBeGreaterThan(2);
  const [, row = ''] = (await csv()).split('\r\n');
  expect(row).toContain(`"'=1+1, heating"`);
  expect(await csv()).not.toContain('21.75');
});
