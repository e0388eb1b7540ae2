import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether another page asks, as the browser says. Programs that are no browser say nothing, and have no cookies of ours.
 * Following a link to a page is nobody's asking: it comes without our cookie (SameSite=Strict) and cannot be read or framed.
 */
export function isForeign(headers: IncomingHttpHeaders, isRead: boolean): boolean {
  const { host = '', origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers;
  if (origin !== undefined && origin !== `https://${host}`) return true;
  if (site === undefined || site === 'same-origin') return false;
  const isFollowed = mode === 'navigate' && dest === 'document';
  return !(isRead && (site === 'none' || isFollowed));
}
