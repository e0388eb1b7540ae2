import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interval } from '../../device-sim/home/intervals.ts';
import type { Said } from './lives.ts';

/** The small real sets, each as what a device would have said and what is known of the truth; undefined where a folder has it not. */
export interface Office {
  /** Lux, once a minute. */
  readonly light: readonly Said[];
  /** 1 where somebody was in the room, at the same times. */
  readonly occupied: readonly Said[];
}

export interface SmallHome {
  /** When one of twelve binary sensors was set off. */
  readonly events: readonly number[];
  readonly away: readonly Interval[];
  readonly from: number;
  readonly to: number;
}

/** UCI 357 (Candanedo and Feldheim 2016): three spans of one room, put in order. */
export function office(folder: string): Office | undefined {
  const lines = ['datatraining.txt', 'datatest.txt', 'datatest2.txt'].map((file) =>
    linesOf(join(folder, 'uci-occupancy-detection', file)),
  );
  if (lines.some((one) => one === undefined)) return undefined;
  const rows = lines
    .flatMap((one) => one?.slice(1) ?? [])
    .map((line) => line.replaceAll('"', '').split(','))
    .map(([, date = '', , , light, , , is]) => ({ at: winter(date), light: Number(light), is: Number(is) }))
    .sort((a, b) => a.at - b.at);
  return {
    light: rows.map(({ at, light }) => ({ at, value: light })),
    occupied: rows.map(({ at, is }) => ({ at, value: is })),
  };
}

/** UCI 271 (Ordóñez 2013), home A: away is what is labelled as leaving. */
export function smallHome(folder: string): SmallHome | undefined {
  const spans = (file: string) =>
    linesOf(join(folder, 'uci-adl-ordonez', file))
      ?.map((line) => line.split(/\t+/).map((part) => part.trim()))
      .filter(([from = '']) => /^\d{4}-/.test(from))
      .map(([from = '', to = '', what = '']) => ({ from: winter(from), to: winter(to), what }));
  const [sensors, activities] = [spans('OrdonezA_Sensors.txt'), spans('OrdonezA_ADLs.txt')];
  if (!sensors || !activities) return undefined;
  const [from, to] = [Math.min(...activities.map((one) => one.from)), Math.max(...activities.map((one) => one.to))];
  return {
    events: sensors.map((one) => one.from),
    away: activities.filter(({ what }) => what === 'Leaving'),
    from,
    to,
  };
}

/** UCI 235: two days of one home's power in W, once a minute. Nobody knows who was there. */
export function twoDays(folder: string): readonly Said[] | undefined {
  return linesOf(join(folder, 'uci-household-power-minute', 'household_power_2007-02-01_02.txt'))
    ?.slice(1)
    .map((line) => line.split(';'))
    .filter(([, , power]) => power !== '?')
    .map(([date = '', time, power]) => {
      const [day, month, year] = date.split('/').map((part) => part.padStart(2, '0'));
      return { at: winter(`${year}-${month}-${day} ${time}`), value: Number(power) * 1000 };
    });
}

function linesOf(file: string): string[] | undefined {
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

/** Local times of places that are all an hour ahead of UTC in winter, when all of it was written. */
function winter(local: string): number {
  const at = Date.parse(`${local.trim().replace(' ', 'T')}+01:00`);
  if (Number.isNaN(at))
    throw new Error(
      `a line of a data set begins with “${local}”, which is no time: is it the file that its README names?`,
    );
  return at;
}
