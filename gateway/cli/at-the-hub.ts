import { type Person, ROLES, reaches } from '../household/people.ts';
import type { Hub } from '../main.ts';
import type { Caller } from '../operations/operation.ts';
import { type Answer, operateOn } from '../operations/operations.ts';
import { right } from '../operations/passphrases.ts';
import { Refusal, refusal } from '../operations/refusal.ts';
import { routes } from '../web/api/routes.ts';

/** Who of the household asks at the hub. */
export interface AsPerson {
  readonly name: string;
  readonly passphrase: string;
}

/** Asks an operation at the hub itself. */
export type AskAtTheHub = (name: string, input: unknown, as?: AsPerson) => Promise<Answer>;

/**
 * What the command line may ask. Whoever sets a hub up may ask all. Once it was handed over somebody of the household asks,
 * with their passphrase, as on the page: whoever can run commands there may only take back, stop, and see whether the hub
 * is well. Whoever says their name is asked for their passphrase there, too, and it stands in the record with that name. It
 * holds the command line; somebody who owns the machine can read its files (docs/handover.md).
 */
export function askedAtTheHub(hub: Hub): AskAtTheHub {
  return async (name, input, as) => {
    const { isClaimed } = hub.people;
    const isAnybodys = ANYBODY.has(name) || name === (isClaimed ? WHEN_CLAIMED : UNTIL_CLAIMED);
    const isNamed = as !== undefined && isClaimed;
    if (hub.handover.at === undefined || (isAnybodys && !isNamed)) return operateOn(hub)(name, input);
    try {
      if (!isClaimed) throw refusal('handed-over');
      if (as === undefined) throw refusal('person-needed');
      const person = await whoAsks(hub, as);
      const needed = roleFor(name);
      if (!isAnybodys && !reaches(person.role, needed)) throw refusal('not-allowed', needed);
      return await operateOn(hub, `person:${person.id}`)(name, input);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ok: false, code: error.code, problem: error.message };
    }
  };
}

/** Takes back, stops, or tells how the machine is; what names the home or lets anything in or out is not here. */
const ANYBODY = new Set([
  ...['claim', 'status', 'hub health', 'cert show', 'ledger checkpoint', 'ledger key'],
  ...['sharing stop', 'consent withdraw', 'consent refuse', 'command withdraw', 'command refuse'],
  ...['device revoke', 'attach revoke', 'cert revoke', 'pair close', 'pair reject'],
  // Both refuse once it is claimed.
  ...['hub hand-over', 'hub take-back'],
]);

/** To be handed over anew it is reported on again. */
const UNTIL_CLAIMED = 'hub commissioning';
/** Whoever forgot their passphrase comes back by it; every adult sees that it was made. */
const WHEN_CLAIMED = 'setup-code';

async function whoAsks(hub: Hub, { name, passphrase }: AsPerson): Promise<Person> {
  const caller: Caller = { by: 'household', how: 'command line', language: 'en', shownAt: hub.clock.now() };
  return right(hub, hub.people.named(name), passphrase, caller, `nobody ${name}`);
}

/** As on the page; who belongs, and what the page has no address for, is for owners. */
function roleFor(name: string): (typeof ROLES)[number] {
  const asked = routes.flatMap(({ operation, may }) => (operation === name && may !== 'anyone' ? [may] : []));
  if (asked.length === 0 || /^(person|place) /.test(name)) return 'owner';
  return ROLES.findLast((role) => asked.includes(role)) ?? 'owner';
}
