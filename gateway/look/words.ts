import type { Category } from '../../rules/field-catalogue.ts';
import { list } from '../../rules/words/en/list.ts';
import type { QuarantineReason } from '../devices/dialects/dialect.ts';
import type { Kind } from './identifiers.ts';
import type { GivenAway, Lets, Look, LookedAt, LookedAtField, NotUnderstood } from './look.ts';

/** Where the messages came from. */
export type From = { readonly from: 'broker'; readonly secured: boolean } | { readonly from: 'recording' };

/** What matters most, in a few sentences: the same on the page and in the terminal. */
export function summary(look: Look, from: From): string[] {
  const { heard, devices, identifiers, overheard } = look;
  const spoke = devices.filter(({ live }) => live > 0).length;
  const waits = devices.length + look.moreDevices - spoke;
  const said = `${counted(spoke, 'device')} said ${counted(heard.live, 'thing')}`;
  const first = heard.seconds === undefined ? `${upper(said)}.` : `In ${span(heard.seconds)} ${said}.`;
  const kept = `${counted(heard.kept, 'message')} ${heard.kept === 1 ? 'was' : 'were'} kept there from before, for whoever comes.`;
  const silent = `${counted(waits, 'more device')} ${waits === 1 ? 'is' : 'are'} known and said nothing in that time.`;
  const neighbours = `Radio gateways heard ${counted(overheard, 'other device')}: phones, watches and tags that pass, and neighbours’.`;
  const telling = TOLD.flatMap(([category, what]) => {
    const count = devices.filter(({ tells }) => tells.some((each) => each.category === category)).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'tells' : 'tell'} ${what}`];
  });
  return [
    first,
    ...(heard.kept > 0 ? [kept] : []),
    ...(waits > 0 ? [silent] : []),
    ...(telling.length > 0 ? [`${upper(list(telling))}.`] : []),
    ...(identifiers.length > 0 ? [`Beside what they measure, messages give away ${givenAway(identifiers)}.`] : []),
    ...(overheard > 0 ? [neighbours] : []),
    ...othersRead(from),
  ];
}

function othersRead(from: From): string[] {
  if (from.from === 'recording')
    return ['Whoever has the recording, or is let into that broker, can read all of this.'];
  const between = from.secured
    ? 'On the way here it was encrypted.'
    : 'It is not encrypted on the way: whoever is in the network between can read it, too.';
  return [`Whoever is let into that broker can read all of this. ${between}`];
}

/** What is told, as the end of “5 tell …”; the plain categories are not worth a sentence. */
const TOLD: readonly (readonly [Category, string])[] = [
  ['presence', 'when somebody is there'],
  ['location', 'where somebody or something is'],
  ['health', 'how somebody is'],
  ['audio/video', 'what is heard or seen'],
  ['access/security', 'how doors, locks and alarms stand'],
  ['activity', 'what somebody does'],
  ['energy', 'how much energy is used'],
  ['unknown', 'things that Hearthgate does not know, which count as sensitive'],
];

export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  presence: 'who is there',
  location: 'where',
  health: 'health',
  'audio/video': 'sound and pictures',
  'access/security': 'doors and alarms',
  activity: 'what is done',
  energy: 'energy',
  unknown: 'not known',
  identifier: 'which one it is',
  network: 'the network',
  safety: 'safety',
  climate: 'climate',
  'state/control': 'settings',
  diagnostics: 'the device itself',
};

const KIND_WORDS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  'password, key or code': ['password, key or code', 'passwords, keys or codes'],
  'position on the map': ['coordinate of a place', 'coordinates of places'],
  'name of a person or user': ['name of a person or user', 'names of people or users'],
  'e-mail address': ['e-mail address', 'e-mail addresses'],
  'number plate': ['number plate', 'number plates'],
  'what was said': ['thing that somebody said', 'things that somebody said'],
  'phone or tag that somebody carries': ['phone or tag that somebody carries', 'phones or tags that somebody carries'],
  'name of a Wi-Fi network': ['name of a Wi-Fi network', 'names of Wi-Fi networks'],
  'hardware address': ['hardware address', 'hardware addresses'],
  'network address': ['network address', 'network addresses'],
  'serial number or id': ['serial number or id', 'serial numbers or ids'],
  'name that somebody gave': ['name that somebody gave a device', 'names that somebody gave devices (rooms, people)'],
};

export function kindWords({ kind, different, more }: GivenAway): string {
  const [one, many] = KIND_WORDS[kind];
  return `${number(different)}${more ? ' or more' : ''} ${different === 1 && !more ? one : many}`;
}

/** The section below has all of them. */
const MOST_KINDS = 5;

function givenAway(identifiers: readonly GivenAway[]): string {
  const beyond = identifiers.length - MOST_KINDS;
  const shown = identifiers.slice(0, MOST_KINDS).map(kindWords);
  return list([...shown, ...(beyond > 0 ? [`${counted(beyond, 'other kind')} of such things`] : [])]);
}

/** Where identifiers of one kind stood. */
export function placeWords({ places }: GivenAway, most: number): string {
  const shown = places.slice(0, most).map(({ where, dialect, messages }) => {
    const at = where === 'topic' ? 'topics' : where === '…' ? 'a member with a name of its own' : where;
    return `${at}${dialect === undefined ? '' : ` of ${dialect}`} (${number(messages)}×)`;
  });
  const beyond = places.length - shown.length;
  return list([...shown, ...(beyond > 0 ? [counted(beyond, 'other place')] : [])]);
}

/** `Zigbee2MQTT, Acme M1`. */
export function deviceWords({ ecosystem, vendor, model, overTheAir }: LookedAt): string {
  const product = [vendor, model].filter((each) => each !== undefined && each !== '').join(' ');
  return [ecosystem, product, overTheAir ? 'heard over the air: it may be a neighbour’s' : '']
    .filter((each) => each !== '')
    .join(', ');
}

export function saidWords({ live, kept, perHour }: Pick<LookedAt, 'live' | 'kept' | 'perHour'>): string {
  if (live > 0) return perHour === undefined ? `${number(live)}×` : often(live, perHour);
  return kept > 0 ? 'kept from before' : 'not heard';
}

/** One time is no rhythm. */
function often(live: number, perHour: number): string {
  if (live === 1) return 'once';
  if (perHour >= 60) return `about ${number(Math.round(perHour / 60))} a minute`;
  return `about ${number(Math.round(perHour))} an hour`;
}

/** Fields in a row: those that were heard with how often, the others by their number. */
export function fieldWords(fields: readonly LookedAtField[], most: number): string {
  const heard = fields.filter(({ live, kept }) => live + kept > 0);
  const shown = (heard.length > 0 ? heard : fields).slice(0, most);
  const rhythms = new Set(shown.map(saidWords));
  const [same] = rhythms.size === 1 ? rhythms : [];
  const names =
    same === undefined
      ? shown.map((each) => `${each.field} (${saidWords(each)})`).join(', ')
      : `${shown.map(({ field }) => field).join(', ')} (${same})`;
  const beyond = fields.length - shown.length;
  return beyond === 0 ? names : `${names}, and ${number(beyond)} more`;
}

/** A starting answer as a title and what it would let out. */
export function letWords({ posture, leaves, atHome, unknown }: Lets): {
  readonly title: string;
  readonly says: string[];
} {
  const title = upper(posture);
  if (posture === 'share nothing until I say so')
    return { title, says: ['Nothing leaves, whatever anybody asks for, until you agree to it.'] };
  const lines = leaves.map(
    ({ device, field, leaves: what, when, to, because }) =>
      `${device}: ${field} to ${to}, ${what}, ${when}. ${because}`,
  );
  return {
    title,
    says: [
      ...(leaves.length === 0
        ? ['Nothing leaves: as far as Hearthgate knows none of these devices needs anything to leave.']
        : ['This may leave, once the company asks for it and you looked at the list:', ...lines]),
      ...atHome.map(({ says, devices }) => `${upper(counted(devices, 'device'))}: ${says}`),
      ...(unknown === 0
        ? []
        : [
            `${upper(counted(unknown, 'device'))}: Hearthgate does not know what they need, so nothing of them leaves.`,
          ]),
    ],
  };
}

/** What was not understood, and what that means. */
export function notUnderstoodWords({ messages, reasons, topics, parts }: NotUnderstood): string[] {
  const missed = parts.reduce((sum, each) => sum + each.parts, 0);
  if (messages === 0 && missed === 0) return ['Everything that was heard is understood or known to be of no interest.'];
  return [
    `${upper(counted(messages, 'message'))} and ${counted(missed, 'part')} of others could not be understood. Nothing of them can leave: what nobody knows stays home.`,
    ...reasons.map(({ reason, messages: many }) => `${number(many)}× ${REASON_WORDS[reason]}`),
    ...parts.map(({ reason, parts: many }) => `${number(many)}× a part: ${REASON_WORDS[reason]}`),
    ...(topics.length === 0
      ? []
      : [`Their topics: ${topics.slice(0, 8).map(topicWords).join(', ')}${topics.length > 8 ? ', and others' : ''}`]),
  ];
}

function topicWords({ begins, levels, messages }: NotUnderstood['topics'][number]): string {
  return `${levels === 1 ? begins : `${begins}/… of ${levels} levels`} (${number(messages)}×)`;
}

const REASON_WORDS: Readonly<Record<QuarantineReason, string>> = {
  'not JSON': 'it is no JSON, or broken',
  'not UTF-8': 'it is no text',
  'not a number': 'it is no number',
  'duplicate key': 'one name stands twice, with two values',
  'reserved name': 'a name in it means something to programs',
  'nested too deep': 'it is nested deeper than any device needs',
  'too many fields': 'it has more fields than any device needs',
  'too large': 'it is larger than what devices say: a picture, a map or a list',
  binary: 'it is a picture, sound, or encrypted',
  'unknown topic': 'no ecosystem that Hearthgate knows speaks on that topic',
  'unknown device': 'its ecosystem does not know that device',
  'unexpected shape': 'its ecosystem says it otherwise',
  text: 'it is text that can be anything',
  template: 'it would have to be computed by somebody’s program',
};

/** `2 minutes`, `90 seconds`. */
export function span(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole % 3_600 === 0 || whole >= 7_200 * 5) return counted(Math.round(whole / 3_600), 'hour');
  if (whole % 60 === 0 || whole >= 600) return counted(Math.round(whole / 60), 'minute');
  return counted(whole, 'second');
}

export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function upper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
