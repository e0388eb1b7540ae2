import Type from 'typebox';
import { DeliverySchema } from './delivery-schema.ts';
import { GRAINS, MAX_CATEGORIES, MAX_WORD, STATISTICS, WINDOWS } from './forms/form.ts';
import { LEAST_EPSILON, MICRO, NOISED_STATISTICS, NOISED_WINDOWS } from './forms/noised.ts';
import { MAX_STEP, MIN_STEP } from './forms/step.ts';

/**
 * JSON shapes of what recipients declare, strict in every object: what nobody knows of must not be agreed to unseen. From
 * them docs/schemas/manifest.schema.json is written: a `title` there becomes a shared definition, a `description` is
 * for those who write manifests.
 */
const strict = { additionalProperties: false };

/** Text for people: no control characters, and none that turn the direction of writing around and so fake other text. */
const TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]*$';

const text = (told: Told = {}) => Type.String({ title: 'text', minLength: 1, maxLength: 300, pattern: TEXT, ...told });
const word = (told: Told = {}) =>
  Type.String({ title: 'word', minLength: 1, maxLength: MAX_WORD, pattern: TEXT, ...told });
const name = (told: Told = {}) => Type.String({ title: 'name', minLength: 1, maxLength: 128, pattern: TEXT, ...told });
const duration = (told: Told = {}) =>
  Type.String({ title: 'duration', maxLength: 40, pattern: '^P[0-9YMWDTHS.]+$', ...told });
const step = (told: Told = {}) => Type.Number({ title: 'step', minimum: MIN_STEP, maximum: MAX_STEP, ...told });
const grain = (told: Told) => Type.Optional(oneOf(GRAINS, { title: 'grain', ...told }));

export const CategoriesSchema = Type.Union(
  [
    Type.Object(
      {
        edges: Type.Array(Type.Number(), {
          ...{ minItems: 1, maxItems: MAX_CATEGORIES - 1, uniqueItems: true },
          description: 'Ascending.',
        }),
        labels: Type.Array(word(), {
          ...{ minItems: 2, maxItems: MAX_CATEGORIES, uniqueItems: true },
          description: 'One more than edges: label i holds values from edge i-1 (included) up to edge i (excluded).',
        }),
      },
      { ...strict, description: 'Of numbers.' },
    ),
    Type.Object(
      {
        values: Type.Array(word(), {
          ...{ minItems: 1, maxItems: MAX_CATEGORIES, uniqueItems: true },
          description: 'Every other word becomes "other", which need not be named and cannot stand alone.',
        }),
      },
      { ...strict, description: 'Of words; of booleans they are true and false.' },
    ),
  ],
  { title: 'categories' },
);

export const FormSchema = Type.Union(
  [
    Type.Object({ form: Type.Literal('withheld') }, strict),
    Type.Object({ form: Type.Literal('exact'), grain: grain({ default: 'PT1S' }) }, strict),
    Type.Object({ form: Type.Literal('rounded'), step: step(), grain: grain({ default: 'PT1M' }) }, strict),
    Type.Object(
      { form: Type.Literal('category'), categories: CategoriesSchema, grain: grain({ default: 'PT1M' }) },
      strict,
    ),
    Type.Object(
      {
        form: Type.Literal('summary'),
        window: oneOf(WINDOWS),
        statistics: Type.Array(oneOf(STATISTICS), { minItems: 1, maxItems: STATISTICS.length, uniqueItems: true }),
        step: Type.Optional(step({ description: 'Grid for mean, min, max, sum and last.' })),
        categories: Type.Optional(CategoriesSchema),
      },
      { ...strict, description: 'histogram and timeInState need categories; last of what is no number does, too.' },
    ),
    Type.Object(
      {
        form: Type.Literal('noised'),
        window: oneOf(NOISED_WINDOWS),
        statistic: oneOf(NOISED_STATISTICS),
        slot: Type.Optional(
          oneOf(NOISED_WINDOWS, { description: 'For mean, sum and histogram: one value counts in each of these.' }),
        ),
        most: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 10_000,
            description: 'For count: more than this a window are not counted.',
          }),
        ),
        categories: Type.Optional(CategoriesSchema),
        microEpsilon: Type.Integer({
          ...{ minimum: LEAST_EPSILON, maximum: 10 * MICRO },
          description: 'Millionths of ε, for all windows of one home-day together.',
        }),
        unit: Type.Optional(Type.Literal('home-day', { default: 'home-day' })),
        useful: Type.Number({
          ...{ exclusiveMinimum: 0 },
          description:
            'The largest mean error that is of use to you, in the unit of the value; for last the share of false answers. Where the noise is more, you get nothing.',
        }),
      },
      {
        ...strict,
        description:
          'Statistics with noise. Numbers need bounds and a resolution, from which alone the noise is measured.',
      },
    ),
  ],
  {
    title: 'form',
    description:
      'How the field is asked for. Times are cut to the grain; rounded and category give one record a grain.',
  },
);

