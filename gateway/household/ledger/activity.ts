import type { ConsentId } from '../../../rules/consent.ts';
import { describe, describeRelease } from '../../../rules/explain.ts';
import type { Form } from '../../../rules/forms/form.ts';
import { describeHours } from '../../../rules/schedule.ts';
import type { StandingRule } from '../../../rules/standing.ts';
import type { Sentences } from '../../../rules/words/speak.ts';
import { lifetime, when } from '../../../rules/words-shown.ts';
import { describeRule } from '../standing-rules.ts';
import type { Granted, Recorded, SaidThere } from './entries.ts';

/** A change as people read it. */
export interface Told {
  readonly who: string;
  readonly what: string;
  /** What was so before, and what is since; absent where the change is of another kind. */
  readonly from?: string;
  readonly to?: string;
}

/** What the words are made with; none of it changes what an entry says. */
export interface Naming {
  readonly words: Sentences;
  readonly recipient: (id: string) => string;
  /** What it gets is sealed, so that there is something in every slot. */
  readonly isSealed: (id: string) => boolean;
  /** Ends "so that it can". */
  readonly purpose: (term: string) => string;
  /** The name of somebody who is or was of the household. */
  readonly person: (id: string) => string;
  /** The form of a consent that an entry names, where the hub still knows it. */
  readonly formOf: (consent: ConsentId) => Form | undefined;
  readonly timeZone: string;
}

/** One entry of the ledger in words: who did what, and from what to what. There is no value of a reading in any. */
export function activityWords(entry: Recorded, naming: Naming): Told {
  return { who: whoWords(entry.by, naming), ...told(entry, naming) };
}

function whoWords(by: Recorded['by'], { person, words: { activity } }: Naming): string {
  switch (by) {
    case 'household':
      return activity.household;
    case 'hub':
      return activity.hub;
    case 'home assistant':
      return activity.homeAssistant;
    default:
      return person(by.slice('person:'.length));
  }
}

