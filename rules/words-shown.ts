import { localTimeAt } from './calendar.ts';
import type { Consent } from './consent.ts';
import { openWayWords } from './delivery.ts';
import { parseDuration } from './duration.ts';
import { describe, describeRelease, describeUnion, list } from './explain.ts';
import type { Form } from './forms/form.ts';
import { DAY_MS } from './forms/time.ts';
import { entry } from './length-safe.ts';
import type { LegalBasis, Manifest } from './manifest.ts';
import { type Gain, type Purposes, purposeWords } from './purposes.ts';
import type { Instant } from './reading.ts';
import type { Reveals } from './reveals.ts';
import { DAY_NAMES, describeHours } from './schedule.ts';
import { specialIn } from './special-categories.ts';
import type { Change, Terms } from './terms.ts';

/** One field of one device in a decision: what was asked and what is about to be agreed to. */
export interface ShownField {
  /** As the household calls it. */
  readonly device: string;
  readonly terms: Terms;
  /** A refusal is shown as what it refuses: the form that was asked for. */
  readonly answer: Pick<Consent, 'field' | 'form' | 'release' | 'until' | 'once' | 'schedule'>;
  readonly reveals: Reveals;
  /** Forms in which the recipient gets this field for its other purposes. */
  readonly others?: readonly Form[];
  /** What is different from the terms that were last answered. */
  readonly changes?: readonly Change[];
  /** Whether it has to leave, as far as Hearthgate itself knows. */
  readonly known?: string;
}

/** What a person decides about in one go: fields of one request. */
export interface Shown {
  readonly origin: Manifest['origin'];
  readonly fields: readonly [ShownField, ...ShownField[]];
  /** The household chose codes that stay for this recipient and purpose. */
  readonly linkable: boolean;
  readonly timeZone: string;
}

/** A line on the page, in the terminal and in the record. */
export interface Row {
  readonly label: string;
  readonly text: string;
  /** The recipient says it and nothing here enforces it; the text names who says it, too. */
  readonly claim?: true;
}

