import { randomBytes } from 'node:crypto';
import type { Hub } from '../gateway/main.ts';
import { type Operate, operateOn } from '../gateway/operations/operations.ts';
import type { Clock } from '../gateway/runtime/clock.ts';
import { done } from './demo-household.ts';

/** Who lives in the demo's home: each acts under their own name. Nobody knows their passphrases. */
export interface Family {
  readonly anna: Operate;
  readonly ben: Operate;
}

/** Anna claims the hub and lets Ben and Lea in, as people do. */
export async function moveIn(hub: Hub): Promise<Family> {
  const box = operateOn(hub);
  const { code } = await done<{ code: string }>(box, 'setup-code', {});
  const join = async (how: 'claim' | 'invitation accept', name: string, by: string) => {
    const passphrase = randomBytes(24).toString('base64url');
    const { person } = await done<{ person: string }>(box, how, { code: by, name, passphrase });
    return operateOn(hub, `person:${person}`);
  };
  const anna = await join('claim', 'Anna', code);
  const invited = async (role: string) => (await done<{ code: string }>(anna, 'person invite', { role })).code;
  const ben = await join('invitation accept', 'Ben', await invited('adult'));
  await join('invitation accept', 'Lea', await invited('viewer'));
  return { anna, ben };
}

interface Act {
  /** Home hours after the start. */
  readonly hour: number;
  readonly who: keyof Family;
  readonly what: string;
  readonly input: object;
}

const TWO_HOURS_MS = 7_200_000;
/** What the family does besides choosing, in its first days with the hub. */
const ACTS: readonly Act[] = [
  ...[
    ['thermostat', 'Living room'],
    ['plug', 'Living room'],
    ['lamp', 'Living room'],
    ['robot', 'Hall'],
    ['meter', 'Cellar'],
  ].map(([device, room]) => ({ hour: 2, who: 'anna' as const, what: 'device place', input: { device, room } })),
  { hour: 14, who: 'anna', what: 'rule add', input: { rule: 'night', hours: { from: '23:30', to: '05:30' } } },
  { hour: 34, who: 'ben', what: 'sharing stop', input: { forMs: TWO_HOURS_MS } },
  { hour: 40, who: 'ben', what: 'rule add', input: { rule: 'never from this room', room: 'Bedroom' } },
];

/** Lets the family do what it does when its time comes; returns how to stop it. */
export function liveThere(
  family: Family,
  clock: Clock,
  start: number,
  onProblem: (problem: string) => void,
): () => void {
  const ends = ACTS.map(({ hour, who, what, input }) =>
    clock.at(start + hour * 3_600_000, () => {
      done(family[who], what, input).catch((error: unknown) =>
        onProblem(error instanceof Error ? error.message : String(error)),
      );
    }),
  );
  return () => {
    for (const end of ends) end();
  };
}
