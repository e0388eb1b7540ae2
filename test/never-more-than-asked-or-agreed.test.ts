import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenCloud, startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { OWN, ownTwin, recordsOf } from './own-twin.ts';

let house: House;
let cloud: OpenCloud;
beforeEach(async () => {
  [house, cloud] = await Promise.all([openHouse(), startOpenCloud()]);
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: ownTwin(house, cloud) });
});
afterEach(async () => {
  await house.stop();
  await cloud.stop();
});

/** The same of a vendor, and of a recipient that the household made itself. */
describe.each(['acme-heating', OWN])('%s', (recipient) => {
  const got = () => (recipient === OWN ? recordsOf(cloud) : house.acme.receiver.records);
  const until = (met: () => boolean) => (recipient === OWN ? cloud : house.acme.receiver).until(met);

  test('promise 3: what leaves is the meet of asked and agreed, computed from what was agreed', async () => {
    const thermostat = await plugThermostat(house);
    // Asked: an hourly mean in half degrees. Agreed: hourly, in whole degrees.
    const form = { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 1 };
    await house.give(recipient, 'heating-tips', { field: 'temperature', form });
    for (const temperature of [20.2, 20.4, 21.3, 21.6]) {
      await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature }), { qos: 1 });
      await house.clock.advance(HOUR / 4);
    }
    await house.clock.advance(2 * HOUR);
    await until(() => got().length > 0);
    expect(got().map(({ fields, from, to }) => ({ fields, from, to }))).toEqual([
      {
        fields: { temperature: { form: 'summary', mean: 21, unit: '°C' } },
        from: '2026-11-02T08:00:00Z',
        to: '2026-11-02T09:00:00Z',
      },
    ]);
  });

  test('promise 3: nothing finer than asked can be agreed to, and nothing leaves before it is agreed to twice', async () => {
    await plugThermostat(house);
    const finer = { recipient, request: 'heating-tips', field: 'temperature', acceptUnion: false };
    await expect(house.do('consent give', { ...finer, form: { form: 'exact' }, confirmed: true })).rejects.toThrow(
      `not coarser than what ${recipient} asked for`,
    );
    const { given, preview } = await house.do<{ given: number; preview: { leaves: string }[] }>('consent give', {
      ...finer,
      confirmed: false,
    });
    expect(given).toBe(0);
    expect(preview[0]?.leaves).toBe('the average of every hour, in steps of 0.5');
    expect(await house.do('consent list', {})).toEqual([]);
  });

  test('promise 3: a refusal beside a consent for another device takes nothing with it and adds nothing', async () => {
    const first = await plugThermostat(house, 'first');
    const second = await plugThermostat(house, 'second');
    await house.give(recipient, 'setpoints');
    await house.do('consent refuse', { recipient, request: 'setpoints', device: 'second' });
    await first.publishAsync(telemetry('first'), '{"target":19.5}', { qos: 1 });
    await second.publishAsync(telemetry('second'), '{"target":23.75}', { qos: 1 });
    await house.clock.advance(2 * HOUR);
    await until(() => got().length > 0);
    expect(got().map(({ fields }) => fields.target)).toEqual([{ form: 'exact', value: 19.5, unit: '°C' }]);
  });
});