function told(entry: Recorded, naming: Naming): Omit<Told, 'who'> {
  const name = 'recipient' in entry ? naming.recipient(entry.recipient) : '';
  const { words, timeZone } = naming;
  const { activity: say } = words;
  const at = (instant: number) => when(instant, timeZone, words);
  const of = 'field' in entry ? words.shown.fieldOf(entry.field, entry.device) : '';
  switch (entry.type) {
    case 'consent.given':
    case 'consent.changed': {
      const before = entry.replaces === undefined ? undefined : naming.formOf(entry.replaces);
      const from = entry.replaces !== undefined && before === undefined ? say.anotherAnswer : formWords(before, words);
      return { what: say.mayGet(name, of), from, to: termsWords(entry, naming) };
    }
    case 'consent.refused': {
      const before = entry.replaces === undefined ? undefined : naming.formOf(entry.replaces);
      const from = before === undefined ? say.noAnswer : formWords(before, words);
      return { what: say.mayNotGet(name, of), from, to: say.nothing };
    }
    case 'consent.withdrawn':
    case 'consent.expired': {
      const before = naming.formOf(entry.consent);
      return {
        what: entry.type === 'consent.expired' ? say.couldGet(name, of) : say.getsNoMore(name, of),
        from: before === undefined ? say.agreed : formWords(before, words),
        to: say.nothing,
      };
    }
    case 'consent.kept':
      return { what: say.kept(name, of, entry.manifestVersion) };
    case 'consent.reopened':
      return { what: say.reopened(name, of), from: say.no, to: say.noAnswerNothingShared };
    case 'command.allowed': {
      const until = entry.until === undefined ? say.untilChanged : words.times.until(at(entry.until));
      const hours = entry.schedule === undefined ? '' : words.commands.onlyHours(describeHours(entry.schedule, words));
      return { what: say.mayMake(name, entry.device, entry.command), to: say.allowed(until, hours) };
    }
    case 'command.denied':
      return { what: say.mayNotMake(name, entry.device, entry.command) };
    case 'command.withdrawn':
      return { what: say.mayMakeNoMore(name, entry.device, entry.command) };
    case 'command.expired':
      return { what: say.couldMake(name, entry.device, entry.command) };
    case 'command.delivered':
      return { what: say.made(name, entry.device, entry.command) };
    case 'command.refused':
      return { what: say.commandsRefused(name, countsWords(entry.because, words)) };
    case 'command.withheld':
      return { what: say.commandsWithheld(name, countsWords(entry.because, words)) };
    case 'manifest.pinned':
      return { what: say.pinned(name, entry.version) };
    case 'manifest.replaced':
      return { what: say.replaced(name), to: say.version(entry.version) };
    case 'key.rotated':
      return { what: say.keyRotated(name), from: entry.old, to: entry.new };
    case 'recipient.removed':
      return { what: say.recipientRemoved(name) };
    case 'codes.changed':
      return {
        what: say.codes(name, naming.purpose(entry.purpose)),
        from: entry.linkable ? say.monthly : say.linkable,
        to: entry.linkable ? say.linkable : say.monthly,
      };
    case 'codes.renewed':
      return { what: say.codesRenewed(name) };
    case 'account.told':
      return { what: say.accountTold(name), to: words.shown.account(name) };
    case 'account.ended':
      return { what: say.accountEnded(name) };
    case 'enrolment.refused':
      return { what: say.enrolmentRefused(name) };
    case 'policy.changed':
      return policyWords(entry.policy, entry.was, entry.is, words);
    case 'notice.changed':
      return { what: say.notice(name) };
    case 'budget.checkpoint':
      return { what: say.budget(name, entry.day) };
    case 'request.made':
      return { what: say.asked(name, entry.what) };
    case 'request.noted':
      return { what: say.noted(name, entry.what), to: say.answer(inWords(entry.answer, words), entry.on) };
    case 'device.forgotten':
      return {
        what: entry.device === undefined ? say.devicesForgotten(entry.devices) : say.deviceForgotten(entry.device),
      };
    case 'client.added':
      return { what: say.clientAdded(entry.client, entry.kind), to: grantsWords(entry.grants, words) };
    case 'client.changed':
      return {
        what: say.clientChanged(entry.client),
        from: grantsWords(entry.was, words),
        to: grantsWords(entry.is, words),
      };
    case 'client.removed':
      return { what: say.clientRemoved(entry.client) };
    case 'broker.attached':
      return { what: say.attached(entry.broker, entry.url), to: entry.filters.join(', ') };
    case 'broker.changed':
      return {
        what: say.brokerChanged(entry.broker),
        from: saidThereWords(entry.was, words),
        to: saidThereWords(entry.is, words),
      };
    case 'broker.detached':
      return { what: say.detached(entry.broker) };
    case 'certificate.issued':
      return { what: say.certified(entry.client, at(entry.until)) };
    case 'certificate.revoked':
      return { what: say.certificateRevoked(entry.client) };
    case 'certificate.rotated':
      return { what: say.authority(entry.authority), from: entry.was.join(', '), to: entry.is.join(', ') };
    case 'person.joined':
      return {
        what: say.joined(naming.person(entry.person), entry.how),
        from: say.nobodyHere,
        to: inWords(entry.role, words),
      };
    case 'person.changed':
      return {
        what: say.personChanged(naming.person(entry.person)),
        from: inWords(entry.was, words),
        to: inWords(entry.is, words),
      };
    case 'person.left':
      return { what: say.left(naming.person(entry.person)) };
    case 'passphrase.changed':
      return { what: say.passphrase(naming.person(entry.person), entry.how) };
    case 'code.made':
      return { what: entry.kind === 'setup' ? say.setupCode : say.invited(inWords(entry.role, words)) };
    case 'hub.handed-over':
      return { what: say.handedOver(entry.report.slice(0, 8)) };
    case 'hub.taken-back':
      return { what: say.takenBack };
    case 'client.renewed':
      return { what: say.renewed(entry.client) };
    case 'values.opened':
      return { what: say.opened(entry.fields.join(', '), entry.device) };
    case 'clock.jumped':
      return { what: say.clockSet, from: at(entry.was), to: at(entry.is) };
    case 'restore.detected':
      return { what: say.restored(at(entry.backup)) };
    case 'payloads.erased':
      return { what: say.entriesErased(entry.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)) };
    default:
      // A newer hub wrote it, or it is no change that people make.
      return { what: say.recorded(entry.type) };
  }
}

