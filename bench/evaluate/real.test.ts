import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seededBytes } from '../../rules/seeded-bytes.fixture.ts';
import { office, smallHome, twoDays } from './datasets.ts';
import { onReal } from './real.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearthgate-sets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(set: string, file: string, lines: readonly string[]): void {
  mkdirSync(join(folder, set), { recursive: true });
  writeFileSync(join(folder, set, file), `${lines.join('\n')}\n`);
}

const time = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
const ROOM = 'uci-occupancy-detection';
const HEAD = '"date","Temperature","Humidity","Light","CO2","HumidityRatio","Occupancy"';

/** Somebody is there from nine to five but on every third day, and then there is light. */
function room(): void {
  const minute = (i: number) => {
    const at = Date.UTC(2015, 1, 2) + i * 300_000;
    const [day, hour] = [Math.floor(i / 288), (i % 288) / 12];
    const there = hour >= 9 && hour < 17 && day % 3 !== 0;
    return `"${i}","${time(at)}",23.7,26.2,${there ? 480 : 20},749.2,0.004,${Number(there)}`;
  };
  const parts = [0, 4, 8, 12].map((day) => day * 288);
  ['datatest.txt', 'datatraining.txt', 'datatest2.txt'].forEach((file, n) => {
    const [from = 0, to = 0] = parts.slice(n, n + 2);
    write(ROOM, file, [HEAD, ...Array.from({ length: to - from }, (_, i) => minute(from + i))]);
  });
}

it('an office is read in the order of its days, with local time', () => {
  room();
  const { light, occupied } = office(folder) ?? { light: [], occupied: [] };
  expect(light).toHaveLength(12 * 288);
  expect(light.every(({ at }, i) => i === 0 || at > (light[i - 1]?.at ?? 0))).toBe(true);
  expect(light[0]?.at).toBe(Date.UTC(2015, 1, 1, 23));
  expect(occupied.filter(({ value }) => value === 1)).toHaveLength(8 * 8 * 12);
});

it('a light that tells all is found to, and noise of it to tell little', () => {
  room();
  const { light, office: forms } = onReal(folder, 'tested', seededBytes());
  expect(light).toBe(1);
  const [raw, noised] = [forms?.['every value, once a minute'], forms?.['hourly means, noised']];
  expect(raw?.accuracy).toBeGreaterThan(0.99);
  expect(raw?.advantage.low).toBeGreaterThan(0.02);
  expect(noised?.advantage.mean).toBeLessThan((raw?.advantage.mean ?? 0) / 3);
});

it('a home is away while its people are labelled as leaving', () => {
  write('uci-adl-ordonez', 'OrdonezA_Sensors.txt', [
    'Start time          \tEnd time            \tLocation\tType\t\tPlace',
    '--------------------\t--------------------\t--------\t--------\t-----',
    '2011-11-28 02:27:59\t\t2011-11-28 10:18:11\t\tBed\t\t\tPressure\tBedroom',
  ]);
  write('uci-adl-ordonez', 'OrdonezA_ADLs.txt', [
    '2011-11-28 02:27:59\t\t2011-11-28 10:18:11\t\tSleeping\t\t',
    '2011-11-28 13:00:00\t\t2011-11-28 15:00:00\t\tLeaving\t',
  ]);
  expect(smallHome(folder)).toMatchObject({
    events: [Date.UTC(2011, 10, 28, 1, 27, 59)],
    away: [{ from: Date.UTC(2011, 10, 28, 12), to: Date.UTC(2011, 10, 28, 14) }],
  });
});

it('power is in kW, days come first, and what was not measured is left out', () => {
  write('uci-household-power-minute', 'household_power_2007-02-01_02.txt', [
    'Date;Time;Global_active_power',
    '1/2/2007;00:00:00;0.326;0.1',
    '1/2/2007;00:01:00;?;?',
  ]);
  expect(twoDays(folder)).toEqual([{ at: Date.UTC(2007, 0, 31, 23), value: 326 }]);
});

it('a folder without any of them is said to be one', () => {
  expect(() => onReal(folder, 'tested', seededBytes())).toThrow('has none of the sets');
  write('uci-household-power-minute', 'household_power_2007-02-01_02.txt', ['Date;Time', 'x;y;1']);
  expect(() => onReal(folder, 'tested', seededBytes())).toThrow('which is no time');
});
