import { localTimeAt } from './calendar.ts';
import type { Consent } from './consent.ts';
import { openWayWords } from './delivery.ts';
import { describeOf, describeRelease, describeUnion } from './explain.ts';
import type { Form } from './forms/form.ts';
import { MICRO } from './forms/noised.ts';
import { entry } from './length-safe.ts';
import type { Manifest } from './manifest.ts';
import { type Purposes, purposeWords } from './purposes.ts';
import type { Instant } from './reading.ts';
import type { Reveals } from './reveals.ts';
import { describeHours } from './schedule.ts';
import { specialIn } from './special-categories.ts';
import { changes, type Terms } from './terms.ts';
import {
  basisWords,
  changeWords,
  describeDuration,
  hostOf,
  isSpecialBasis,
  necessityWords,
  passedOnWords,
} from './terms-words.ts';
import type { Language, Sentences } from './words/speak.ts';

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
  /** The terms that were last answered. */
  readonly before?: Terms;
  /** Everything of its device that leaves, to anybody, is noised. */
  readonly covered?: true;
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

/** A row that ends with who says it. */
type Claim = (label: string, text: string) => Row;

export interface Words {
  readonly language: Language;
  readonly title: string;
  readonly rows: readonly Row[];
}

/**
 * Everything a person is shown before deciding, in this order, and nothing else: the page, the terminal and the record
 * have these very words. What the hub does is said plainly; what it cannot know ends with who says so.
 */
export function wordsShown(shown: Shown, purposes: Purposes, words: Sentences): Words {
  const { fields, origin, timeZone } = shown;
  const { labels, ...say } = words.shown;
  const [{ terms, answer }] = fields;
  const { name } = terms.controller;
  const names = [...new Set(fields.map((field) => field.answer.field))];
  const claim: Claim = (label, text) => {
    const said = text.replace(/\.$/, '');
    return { label, text: origin === 'vendor' ? say.claimed(said, name) : say.wrote(said), claim: true };
  };
  const purpose = purposeWords(purposes, terms.purpose, words);
  return {
    language: words.language,
    title: say.title(name, words.list(names)),
    rows: [
      ...changed(fields, claim, purposes, words),
      { label: labels.from, text: words.list([...new Set(fields.map(({ device }) => device))]) },
      claim(labels.purpose, purpose.soThatItCan),
      claim(labels.sentence, say.quoted(terms.sentence)),
      { label: labels.gain, text: say.gain(purpose.gain, name) },
      ...leaves(fields, words),
      ...noise(fields, words),
      { label: labels.when, text: releaseWords(answer.release, terms, words) },
      ...(answer.schedule
        ? [{ label: labels.hours, text: `${describeHours(answer.schedule, words)}, ${timeZone}` }]
        : []),
      { label: labels.lifetime, text: lifetime(answer, timeZone, words) },
      { label: labels.code, text: codeWords(terms, shown.linkable, words) },
      ...(terms.enrolment === 'token' ? [{ label: labels.account, text: say.account(name) }] : []),
      { label: labels.sentTo, text: say.sentTo(hostOf(terms.endpoint.url)) },
      { label: labels.way, text: wayWords(terms, words) },
      ...(terms.endpoint.delivery === undefined ? [] : [{ label: labels.told, text: say.nothingTold }]),
      ...sensitive(fields, words),
      claim(labels.basis, words.list(terms.legalBasis.map((basis) => basisWords(basis, words)))),
      claim(labels.kept, describeDuration(terms.retention, words)),
      claim(labels.passedOn, passedOnWords(terms.recipients, words)),
      claim(labels.needed, necessityWords(terms.necessity, words)),
      ...known(fields, words),
      claim(labels.refused, terms.ifRefused),
      claim(labels.contact, terms.controller.contact),
      { label: labels.limits, text: say.limits },
    ],
  };
}

/** The words as plain text. */
export function textOf({ title, rows }: Pick<Words, 'title' | 'rows'>): string {
  return [title, ...rows.map(({ label, text }) => `${label}: ${text}`)].join('\n');
}

/** What the hub itself sees to; of all other terms it only knows what is said. */
const ENFORCED: ReadonlySet<keyof Terms> = new Set(['endpoint', 'keys', 'release', 'form', 'spec', 'enrolment']);

/** A row for each parameter that is another than when it was last answered; what differs from field to field is said of each. */
function changed(fields: Shown['fields'], claim: Claim, purposes: Purposes, words: Sentences): Row[] {
  const { labels } = words.shown;
  const rows = new Map<string, Row>();
  for (const { before, terms } of fields) {
    if (before === undefined) continue;
    for (const { parameter } of changes(before, terms)) {
      const text = changeWords(parameter, before, terms, purposes, words);
      rows.set(text, ENFORCED.has(parameter) ? { label: labels.changed, text } : claim(labels.changed, text));
    }
  }
  return [...rows.values()];
}

