import type { SigningKey } from '../vendors/keys.ts';
import { sealAnswer } from '../vendors/seal-answer.ts';

/** How a maker answers hellos: signed by whom, saying what. */
export interface Answers {
  readonly signer: SigningKey;
  readonly claims: object;
}

export function answersWith({ signer, claims }: Answers, to: { readonly aud: string; readonly hello: unknown }) {
  const hello = to.hello as { iss: string; jti: string; keys: { commands: Parameters<typeof sealAnswer>[2] } };
  const about = { v: 1, iss: to.aud, aud: hello.iss, hello: hello.jti };
  return sealAnswer({ ...about, ...claims }, signer, hello.keys.commands);
}
