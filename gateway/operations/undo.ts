import type { AllowanceId } from '../../rules/command.ts';
import type { Consent, ConsentId } from '../../rules/consent.ts';
import { atMost } from '../../rules/forms/order.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { StandingId, StandingRule } from '../../rules/standing.ts';
import { changes, termsOf } from '../../rules/terms.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { NewAllowance } from '../household/allowances.ts';
import type { Choice } from '../household/consents.ts';
import type { Recorded } from '../household/ledger/entries.ts';
import { SECOND_THOUGHTS_MS } from '../household/second-thoughts.ts';
import { limitNamed } from '../household/settings.ts';
import type { NewRule } from '../household/standing-rules.ts';
import type { Hub } from '../main.ts';
import type { Caller } from './operation.ts';
import { undoAllowing, undoForbidding } from './undo-commands.ts';

type Undo = Sentences['undo'];

/** What undoing an entry would do, or why it cannot be done. Less is undone to at once, more after a preview. */
export type Undoing =
  | { readonly how: 'at once' | 'after a preview'; readonly change: Change }
  | { readonly how: undefined; readonly because: string };

/** An entry, and whether it was made in the session that asks. */
type Seen = Recorded & { readonly isOwn: boolean; readonly ago: number | undefined };

/** The new change that restores what was before an entry; history is never edited. */
export type Change =
  | { readonly kind: 'choose'; readonly choice: Choice }
  /** `reopen`: nobody had answered before it, so the request waits again. */
  | { readonly kind: 'withdraw'; readonly consent: ConsentId; readonly reopen: boolean }
  | { readonly kind: 'reopen'; readonly consent: ConsentId }
  | { readonly kind: 'allow'; readonly allowance: NewAllowance }
  | { readonly kind: 'forbid'; readonly allowance: AllowanceId }
  | { readonly kind: 'add rule'; readonly rule: NewRule }
  | { readonly kind: 'end rule'; readonly rule: StandingId }
  | { readonly kind: 'limit'; readonly limit: 'epsilonOfEach' | 'epsilonOfAll'; readonly epsilon: number }
  | {
      readonly kind: 'codes';
      readonly recipient: RecipientId;
      readonly purpose: string;
      readonly linkable: boolean;
    };

/** What undoing the entry would do as things stand now. */
export function undoingOf(hub: Hub, seq: number, recorded: Recorded, { by, session, language }: Caller): Undoing {
  const { undo: say } = speak(language);
  const isOwn = session ? hub.secondThoughts.areOf(session.id, recorded.by, seq) : recorded.by === by;
  const entry: Seen = { ...recorded, isOwn, ago: hub.ledger.writtenAgo(seq) };
  switch (entry.type) {
    case 'consent.given':
    case 'consent.changed':
      return undoGiving(hub, entry.consent, entry.replaces, say);
    case 'consent.refused':
      return undoRefusing(hub, entry, entry.consent, entry.replaces, say);
    case 'consent.withdrawn':
      return entry.by === 'hub' ? cannot(say.byHub) : restoring(hub, entry, entry.consent, say);
    case 'command.allowed':
      return undoAllowing(hub, entry.allowance, say);
    case 'command.denied':
      return undoForbidding(hub, more(hub, entry), say, entry.replaces, entry.allowance);
    case 'command.withdrawn':
      return undoForbidding(hub, more(hub, entry), say, entry.allowance);
    case 'command.expired':
      return cannot(say.expiredAllowance);
    case 'policy.changed':
      return undoRule(hub, entry, say);
    case 'codes.changed': {
      const { recipient, purpose, linkable } = entry;
      if (!hub.manifests.get(recipient)) return cannot(say.recipientRemoved);
      if (hub.recipients.isLinkable(recipient, purpose) !== linkable) return cannot(say.changedSince);
      const change: Change = { kind: 'codes', recipient, purpose, linkable: !linkable };
      return { how: linkable ? 'at once' : more(hub, entry), change };
    }
    case 'consent.expired':
      return cannot(say.expiredConsent);
    case 'consent.reopened':
      return cannot(say.waits);
    case 'manifest.pinned':
      return cannot(say.removeInstead);
    case 'manifest.replaced':
    case 'consent.kept':
      return cannot(say.versions);
    case 'recipient.removed':
      return cannot(say.namesGone);
    case 'broker.attached':
      return cannot(say.detachInstead);
    case 'broker.changed':
      return cannot(say.atBroker);
    case 'broker.detached':
      return cannot(say.attachAnew);
    case 'codes.renewed':
      return cannot(say.codesLeft);
    case 'account.told':
      return cannot(say.mayKnow);
    case 'request.made':
      return cannot(say.unsaid);
    case 'request.noted':
      return cannot(say.noteRight);
    default:
      return cannot(say.nothing);
  }
}

