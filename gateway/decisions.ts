import type { Consent } from '../rules/consent.ts';
import type { Answer } from '../rules/inbox.ts';
import { entry, lengthSafe } from '../rules/length-safe.ts';
import type { RecipientId } from '../rules/manifest.ts';
import type { Household } from '../rules/plan.ts';
import type { Purposes } from '../rules/purposes.ts';
import type { Reveals } from '../rules/reveals.ts';
import type { Terms } from '../rules/terms.ts';
import type { Sentences } from '../rules/words/speak.ts';
import { type ShownField, type Words, wordsShown } from '../rules/words-shown.ts';
import type { Choice } from './household/consents.ts';
import type { Actor } from './household/ledger/entries.ts';
import type { Answered, Decision, ManifestRef } from './household/receipts/decided.ts';

/** The words of each request that a person was shown, by `requestKey`. */
export type ShownWords = ReadonlyMap<string, Words>;

/** Names one request of one recipient. */
export function requestKey({ recipient, request }: Pick<Consent, 'recipient' | 'request'>): string {
  return lengthSafe([recipient, request]);
}

/** What the words of a decision are made from. */
export interface Showing {
  readonly household: Household;
  readonly purposes: Purposes;
  readonly termsOf: (consent: Consent['id']) => Terms | undefined;
  readonly isLinkable: (recipient: RecipientId, purpose: Terms['purpose']) => boolean;
  readonly sentences: Sentences;
  /** Whether it has to leave, as far as Hearthgate itself knows. */
  readonly known: (choice: Choice) => string | undefined;
}

/** What a person is to be shown before making these choices: the words of each request. */
export function wordsOf(choices: readonly Choice[], showing: Showing): Map<string, Words> {
  const { household, purposes, isLinkable, sentences } = showing;
  const reveals = revealsIn(household);
  const asking = new Set(choices.map(({ recipient }) => recipient));
  const known = byField(household.consents.filter(({ recipient }) => asking.has(recipient)));
  const proposed = byField(choices);
  const covered = coveredBy(choices, household);
  const words = new Map<string, Words>();
  for (const [key, alike] of Map.groupBy(choices, requestKey)) {
    const fields = alike.map((choice): ShownField => {
      const about = fieldKey(choice);
      const [answered = [], also = []] = [known.get(about), proposed.get(about)];
      return {
        ...shownField(choice, answered, also, showing),
        reveals: reveals(choice),
        ...(covered(choice.device) && { covered: true as const }),
      };
    });
    const [first, ...more] = fields;
    const [choice] = alike;
    if (first === undefined || choice === undefined) continue;
    const { recipient, terms } = choice;
    words.set(
      key,
      wordsShown(
        {
          origin: household.manifests.find((one) => one.recipient === recipient)?.origin ?? 'vendor',
          fields: [first, ...more],
          linkable: isLinkable(recipient, terms.purpose),
          timeZone: household.timeZone,
        },
        purposes,
        sentences,
      ),
    );
  }
  return words;
}

/** Whether, with these choices, everything of a device that leaves to anybody is noised; else ε says too little. */
function coveredBy(choices: readonly Choice[], { consents }: Household): (device: Consent['device']) => boolean {
  if (!choices.some(({ form }) => form.form === 'noised')) return () => false;
  const key = (about: Pick<Consent, 'recipient' | 'request' | 'device' | 'field'>) =>
    lengthSafe([requestKey(about), about.device, about.field]);
  const replaced = new Set(choices.map(key));
  const plain = [...consents.filter((consent) => !replaced.has(key(consent))), ...choices].filter(
    ({ state, form }) => state === 'given' && form.form !== 'noised',
  );
  const uncovered = new Set(plain.map(({ device }) => device));
  return (device) => !uncovered.has(device);
}

/** One choice with what was answered, and what is about to be, for the same field and recipient. */
function shownField(
  choice: Choice,
  answered: readonly Consent[],
  proposed: readonly Choice[],
  { termsOf, known }: Showing,
): Omit<ShownField, 'reveals'> {
  const elsewhere = (one: Pick<Consent, 'request'>) => one.request !== choice.request;
  const replaced = new Set(proposed.map(({ request }) => request));
  const others = [...answered.filter(({ request }) => !replaced.has(request)), ...proposed]
    .filter((one) => elsewhere(one) && one.state === 'given')
    .map(({ form }) => form);
  const last = answered.find((one) => !elsewhere(one));
  const before = last && termsOf(last.id);
  return {
    device: choice.device,
    terms: choice.terms,
    answer: choice.state === 'refused' ? { ...choice, form: choice.terms.form } : choice,
    others,
    ...knownOf(known(choice)),
    ...(before === undefined ? {} : { before }),
  };
}

function knownOf(says: string | undefined): Pick<ShownField, 'known'> {
  return says === undefined ? {} : { known: says };
}

/** How the choices were made: the words that were shown, by whom, and by what. */
export interface Said {
  readonly words: ShownWords;
  readonly by: Actor;
  readonly how: string;
}

/** The decisions that these answers were made by, one for each request. */
export function decisionsOf(
  answers: readonly Answer[],
  household: Household,
  manifestRef: (recipient: RecipientId) => ManifestRef | undefined,
  { words, by, how }: Said,
): Decision[] {
  const decisions: Decision[] = [];
  const reveals = revealsIn(household);
  const rooms = new Map(household.devices.map(({ id, room }) => [id, room]));
  for (const [key, alike] of Map.groupBy(answers, ({ consent }) => requestKey(consent))) {
    const [first, ...more] = alike.map(({ consent, terms }): Answered => {
      const room = rooms.get(consent.device);
      const device = { name: consent.device, ...(room === undefined ? {} : { room }) };
      return { consent, terms, device, reveals: reveals(consent) };
    });
    const manifest = first && manifestRef(first.consent.recipient);
    if (!first || !manifest) throw new Error('recording a decision: the manifest that it answers is not there');
    const shown = words.get(key);
    decisions.push({ answers: [first, ...more], manifest, by, how, ...(shown === undefined ? {} : { words: shown }) });
  }
  return decisions;
}

/** What a field reveals; what nobody knows may be anything. */
export function revealsIn({ devices, reveals }: Household): (about: Pick<Consent, 'device' | 'field'>) => Reveals {
  const known = new Map(devices.map((device) => [device.id, device]));
  return ({ device: id, field }) => {
    const device = known.get(id);
    return device === undefined ? { category: 'unknown', sensitivity: 'high' } : reveals(device, field);
  };
}

function fieldKey({ recipient, device, field }: Pick<Consent, 'recipient' | 'device' | 'field'>): string {
  return lengthSafe([recipient, device, field]);
}

function byField<T extends Pick<Consent, 'recipient' | 'device' | 'field'>>(all: readonly T[]): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const one of all) entry(index, fieldKey(one), () => []).push(one);
  return index;
}
