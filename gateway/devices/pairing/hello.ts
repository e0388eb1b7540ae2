import Type from 'typebox';
import { usablePublicKey } from '../../../certs/public-key.ts';
import { plainNameProblem } from '../../../rules/plain-text.ts';
import { type JsonSchema, problemsOf } from '../../../rules/problems.ts';
import { parseJson } from '../dialects/json.ts';

const Word = Type.String({ minLength: 1, maxLength: 64 });

/** docs/schemas/pairing-hello.schema.json is this, for makers. */
export const HelloSchema = Type.Object(
  {
    vendor: Word,
    model: Word,
    name: Type.Optional(Word),
    credential: Type.Union([Type.Literal('password'), Type.Literal('certificate')]),
    publicKey: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  },
  { additionalProperties: false },
);

/** What a newcomer says of itself, and the credential it wants. */
export interface Hello {
  readonly vendor: string;
  readonly model: string;
  readonly name?: string;
  /** Of the key it keeps, where it wants a certificate: SubjectPublicKeyInfo as PEM, as OpenSSL wrote it. */
  readonly publicKey?: string;
}

export type HelloProblem = 'not-understood' | 'key-not-usable';

/**
 * Reads the one message a newcomer may publish. A person decides by these words, so they are held to what recipients'
 * words are held to: nothing unseen, no look-alikes, no links.
 */
export function parseHello(payload: Uint8Array): Hello | HelloProblem {
  const json = parseJson(payload, MAX_HELLO_BYTES);
  if ('reason' in json || problemsOf(HelloSchema as JsonSchema, json.value).length > 0) return 'not-understood';
  const { vendor, model, name, credential, publicKey } = json.value as Type.Static<typeof HelloSchema>;
  const words = [vendor, model, ...(name === undefined ? [] : [name])];
  if (words.some((word) => plainNameProblem(word) !== undefined)) return 'not-understood';
  if ((credential === 'certificate') !== (publicKey !== undefined)) return 'not-understood';
  const said = { vendor, model, ...(name === undefined ? {} : { name }) };
  if (publicKey === undefined) return said;
  const key = usablePublicKey(publicKey);
  return 'pem' in key ? { ...said, publicKey: key.pem } : 'key-not-usable';
}

const MAX_HELLO_BYTES = 8192;
