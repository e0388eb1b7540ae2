import type { ConsentId } from '../../../rules/consent.ts';
import { describe, describeRelease } from '../../../rules/explain.ts';
import type { Form } from '../../../rules/forms/form.ts';
import { describeHours } from '../../../rules/schedule.ts';
import type { StandingRule } from '../../../rules/standing.ts';
import { accountWords, lifetime, when } from '../../../rules/words-shown.ts';
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

/** Said in the place of entries that were erased. */
export function erasedWords(entries: number): string {
  return entries === 1 ? 'What this entry said was erased.' : `What these ${entries} entries said was erased.`;
}

function whoWords(by: Recorded['by'], { person }: Naming): string {
  switch (by) {
    case 'household':
      return 'the household';
    case 'hub':
      return 'the hub by itself';
    default:
      return person(by.slice('person:'.length));
  }
}

function told(entry: Recorded, naming: Naming): Omit<Told, 'who'> {
  const name = 'recipient' in entry ? naming.recipient(entry.recipient) : '';
  switch (entry.type) {
    case 'consent.given':
    case 'consent.changed': {
      const before = entry.replaces === undefined ? undefined : naming.formOf(entry.replaces);
      return {
        what: `${name} may get ${entry.field} of ${entry.device}`,
        from: entry.replaces !== undefined && before === undefined ? 'another answer' : formWords(before),
        to: `${formWords(entry.form)}; ${termsWords(entry, naming)}`,
      };
    }
    case 'consent.refused': {
      const before = entry.replaces === undefined ? undefined : naming.formOf(entry.replaces);
      return {
        what: `${name} may not get ${entry.field} of ${entry.device}`,
        from: before === undefined ? 'no answer' : formWords(before),
        to: NOTHING,
      };
    }
    case 'consent.withdrawn':
    case 'consent.expired': {
      const before = naming.formOf(entry.consent);
      return {
        what:
          entry.type === 'consent.expired'
            ? `The time was over in which ${name} could get ${entry.field} of ${entry.device}`
            : `${name} gets ${entry.field} of ${entry.device} no more`,
        from: before === undefined ? 'what was agreed to' : formWords(before),
        to: NOTHING,
      };
    }
    case 'consent.kept':
      return {
        what: `What ${name} may get of ${entry.field} of ${entry.device} stays, since version ${entry.manifestVersion} of its declaration says the same`,
      };
    case 'consent.reopened':
      return {
        what: `${name}’s request for ${entry.field} of ${entry.device} waits for an answer again`,
        from: 'a no',
        to: 'no answer; nothing is shared',
      };
    case 'command.allowed': {
      const until = entry.until === undefined ? 'until it is changed' : `until ${when(entry.until, naming.timeZone)}`;
      const hours = entry.schedule === undefined ? '' : `, only ${describeHours(entry.schedule)}`;
      return { what: `${name} may make ${entry.device} do “${entry.command}”`, to: `allowed ${until}${hours}` };
    }
    case 'command.denied':
      return { what: `${name} may not make ${entry.device} do “${entry.command}”` };
    case 'command.withdrawn':
      return { what: `${name} may make ${entry.device} do “${entry.command}” no more` };
    case 'command.expired':
      return { what: `The time was over in which ${name} could make ${entry.device} do “${entry.command}”` };
    case 'command.delivered':
      return { what: `${name} made ${entry.device} do “${entry.command}”` };
    case 'command.refused':
      return { what: `Commands in the name of ${name} were not genuine or not in time: ${countsWords(entry.because)}` };
    case 'command.withheld':
      return { what: `Commands of ${name} reached no device: ${countsWords(entry.because)}` };
    case 'manifest.pinned':
      return { what: `${name} was added with version ${entry.version} of its declaration; nothing is shared by that` };
    case 'manifest.replaced':
      return { what: `${name} has a new declaration`, to: `version ${entry.version}` };
    case 'key.rotated':
      return { what: `${name} signs its declaration with another key`, from: entry.old, to: entry.new };
    case 'recipient.removed':
      return { what: `${name} was removed, with every name and key it knew this home by` };
    case 'codes.changed':
      return {
        what: `The codes ${name} gets so that it can ${naming.purpose(entry.purpose)}`,
        from: entry.linkable ? MONTHLY : LINKABLE,
        to: entry.linkable ? LINKABLE : MONTHLY,
      };
    case 'codes.renewed':
      return { what: `${name} gets new codes in the place of all it had` };
    case 'account.told':
      return { what: `${name} was to be told which of its accounts this home is`, to: accountWords(name) };
    case 'account.ended':
      return { what: `${name} is told no more which of its accounts this home is; what it knows it may keep` };
    case 'enrolment.refused':
      return { what: `${name} refused this home; nothing is sent to it` };
    case 'policy.changed':
      return policyWords(entry.policy, entry.was, entry.is);
    case 'notice.changed':
      return { what: `The words shown about ${name} changed` };
    case 'budget.checkpoint':
      return { what: `What ${name} had used of its privacy budget by ${entry.day} was written down` };
    case 'request.made':
      return {
        what:
          entry.what === 'erasure'
            ? `${name} was asked to erase what it has about this home`
            : `${name} was asked not to sell or share what it has about this home`,
      };
    case 'request.noted':
      return {
        what: `What ${name} answered when it was asked ${entry.what === 'erasure' ? 'to erase' : 'not to sell or share'} was noted`,
        to: `${entry.answer}, on ${entry.on}`,
      };
    case 'device.forgotten':
      return {
        what:
          entry.device === undefined
            ? `${entry.devices === 1 ? 'A device was' : `${entry.devices} devices were`} forgotten, history and all`
            : `${entry.device} was forgotten`,
      };
    case 'client.added':
      return {
        what: `${entry.client} may connect, as ${entry.kind === 'app' ? 'an app' : `a ${entry.kind}`}`,
        to: grantsWords(entry.grants),
      };
    case 'client.changed':
      return { what: `What ${entry.client} may do`, from: grantsWords(entry.was), to: grantsWords(entry.is) };
    case 'client.removed':
      return { what: `${entry.client} may connect no more` };
    case 'broker.attached':
      return {
        what: `Hearthgate reads along on the broker ${entry.broker} at ${entry.url}`,
        to: entry.filters.join(', '),
      };
    case 'broker.changed':
      return {
        what: `What Hearthgate may say on the broker ${entry.broker}`,
        from: saidThereWords(entry.was),
        to: saidThereWords(entry.is),
      };
    case 'broker.detached':
      return { what: `Hearthgate reads along on the broker ${entry.broker} no more` };
    case 'certificate.issued':
      return { what: `${entry.client} may connect with a certificate, until ${when(entry.until, naming.timeZone)}` };
    case 'certificate.revoked':
      return { what: `A certificate of ${entry.client} opens nothing any more` };
    case 'certificate.rotated':
      return {
        what: `The certificates that ${entry.authority === 'page' ? 'browsers' : 'devices'} are told to trust`,
        from: entry.was.join(', '),
        to: entry.is.join(', '),
      };
    case 'person.joined':
      return {
        what: `${naming.person(entry.person)} joined by ${entry.how === 'setup code' ? 'the setup code at the hub' : 'an invitation'}`,
        from: 'nobody here',
        to: entry.role,
      };
    case 'person.changed':
      return { what: `What ${naming.person(entry.person)} may do`, from: entry.was, to: entry.is };
    case 'person.left':
      return { what: `${naming.person(entry.person)} may ask nothing any more, and is signed in nowhere` };
    case 'passphrase.changed':
      return {
        what:
          entry.how === 'setup code'
            ? `${naming.person(entry.person)} came back with a new passphrase, by the setup code at the hub`
            : `${naming.person(entry.person)} has a new passphrase`,
      };
    case 'code.made':
      return {
        what:
          entry.kind === 'setup'
            ? 'A new setup code was made at the hub; whoever has it can come in as an owner'
            : `Somebody was invited, as ${entry.role}`,
      };
    case 'values.opened':
      return { what: `Somebody looked at values of ${entry.fields.join(', ')} of ${entry.device}` };
    case 'clock.jumped':
      return { what: 'The clock was set', from: when(entry.was, naming.timeZone), to: when(entry.is, naming.timeZone) };
    case 'restore.detected':
      return { what: `A backup of ${when(entry.backup, naming.timeZone)} was restored` };
    case 'payloads.erased': {
      const count = entry.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      return { what: `What ${count === 1 ? 'an entry' : `${count} entries`} of this record said was erased` };
    }
    default:
      // A newer hub wrote it, or it is no change that people make.
      return { what: `Something was recorded: ${entry.type}` };
  }
}

