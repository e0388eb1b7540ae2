import { unfit } from '../household/passphrase.ts';
import type { Person } from '../household/people.ts';
import type { Hub } from '../main.ts';
import type { Caller } from './operation.ts';
import { refusal, tooSoon } from './refusal.ts';

/** Whoever stands at the hub is asked as one address. */
const AT_THE_HUB = 'the hub';

/** Throws where somebody chose a passphrase that is too easy: before a code is looked at, so that this costs no try. */
export function mustFit(passphrase: string, name: string): void {
  const problem = unfit(passphrase, name);
  if (problem !== undefined) throw refusal('passphrase-refused', `the passphrase ${problem}`);
}

/** What is kept of a passphrase that fits. */
export async function chosen(hub: Hub, passphrase: string): Promise<string> {
  const kept = await hub.passphrases.made(passphrase);
  if (kept === undefined) throw refusal('too-busy');
  return kept;
}

/**
 * Throws unless it is this person's passphrase. Nobody waits for it longer where there is no such person, and wrong
 * answers make their address wait, not the person.
 */
export async function right(
  hub: Hub,
  person: Person | undefined,
  passphrase: string,
  caller: Caller,
  name = '',
): Promise<Person> {
  return tried(hub, person?.id ?? name, caller, 'wrong-passphrase', async () => {
    const kept = person && hub.people.passphraseOf(person.id);
    const isRight = await hub.passphrases.isRight(passphrase, kept);
    if (isRight === 'busy') throw refusal('too-busy');
    // It may have been changed while it was compared.
    return isRight && person && hub.people.passphraseOf(person.id) === kept ? person : undefined;
  });
}

/** One try at something that can be guessed; counted before it is looked at, so that hanging up gains nothing. */
export async function tried<T>(
  hub: Hub,
  about: string,
  { from }: Caller,
  wrong: 'wrong-passphrase' | 'wrong-code',
  look: () => Promise<T | undefined>,
): Promise<T> {
  const address = from?.address ?? AT_THE_HUB;
  const now = hub.clock.monotonic();
  const left = hub.attempts.leftMs(address, about, now);
  if (left > 0) throw tooSoon('too-many-tries', left);
  hub.attempts.failed(address, about, now);
  const found = await look().catch((error: unknown) => {
    hub.attempts.takeBack(address, about);
    throw error;
  });
  if (found === undefined) throw refusal(wrong);
  hub.attempts.takeBack(address, about);
  hub.attempts.succeeded(address, about);
  return found;
}
