import type { Attacked } from './attacked.ts';
import type { OfDays } from './by-day.ts';
import { CHANCE } from './dictionary.ts';
import type { Real } from './real.ts';
import type { Received } from './received.ts';
import { figure, interval, percent, table } from './tables.ts';
import { aboutFew } from './words.ts';

/** The parts of the page that are about a real hub and about real sets. */
export function onHub({ hours, batches, values, unlike, noised, sizes, uneven, traffic }: Received): string {
  return `A home lived ${hours} hours on a real hub, over real MQTT, TLS and HTTPS, with two vendors that opened ${batches} batches. Of the ${values} values that the forms’ functions give for the same readings,
${unlike} were missing, too many or other ones. Noised hours came ${noised.missing === 0 ? 'once each' : `once each but for ${noised.missing}`}, ${noised.hours} of them, off by ${figure(noised.ofError)} of what they say of themselves; a noised day goes the same way out and would take longer than this home lived, so it is in the tables by the forms’ functions alone. The batches in slots had ${sizes.length === 1 ? `one size, ${sizes[0]} bytes` : `${sizes.length} sizes`}; ${uneven} of them ${uneven === 1 ? 'was' : 'were'} not there at the time. A hub draws its keys and its noise from the system, so this part is not the same again for the same seed. Attackers that were trained on modelled traffic, on the arrival times and sizes of this one home:

${table(
  ['how it left', 'right', 'clock', 'correlation'],
  Object.entries(traffic).map(([release, { accuracy, clock, matthews }]) => {
    return [release, figure(accuracy), figure(clock), figure(matthews)];
  }),
)}`;
}

/** A8 and A9. */
export function onNames({ dictionary, hashedRooms, canaries, size }: Attacked): string[] {
  const { found, planted } = canaries;
  return [
    '## A8: who is behind a name',
    `Every address that could be is tried (2^${size.bits} of a maker’s 2^24 here; a graphics card tries all in no time), against names of 20 devices.`,
    table(
      ['how devices are named', 'named by anybody', 'by who has the key of the epoch'],
      Object.entries(dictionary).map(([naming, { devices, withoutKey, withKey }]) => [
        ...[naming, `${withoutKey} of ${devices}`, `${withKey} of ${devices}`],
      ]),
    ),
    `A word is never hashed: whoever knows when rooms are used in ten other homes names ${percent(hashedRooms)} of a home’s rooms from two weeks of their keyed hashes, where a guess names ${percent(CHANCE)}.`,
    '## A9: does anything come out that nobody agreed to',
    `${planted} canaries stood in every field that was not asked for and in every name of a home that lived ${size.canaries} hours on a real hub with two vendors. Found in what they opened or was sent to them: ${found.recipients.length}; in the
hub’s log: ${found.log.length}; on its disk, but for what the broker keeps for the home’s own subscribers: ${found.disk.length}. They were found where they belong, so the search works.`,
  ];
}

export function onSets({ light, office, home, energy }: Real): string[] {
  return [
    `## On real sets

Three small public sets, given with \`--data\`: an office room (UCI 357, Candanedo and Feldheim 2016), a home with twelve binary sensors (UCI 271, Ordóñez 2013, home A) and two days of one home’s power (UCI 235). Each day is attacked with what was
learnt of all the other days, the office minute by minute, the home hour by hour; intervals are over days, and so few days decide little.`,
    ...(light === undefined
      ? []
      : [
          `**The office’s light.** A threshold from the first half of the minutes tells ${figure(light)} of the second half’s right.`,
        ]),
    ...(office ? [days('what leaves of the light', office)] : []),
    ...(home ? ['**Is somebody at home, from what sets the sensors off.**', days('what leaves', home)] : []),
    ...(energy
      ? [
          '**How far a day’s energy of the third is off.** Nobody knows who was at home, so nothing else is said of it.',
          table(
            ['what leaves of the meter', 'off by'],
            Object.entries(energy).map(([form, off]) => [form, percent(off)]),
          ),
        ]
      : []),
  ];
}

function days(head: string, all: Readonly<Record<string, OfDays>>): string {
  return table(
    [head, 'days', 'right', 'clock', 'advantage', 'so'],
    Object.entries(all).map(([form, { days, accuracy, clock, advantage }]) => {
      return [
        form,
        `${days}`,
        figure(accuracy),
        figure(clock),
        interval(advantage),
        aboutFew({ advantage }, Object.values(all)[0]),
      ];
    }),
  );
}