/** Sharing less: what was before is a refusal, another consent, or no answer. */
function undoGiving(hub: Hub, id: ConsentId, replaces: ConsentId | undefined, say: Undo): Undoing {
  const consent = hub.consents.get(id);
  const problem = answeredSince(hub, consent, say);
  if (problem !== undefined || !consent) return cannot(problem ?? say.gone);
  if (consent.state !== 'given') return cannot(say.over);
  if (replaces === undefined) {
    const before = hub.consents.predecessorOf(id);
    const wasOpen = before === undefined || before.state === 'expired' || before.reopened !== undefined;
    return { how: 'at once', change: { kind: 'withdraw', consent: id, reopen: wasOpen } };
  }
  const before = hub.consents.get(replaces);
  if (!before) return cannot(say.stopInstead(say.gone));
  if (before.form.form === 'withheld') return refusing(hub, consent, before);
  const restored = restorable(hub, before, hub.clock.now(), say);
  if (typeof restored === 'string') return cannot(say.stopInstead(restored));
  const how = isLess(before, consent) ? 'at once' : 'after a preview';
  return { how, change: { kind: 'choose', choice: restored } };
}

/** The no that stood before it, to what is asked now. */
function refusing(hub: Hub, consent: Consent, { form }: Consent): Undoing {
  const { recipient, request, manifestVersion, device, field, release } = consent;
  const terms = hub.consents.termsOf(consent.id);
  if (!terms) return { how: 'at once', change: { kind: 'withdraw', consent: consent.id, reopen: false } };
  const about = { recipient, request, manifestVersion, device, field, release, terms };
  return { how: 'at once', change: { kind: 'choose', choice: { ...about, state: 'refused', form, unionSeen: false } } };
}

/** Where something was shared until the refusal it is restored; else the request waits again, and nothing is shared. */
function undoRefusing(hub: Hub, entry: Seen, id: ConsentId, replaces: ConsentId | undefined, say: Undo): Undoing {
  const consent = hub.consents.get(id);
  const problem = answeredSince(hub, consent, say);
  if (problem !== undefined || !consent) return cannot(problem ?? say.gone);
  if (consent.reopened !== undefined) return cannot(say.undone);
  const before = replaces === undefined ? undefined : hub.consents.get(replaces);
  if (before !== undefined && before.form.form !== 'withheld') return restoring(hub, entry, before.id, say, id);
  return { how: 'at once', change: { kind: 'reopen', consent: id } };
}

/** Sharing more: the consent as it was, under the terms of now, for no longer than was left of it. */
function restoring(hub: Hub, entry: Seen, id: ConsentId, say: Undo, last: ConsentId = id): Undoing {
  const problem = answeredSince(hub, hub.consents.get(last), say);
  const consent = hub.consents.get(id);
  if (problem !== undefined || !consent) return cannot(problem ?? say.gone);
  if (hub.consents.get(last)?.reopened !== undefined) return cannot(say.waits);
  const restored = restorable(hub, consent, hub.clock.now(), say);
  if (typeof restored === 'string') return cannot(restored);
  const asItWas = !hub.consents.standing().some((other) => isNewer(other, consent, entry.at));
  return { how: asItWas ? more(hub, entry) : 'after a preview', change: { kind: 'choose', choice: restored } };
}

/** Another purpose of the recipient got the field since: what it can work out from both is to be looked at first. */
function isNewer(other: Consent, { id, recipient, device, field }: Consent, at: number): boolean {
  const same = other.recipient === recipient && other.device === device && other.field === field;
  return same && other.id !== id && other.state === 'given' && other.since >= at;
}

