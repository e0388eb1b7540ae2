import { randomBytes } from 'node:crypto';
import type { Hub } from '../gateway/main.ts';
import { type Operate, operateOn } from '../gateway/operations/operations.ts';
import type { KnownDevice } from '../rules/plan.ts';
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

const HOUR_MS = 3_600_000;
/** What the family does besides choosing, in its first days with the hub. */
const ACTS: readonly Act[] = [
  { hour: 14, who: 'anna', what: 'rule add', input: { rule: 'night', hours: { from: '23:30', to: '05:30' } } },
  { hour: 20, who: 'ben', what: 'rule add', input: { rule: 'never this category', category: 'location' } },
  { hour: 34, who: 'ben', what: 'sharing stop', input: { forMs: 2 * HOUR_MS } },
];
const PLACED_AFTER_HOURS = 2;

/** Rooms by what a device is called, which for some is its make and number. */
function roomOf({ id }: KnownDevice): string {
  if (/^(hall|front-door)/.test(id)) return 'Hall';
  return id.startsWith('tasmota') ? 'Cellar' : 'Living room';
}

/** Lets the family do what it does when its time comes; returns how to stop it. */
export function liveThere(hub: Hub, family: Family, start: number, onProblem: (error: unknown) => void): () => void {
  const at = (hour: number, act: () => Promise<unknown>) =>
    hub.clock.at(start + hour * HOUR_MS, () => void act().catch(onProblem));
  const place = async () => {
    for (const device of hub.registry.known())
      await done(family.anna, 'device place', { device: device.id, room: roomOf(device) });
  };
  const acts = ACTS.map(({ hour, who, what, input }) => at(hour, () => done(family[who], what, input)));
  const ends = [at(PLACED_AFTER_HOURS, place), ...acts];
  return () => {
    for (const end of ends) end();
  };
}
