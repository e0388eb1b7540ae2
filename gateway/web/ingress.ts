import type { IncomingMessage } from 'node:http';
import { type Refusal, refusal } from '../operations/refusal.ts';
import { refusedShape } from './guard.ts';
import { plainAddress } from './host.ts';

/**
 * The page inside Home Assistant: its Supervisor alone hands requests on, without the path that the browser asked below
 * (developers.home-assistant.io/docs/apps/presentation, "Ingress").
 */
export interface Ingress {
  /** The one address that it asks from. */
  readonly from: string;
}

/** How the browser reached the page. */
export interface Within {
  /** What stands before every path of the page, as `/api/hassio_ingress/…`. */
  readonly prefix: string;
  readonly isSecured: boolean;
}

const PREFIX = /^\/api\/hassio_ingress\/[\w-]{1,128}$/;

/** As the Supervisor says it; undefined where it does not, or where somebody else asks. */
export function within({ headers, socket }: IncomingMessage, { from }: Ingress): Within | undefined {
  const { 'x-ingress-path': prefix, 'x-forwarded-proto': scheme } = headers;
  if (plainAddress(socket.remoteAddress ?? '') !== from) return undefined;
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) return undefined;
  return { prefix, isSecured: scheme === 'https' };
}

/**
 * Why a request inside Home Assistant is not looked at at all. Its `Host` is Home Assistant's, whose names are not ours to know: that
 * only the Supervisor asks, and for those that Home Assistant let in, stands in its place. Pages of other sites say so as ever.
 */
export function refusedWithin(request: IncomingMessage, ingress: Ingress): Refusal | undefined {
  if (within(request, ingress) === undefined)
    return refusal('not-from-here', 'this port is for Home Assistant’s Supervisor alone');
  const { origin, 'sec-fetch-site': site, 'x-forwarded-host': host } = request.headers;
  // `null`, which a page in a sandbox says, is of no host, and is not ours where none was named either.
  const isAnothers = origin !== undefined && (host === undefined || hostOf(origin) !== host);
  // Home Assistant shows the page in a frame of its own: what leads there is of the same origin, or a person.
  if (isAnothers || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    return refusal('not-from-here', 'pages of other sites may not ask');
  return refusedShape(request);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
