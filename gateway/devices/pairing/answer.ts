import Type, { type Static } from 'typebox';
import type { HelloProblem } from './hello.ts';

/** Why a newcomer gets nothing. */
export type Refusal = HelloProblem | 'rejected' | 'over' | 'closed';

const Pem = Type.String({ minLength: 1 });

/**
 * Everything the hub says to a newcomer, one object a message; docs/schemas/pairing-answer.schema.json is this. Members
 * may be added to it.
 */
export const AnswerSchema = Type.Union([
  Type.Object({ state: Type.Literal('waiting') }),
  Type.Object({
    state: Type.Literal('confirmed'),
    user: Type.String(),
    password: Type.String(),
    authority: Pem,
  }),
  Type.Object({
    state: Type.Literal('confirmed'),
    user: Type.String(),
    certificate: Pem,
    authority: Pem,
  }),
  Type.Object({
    state: Type.Literal('refused'),
    reason: Type.Union(
      (['not-understood', 'key-not-usable', 'rejected', 'over', 'closed'] satisfies Refusal[]).map((reason) =>
        Type.Literal(reason),
      ),
    ),
  }),
]);

export type Answer =
  | { readonly state: 'waiting' }
  | { readonly state: 'refused'; readonly reason: Refusal }
  | Confirmed;

/** What is delivered once. */
export type Confirmed = Extract<Static<typeof AnswerSchema>, { state: 'confirmed' }>;