/** The choice that gives it again, or why it cannot be given again as it was. */
function restorable(hub: Hub, consent: Consent, now: number, say: Undo): Choice | string {
  if (hub.consents.isClosed(consent.id)) return say.anotherNow;
  const manifest = hub.manifests.get(consent.recipient);
  const request = manifest?.requests.find(({ id }) => id === consent.request);
  const device = hub.registry.known().find(({ id }) => id === consent.device);
  if (!manifest) return say.recipientRemoved;
  if (!device) return say.deviceRemoved;
  if (consent.once === 'spent') return say.onceOver;
  if (consent.until !== undefined && consent.until <= now) return say.timeOverMeanwhile;
  const before = hub.consents.termsOf(consent.id);
  const terms = request && termsOf(manifest, request, device, consent.field);
  const isSame = manifest.version === consent.manifestVersion && before && terms && changes(before, terms).length === 0;
  if (!isSame) return say.declaredElse;
  const { id: _, since: __, ended: ___, state: ____, once, ...same } = consent;
  return { ...same, ...(once === undefined ? {} : { once: 'open' }), state: 'given', terms };
}

function undoRule(hub: Hub, entry: Extract<Seen, { type: 'policy.changed' }>, say: Undo): Undoing {
  const { was, is, policy } = entry;
  if (isRule(is) && was === null) {
    const rule = hub.standing.all().find(({ id }) => id === policy);
    return rule ? { how: more(hub, entry), change: { kind: 'end rule', rule: rule.id } } : cannot(say.over);
  }
  if (isRule(was) && is === null) {
    if (was.until !== undefined && was.until <= hub.clock.now()) return cannot(say.timeOver);
    const { id: _, ...rule } = was;
    const asBefore = JSON.stringify(sorted(rule));
    if (hub.standing.all().some(({ id: __, ...other }) => JSON.stringify(sorted(other)) === asBefore))
      return cannot(say.inForce);
    return { how: 'at once', change: { kind: 'add rule', rule } };
  }
  return undoLimit(hub, entry, say);
}

/** How much noise may disclose. Less is set at once; more is given back in the first minute, and set anew later. */
function undoLimit(hub: Hub, entry: Extract<Seen, { type: 'policy.changed' }>, say: Undo): Undoing {
  const { was, is, policy } = entry;
  const limit = limitNamed(policy);
  if (limit === undefined || typeof was !== 'number' || typeof is !== 'number') return cannot(say.setInstead);
  if (hub.settings.values[limit] !== is) return cannot(say.changedSince);
  if (was > is && more(hub, entry) !== 'at once') return cannot(say.setInstead);
  return { how: 'at once', change: { kind: 'limit', limit, epsilon: was } };
}

/** Rules stand in the ledger as they were set. */
function isRule(value: unknown): value is StandingRule {
  return typeof value === 'object' && value !== null && 'rule' in value && 'id' in value;
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Why the answer is not the one that counts any more. */
function answeredSince(hub: Hub, consent: Consent | undefined, say: Undo): string | undefined {
  if (consent === undefined) return say.gone;
  if (hub.consents.isClosed(consent.id)) return say.removed;
  return hub.consents.isLast(consent.id) ? undefined : say.answeredSince;
}

/** Sharing more needs a look first, but right after the reduction and where it was made. A clock that was set back gives no second chance. */
function more(hub: Hub, { at, isOwn, ago }: Seen): 'at once' | 'after a preview' {
  const since = hub.clock.now() - at;
  const isNow = (ms: number | undefined) => ms !== undefined && ms >= 0 && ms < SECOND_THOUGHTS_MS;
  return isOwn && isNow(since) && isNow(ago) ? 'at once' : 'after a preview';
}

/** In every respect at most what the other lets out. */
function isLess(less: Consent, than: Consent): boolean {
  return (
    atMost(less.form, than.form) &&
    (than.until === undefined || (less.until !== undefined && less.until <= than.until)) &&
    (than.once === undefined || less.once !== undefined) &&
    (than.schedule === undefined || JSON.stringify(less.schedule) === JSON.stringify(than.schedule)) &&
    JSON.stringify(less.release) === JSON.stringify(than.release)
  );
}

function cannot(because: string): Undoing {
  return { how: undefined, because };
}
