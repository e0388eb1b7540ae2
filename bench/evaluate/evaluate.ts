import { parseArgs } from 'node:util';
import { seededBytes } from '../../rules/seeded-bytes.fixture.ts';
import { attack, type Result, type Seen } from './attack.ts';
import { type Audit, audit } from './audit.ts';
import { type Life, live } from './lives.ts';
import { FORMS, RAW } from './occupancy.ts';
import { problemsOf } from './problems.ts';
import { IMMEDIATE, RELEASES } from './traffic.ts';

/**
 * `npm run evaluate -- [--quick] [--json] [--seed text]`: our own attacks on what leaves simulated homes. Exit code 1 where an
 * attacker fails on raw data, or a form does not keep what is said of it.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, seed: { type: 'string', default: 'evaluated' } },
});
const { quick, json, seed } = values;
const [TRAINED, HELD_OUT, DAYS, RUNS] = quick ? [8, 24, 21, 30_000] : [40, 200, 60, 200_000];

const random = seededBytes();
const occupancy = new Map<string, [Seen[], Seen[]]>(Object.keys(FORMS).map((form) => [form, [[], []]]));
const traffic = new Map<string, [Seen[], Seen[]]>(Object.keys(RELEASES).map((release) => [release, [[], []]]));
for (let n = 0; n < TRAINED + HELD_OUT; n++) {
  const life = live(`${seed} ${n}`, DAYS);
  const part = n < TRAINED ? 0 : 1;
  for (const [form, seen] of occupancy) seen[part].push(see(life, FORMS[form]?.(life, random)));
  for (const [release, seen] of traffic) seen[part].push(see(life, RELEASES[release]?.(life)));
}

const attacked = {
  occupancy: results(occupancy, ({ occupied }) => occupied),
  traffic: results(traffic, ({ active }) => active),
  audit: audit(RUNS, random),
};
const problems = problemsOf(attacked, { quick: quick ?? false });
if (json) {
  const advantages = (of: Readonly<Record<string, Result>>) =>
    Object.fromEntries(Object.entries(of).map(([name, { advantage }]) => [name, advantage]));
  const figures = {
    occupancyAdvantage: advantages(attacked.occupancy),
    trafficAdvantage: advantages(attacked.traffic),
    epsilonBound: attacked.audit,
    problems,
  };
  console.log(JSON.stringify(figures));
} else {
  console.log(`${HELD_OUT} homes held out, ${TRAINED} to train on, ${DAYS} days each, seed “${seed}”\n`);
  table('A1 · is somebody at home, from the meter', attacked.occupancy, RAW);
  table('A7 · is somebody in the living room, from messages nobody can open', attacked.traffic, IMMEDIATE);
  tellAudit(attacked.audit);
  for (const problem of problems) console.log(`✗ ${problem}`);
}
process.exitCode = problems.length === 0 ? 0 : 1;

function see({ hours }: Life, views: number[][] = []): Seen {
  return { hours, views };
}

function results(all: ReadonlyMap<string, [Seen[], Seen[]]>, truth: Parameters<typeof attack>[2]) {
  return Object.fromEntries(
    [...all].map(([name, [trained, heldOut]]) => [name, attack(trained, heldOut, truth, seed)]),
  );
}

function table(title: string, of: Readonly<Record<string, Result>>, raw: string): void {
  console.log(title);
  for (const [name, { advantage, accuracy, clock, matthews }] of Object.entries(of)) {
    const { mean, low, high } = advantage;
    const [is, better, from, to, mcc] = [accuracy, mean, low, high, matthews].map((each) => each.toFixed(3));
    console.log(
      `  ${name.padEnd(38)} right ${is} clock ${clock.toFixed(3)} advantage ${better} (${from} … ${to}) MCC ${mcc}${name === raw ? ' (raw)' : ''}`,
    );
  }
  console.log('');
}

function tellAudit({ declared, least, about, broken }: Audit): void {
  console.log('A10 · the ε of one home-day that is seen to be lost');
  console.log(`  declared ${declared}, seen ${about.toFixed(3)}, at 99.9 % no less than ${least.toFixed(3)}`);
  console.log(`  with half the noise no less than ${broken.toFixed(3)}\n`);
}
