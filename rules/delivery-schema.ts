import Type from 'typebox';

const strict = { additionalProperties: false };

/** One line without control characters. */
const LINE = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$';
const HEADER = '^[A-Za-z][A-Za-z0-9-]{0,63}$';

const line = (most: number, told: object = {}) =>
  Type.String({ minLength: 1, maxLength: most, pattern: LINE, ...told });

const AuthSchema = Type.Union(
  [
    Type.Object({ scheme: Type.Literal('none') }, strict),
    Type.Object({ scheme: Type.Literal('basic') }, strict),
    Type.Object({ scheme: Type.Literal('bearer') }, strict),
    Type.Object({ scheme: Type.Literal('token') }, strict),
    Type.Object({ scheme: Type.Literal('url') }, strict),
    Type.Object({ scheme: Type.Literal('header'), name: Type.String({ pattern: HEADER }) }, strict),
  ],
  {
    title: 'auth',
    default: { scheme: 'none' },
    description:
      'How the secret is shown, which never stands here: basic (user and password, over MQTT, too), Authorization: Bearer or Token, a header of its own, or {secret} in the url.',
  },
);

const TemplateSchema = Type.Object(
  { body: json('What is sent.'), value: Type.Optional(json('Stands in the list for each value.')) },
  {
    ...{ ...strict, title: 'template' },
    description:
      'JSON. "{values}" in body becomes a list of value, filled for each; {device}, {field}, {statistic}, {as}, {unit}, {purpose}, {value}, {from}, {to}, {form} become what they name. Where the body names one of the first five, there is a request for each.',
  },
);

const common = {
  auth: Type.Optional(AuthSchema),
  names: Type.Optional(
    oneOf(['codes', 'own'], {
      default: 'codes',
      description: 'own: the household’s names of its devices, and sent to addresses at home alone.',
    }),
  ),
  as: Type.Optional(
    Type.Array(Type.Object({ device: Type.Optional(line(64)), field: line(128), is: line(128) }, strict), {
      maxItems: 500,
      default: [],
      description: 'What the recipient calls a field, or a field of one device.',
    }),
  ),
  numbersOnly: Type.Optional(Type.Boolean({ default: false })),
  most: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 2000, description: 'Values in a request.' })),
  once: Type.Optional(Type.String({ pattern: HEADER, description: 'Header that names each request.' })),
  answers: Type.Optional(
    Type.Array(
      Type.Object(
        {
          status: Type.Integer({ minimum: 200, maximum: 599 }),
          means: oneOf(['taken', 'again', 'never', 'stop']),
        },
        strict,
      ),
      {
        title: 'answers',
        maxItems: 20,
        description: 'What its HTTP statuses mean where that is not what they mean in general.',
      },
    ),
  ),
};

/** How a recipient without a key is delivered to; only the household itself can add one. */
export const DeliverySchema = Type.Union(
  [
    Type.Object({ kind: Type.Literal('https-json'), template: Type.Optional(TemplateSchema), ...common }, strict),
    Type.Object({ kind: Type.Literal('influx-line'), measurement: line(64), ...common }, strict),
    Type.Object(
      {
        kind: Type.Literal('mqtt-json'),
        topic: line(200, { description: 'May hold {device}, {field}, {statistic}, {as} and {purpose}.' }),
        retain: Type.Optional(Type.Boolean({ default: false })),
        template: Type.Optional(TemplateSchema),
        ...common,
      },
      strict,
    ),
  ],
  {
    description:
      'Only where origin is household. Absent: sealed, and a key is needed. With it: no key, protected on the way, readable by whoever runs that server.',
  },
);

function oneOf<const T extends readonly string[]>(words: T, told: { default?: string; description?: string } = {}) {
  const schema = { type: 'string', enum: [...words], ...told };
  return Object.assign(Type.Unsafe<T[number]>(schema), schema);
}

/** Any JSON; what it may hold is looked at where it is parsed. */
function json(description: string) {
  return Object.assign(Type.Unknown(), { description });
}