export const ReleaseSchema = Type.Union(
  [
    Type.Object(
      {
        release: Type.Literal('slot'),
        every: duration({ description: 'From PT1M to P1D, and it divides a day.' }),
      },
      strict,
    ),
    Type.Object({ release: Type.Literal('live'), within: duration({ description: 'From PT0.05S to PT1H.' }) }, strict),
  ],
  { default: { release: 'slot', every: 'PT1H' } },
);

const fieldBase = {
  name: name({ description: 'Letters, digits and _ - . : with dots for nesting; the device says it under this name.' }),
  category: Type.Optional(text()),
  sensitivity: Type.Optional(oneOf(['low', 'medium', 'high'])),
};

const FieldSpecSchema = Type.Union([
  Type.Object(
    {
      ...fieldBase,
      type: Type.Literal('number'),
      unit: Type.Optional(word()),
      bounds: Type.Optional(
        Type.Array(Type.Number(), {
          minItems: 2,
          maxItems: 2,
          description: '[least, most]; values are clipped to it.',
        }),
      ),
      resolution: Type.Optional(step({ description: 'Grid that values are rounded to before anything else.' })),
    },
    strict,
  ),
  Type.Object({ ...fieldBase, type: Type.Literal('boolean') }, strict),
  Type.Object(
    {
      ...fieldBase,
      type: Type.Literal('category'),
      values: Type.Array(word(), {
        ...{ minItems: 1, maxItems: MAX_CATEGORIES, uniqueItems: true },
        description: 'Every other word becomes "other", which need not be named and cannot stand alone.',
      }),
    },
    strict,
  ),
]);

const ProductSchema = Type.Object(
  {
    match: Type.Object(
      { dialect: Type.Optional(name()), vendor: Type.Optional(name()), model: Type.Optional(name()) },
      {
        ...strict,
        minProperties: 1,
        description: 'Devices this speaks about: each member is what the hub knows of them.',
      },
    ),
    fields: Type.Array(FieldSpecSchema, { minItems: 1, maxItems: 500, description: 'Each name once.' }),
  },
  strict,
);

const RequestSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
    purpose: Type.String({
      ...{ maxLength: 100, pattern: '^dpv:[A-Za-z]+$' },
      description: 'A term of the W3C DPV purpose taxonomy.',
    }),
    sentence: text({ description: 'What you want it for, in plain words; shown as yours.' }),
    fields: Type.Array(Type.Object({ name: name(), form: FormSchema }, strict), {
      ...{ minItems: 1, maxItems: 500 },
      description: 'Each name once, and declared by a product whose type the form fits.',
    }),
    release: Type.Optional(ReleaseSchema),
    retention: duration({ description: 'How long you keep it; more than nothing.' }),
    recipients: Type.Optional(
      Type.Array(text(), { maxItems: 50, default: [], description: 'Whom you pass it on to.' }),
    ),
    necessity: oneOf(['required', 'optional']),
    ifRefused: text({ description: 'What then does not work, in plain words.' }),
    legalBasis: Type.Optional(
      Type.Array(Type.String({ pattern: '^eu-gdpr:(A6-1-[a-f]|A9-2-[a-j])$' }), {
        ...{ minItems: 1, maxItems: 4, uniqueItems: true, default: ['eu-gdpr:A6-1-a'] },
        description:
          'GDPR Art. 6(1) and, for special categories, 9(2), as the DPV names them; shown and recorded as your claim.',
      }),
    ),
  },
  strict,
);

const argument = {
  name: Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,39}$', description: 'Each name once in a command.' }),
};

