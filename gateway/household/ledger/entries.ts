import type { Allowance, AllowanceId } from '../../../rules/command.ts';
import type { Consent, ConsentId } from '../../../rules/consent.ts';
import type { Form, Release } from '../../../rules/forms/form.ts';
import type { Manifest, RecipientId } from '../../../rules/manifest.ts';
import type { DeviceId, FieldName, Instant } from '../../../rules/reading.ts';
import type { WeeklyHours } from '../../../rules/schedule.ts';
import type { Language } from '../../../rules/words/speak.ts';

/** Who did it; `household` where nobody has a name yet, `hub` where nobody did it, `home assistant` whoever may write there. */
export type Actor = 'household' | 'hub' | 'home assistant' | `person:${string}`;

/** What a choice is about. */
interface Ask {
  readonly consent: ConsentId;
  readonly recipient: RecipientId;
  readonly request: string;
  readonly manifestVersion: number;
  readonly device: DeviceId;
  readonly field: FieldName;
}

/** What an answer about a command is about, or a command itself; its arguments stand nowhere. */
interface CommandAsk {
  readonly allowance: AllowanceId;
  readonly recipient: RecipientId;
  readonly device: DeviceId;
  readonly command: string;
}

/** Topic filters of MQTT that a credential has beyond what its kind gives. */
export interface Granted {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** What the hub may say on a broker of others. */
export interface SaidThere {
  readonly sharing: boolean;
  readonly commands: boolean;
  /** Itself, in the words of a language; entries of before have no word of it. */
  readonly itself?: 'no' | Language;
}

/**
 * Everything the ledger can say, by type. No entry holds a reading's value. Times are milliseconds since 1970 UTC;
 * `from` and `to` bound a slot.
 */
export type Entry =
  | (Ask & {
      /** `changed`: given in another form or for another time, in place of one in force. */
      readonly type: 'consent.given' | 'consent.changed' | 'consent.refused';
      readonly form: Form;
      readonly release: Release;
      readonly until?: Instant;
      readonly once?: true;
      readonly schedule?: WeeklyHours;
      readonly unionSeen: boolean;
      /** SHA-256 of the consent record that it stands in, in hex. */
      readonly record?: string;
      /** The answer in effect until then. */
      readonly replaces?: ConsentId;
    })
  /** `kept`: stays good for a newer version that says the same. `reopened`: a no was undone; the request waits again. */
  | (Ask & { readonly type: 'consent.withdrawn' | 'consent.expired' | 'consent.kept' | 'consent.reopened' })
  | {
      /** `pinned`: the first of this recipient, whose key counts from now on; `replaced`: a newer version. */
      readonly type: 'manifest.pinned' | 'manifest.replaced';
      readonly recipient: RecipientId;
      readonly version: number;
      /** RFC 7638 thumbprint of the key that signed it. */
      readonly key: string;
      /** SHA-256 of the signed manifest, in hex. */
      readonly manifest: string;
    }
  | { readonly type: 'key.rotated'; readonly recipient: RecipientId; readonly old: string; readonly new: string }
  | { readonly type: 'recipient.removed'; readonly recipient: RecipientId }
  /** How long a recipient can follow one device: `linkable`, for ever. */
  | {
      readonly type: 'codes.changed';
      readonly recipient: RecipientId;
      readonly purpose: string;
      readonly linkable: boolean;
    }
  | { readonly type: 'codes.renewed'; readonly recipient: RecipientId }
  /** A token from the recipient's app is told to it: it will know whose account this home is; or it is told no more. */
  | { readonly type: 'account.told' | 'account.ended'; readonly recipient: RecipientId }
  /** The recipient does not take this home; its reason stands with the recipient. */
  | { readonly type: 'enrolment.refused'; readonly recipient: RecipientId }
  /** A standing rule, a schedule, a pause, the posture: what it was and what it is, null for none. */
  | { readonly type: 'policy.changed'; readonly policy: string; readonly was: unknown; readonly is: unknown }
  /** The words shown to people changed; `notice` is the SHA-256 of the new ones, in hex. */
  | { readonly type: 'notice.changed'; readonly recipient: RecipientId; readonly notice: string }
  /** The highest spending known: a restored backup is held against it. */
  | {
      readonly type: 'budget.checkpoint';
      readonly recipient: RecipientId;
      readonly day: string;
      readonly microEps: number;
    }
  /** A credential: somebody may connect from now on, with what it may read and write beyond its own. */
  | {
      readonly type: 'client.added';
      readonly client: string;
      readonly kind: 'device' | 'bridge' | 'app';
      readonly grants: Granted;
    }
  | { readonly type: 'client.changed'; readonly client: string; readonly was: Granted; readonly is: Granted }
  | { readonly type: 'client.removed'; readonly client: string }
  /** A broker of others that the hub reads along on, and what the hub may say there. */
  | {
      readonly type: 'broker.attached';
      readonly broker: string;
      readonly url: string;
      readonly filters: readonly string[];
    }
  | { readonly type: 'broker.changed'; readonly broker: string; readonly was: SaidThere; readonly is: SaidThere }
  | { readonly type: 'broker.detached'; readonly broker: string }
  /** A certificate opens a credential from now on, or does no more. Serial and fingerprint (SHA-256) in hex. */
  | {
      readonly type: 'certificate.issued' | 'certificate.revoked';
      readonly client: string;
      readonly serial: string;
      readonly fingerprint: string;
      readonly until: Instant;
    }
  /** The roots that devices or browsers are told to trust: their SHA-256 fingerprints, the one that signs first. */
  | {
      readonly type: 'certificate.rotated';
      readonly authority: 'devices' | 'page';
      readonly was: readonly string[];
      readonly is: readonly string[];
    }
  /** The household's answer to what a recipient wants to be able to make a device do; `replaces` the one until then. */
  | (CommandAsk & {
      readonly type: 'command.allowed' | 'command.denied';
      readonly until?: Instant;
      readonly schedule?: WeeklyHours;
      readonly replaces?: AllowanceId;
    })
  | (CommandAsk & { readonly type: 'command.withdrawn' | 'command.expired' })
  /** Written before it is said to the device, so that what a device was told stands here, whatever happens then. */
  | (CommandAsk & { readonly type: 'command.delivered' })
  /** Commands of an hour that reached no device: `refused`, not genuine or not in time; `withheld`, by the household's wish. */
  | {
      readonly type: 'command.refused' | 'command.withheld';
      readonly recipient: RecipientId;
      readonly from: Instant;
      readonly to: Instant;
      readonly because: Readonly<Record<string, number>>;
    }
  /** Somebody may ask the hub from now on, as what, and by what they came in. */
  | {
      readonly type: 'person.joined';
      readonly person: string;
      readonly role: string;
      readonly how: 'setup code' | 'invitation';
    }
  | { readonly type: 'person.changed'; readonly person: string; readonly was: string; readonly is: string }
  /** They may ask nothing any more, and are signed in nowhere. */
  | { readonly type: 'person.left'; readonly person: string }
  /** By somebody who knew the one before, or who was at the box. */
  | { readonly type: 'passphrase.changed'; readonly person: string; readonly how: 'signed in' | 'setup code' }
  /** A code that lets somebody in was made: at the box (`setup`), or by somebody who may invite. */
  | { readonly type: 'code.made'; readonly kind: 'setup' | 'invitation'; readonly role: string }
  /** Whoever set the hub up gave it out of their hands; `report` is the SHA-256 of what they reported, in hex. */
  | { readonly type: 'hub.handed-over'; readonly report: string }
  /** They took it back, before anybody had claimed it: the code that they had given opens nothing any more. */
  | { readonly type: 'hub.taken-back' }
  /** Its password is another one from now on. */
  | { readonly type: 'client.renewed'; readonly client: string }
  | ConnectionSummary
  | ReleaseSummary
  /** The household asked a recipient to erase what it has, or not to sell or share it. */
  | {
      readonly type: 'request.made';
      readonly recipient: RecipientId;
      readonly what: 'erasure' | 'opt-out';
      readonly consents: readonly ConsentId[];
    }
  /** A person noted what a recipient answered to such a request; `on` is the day. */
  | {
      readonly type: 'request.noted';
      readonly recipient: RecipientId;
      readonly what: 'erasure' | 'opt-out';
      readonly answer: string;
      readonly on: string;
    }
  /** Devices were forgotten with all that was kept of them; `device` is missing where the history was erased, too. */
  | { readonly type: 'device.forgotten'; readonly device?: DeviceId; readonly devices: number }
  /** Somebody looked at values of high sensitivity. */
  | { readonly type: 'values.opened'; readonly device: DeviceId; readonly fields: readonly FieldName[] }
  /** What was known of the time before that day, `2026-11-26`, was erased at the household's wish. */
  | { readonly type: 'history.erased'; readonly before: string }
  | { readonly type: 'clock.jumped'; readonly was: Instant; readonly is: Instant }
  | { readonly type: 'restore.detected'; readonly backup: Instant }
  /** Made by `Ledger.erase` alone: first and last number of each run of entries whose payload is gone. */
  | { readonly type: 'payloads.erased'; readonly ranges: readonly (readonly [first: number, last: number])[] };

/** Every connection to one address in a slot, the refused and broken ones too: contacting is telling, too. */
export interface ConnectionSummary {
  readonly type: 'connections';
  readonly recipient: string;
  readonly host: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly opened: number;
  readonly failed: number;
}

/** Everything that left, or may have left, to one recipient for one purpose in a slot. */
export interface ReleaseSummary {
  readonly type: 'release.summary';
  readonly recipient: string;
  readonly purpose: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Batches, those without a record among them. */
  readonly sent: number;
  readonly possiblyReceived: number;
  readonly bytes: number;
  readonly records: number;
  /** Records by consent. */
  readonly consents: Readonly<Record<string, number>>;
}

/** An entry as it is read back. */
export type Recorded = Entry & { readonly at: Instant; readonly by: Actor };

/** A choice that was made, the one it ended, and the hash of its record. */
export function answered(consent: Consent, replaced: Consent | undefined, record: string | undefined): Entry {
  const { form, release, until, once, schedule, unionSeen } = consent;
  const given = replaced?.state === 'given' ? 'consent.changed' : 'consent.given';
  return {
    type: consent.state === 'refused' ? 'consent.refused' : given,
    ...askOf(consent),
    ...{ form, release, unionSeen },
    ...(until === undefined ? {} : { until }),
    ...(once ? { once: true } : {}),
    ...(schedule === undefined ? {} : { schedule }),
    ...(record === undefined ? {} : { record }),
    ...(replaced ? { replaces: replaced.id } : {}),
  };
}

export function kept(consent: Consent): Entry {
  return { type: 'consent.kept', ...askOf(consent) };
}

export function expired(consent: Consent): Entry {
  return { type: 'consent.expired', ...askOf(consent) };
}

export function reopened(consent: Consent): Entry {
  return { type: 'consent.reopened', ...askOf(consent) };
}

export function withdrawn(consent: Consent): Entry {
  return { type: 'consent.withdrawn', ...askOf(consent) };
}

export function allowanceAnswered(made: Allowance, replaced: Allowance | undefined): Entry {
  const { state, until, schedule } = made;
  return {
    type: state === 'given' ? 'command.allowed' : 'command.denied',
    ...commandAsk(made),
    ...(until === undefined ? {} : { until }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(replaced === undefined ? {} : { replaces: replaced.id }),
  };
}

export function allowanceEnded(ended: Allowance, how: 'withdrawn' | 'expired'): Entry {
  return { type: `command.${how}`, ...commandAsk(ended) };
}

export function commandDelivered(allowance: Allowance): Entry {
  return { type: 'command.delivered', ...commandAsk(allowance) };
}

function commandAsk({ id, recipient, device, command }: Allowance): CommandAsk {
  return { allowance: id, recipient, device, command };
}

/** `key` is the thumbprint of the key that signed it, `hash` the SHA-256 of what was signed, in hex. */
export function manifestTaken(manifest: Manifest, key: string, hash: string, firstUse: boolean): Entry {
  const { recipient, version } = manifest;
  return { type: firstUse ? 'manifest.pinned' : 'manifest.replaced', recipient, version, key, manifest: hash };
}

function askOf({ id, recipient, request, manifestVersion, device, field }: Consent): Ask {
  return { consent: id, recipient, request, manifestVersion, device, field };
}
