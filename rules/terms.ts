import { parseDuration } from './duration.ts';
import type { Form, Release } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import { meetRelease } from './forms/release.ts';
import { DAY_MS } from './forms/time.ts';
import type { FieldSpec, Manifest, Purpose, Request } from './manifest.ts';
import type { KnownDevice } from './plan.ts';
import type { FieldName } from './reading.ts';
import { productsFor, specOf } from './weigh.ts';

/** All that a recipient says about one field in one request: what a household's answer is an answer to. */
export interface Terms {
  readonly controller: Manifest['controller'];
  readonly endpoint: Manifest['endpoint'];
  /** Ids of the keys that it may be encrypted to. */
  readonly keys: readonly string[];
  readonly purpose: Purpose;
  readonly sentence: string;
  readonly ifRefused: string;
  readonly necessity: Request['necessity'];
  readonly legalBasis: Request['legalBasis'];
  readonly retention: string;
  readonly recipients: readonly string[];
  readonly release: Release;
  readonly form: Form;
  readonly spec: FieldSpec;
  /** It will know the account that is linked; absent where it asks for none. */
  readonly enrolment?: 'token';
}

/** The terms of one field of one device, or undefined where the manifest does not ask for it there. */
export function termsOf(
  manifest: Manifest,
  request: Request,
  device: KnownDevice,
  field: FieldName,
): Terms | undefined {
  const form = request.fields.find(({ name }) => name === field)?.form;
  const spec = specOf(productsFor(manifest, device), field);
  if (form === undefined || spec === undefined) return undefined;
  const { controller, endpoint, keys, enrolment } = manifest;
  const { purpose, sentence, ifRefused, necessity, legalBasis, retention, recipients, release } = request;
  const ids = keys.encryption.map(({ kid, x, y }) => `${kid} ${x} ${y}`);
  return {
    ...{ controller, endpoint, keys: ids, purpose, sentence, ifRefused, necessity, legalBasis },
    ...{ retention, recipients, release },
    form,
    spec,
    ...(enrolment === 'token' && { enrolment }),
  };
}

/** One parameter that is different, and whether it only lessens what the recipient gets. */
export interface Change {
  readonly parameter: keyof Terms;
  readonly less: boolean;
}

/**
 * What is different in new terms. Only fewer statistics, later release, shorter retention and no account are *less*; every other
 * difference (endpoint, keys, recipients, bounds, bins, window, resolution, words …) is to be looked at by a person.
 */
export function changes(before: Terms, after: Terms): Change[] {
  const found: Change[] = [];
  for (const parameter of PARAMETERS) {
    if (same(before[parameter], after[parameter])) continue;
    found.push({ parameter, less: LESSENS[parameter]?.(before, after) ?? false });
  }
  return found;
}

/** Whether consents to the terms before stay good for those after. */
export function onlyLess(found: readonly Change[]): boolean {
  return found.every(({ less }) => less);
}

/**
 * Whether new terms are so much less than refused ones that it is decent to ask again: a coarser form, and nothing else
 * that is more.
 */
export function comesBack(refused: Terms, asked: Terms): boolean {
  return (
    atMost(asked.form, refused.form) &&
    !atMost(refused.form, asked.form) &&
    (same(asked.release, refused.release) || isLaterRelease(refused.release, asked.release)) &&
    (asked.retention === refused.retention || isShorter(refused.retention, asked.retention)) &&
    asked.recipients.every((one) => refused.recipients.includes(one))
  );
}

const PARAMETERS = [
  ...(['controller', 'endpoint', 'keys', 'purpose', 'sentence', 'ifRefused', 'necessity', 'legalBasis'] as const),
  ...(['retention', 'recipients', 'release', 'form', 'spec', 'enrolment'] as const),
] satisfies readonly (keyof Terms)[];

const LESSENS: { readonly [Parameter in keyof Terms]?: (before: Terms, after: Terms) => boolean } = {
  form: (before, after) => hasFewerStatistics(before.form, after.form),
  release: (before, after) => isLaterRelease(before.release, after.release),
  retention: (before, after) => isShorter(before.retention, after.retention),
  enrolment: (_, after) => after.enrolment === undefined,
};

function hasFewerStatistics(before: Form, after: Form): boolean {
  if (before.form !== 'summary' || after.form !== 'summary') return false;
  const fewer = after.statistics.every((statistic) => before.statistics.includes(statistic));
  return fewer && same({ ...before, statistics: [] }, { ...after, statistics: [] });
}

function isLaterRelease(before: Release, after: Release): boolean {
  return !same(before, after) && same(meetRelease(before, after), after);
}

/** A month has 28 to 31 days; a length that may be longer is not shorter. */
function isShorter(before: string, after: string): boolean {
  const [old, now] = [parseDuration(before), parseDuration(after)];
  if (old === undefined || now === undefined) return false;
  return now.months * 31 * DAY_MS + now.ms < old.months * 28 * DAY_MS + old.ms || isLess(old, now);
}

function isLess(old: { months: number; ms: number }, now: { months: number; ms: number }): boolean {
  return now.months <= old.months && now.ms <= old.ms && (now.months < old.months || now.ms < old.ms);
}

/** Terms are plain data, made in one place with their members in one order. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
