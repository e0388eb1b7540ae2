import type { PublicJwk } from '../../../rules/manifest.ts';
import { plainTextProblem } from '../../../rules/plain-text.ts';
import { opened, verified } from '../commands/open.ts';
import type { Home } from '../homes.ts';
import type { Credentials } from '../links/link.ts';
import { answerClaimsFrom } from './answer-claims.ts';

/** What a recipient answered to a hello, once it is known to be its own word about this very hello. */
export type HelloAnswer =
  | { readonly answer: 'accepted'; readonly credentials?: Credentials }
  /** Its reason in plain words, where it gave one that can be shown. */
  | { readonly answer: 'refused'; readonly because?: string };

/** Why an answer is not taken; in the order in which it is found. */
export type NoAnswer =
  | 'cannot be opened'
  | 'is no answer'
  | 'not signed by its maker'
  | 'unexpected shape'
  | 'for another home'
  | 'to another hello'
  | 'credentials that end too soon';

const HOUR_MS = 3_600_000;

export interface HelloAnswered {
  readonly recipient: string;
  readonly home: Pick<Home, 'home' | 'commands'>;
  /** The keys in the manifest that sign what comes to the hub. */
  readonly keys: readonly PublicJwk[];
  /** The `jti` of the hello that waits for its answer. */
  readonly hello: string;
  readonly now: number;
}

/**
 * Opens and verifies an answer to a hello: JWE (RFC 7516) to the key of that hello, JWS (RFC 7515) by a key of the
 * manifest, `typ` its own, and bound to the hello's `jti`, so that no answer counts twice or for another home.
 */
export async function readAnswer(sealed: Uint8Array, to: HelloAnswered): Promise<HelloAnswer | NoAnswer> {
  const jws = await opened(sealed, { key: to.home.commands.key, kid: to.home.commands.jwk.kid });
  if (jws === undefined) return 'cannot be opened';
  if (jws.header.typ !== 'hearthgate-answer+jws') return 'is no answer';
  const payload = await verified(jws, to.keys);
  if (payload === undefined) return 'not signed by its maker';
  const claims = await answerClaimsFrom(payload);
  if (claims === undefined) return 'unexpected shape';
  if (claims.iss !== to.recipient || claims.aud !== to.home.home) return 'for another home';
  if (claims.hello !== to.hello) return 'to another hello';
  if (claims.answer === 'refused') {
    const { because } = claims;
    const isPlain = because !== undefined && plainTextProblem(because) === undefined;
    return { answer: 'refused', ...(isPlain ? { because } : {}) };
  }
  if (claims.credentials === undefined) return { answer: 'accepted' };
  const { user, password, until } = claims.credentials;
  // Whoever had the home say hello at every slot would learn from the times of it.
  if (until !== undefined && until * 1000 < to.now + HOUR_MS) return 'credentials that end too soon';
  return {
    answer: 'accepted',
    credentials: { user, password, ...(until === undefined ? {} : { until: until * 1000 }) },
  };
}
