import type { IncomingMessage } from 'node:http';
import { type Refusal, refusal } from '../operations/refusal.ts';
import { type Asking, isOurs } from './host.ts';
import { isForeign } from './origin.ts';
import { isPlain } from './spelling.ts';

const SAFE = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * What every answer carries: it is kept nowhere, is what it says it is, and loads and frames nothing. No HSTS (RFC 6797):
 * it would take away the way past the warning of a browser that does not know the household's authority yet, and bind
 * every other service that goes by the hub's name.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  ...SAFE,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The same for pages: their own scripts, styles and pictures, none of them inline, and nobody else's. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  ...SAFE,
  'content-security-policy': PAGE_POLICY,
};

/** The policy of pages that Home Assistant shows: in a frame of its own. */
export const FRAMED = PAGE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
/** Longer than any address and query of ours. */
const LONGEST_URL = 4096;

/**
 * Why a request is not looked at at all. A page whose own name was made to point here says that name (DNS rebinding), so
 * the `Host` must be one of ours. Whoever asks for another page says so in `Origin` and `Sec-Fetch-Site`, and what changes
 * something is JSON, which no form sends. An address is spelt in one way only, so that what is checked is what is routed.
 */
export function refusedBy(request: IncomingMessage, asking: Asking): Refusal | undefined {
  const { method = '', headers, rawHeaders } = request;
  const { host = '' } = headers;
  if (
    rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length !== 1 ||
    !isOurs(host, request.socket, asking)
  )
    return refusal('not-from-here', 'ask by a name of this hub; "names" in its configuration has them');
  const isRead = method === 'GET' || method === 'HEAD';
  if (isForeign(headers, isRead)) return refusal('not-from-here', 'pages of other sites may not ask');
  return refusedShape(request);
}

/** The same of what is asked, whoever asks. */
export function refusedShape({ method = '', headers, url = '' }: IncomingMessage): Refusal | undefined {
  const isRead = method === 'GET' || method === 'HEAD';
  if (!METHODS.includes(method)) return refusal('wrong-method', METHODS.join(', '));
  if (url.length > LONGEST_URL) return refusal('too-long');
  if (!isPlain(url)) return refusal('no-such-page');
  if (!isRead && !/^application\/json( *; *charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    return refusal('wrong-content-type');
  return undefined;
}
