import { durationMs } from './duration.ts';
import { GRAINS, WINDOWS } from './forms/form.ts';
import type { Product } from './manifest.ts';
import type { FormJson } from './parse-form.ts';
import type { Problem } from './problems.ts';
import type { RecipientProfile } from './recipient-profile.ts';
import type { Sentences } from './words/speak.ts';

/** A field that a recipient of the household's own is to get. */
export type OwnField = {
  readonly name: string;
  /** What the recipient calls it, of one device where one is named. */
  readonly as?: readonly { readonly device?: string | undefined; readonly is: string }[] | undefined;
  readonly form?: unknown;
  /** Of a number, what is said of the time between two sendings where no form is; the mean where nothing is. */
  readonly statistics?: readonly string[] | undefined;
} & (
  | { readonly type: 'number'; readonly unit?: string | undefined }
  | { readonly type: 'boolean' }
  | { readonly type: 'category'; readonly values: readonly string[] }
);

/** What a household says to add a recipient by itself. */
export interface OwnRecipient {
  readonly recipient: string;
  readonly version: number;
  readonly name: string;
  readonly country: string;
  readonly contact: string;
  /** What the profile's address asks for. */
  readonly at: ReadonlyMap<string, string>;
  readonly ca?: string | undefined;
  readonly withoutSecret: boolean;
  readonly names: 'codes' | 'own';
  readonly purpose: string;
  readonly sentence: string;
  readonly retention: string;
  readonly fields: readonly OwnField[];
  readonly every?: string | undefined;
}

/**
 * The manifest that the household writes by it, as JSON for `parseManifest`; or what is wrong with what was said. The secret is
 * no part of it. It speaks about devices of these kinds, and each of them is still answered for by itself.
 */
export function ownManifest(
  profile: RecipientProfile,
  own: OwnRecipient,
  kinds: readonly Product['match'][],
  { own: say }: Sentences,
): { readonly json: object } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const every = own.every ?? profile.every;
  const everyMs = durationMs(every);
  const leastMs = durationMs(profile.least) ?? 0;
  if (everyMs === undefined) problems.push({ path: '/every', problem: say.noDuration(every) });
  else if (everyMs < leastMs) problems.push({ path: '/every', problem: say.tooOften(profile.title, profile.least) });
  const url = addressOf(profile, own.at, problems, say);
  checkFields(profile, own.fields, problems, say);
  if (problems.length > 0 || everyMs === undefined) return { problems };
  const as = own.fields.flatMap(({ name: field, as: names = [] }) =>
    names.map(({ device, is }) => ({ ...(device !== undefined && { device }), field, is })),
  );
  return {
    json: {
      v: 1,
      ...{ recipient: own.recipient, version: own.version, origin: 'household' },
      controller: { name: own.name, country: own.country, contact: own.contact },
      endpoint: {
        url,
        ...(own.ca !== undefined && { ca: own.ca }),
        delivery: {
          ...profile.delivery,
          ...(own.withoutSecret && { auth: { scheme: 'none' } }),
          names: own.names,
          ...(as.length > 0 && { as }),
        },
      },
      products: kinds.map((match) => ({ match, fields: own.fields.map(specOf) })),
      requests: [
        {
          ...{ id: 'own', purpose: own.purpose, sentence: own.sentence, retention: own.retention },
          fields: own.fields.map((field) => ({
            name: field.name,
            form: field.form ?? formFor(profile, field, everyMs),
          })),
          release: { release: 'slot', every },
          ...{ necessity: 'optional', ifRefused: 'It gets nothing.' },
        },
      ],
    },
  };
}

/** Where in what the household said stands what is wrong at this place of the manifest that was made of it. */
export function placeSaid(path: string): string {
  return path
    .replace(/^\/(controller|products\/\d+|requests\/\d+)(?=\/)/, '')
    .replace(/^\/release(?=\/)/, '')
    .replace(/^\/endpoint\/url$/, '/at')
    .replace(/^\/endpoint\/delivery\/as\b.*/, '/fields')
    .replace(/^\/endpoint(?=\/ca$)/, '');
}

