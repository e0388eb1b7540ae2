import Type, { type Static } from 'typebox';
import { checkedBy } from '../checked.ts';

const Name = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
const Scalar = Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 40 })]);

/** What a command says, docs/schemas/command.schema.json: strict, flat and small, so that there is one way to read it. */
export const CommandClaims = Type.Object(
  {
    v: Type.Literal(1),
    iss: Type.String({ minLength: 2, maxLength: 40, description: 'Your id, as in your manifest.' }),
    aud: Type.String({ minLength: 1, maxLength: 64, description: 'The home: the iss of its batches.' }),
    jti: Type.String({ minLength: 16, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
    seq: Type.Integer({
      ...{ minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      description: 'Only goes up in all that you send to this home.',
    }),
    iat: Type.Integer({ minimum: 0, maximum: 8_640_000_000_000, description: 'Seconds since 1970 UTC.' }),
    purpose: Type.String({ maxLength: 100, pattern: '^dpv:[A-Za-z]+$' }),
    epoch: Name,
    device: Type.String({ ...Name, description: 'As it is called in the batches of this purpose and epoch.' }),
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A command of your manifest.' }),
    arguments: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,39}$' }), Scalar, { maxProperties: 8 }),
  },
  { additionalProperties: false },
);
export type CommandClaims = Static<typeof CommandClaims>;

const checkedCommand = checkedBy(CommandClaims);

/** The claims from what was signed; undefined for anything that is not exactly of the schema. */
export async function claimsFrom(payload: Uint8Array): Promise<CommandClaims | undefined> {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return await checkedCommand(json);
  } catch {
    return undefined;
  }
}
