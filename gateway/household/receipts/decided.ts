import type { Consent, ConsentId } from '../../../rules/consent.ts';
import type { Category, Sensitivity } from '../../../rules/field-catalogue.ts';
import type { Form, Release } from '../../../rules/forms/form.ts';
import type { Manifest } from '../../../rules/manifest.ts';
import type { DeviceId, FieldName, Instant } from '../../../rules/reading.ts';
import type { Reveals } from '../../../rules/reveals.ts';
import type { WeeklyHours } from '../../../rules/schedule.ts';
import { specialIn } from '../../../rules/special-categories.ts';
import type { Terms } from '../../../rules/terms.ts';
import { type Language, type Sentences, speak } from '../../../rules/words/speak.ts';
import type { Words } from '../../../rules/words-shown.ts';
import type { Actor } from '../ledger/entries.ts';

/** One answer of a decision: the consent as it was made, and what it is an answer to. */
export interface Answered {
  readonly consent: Consent;
  readonly terms: Terms;
  /** As the household calls it. */
  readonly device: { readonly name: string; readonly room?: string };
  readonly reveals: Reveals;
}

/** What the household decided about one request of one recipient in one go. */
export interface Decision {
  readonly answers: readonly [Answered, ...Answered[]];
  readonly manifest: ManifestRef;
  /** The very words that were shown before it; absent where nothing was, as when no is said without looking. */
  readonly words?: Words;
  readonly by: Actor;
  /** How it was said: `page`, `command line`. */
  readonly how: string;
}

/** Which manifest was answered. */
export interface ManifestRef {
  readonly version: number;
  readonly origin: Manifest['origin'];
  /** SHA-256 of the manifest as it was signed, in hex. */
  readonly sha256: string;
  /** Thumbprint (RFC 7638) of the key pinned for it, or that there is none. */
  readonly key: string;
}

/** The names of a record, both random. */
export interface RecordIds {
  readonly id: string;
  /** Under which the recipient knows it. */
  readonly copy: string;
}

/** What the recipient says of the request, the same for all its fields. */
type Claimed = Pick<Terms, 'controller' | 'purpose' | 'retention' | 'recipients' | 'necessity' | 'legalBasis'>;

/**
 * The durable facts of a decision, plain data that never changes: whatever became of it later stands with the consents.
 * Both the household's record and the recipient's copy are written from it.
 */
export interface Decided extends RecordIds, Claimed {
  readonly v: 1;
  readonly at: Instant;
  readonly by: Actor;
  readonly how: string;
  readonly recipient: string;
  readonly request: string;
  readonly manifest: ManifestRef;
  /** In the language they were shown in; records of before there was another than English do not name it. */
  readonly words?: Omit<Words, 'language'> & Partial<Pick<Words, 'language'>>;
  readonly lines: readonly Line[];
}

/** The language a decision was made in. */
export function languageOf({ words }: Pick<Decided, 'words'>): Language {
  return words?.language ?? 'en';
}

/** One field of one device. */
export interface Line {
  readonly consent: ConsentId;
  readonly answer: 'given' | 'refused';
  readonly device: { readonly id: DeviceId; readonly name: string; readonly room?: string };
  readonly field: FieldName;
  readonly reveals: Category;
  readonly sensitivity: Sensitivity;
  /** What it may hold of the special categories of GDPR Art. 9(1). */
  readonly special?: string;
  readonly asked: Form;
  /** Withheld where it was refused. */
  readonly form: Form;
  readonly release: Release;
  readonly until?: Instant;
  readonly once?: true;
  readonly schedule?: WeeklyHours;
}

/** Throws where the answers are to several requests, or none at all: that is not one decision. */
export function decidedOf(decision: Decision, ids: RecordIds): Decided {
  const { answers, manifest, words, by, how } = decision;
  const [{ consent, terms }] = answers;
  const asked = ({ recipient, request, manifestVersion }: Consent) => `${recipient} ${request} ${manifestVersion}`;
  if (answers.some((one) => asked(one.consent) !== asked(consent)) || consent.manifestVersion !== manifest.version)
    throw new Error('recording a decision: it is about more than one request');
  const { controller, purpose, retention, recipients, necessity, legalBasis } = terms;
  return {
    v: 1,
    ...ids,
    ...{ at: consent.since, by, how, recipient: consent.recipient, request: consent.request, manifest },
    ...{ controller, purpose, retention, recipients, necessity, legalBasis },
    ...(words === undefined ? {} : { words }),
    lines: answers.map((one) => lineOf(one, speak(words?.language ?? 'en'))),
  };
}

function lineOf({ consent, terms, device, reveals }: Answered, words: Sentences): Line {
  const { form, release, until, once, schedule, state } = consent;
  const special = specialIn(reveals, words);
  return {
    consent: consent.id,
    answer: state === 'refused' ? 'refused' : 'given',
    device: { id: consent.device, ...device },
    field: consent.field,
    reveals: reveals.category,
    sensitivity: reveals.sensitivity,
    ...(special === undefined ? {} : { special }),
    ...{ asked: terms.form, form, release },
    ...(until === undefined ? {} : { until }),
    ...(once ? { once: true } : {}),
    ...(schedule === undefined ? {} : { schedule }),
  };
}
