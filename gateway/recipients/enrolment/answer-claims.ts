import Type, { type Static } from 'typebox';
import { checkedBy } from '../checked.ts';

const Id = Type.String({ minLength: 16, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });

const about = {
  v: Type.Literal(1),
  iss: Type.String({ minLength: 2, maxLength: 40, description: 'Your id, as in your manifest.' }),
  aud: Type.String({ ...Id, description: 'The home: the iss of its hello.' }),
  hello: Type.String({ ...Id, description: 'The jti of the hello that this answers; one answer to each is taken.' }),
};

/** What a recipient may answer to a hello, docs/schemas/answer.schema.json: strict and small, like a command. */
export const AnswerClaims = Type.Union([
  Type.Object(
    {
      ...about,
      answer: Type.Literal('accepted'),
      credentials: Type.Optional(
        Type.Object(
          {
            user: Type.String({
              ...{ minLength: 1, maxLength: 256, pattern: '^[\\x21-\\x39\\x3b-\\x7e]+$' },
              description: 'Printable ASCII without a colon, as HTTP Basic has it.',
            }),
            password: Type.String({ minLength: 1, maxLength: 1024, pattern: '^[\\x20-\\x7e]+$' }),
            until: Type.Optional(
              Type.Integer({
                ...{ minimum: 0, maximum: 8_640_000_000_000 },
                description: 'Seconds since 1970 UTC, at least an hour ahead; from then on the home says hello again.',
              }),
            ),
          },
          {
            additionalProperties: false,
            description: 'Sent from then on as user name and password of MQTT or of HTTP Basic.',
          },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...about,
      answer: Type.Literal('refused'),
      because: Type.Optional(
        Type.String({
          ...{ minLength: 1, maxLength: 300 },
          description: 'Plain words without addresses, shown to the household as yours.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
]);
export type AnswerClaims = Static<typeof AnswerClaims>;

const checkedAnswer = checkedBy(AnswerClaims);

/** The claims from what was signed; undefined for anything that is not exactly of the schema. */
export async function answerClaimsFrom(payload: Uint8Array): Promise<AnswerClaims | undefined> {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return await checkedAnswer(json);
  } catch {
    return undefined;
  }
}
