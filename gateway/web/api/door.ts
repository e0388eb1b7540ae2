import type { IncomingHttpHeaders } from 'node:http';
import { reaches } from '../../household/people.ts';
import { isFresh, SESSION_SECONDS, type Session, tokenOf } from '../../household/sessions.ts';
import type { Hub } from '../../main.ts';
import type { Caller } from '../../operations/operation.ts';
import { refusal, tooSoon } from '../../operations/refusal.ts';
import type { Within } from '../ingress.ts';
import type { Rates } from '../rates.ts';
import { deviceWords } from './device-words.ts';
import { languageAsked } from './language.ts';
import type { May } from './routes.ts';
import { isToken } from './token.ts';

/** `__Host-`: only over TLS, for this host alone, for all of it (RFC 6265bis §4.1.3.2). */
const OWN = { cookie: '__Host-hearthgate', attributes: 'Path=/; Secure; HttpOnly; SameSite=Strict' };
const TOKEN = 'x-hearthgate-token';

/** What the door needs to know of an address. */
export interface Way {
  readonly may: May;
  readonly unclaimed?: true;
  readonly typed?: true;
}

/** By which way a request came. */
export interface Arrived {
  readonly address: string;
  readonly inside?: Within | undefined;
}

/** Throws unless whoever asks may ask at that address; who that is, else. */
export function admit(
  hub: Hub,
  rates: Rates,
  way: Way,
  method: string,
  headers: IncomingHttpHeaders,
  { address, inside }: Arrived,
): Caller {
  const now = hub.clock.now();
  const { session, secret } = sessionIn(hub, headers, now, inside);
  if (!hub.people.isClaimed && way.unclaimed !== true) throw refusal('not-claimed');
  const from = { address, device: deviceWords(headers['user-agent'] ?? '') };
  const caller: Caller = {
    by: 'household',
    how: 'page',
    language: languageAsked(headers['accept-language']),
    shownAt: now,
    from,
  };
  if (way.may === 'anyone') return session ? { ...caller, session } : caller;
  const person = session && hub.people.get(session.person);
  if (!session || !person) throw refusal('not-signed-in');
  const wait = rates.waitMs('person', person.id, hub.clock.monotonic());
  if (wait > 0) throw tooSoon('too-many-requests', wait);
  if (method !== 'GET' && method !== 'HEAD' && !isToken(headers[TOKEN], secret)) throw refusal('not-this-page');
  if (!reaches(person.role, way.may)) throw refusal('not-allowed', way.may);
  if (way.typed) mustBeFresh(session, now);
  return { ...caller, by: `person:${person.id}`, session, token: tokenOf(secret) };
}

/** What lets more out, or somebody in, needs the passphrase, typed a moment ago. */
export function mustBeFresh(session: Session | undefined, now: number): void {
  if (session && !isFresh(session, now)) throw refusal('sign-in-again');
}

export function cookieFor(secret: string, inside: Within | undefined): string {
  const { cookie, attributes } = kept(inside);
  return `${cookie}=${secret}; Max-Age=${SESSION_SECONDS}; ${attributes}`;
}

export function noCookie(inside: Within | undefined): string {
  const { cookie, attributes } = kept(inside);
  return `${cookie}=; Max-Age=0; ${attributes}`;
}

/**
 * Inside Home Assistant the host is its, and so is whether there is TLS: the cookie is for our path there, and a session
 * begun there is none at our own address.
 */
function kept(inside: Within | undefined) {
  if (!inside) return OWN;
  const { prefix, isSecured } = inside;
  const attributes = `Path=${prefix}/; ${isSecured ? 'Secure; ' : ''}HttpOnly; SameSite=Strict`;
  return { cookie: 'hearthgate', attributes };
}

/** Two cookies of that name come from no browser. */
function sessionIn(hub: Hub, { cookie = '' }: IncomingHttpHeaders, now: number, inside: Within | undefined) {
  const start = `${kept(inside).cookie}=`;
  const found = cookie.split(/; */).filter((each) => each.startsWith(start));
  const secret = found.length === 1 ? (found[0] ?? '').slice(start.length) : '';
  return { secret, session: hub.sessions.open(secret, now) };
}