const ArgumentSchema = Type.Union([
  Type.Object(
    {
      ...argument,
      type: Type.Literal('number'),
      bounds: Type.Array(Type.Number(), {
        ...{ minItems: 2, maxItems: 2 },
        description: '[least, most]; a command with another value is refused.',
      }),
      resolution: Type.Optional(step({ description: 'Grid that values are rounded to.' })),
      unit: Type.Optional(word()),
    },
    strict,
  ),
  Type.Object({ ...argument, type: Type.Literal('boolean') }, strict),
  Type.Object(
    {
      ...argument,
      type: Type.Literal('category'),
      values: Type.Array(word(), { minItems: 1, maxItems: MAX_CATEGORIES, uniqueItems: true }),
    },
    strict,
  ),
]);

const CommandSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    sentence: text({ description: 'What you want to do by it, in plain words; shown as yours.' }),
    arguments: Type.Optional(
      Type.Array(ArgumentSchema, { maxItems: 8, default: [], description: 'A command has all of them and no other.' }),
    ),
  },
  strict,
);

/** RFC 7517, only P-256 public keys; a private key (`d`) is refused like every unknown member. */
const JwkSchema = Type.Object(
  {
    kty: Type.Literal('EC'),
    crv: Type.Literal('P-256'),
    x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    y: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    kid: Type.String({
      pattern: '^[A-Za-z0-9_-]{43}$',
      description: 'RFC 7638 thumbprint of this key; under another name nothing is sealed to it.',
    }),
    use: Type.Optional(oneOf(['enc', 'sig'])),
    alg: Type.Optional(oneOf(['ECDH-ES', 'ES256'])),
  },
  { ...strict, title: 'jwk', description: 'A public key; with the private member d it is refused.' },
);

/** The manifest as JSON; what may be left out is filled in by `parseManifest`. */
export const ManifestSchema = Type.Object(
  {
    v: Type.Literal(1),
    recipient: Type.String({
      pattern: '^[a-z0-9-]{2,40}$',
      description: 'Your id: the aud of everything sealed for you.',
    }),
    version: Type.Integer({
      ...{ minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      description: 'Only goes up.',
    }),
    origin: oneOf(['vendor', 'household'], { description: 'Who wrote it; a vendor’s is always sealed.' }),
    controller: Type.Object(
      {
        name: text(),
        country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2.' }),
        contact: text({ description: 'Where a person reaches you about their data.' }),
        notice: Type.Optional(text({ description: 'Address of your privacy notice.' })),
      },
      strict,
    ),
    endpoint: Type.Object(
      {
        url: Type.String({
          ...{ maxLength: 300, pattern: '^(mqtts?|https?)://' },
          description:
            'mqtts://host:port or https://host[:port]/path, without user information and fragment; mqtt: and http: only with a delivery, and only to an address in the home.',
        }),
        ca: Type.Optional(
          Type.String({
            ...{ maxLength: 20_000, pattern: '^-----BEGIN CERTIFICATE-----' },
            description: 'PEM; then these alone are trusted for it.',
          }),
        ),
        delivery: Type.Optional(DeliverySchema),
      },
      strict,
    ),
    keys: Type.Optional(
      Type.Object(
        {
          encryption: Type.Array(JwkSchema, { maxItems: 8, description: 'Keys to encrypt to; the first is used.' }),
          commands: Type.Optional(
            Type.Array(JwkSchema, { maxItems: 8, description: 'Keys that may sign commands, and answers to a hello.' }),
          ),
        },
        strict,
      ),
    ),
    enrolment: Type.Optional(
      oneOf(['open', 'token'], {
        default: 'open',
        description:
          'Token: nothing is sent until a person gives a token of your app, and is told that you will know the account.',
      }),
    ),
    products: Type.Array(ProductSchema, { minItems: 1, maxItems: 100 }),
    commands: Type.Optional(
      Type.Array(CommandSchema, {
        ...{ maxItems: 20 },
        description: 'What you want to be able to make devices do; needs keys.commands, and comes over mqtts alone.',
      }),
    ),
    requests: Type.Array(RequestSchema, { minItems: 1, maxItems: 100, description: 'Each id once.' }),
    expires: Type.Optional(
      Type.String({
        ...{
          maxLength: 40,
          pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2}))?$',
        },
        description: 'After it nothing is sealed until a newer version is there.',
      }),
    ),
  },
  strict,
);

/** Said in the published schema alone; nothing is checked by it. */
interface Told {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
}

/** A JSON Schema of a choice of words that keeps them in the static type. */
function oneOf<const T extends readonly string[]>(words: T, told: Told = {}) {
  const schema = { type: 'string', enum: [...words], ...told };
  return Object.assign(Type.Unsafe<T[number]>(schema), schema);
}