function saidThereWords({ sharing, commands, itself = 'no' }: SaidThere, { activity }: Sentences): string {
  const said = [
    ...(sharing ? [activity.saidSharing] : []),
    ...(commands ? [activity.saidCommands] : []),
    ...(itself === 'no' ? [] : [activity.saidItself]),
  ];
  return said.length === 0 ? activity.nothing : said.join(', ');
}

function grantsWords({ read, write }: Granted, { activity }: Sentences): string {
  return activity.grants(read, write);
}

function countsWords(counts: Readonly<Record<string, number>>, { activity }: Sentences): string {
  return Object.entries(counts)
    .map(([because, count]) => activity.stopped(because, count))
    .join(', ');
}

function formWords(form: Form | undefined, words: Sentences): string {
  return form === undefined ? words.activity.nothing : describe(form, words);
}

type Terms = Extract<Recorded, { readonly form: Form }>;

function termsWords(entry: Terms, { timeZone, isSealed, words }: Naming): string {
  const { recipient, form, release, until, once, schedule } = entry;
  const lasts = { ...(once ? { once: 'open' as const } : {}), ...(until === undefined ? {} : { until }) };
  return words.activity.terms(
    formWords(form, words),
    describeRelease(release, isSealed(recipient), words),
    schedule === undefined ? '' : words.activity.onlyMeasured(describeHours(schedule, words)),
    lifetime(lasts, timeZone, words),
  );
}

/** A rule above all consents, or a setting by its name. */
function policyWords(policy: string, was: unknown, is: unknown, words: Sentences): Omit<Told, 'who'> {
  const { activity: say } = words;
  const [from, to] = [placeOf(was), placeOf(is)];
  if (from && to) return { what: say.stands(to.device), from: say.room(from.room), to: say.room(to.room) };
  const [before, after] = [ruleWords(was, words), ruleWords(is, words)];
  if (before === undefined && after === undefined) {
    const [setWas, setIs] = [settingWords(was, words), settingWords(is, words)];
    return { what: say.setting(inWords(policy, words)), from: setWas, to: setIs };
  }
  if (after === undefined) return { what: say.ruleEnded, from: before ?? settingWords(was, words), to: say.noSuchRule };
  return { what: say.rule, from: before ?? say.noSuchRule, to: after };
}

const RULES = new Set<unknown>(['never this category', 'never from this room', 'night', 'visitors', 'pause']);

/** Where a device stood, or stands. */
function placeOf(value: unknown): { readonly device: string; readonly room: string } | undefined {
  if (typeof value !== 'object' || value === null || !('device' in value) || !('room' in value)) return undefined;
  if ('rule' in value) return undefined;
  return { device: String(value.device), room: String(value.room) };
}

/** Entries of rules hold them as they were set. */
function ruleWords(value: unknown, words: Sentences): string | undefined {
  if (typeof value !== 'object' || value === null || !('rule' in value) || !RULES.has(value.rule)) return undefined;
  return describeRule(value as StandingRule, words);
}

function settingWords(value: unknown, words: Sentences): string {
  if (value === undefined || value === null) return JSON.stringify(words.activity.notSet);
  return inWords(typeof value === 'string' ? value : JSON.stringify(value), words);
}

/** A word of the ledger, as people say it where it is one that they would not read. */
function inWords(word: string, { activity: { words } }: Sentences): string {
  return (Object.hasOwn(words, word) ? words[word] : undefined) ?? word;
}
