import Type from 'typebox';
import { GRAINS, MAX_CATEGORIES, STATISTICS, WINDOWS } from './forms/form.ts';
import { MAX_STEP, MIN_STEP } from './forms/step.ts';

/** JSON shapes of what recipients declare, strict in every object: what nobody knows of must not be agreed to unseen. */
const strict = { additionalProperties: false };

/** Text for people: no control characters, and none that turn the direction of writing around and so fake other text. */
const TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]*$';
const Text = Type.String({ minLength: 1, maxLength: 300, pattern: TEXT });
const Word = Type.String({ minLength: 1, maxLength: 40, pattern: TEXT });
const Name = Type.String({ minLength: 1, maxLength: 128, pattern: TEXT });
const Iso = Type.String({ maxLength: 40, pattern: '^P[0-9YMWDTHS.]+$' });
const Step = Type.Number({ minimum: MIN_STEP, maximum: MAX_STEP });
const Grain = Type.Optional(oneOf(GRAINS));

export const CategoriesSchema = Type.Union([
  Type.Object(
    {
      edges: Type.Array(Type.Number(), { minItems: 1, maxItems: MAX_CATEGORIES - 1, uniqueItems: true }),
      labels: Type.Array(Word, { minItems: 2, maxItems: MAX_CATEGORIES, uniqueItems: true }),
    },
    strict,
  ),
  Type.Object({ values: Type.Array(Word, { minItems: 1, maxItems: MAX_CATEGORIES, uniqueItems: true }) }, strict),
]);

export const FormSchema = Type.Union([
  Type.Object({ form: Type.Literal('withheld') }, strict),
  Type.Object({ form: Type.Literal('exact'), grain: Grain }, strict),
  Type.Object({ form: Type.Literal('rounded'), step: Step, grain: Grain }, strict),
  Type.Object({ form: Type.Literal('category'), categories: CategoriesSchema, grain: Grain }, strict),
  Type.Object(
    {
      form: Type.Literal('summary'),
      window: oneOf(WINDOWS),
      statistics: Type.Array(oneOf(STATISTICS), { minItems: 1, maxItems: STATISTICS.length, uniqueItems: true }),
      step: Type.Optional(Step),
      categories: Type.Optional(CategoriesSchema),
    },
    strict,
  ),
]);

export const ReleaseSchema = Type.Union([
  Type.Object({ release: Type.Literal('slot'), every: Iso }, strict),
  Type.Object({ release: Type.Literal('live'), within: Iso }, strict),
]);

const fieldBase = {
  name: Name,
  category: Type.Optional(Text),
  sensitivity: Type.Optional(oneOf(['low', 'medium', 'high'])),
};

const FieldSpecSchema = Type.Union([
  Type.Object(
    {
      ...fieldBase,
      type: Type.Literal('number'),
      unit: Type.Optional(Word),
      bounds: Type.Optional(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
      resolution: Type.Optional(Step),
    },
    strict,
  ),
  Type.Object({ ...fieldBase, type: Type.Literal('boolean') }, strict),
  Type.Object(
    {
      ...fieldBase,
      type: Type.Literal('category'),
      values: Type.Array(Word, { minItems: 1, maxItems: MAX_CATEGORIES, uniqueItems: true }),
    },
    strict,
  ),
]);

const ProductSchema = Type.Object(
  {
    match: Type.Object(
      { dialect: Type.Optional(Name), vendor: Type.Optional(Name), model: Type.Optional(Name) },
      { ...strict, minProperties: 1 },
    ),
    fields: Type.Array(FieldSpecSchema, { minItems: 1, maxItems: 500 }),
  },
  strict,
);

const RequestSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
    purpose: Type.String({ maxLength: 100, pattern: '^dpv:[A-Za-z]+$' }),
    sentence: Text,
    fields: Type.Array(Type.Object({ name: Name, form: FormSchema }, strict), { minItems: 1, maxItems: 500 }),
    release: Type.Optional(ReleaseSchema),
    retention: Iso,
    recipients: Type.Optional(Type.Array(Text, { maxItems: 50 })),
    necessity: oneOf(['required', 'optional']),
    ifRefused: Text,
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
    kid: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
    use: Type.Optional(oneOf(['enc', 'sig'])),
    alg: Type.Optional(oneOf(['ECDH-ES', 'ES256'])),
  },
  strict,
);

/** The manifest as JSON; what may be left out is filled in by `parseManifest`. */
export const ManifestSchema = Type.Object(
  {
    v: Type.Literal(1),
    recipient: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    origin: oneOf(['vendor', 'household']),
    controller: Type.Object(
      {
        name: Text,
        country: Type.String({ pattern: '^[A-Z]{2}$' }),
        contact: Text,
        notice: Type.Optional(Text),
      },
      strict,
    ),
    endpoint: Type.Object(
      {
        url: Type.String({ maxLength: 300, pattern: '^(mqtts|https)://' }),
        ca: Type.Optional(Type.String({ maxLength: 20_000, pattern: '^-----BEGIN CERTIFICATE-----' })),
      },
      strict,
    ),
    keys: Type.Optional(
      Type.Object(
        {
          encryption: Type.Array(JwkSchema, { maxItems: 8 }),
          commands: Type.Optional(Type.Array(JwkSchema, { maxItems: 8 })),
        },
        strict,
      ),
    ),
    products: Type.Array(ProductSchema, { minItems: 1, maxItems: 100 }),
    requests: Type.Array(RequestSchema, { minItems: 1, maxItems: 100 }),
    expires: Type.Optional(
      Type.String({
        maxLength: 40,
        pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2}))?$',
      }),
    ),
  },
  strict,
);

/** A JSON Schema of a choice of words that keeps them in the static type. */
function oneOf<const T extends readonly string[]>(words: T) {
  const schema = { type: 'string', enum: [...words] };
  return Object.assign(Type.Unsafe<T[number]>(schema), schema);
}
