import { parseDuration } from './duration.ts';
import { describe, describeRelease } from './explain.ts';
import { DAY_MS } from './forms/time.ts';
import type { LegalBasis } from './manifest.ts';
import { type Purposes, purposeWords } from './purposes.ts';
import type { Terms } from './terms.ts';
import type { Sentences } from './words/speak.ts';

type Says = (terms: Terms, purposes: Purposes, words: Sentences) => string;

/** One parameter of terms as people say it; absent where no words would tell two values apart. */
const SAYS: { readonly [Parameter in keyof Terms]?: Says } = {
  controller: ({ controller: { name, country, contact } }) => `${name}, ${country}, ${contact}`,
  endpoint: ({ endpoint: { url } }) => hostOf(url),
  purpose: ({ purpose }, purposes, words) => purposeWords(purposes, purpose, words).soThatItCan,
  sentence: ({ sentence }, _, { shown }) => shown.quoted(sentence),
  ifRefused: ({ ifRefused }, _, { shown }) => shown.quoted(ifRefused),
  necessity: ({ necessity }, _, words) => necessityWords(necessity, words),
  legalBasis: ({ legalBasis }, _, words) => words.list(legalBasis.map((basis) => basisWords(basis, words))),
  retention: ({ retention }, _, words) => describeDuration(retention, words),
  recipients: ({ recipients }, _, words) => passedOnWords(recipients, words),
  release: ({ release, endpoint }, _, words) => describeRelease(release, endpoint.delivery === undefined, words),
  form: ({ form }, _, words) => describe(form, words),
};

/** How a parameter was and is, as `6 months → 1 year`; its name alone where both would read the same. */
export function changeWords(
  parameter: keyof Terms,
  before: Terms,
  now: Terms,
  purposes: Purposes,
  words: Sentences,
): string {
  const { changed, fromTo } = words.shown;
  const [was, is] = [before, now].map((terms) => SAYS[parameter]?.(terms, purposes, words));
  return was === undefined || is === undefined || was === is ? changed[parameter] : fromTo(changed[parameter], was, is);
}

/** `P1Y6M` as people say it; a duration was checked when the manifest was parsed. */
export function describeDuration(iso: string, { times, list }: Sentences): string {
  const { months, ms } = parseDuration(iso) ?? { months: 0, ms: 0 };
  const parts = [
    ...counted(Math.floor(months / 12), times.years),
    ...counted(months % 12, times.months),
    ...counted(Math.floor(ms / DAY_MS), times.days),
    ...counted(Math.floor((ms % DAY_MS) / 3_600_000), times.hoursLong),
    ...counted(Math.floor((ms % 3_600_000) / 60_000), times.minutes),
    ...counted((ms % 60_000) / 1000, times.seconds),
  ];
  return parts.length === 0 ? iso : list(parts);
}

function counted(count: number, words: (count: number) => string): string[] {
  return count === 0 ? [] : [words(count)];
}

export function basisWords(basis: LegalBasis, { shown }: Sentences): string {
  const clause = basis.slice(-1);
  return isSpecialBasis(basis) ? shown.specialBasis(clause) : shown.basis(clause);
}

/** A basis of GDPR Art. 9(2), which special categories need besides one of Art. 6(1). */
export function isSpecialBasis(basis: LegalBasis): boolean {
  return basis.startsWith('eu-gdpr:A9-2-');
}

export function passedOnWords(recipients: Terms['recipients'], { shown, list }: Sentences): string {
  return recipients.length === 0 ? shown.nobody : list(recipients);
}

export function necessityWords(necessity: Terms['necessity'], { shown }: Sentences): string {
  return necessity === 'required' ? shown.required : shown.optional;
}

/** The address was checked when the manifest was parsed. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
