import { createHome } from '../../device-sim/home/home.ts';
import type { ReceivedBatch } from '../../device-sim/vendors/receiver.ts';
import type { FieldSpec } from '../../rules/manifest.ts';
import type { FieldName } from '../../rules/reading.ts';
import { HOUR, type House, openHouse } from '../../test/house.ts';
import { attack, type Result } from './attack.ts';
import { type Lived, liveOn, settled } from './lived.ts';
import { type Hour, hoursOf, live, ZONE } from './lives.ts';
import { mean } from './measures.ts';
import { METER, shaped } from './shaping.ts';
import { CONSTANT, IMMEDIATE, RELEASES } from './traffic.ts';

/**
 * What the simulated vendors really received: a home lives on a real hub, over real MQTT, TLS and HTTPS. Attacked is what
 * arrived; and what was opened must be what the functions of the line give for the same readings.
 */
export interface Received {
  readonly hours: number;
  readonly batches: number;
  /** Values that were opened, and how many of them are not what they should be, or should have come and did not. */
  readonly values: number;
  readonly unlike: number;
  readonly noised: Noised;
  /** Different sizes of the batches in slots, in bytes; and how many came at another time than theirs, or not at all. */
  readonly sizes: readonly number[];
  readonly uneven: number;
  /** A7 on arrival times and sizes of this home, by attackers that were trained on modelled ones. */
  readonly traffic: Readonly<Record<string, Pick<Result, 'accuracy' | 'clock' | 'matthews'>>>;
}

interface Noised {
  /** Hours from the first whole one on, and how many of them were not told just once. */
  readonly hours: number;
  readonly missing: number;
  /** How far they are off in the mean, as a part of what is said beside them: so far away is no home’s own value. */
  readonly ofError: number;
}

/** A Monday at midnight in Berlin, in winter. */
const START = Date.UTC(2026, 10, 1, 23);
const MOTION: FieldSpec = { name: 'occupancy' as FieldName, type: 'boolean' };
const TRAINED = { homes: 8, days: 21 };

export async function received(seed: string, hours: number): Promise<Received> {
  const home = createHome({ seed: `${seed} received`, start: START, timeZone: ZONE });
  const house = await openHouse({ start: START });
  try {
    const lived = await liveOn(house, home, START + hours * HOUR);
    const [atOnce, inSlots] = [house.acme.receiver, house.volt.receiver];
    const expected = expectedOf(lived);
    await settled(() => openedBy(house).length >= expected.length);
    const batches = inSlots.batches;
    return {
      hours,
      batches: atOnce.batches.length + batches.length,
      values: expected.length,
      unlike: unlike(expected, openedBy(house)),
      noised: noisedOf(inSlots.records, START + HOUR, START + hours * HOUR),
      sizes: [...new Set(batches.map(({ size }) => size))],
      uneven: [...Map.groupBy(batches, ({ claims }) => claims.purpose).values()].reduce(
        (sum, ofPurpose) => sum + unevenOf(ofPurpose, hours),
        0,
      ),
      traffic: attacked(seed, hoursOf({ ...home, end: START + hours * HOUR }), {
        // What is told of consents comes at slots, in the first hours alone, and is no part of what is modelled.
        [IMMEDIATE]: atOnce.batches.filter(({ claims }) => claims.notices === undefined),
        [CONSTANT]: batches,
      }),
    };
  } finally {
    await house.stop();
  }
}

/** A line for each value, as the forms' functions give it. */
function expectedOf({ watts, motion }: Lived): string[] {
  const hourly = (statistic: 'mean' | 'count') =>
    ({ form: 'summary', window: 'PT1H', statistics: [statistic] }) as const;
  const line = (name: string) => (said: { at: number; value: number }) => `${name} ${said.at} ${said.value}`;
  return [
    ...motion.map(({ at, value }) => line('exact')({ at: Math.floor(at / 1000) * 1000, value })),
    ...shaped(watts, hourly('mean'), METER).map(line('mean')),
    ...shaped(motion, hourly('count'), MOTION).map(line('count')),
  ];
}

function openedBy({ acme, volt }: House): string[] {
  return [...acme.receiver.records, ...volt.receiver.records].flatMap(({ from, fields }) =>
    Object.values(fields).flatMap((told) => {
      const at = Date.parse(from);
      if (told.form === 'noised') return [];
      if (told.form === 'exact') return [`exact ${at} ${Number(told.value)}`];
      if (told.form !== 'summary') return [`${told.form} ${at}`];
      return [told.mean === undefined ? `count ${at} ${told.count}` : `mean ${at} ${told.mean}`];
    }),
  );
}

/** How many lines one has and the other has not, both ways. */
function unlike(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of one) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of other) left.set(line, (left.get(line) ?? 0) - 1);
  return [...left.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

function noisedOf(records: House['volt']['receiver']['records'], from: number, to: number): Noised {
  const all = records.flatMap((record) =>
    Object.values(record.fields).flatMap((told) => {
      const at = Date.parse(record.from);
      return told.form === 'noised' && at >= from && at < to
        ? [{ at, off: Math.abs(told.mean ?? 0) / told.error }]
        : [];
    }),
  );
  const hours = (to - from) / HOUR;
  const once = [...Map.groupBy(all, ({ at }) => at).values()].filter(({ length }) => length === 1).length;
  return { hours, missing: hours - once, ofError: mean(all.map(({ off }) => off)) };
}

/** One an hour and no other, each within half an hour of its slot: simulated minutes pass while the network works. */
function unevenOf(batches: readonly ReceivedBatch[], hours: number): number {
  const slots = batches.map(({ claims }) => claims.iat * 1000);
  const late = batches.filter(({ claims, arrivedAt }) => arrivedAt - claims.iat * 1000 > HOUR / 2).length;
  const gaps = slots.slice(1).filter((slot, i) => slot - (slots[i] ?? 0) !== HOUR).length;
  return late + gaps + Math.max(0, hours - batches.length);
}

function attacked(seed: string, hours: readonly Hour[], arrived: Readonly<Record<string, readonly ReceivedBatch[]>>) {
  const lives = Array.from({ length: TRAINED.homes }, (_, n) => live(`${seed} traffic ${n}`, TRAINED.days));
  return Object.fromEntries(
    Object.entries(arrived).map(([release, batches]) => {
      const trained = lives.map((life) => ({ hours: life.hours, views: RELEASES[release]?.(life) ?? [] }));
      const byHour = Map.groupBy(batches, ({ arrivedAt }) => Math.floor(arrivedAt / HOUR) * HOUR);
      const views = hours.map(({ from }) => {
        const came = byHour.get(from) ?? [];
        const bytes = came.reduce((sum, { size }) => sum + size, 0);
        return release === IMMEDIATE ? [came.length, bytes, Number(came.length > 0)] : [came.length, bytes];
      });
      const { accuracy, clock, matthews } = attack(trained, [{ hours, views }], ({ active }) => active, seed);
      return [release, { accuracy, clock, matthews }];
    }),
  );
}