/** A row for each form, with everything that leaves in it; then what can be worked out from several. */
function leaves(fields: Shown['fields'], words: Sentences): Row[] {
  const { labels, fieldOf } = words.shown;
  const byForm = new Map<string, ShownField[]>();
  for (const field of fields)
    entry(byForm, describeOf(field.answer.form, field.terms.spec, words), () => []).push(field);
  const rows = [...byForm].map(([form, alike]): Row => {
    const what = alike.map(({ answer, device }) => fieldOf(answer.field, device));
    return { label: labels.leaves, text: `${words.list(what)}: ${form}` };
  });
  const together = fields.flatMap(({ answer, device, others = [] }) =>
    others.length === 0 ? [] : [`${fieldOf(answer.field, device)}: ${describeUnion([answer.form, ...others], words)}`],
  );
  return [...rows, ...together.map((text): Row => ({ label: labels.together, text }))];
}

/** What the noise hides, and how well; where other fields go without it that cannot be said. */
function noise(fields: Shown['fields'], { shown }: Sentences): Row[] {
  return fields.flatMap(({ answer: { form, field }, device, covered }) => {
    if (form.form !== 'noised') return [];
    const of = shown.fieldOf(field, device);
    const epsilon = form.microEpsilon / MICRO;
    // Rounded up: it is the most.
    const times = Math.ceil(100 * Math.exp(epsilon)) / 100;
    const text = covered ? shown.noiseCovers(of, times, epsilon) : shown.noiseAlone(of);
    return [{ label: shown.labels.noise, text }];
  });
}

/** What shipped knowledge says beside the recipient's claim, where it speaks. */
function known(fields: Shown['fields'], { shown, list }: Sentences): Row[] {
  const said = Map.groupBy(fields, (field) => field.known);
  return [...said].flatMap(([says, alike]) => {
    if (says === undefined) return [];
    const of = alike.map(({ answer, device }) => shown.fieldOf(answer.field, device));
    return [{ label: shown.labels.known, text: said.size === 1 ? says : `${list(of)}: ${says}` }];
  });
}

function sensitive(fields: Shown['fields'], words: Sentences): Row[] {
  const { labels, ...say } = words.shown;
  const found = new Map<string, string[]>();
  for (const { reveals, answer } of fields) {
    const special = specialIn(reveals, words);
    if (special !== undefined) entry(found, special, () => []).push(answer.field);
  }
  const [{ terms }] = fields;
  const hasGround = terms.legalBasis.some(isSpecialBasis);
  return [...found].map(([special, names]) => {
    const of = words.list([...new Set(names)]);
    const text = hasGround ? say.sensitive(of, special) : say.sensitiveWithout(of, special, terms.controller.name);
    return { label: labels.sensitive, text };
  });
}

function codeWords({ controller: { name }, endpoint }: Terms, linkable: boolean, { shown }: Sentences): string {
  if (endpoint.delivery?.names === 'own') return shown.ownNames(name);
  return linkable ? shown.codeStays(name) : shown.codeMonthly(name);
}

/** What leaves as it happens shows when it happens, and ends the constant release of everything else. */
function releaseWords(release: ShownField['answer']['release'], { endpoint }: Terms, words: Sentences): string {
  const sealed = endpoint.delivery === undefined;
  const when = describeRelease(release, sealed, words);
  return release.release === 'live' ? words.shown.live(when, sealed) : when;
}

function wayWords({ keys, endpoint, controller: { name } }: Terms, words: Sentences): string {
  return keys.length > 0 ? words.shown.sealed(name) : openWayWords(endpoint, words);
}

export function lifetime({ once, until }: Pick<Consent, 'once' | 'until'>, timeZone: string, words: Sentences): string {
  const { times } = words;
  if (once) return until === undefined ? times.once : times.onceUntil(when(until, timeZone, words));
  return until === undefined ? times.forEver : times.until(when(until, timeZone, words));
}

/** `Monday 1 June 2026, 14:00 (Europe/Berlin)` */
export function when(at: Instant, timeZone: string, { times }: Sentences): string {
  const { weekday, minute, offsetMs } = localTimeAt(at, timeZone);
  const local = new Date(at + offsetMs);
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return times.moment({
    ...{ weekday, clock, timeZone },
    ...{ day: local.getUTCDate(), month: local.getUTCMonth(), year: local.getUTCFullYear() },
  });
}