export interface Words {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Said with every decision, and in every record of one. */
export const LIMITS =
  'This is the household’s choice about what leaves its home. It does not show that each person who lives or visits there agreed, and it is no finding about any law.';

/**
 * Everything a person is shown before deciding, in this order, and nothing else: the page, the terminal and the record
 * have these very words. What the hub does is said plainly; what it cannot know ends with who says so.
 */
export function wordsShown(shown: Shown, purposes: Purposes): Words {
  const { fields, origin, timeZone } = shown;
  const [{ terms, answer }] = fields;
  const { name } = terms.controller;
  const names = [...new Set(fields.map((field) => field.answer.field))];
  const claim = (label: string, text: string): Row => {
    const by = origin === 'vendor' ? `${name} says` : 'as your household wrote it down';
    return { label, text: `${text.replace(/\.$/, '')} — ${by}`, claim: true };
  };
  const purpose = purposeWords(purposes, terms.purpose);
  return {
    title: `${name} asks for ${list(names)}`,
    rows: [
      ...changed(fields),
      { label: 'From', text: list([...new Set(fields.map(({ device }) => device))]) },
      claim('So that it can', purpose.soThatItCan),
      claim('In its words', `“${terms.sentence}”`),
      { label: 'Who gains', text: gainWords(purpose.gain, name) },
      ...leaves(fields),
      { label: 'When', text: describeRelease(answer.release, terms.endpoint.delivery === undefined) },
      ...(answer.schedule
        ? [{ label: 'Only what is measured', text: `${describeHours(answer.schedule)}, ${timeZone}` }]
        : []),
      { label: 'For how long', text: lifetime(answer, timeZone) },
      { label: 'Under which name', text: codeWords(terms, shown.linkable) },
      ...(terms.enrolment === 'token' ? [{ label: 'Your account', text: accountWords(name) }] : []),
      { label: 'Sent to', text: `${hostOf(terms.endpoint.url)}, and nowhere else` },
      { label: 'On the way', text: wayWords(terms) },
      ...(terms.endpoint.delivery === undefined ? [] : [{ label: 'What else it is told', text: NOTHING_TOLD }]),
      ...sensitive(fields),
      claim('Legal ground', list(terms.legalBasis.map(basisWords))),
      claim('Kept by it', describeDuration(terms.retention)),
      claim('Passed on to', terms.recipients.length === 0 ? 'nobody' : list(terms.recipients)),
      claim('Needed', terms.necessity === 'required' ? 'yes, for what it offers' : 'no'),
      ...known(fields),
      claim('If you say no', terms.ifRefused),
      claim('Ask it about your data', terms.controller.contact),
      { label: 'What this is', text: LIMITS },
    ],
  };
}

/** The words as plain text. */
export function textOf({ title, rows }: Words): string {
  return [title, ...rows.map(({ label, text }) => `${label}: ${text}`)].join('\n');
}

/** `P1Y6M` as people say it; a duration was checked when the manifest was parsed. */
export function describeDuration(iso: string): string {
  const { months, ms } = parseDuration(iso) ?? { months: 0, ms: 0 };
  const parts = [
    ...counted(Math.floor(months / 12), 'year'),
    ...counted(months % 12, 'month'),
    ...counted(Math.floor(ms / DAY_MS), 'day'),
    ...counted(Math.floor((ms % DAY_MS) / 3_600_000), 'hour'),
    ...counted(Math.floor((ms % 3_600_000) / 60_000), 'minute'),
    ...counted((ms % 60_000) / 1000, 'second'),
  ];
  return parts.length === 0 ? iso : list(parts);
}

function counted(count: number, unit: string): string[] {
  return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
}

function changed(fields: Shown['fields']): Row[] {
  const found = new Set(fields.flatMap(({ changes = [] }) => changes.map(({ parameter }) => CHANGED[parameter])));
  return found.size === 0 ? [] : [{ label: 'Changed since your last answer', text: list([...found]) }];
}

/** A row for each form, with everything that leaves in it; then what can be worked out from several. */
function leaves(fields: Shown['fields']): Row[] {
  const byForm = new Map<string, ShownField[]>();
  for (const field of fields) entry(byForm, describe(field.answer.form), () => []).push(field);
  const rows = [...byForm].map(([form, alike]): Row => {
    const what = alike.map(({ answer, device }) => `${answer.field} of ${device}`);
    return { label: 'What leaves', text: `${list(what)}: ${form}` };
  });
  const together = fields.flatMap(({ answer, device, others = [] }) =>
    others.length === 0 ? [] : [`${answer.field} of ${device}: ${describeUnion([answer.form, ...others])}`],
  );
  return [...rows, ...together.map((text): Row => ({ label: 'With its other purposes', text }))];
}

/** What shipped knowledge says beside the recipient's claim, where it speaks. */
function known(fields: Shown['fields']): Row[] {
  const said = Map.groupBy(fields, (field) => field.known);
  return [...said].flatMap(([says, alike]) => {
    if (says === undefined) return [];
    const what = said.size === 1 ? '' : `${list(alike.map(({ answer, device }) => `${answer.field} of ${device}`))}: `;
    return [{ label: 'What is known here', text: `${what}${says}` }];
  });
}

function sensitive(fields: Shown['fields']): Row[] {
  const found = new Map<string, string[]>();
  for (const { reveals, answer } of fields) {
    const special = specialIn(reveals);
    if (special !== undefined) entry(found, special, () => []).push(answer.field);
  }
  if (found.size === 0) return [];
  const [{ terms }] = fields;
  const ground = terms.legalBasis.some(isSpecialBasis)
    ? ''
    : `; ${terms.controller.name} names no legal ground for special categories`;
  return [...found].map(([special, names]) => ({
    label: 'Especially sensitive',
    text: `${list([...new Set(names)])} may hold ${special}${ground}`,
  }));
}

/** A basis of GDPR Art. 9(2), which special categories need besides one of Art. 6(1). */
export function isSpecialBasis(basis: LegalBasis): boolean {
  return basis.startsWith('eu-gdpr:A9-2-');
}

function basisWords(basis: LegalBasis): string {
  const clause = basis.slice(-1);
  return isSpecialBasis(basis)
    ? `${SPECIAL_BASES[clause] ?? 'an exception'} (GDPR Art. 9(2)(${clause}))`
    : `${BASES[clause] ?? 'another ground'} (GDPR Art. 6(1)(${clause}))`;
}

const BASES: Readonly<Record<string, string>> = {
  a: 'your consent',
  b: 'a contract with you',
  c: 'a law that it must follow',
  d: 'somebody’s life',
  e: 'a public task',
  f: 'interests of its own that it weighed against yours',
};

const SPECIAL_BASES: Readonly<Record<string, string>> = {
  a: 'your explicit consent',
  c: 'somebody’s life',
  h: 'health care',
  i: 'public health',
  j: 'research or statistics',
};

function gainWords(gain: Gain, name: string): string {
  switch (gain) {
    case 'household':
      return 'mainly your household';
    case 'recipient':
      return `mainly ${name}`;
    case 'others':
      return 'mainly other people';
    case 'unknown':
      return 'this hub does not know';
  }
}

function codeWords({ controller: { name }, endpoint }: Terms, linkable: boolean): string {
  if (endpoint.delivery?.names === 'own')
    return `your own names of the devices, and sent to addresses at home alone; ${name} can put together everything it ever gets under one`;
  return linkable
    ? `a code instead of the device’s name that stays the same; ${name} can put together everything it ever gets under it`
    : `a code instead of the device’s name, new every month; ${name} can put together what it gets under one code`;
}

/** What a token from a recipient's app means, in the words that are shown wherever one is asked for. */
export function accountWords(name: string): string {
  return `${name} will know this is your account`;
}

function wayWords({ keys, endpoint, controller: { name } }: Terms): string {
  return keys.length > 0 ? `sealed, so that only ${name} can open it` : openWayWords(endpoint);
}

const NOTHING_TOLD =
  'nothing: receipts, withdrawals and requests about your rights stay at home, to be handed over by you';

/** The address was checked when the manifest was parsed. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

export function lifetime({ once, until }: Pick<Consent, 'once' | 'until'>, timeZone: string): string {
  if (once) return until === undefined ? 'just once' : `just once, until ${when(until, timeZone)} at the latest`;
  return until === undefined ? 'until you change it' : `until ${when(until, timeZone)}`;
}

/** `Monday 1 June 2026, 14:00 (Europe/Berlin)` */
export function when(at: Instant, timeZone: string): string {
  const { weekday, minute, offsetMs } = localTimeAt(at, timeZone);
  const local = new Date(at + offsetMs);
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const date = `${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  return `${DAY_NAMES[weekday - 1]} ${date}, ${clock} (${timeZone})`;
}

const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

const CHANGED: Readonly<Record<keyof Terms, string>> = {
  controller: 'who it is',
  endpoint: 'where it is sent to',
  keys: 'whose key it is sealed for',
  purpose: 'what it is for',
  sentence: 'its words',
  ifRefused: 'what happens if you say no',
  necessity: 'whether it is needed',
  legalBasis: 'the legal ground',
  retention: 'how long it is kept',
  recipients: 'whom it is passed on to',
  release: 'when it leaves',
  form: 'what leaves',
  spec: 'how the value is measured',
  enrolment: 'whether it knows your account',
};
