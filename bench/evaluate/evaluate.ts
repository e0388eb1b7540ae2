import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededBytes } from '../../rules/seeded-bytes.fixture.ts';
import type { Result } from './attack.ts';
import { attackAll, type ByForm, FULL, QUICK } from './attacked.ts';
import { page } from './page.ts';
import { frontier } from './plot.ts';
import { problemsOf } from './problems.ts';

/**
 * `npm run evaluate -- [--quick] [--json] [--seed text] [--data folder] [--write]`: our own attacks on what leaves simulated homes. Exit code 1
 * where an attacker fails on raw data, or a form does not keep what is said of it.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: 'evaluated' },
    data: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const { quick, json, seed, data, write } = values;
const DOCS = new URL('../../docs/', import.meta.url);

const attacked = await attackAll(quick ? QUICK : FULL, seed, seededBytes(), data);
const problems = problemsOf(attacked, { quick });
if (json) console.log(JSON.stringify(figures()));
else {
  const text = page(attacked, seed);
  if (!write) console.log(text);
  else {
    writeFileSync(new URL('privacy-evaluation.md', DOCS), text);
    writeFileSync(new URL('privacy-evaluation.svg', DOCS), frontier(attacked));
  }
}
if (!json) for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Linkage is that of two recipients, after the longest time; `linkage` has all of it. */
function figures() {
  const { occupancy, absence, traffic, linkage, names, audit, received, real } = attacked;
  const advantages = (of: ByForm<Result>) =>
    Object.fromEntries(Object.entries(of).map(([name, { advantage }]) => [name, advantage]));
  const last = (of: Readonly<Record<number, object>>) => {
    const days = Math.max(...Object.keys(of).map(Number));
    return { ...of[days], days };
  };
  return {
    occupancyAdvantage: advantages(occupancy),
    trafficAdvantage: advantages(traffic),
    linkageTop1: {
      ...Object.fromEntries(Object.entries(linkage).map(([form, one]) => [form, last(one.acrossRecipients)])),
      'identifiers and keys': names.acrossRecipients,
    },
    epsilonBound: audit,
    absence: Object.fromEntries(Object.entries(absence).map(([form, one]) => [form, one.advantage])),
    ...{ linkage, names, averaged: attacked.averaged, members: attacked.members, appliances: attacked.appliances },
    ...{ useful: attacked.useful, received, real, problems },
  };
}
