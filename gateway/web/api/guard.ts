import type { IncomingHttpHeaders } from 'node:http';
import { type Refusal, refusal } from '../../operations/refusal.ts';

const NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** What every answer carries: it is kept nowhere, is what it says it is, and loads and frames nothing. */
export const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Why a request is not answered at all. Until people sign in whoever sits at this machine is the household; a web page
 * that is open there is not. So the name it was asked by must be this machine's own (a page whose own name was made to
 * point here says that name), it must come from no other page, and what changes something must be JSON, which no form sends.
 */
export function refusedBy(method: string, headers: IncomingHttpHeaders, port: number): Refusal | undefined {
  const ours = NAMES.map((name) => `${name}:${port}`);
  if (!ours.includes(headers.host ?? '')) {
    return refusal('not-from-here', `ask by a name of this machine: ${ours.join(', ')}`);
  }
  const { origin, 'sec-fetch-site': site } = headers;
  const foreign = origin !== undefined && !ours.some((host) => origin === `http://${host}`);
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return refusal('not-from-here', 'pages of other sites may not ask');
  }
  if (
    method !== 'GET' &&
    method !== 'HEAD' &&
    !/^application\/json( *; *charset=utf-8)?$/i.test(headers['content-type'] ?? '')
  ) {
    return refusal('wrong-content-type');
  }
  return undefined;
}
