import { expect, onTestFinished, test } from 'vitest';
import { HOUR, openHouse, plugThermostat, telemetry } from '../house.ts';

const QUARTER = HOUR / 4;

/** Berlin leaves out an hour in March, and has one twice in October. */
test.for([
  { change: 'forward', start: Date.UTC(2026, 2, 28, 22) },
  { change: 'back', start: Date.UTC(2026, 9, 24, 21) },
])(
  'promises 7 and 8: while the clocks go $change no hour is left out or told twice, and each reading counts once',
  async ({ start }) => {
    const house = await openHouse({ start });
    onTestFinished(() => house.stop());
    await house.do('recipient add', { signed: house.acme.signed });
    const thermostat = await plugThermostat(house);
    await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
    const heard: string[] = [];
    const local = await house.plugApp('panel', { read: [telemetry('thermostat')] });
    local.on('message', (_topic, payload) => heard.push(payload.toString()));
    await local.subscribeAsync(telemetry('thermostat'), { qos: 1 });

    // A degree more each quarter of an hour: each hour's mean tells which four it counted.
    const hours = 6;
    for (let quarter = 0; quarter < hours * 4; quarter++) {
      await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: quarter }), { qos: 1 });
      await house.clock.advance(QUARTER);
    }
    await house.clock.advance(2 * HOUR);
    const { receiver } = house.acme;
    const told = () =>
      receiver.records.flatMap(({ from, to, fields: { temperature } }) =>
        temperature && 'mean' in temperature
          ? [{ from: Date.parse(from), to: Date.parse(to), mean: temperature.mean }]
          : [],
      );
    await receiver.until(() => told().length >= hours);
    expect(told().sort((a, b) => a.from - b.from)).toEqual(
      Array.from({ length: hours }, (_, hour) => ({
        ...{ from: start + hour * HOUR, to: start + (hour + 1) * HOUR, mean: 4 * hour + 1.5 },
      })),
    );
    expect(heard).toHaveLength(hours * 4);
  },
);
