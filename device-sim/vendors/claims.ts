import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Nothing beyond the contract is taken: a member too many in a batch is a leak, and the vendor is the one who would see it. */
const CLOSED = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 200 });
const Time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' });
const Scalar = Type.Union([Type.Number(), Type.Boolean(), Type.String()]);
const Counts = Type.Record(Type.String(), Type.Number());
const Unit = Type.Optional(Type.String());

const Shaped = Type.Union([
  Type.Object({ form: Type.Literal('exact'), value: Scalar, unit: Unit }, CLOSED),
  Type.Object({ form: Type.Literal('rounded'), value: Type.Number(), step: Type.Number(), unit: Unit }, CLOSED),
  Type.Object({ form: Type.Literal('category'), value: Type.String() }, CLOSED),
  Type.Object(
    {
      form: Type.Literal('summary'),
      mean: Type.Optional(Type.Number()),
      min: Type.Optional(Type.Number()),
      max: Type.Optional(Type.Number()),
      sum: Type.Optional(Type.Number()),
      count: Type.Optional(Type.Integer({ minimum: 0 })),
      last: Type.Optional(Scalar),
      histogram: Type.Optional(Counts),
      timeInState: Type.Optional(Counts),
      of: Type.Optional(Type.String()),
      unit: Unit,
    },
    CLOSED,
  ),
  Type.Object(
    {
      form: Type.Literal('noised'),
      mean: Type.Optional(Type.Number()),
      sum: Type.Optional(Type.Number()),
      count: Type.Optional(Type.Integer()),
      last: Type.Optional(Type.String()),
      histogram: Type.Optional(Counts),
      error: Type.Number({ exclusiveMinimum: 0 }),
      epsilon: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
      per: Type.Optional(Type.Literal('home-day')),
      unit: Unit,
    },
    CLOSED,
  ),
]);

const Record = Type.Object(
  { device: Text, from: Time, to: Time, fields: Type.Record(Type.String({ minLength: 1 }), Shaped) },
  CLOSED,
);

/** What every sealed message says of itself: from whom, for whom, under which key, which one, when (seconds since 1970). */
const envelope = {
  v: Type.Literal(1),
  iss: Text,
  aud: Text,
  enc_kid: Text,
  jti: Text,
  iat: Type.Integer({ minimum: 0 }),
};

/** A piece of a notice's JSON. */
const Part = Type.Object(
  {
    jti: Text,
    part: Type.Integer({ minimum: 1 }),
    of: Type.Integer({ minimum: 1 }),
    text: Type.String({ minLength: 1 }),
  },
  CLOSED,
);

const Batch = Type.Object(
  {
    ...envelope,
    schema: Type.Literal(1),
    stream: Text,
    purpose: Type.String({ pattern: '^dpv:' }),
    epoch: Text,
    seq: Type.Integer({ minimum: 0 }),
    window: Text,
    dummy: Type.Optional(Type.Boolean()),
    priv: Type.Optional(Type.Object({ unit: Type.String(), eps: Type.Number(), mechanism: Type.String() }, CLOSED)),
    consents: Type.Array(Text),
    records: Type.Array(Record),
    notices: Type.Optional(Type.Array(Part, { minItems: 1 })),
    pad: Type.String(),
  },
  CLOSED,
);

const Jwk = Type.Object(
  { kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: Text, y: Text, kid: Type.Optional(Text) },
  CLOSED,
);

const Hello = Type.Object(
  {
    ...envelope,
    type: Type.Literal('hello'),
    keys: Type.Object({ commands: Jwk }, CLOSED),
    client_certificate: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()]),
    pad: Type.Optional(Type.String()),
  },
  CLOSED,
);

/** Other notices (consents, receipts, erasure) come in parts and differ in their members. */
const Notice = Type.Object({ type: Text });

export type Envelope = Pick<Static<typeof Batch>, keyof typeof envelope>;
export type BatchClaims = Static<typeof Batch>;
export type BatchRecord = Static<typeof Record>;
export type HelloClaims = Static<typeof Hello>;
export type NoticeClaims = Static<typeof Notice>;
export type PublicJwkClaim = Static<typeof Jwk>;

const batch = Compile(Batch);
const hello = Compile(Hello);
const notice = Compile(Notice);
const jwk = Compile(Jwk);

export const isBatch = (value: unknown): value is BatchClaims => batch.Check(value);
export const isHello = (value: unknown): value is HelloClaims => hello.Check(value);
export const isNotice = (value: unknown): value is NoticeClaims => notice.Check(value);
export const isJwk = (value: unknown): value is PublicJwkClaim => jwk.Check(value);