function saidThereWords({ sharing, commands }: SaidThere): string {
  const said = [...(sharing ? ['what is shared, to native devices'] : []), ...(commands ? ['allowed commands'] : [])];
  return said.length === 0 ? NOTHING : said.join(', ');
}

function grantsWords({ read, write }: Granted): string {
  const beyond = [
    ...(read.length > 0 ? [`read ${read.join(', ')}`] : []),
    ...(write.length > 0 ? [`write ${write.join(', ')}`] : []),
  ];
  return `${beyond.length === 0 ? 'nothing' : beyond.join('; ')} beyond its own`;
}

function countsWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([because, count]) => `${because} (${count})`)
    .join(', ');
}

const NOTHING = 'nothing';
const LINKABLE = 'always the same';
const MONTHLY = 'new every month';

function formWords(form: Form | undefined): string {
  return form === undefined ? NOTHING : describe(form);
}

type Terms = Pick<Extract<Recorded, { readonly form: Form }>, 'recipient' | 'release' | 'until' | 'once' | 'schedule'>;

function termsWords({ recipient, release, until, once, schedule }: Terms, { timeZone, isSealed }: Naming): string {
  const lasts = { ...(once ? { once: 'open' as const } : {}), ...(until === undefined ? {} : { until }) };
  const hours = schedule === undefined ? '' : `, only what is measured ${describeHours(schedule)}`;
  return `${describeRelease(release, isSealed(recipient))}${hours}, ${lifetime(lasts, timeZone)}`;
}

/** A rule above all consents, or a setting by its name. */
function policyWords(policy: string, was: unknown, is: unknown): Omit<Told, 'who'> {
  const [from, to] = [placeOf(was), placeOf(is)];
  if (from && to) return { what: `Where ${to.device} stands`, from: from.room, to: to.room };
  const [before, after] = [ruleWords(was), ruleWords(is)];
  if (before === undefined && after === undefined) {
    return { what: `The setting “${policy}”`, from: settingWords(was), to: settingWords(is) };
  }
  if (after === undefined) return { what: 'A rule ended', from: before ?? settingWords(was), to: 'no such rule' };
  return { what: 'A rule above all consents', from: before ?? 'no such rule', to: after };
}

const RULES = new Set<unknown>(['never this category', 'never from this room', 'night', 'visitors', 'pause']);

/** Where a device stood, or stands. */
function placeOf(value: unknown): { readonly device: string; readonly room: string } | undefined {
  if (typeof value !== 'object' || value === null || !('device' in value) || !('room' in value)) return undefined;
  if ('rule' in value) return undefined;
  return { device: String(value.device), room: String(value.room) };
}

/** Entries of rules hold them as they were set. */
function ruleWords(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('rule' in value) || !RULES.has(value.rule)) return undefined;
  return describeRule(value as StandingRule);
}

function settingWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? 'not set');
}