/** What begins the address is one itself; anything else is one part of a path or query, whatever is in it. */
function addressOf(
  { address, ask = [] }: RecipientProfile,
  at: OwnRecipient['at'],
  problems: Problem[],
  say: Sentences['own'],
): string {
  const known = ask.map((one) => one.name);
  for (const name of at.keys())
    if (!known.includes(name)) problems.push({ path: '/at', problem: say.notAsked(name, known.join(', ')) });
  for (const { name, says } of ask)
    if (!at.has(name)) problems.push({ path: '/at', problem: say.notGiven(name, says) });
  return address.replace(/\{([a-z0-9]+)\}/g, (place, name: string, index: number) => {
    const said = at.get(name);
    if (said === undefined) return place;
    return index === 0 ? said.replace(/\/+$/, '') : encodeURIComponent(said);
  });
}

function checkFields(
  { as: naming, units, title }: RecipientProfile,
  fields: readonly OwnField[],
  problems: Problem[],
  say: Sentences['own'],
): void {
  for (const [i, field] of fields.entries()) {
    const names = field.as ?? [];
    if (naming !== undefined && names.length === 0)
      problems.push({ path: `/fields/${i}/as`, problem: say.notCalled(naming.says) });
    for (const { is } of names) {
      if (naming?.among !== undefined && !naming.among.includes(is))
        problems.push({ path: `/fields/${i}/as`, problem: say.notAmong(is, naming.among.join(', ')) });
    }
    const unit = field.type === 'number' ? field.unit : undefined;
    if (units !== undefined && (unit === undefined || !units.includes(unit))) {
      problems.push({
        path: `/fields/${i}/unit`,
        problem: unit === undefined ? say.noUnit(title, units) : say.otherUnit(unit, title, units),
      });
    }
  }
}

function specOf(field: OwnField) {
  switch (field.type) {
    case 'number':
      return {
        ...{ name: field.name, type: 'number' },
        ...(field.unit !== undefined && { unit: field.unit }),
        ...boundsOf(field.unit),
      };
    case 'boolean':
      return { name: field.name, type: 'boolean' };
    case 'category':
      return { name: field.name, type: 'category', values: field.values };
  }
}

/**
 * What homes measure, by unit: a range that no sensor leaves and a grid finer than what sensors are good for. With them many
 * fields a minute are few bits a day (capacity.ts); a number without is as much as a picture could be cut into.
 */
const MEASURES: ReadonlyMap<string, { readonly bounds: readonly [number, number]; readonly step: number }> = new Map([
  ['°C', { bounds: [-60, 200], step: 0.1 }],
  ['°F', { bounds: [-80, 400], step: 0.2 }],
  ['%', { bounds: [0, 100], step: 0.5 }],
  ['W', { bounds: [-100_000, 100_000], step: 1 }],
  ['kW', { bounds: [-100, 100], step: 0.001 }],
  ['V', { bounds: [0, 1000], step: 0.1 }],
  ['A', { bounds: [-500, 500], step: 0.01 }],
  ['kWh', { bounds: [0, 10_000_000], step: 0.01 }],
  ['Wh', { bounds: [0, 10_000_000_000], step: 10 }],
  ['m³', { bounds: [0, 1_000_000], step: 0.001 }],
  ['hPa', { bounds: [300, 1200], step: 0.1 }],
  ['ppm', { bounds: [0, 20_000], step: 1 }],
  ['lx', { bounds: [0, 200_000], step: 1 }],
]);

/** Every statistic that a form chooses by itself here is a number on the grid. */
function stepOf(unit: string | undefined): { readonly step?: number } {
  const measure = unit === undefined ? undefined : MEASURES.get(unit);
  return measure === undefined ? {} : { step: measure.step };
}

function boundsOf(unit: string | undefined) {
  const measure = unit === undefined ? undefined : MEASURES.get(unit);
  return measure === undefined ? {} : { bounds: measure.bounds };
}

/** A summary of the time between two sendings says what a chart needs and no more. */
function formFor({ form }: RecipientProfile, field: OwnField, everyMs: number): FormJson {
  const fitting = <Span extends string>(spans: readonly Span[], least: Span) =>
    spans.filter((span) => (durationMs(span) ?? Number.POSITIVE_INFINITY) <= everyMs).at(-1) ?? least;
  switch (field.type) {
    case 'number':
      return {
        ...((form as FormJson | undefined) ?? {
          form: 'summary',
          window: fitting(WINDOWS, 'PT1M'),
          statistics: field.statistics ?? ['mean'],
        }),
        ...stepOf(field.unit),
      } as FormJson;
    case 'boolean':
      return { form: 'exact', grain: fitting(GRAINS, 'PT1M') };
    case 'category':
      return { form: 'category', categories: { values: [...field.values] }, grain: fitting(GRAINS, 'PT1M') };
  }
}
