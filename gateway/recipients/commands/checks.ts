import type { CommandClaims } from './claims.ts';

/** The oldest that a command may be, and how far its maker's clock may be before the hub's. */
const OLDEST_MS = 5 * 60_000;
const EARLIEST_MS = 60_000;

/** Whether it comes from the recipient whose channel it came by, to the home that this recipient knows. */
export function isBetween({ iss, aud }: CommandClaims, recipient: string, home: string): boolean {
  return iss === recipient && aud === home;
}

/** What is signed is a command, and not a manifest or another thing that was signed with a key of the same maker. */
export function isCommand(header: Readonly<Record<string, unknown>>): boolean {
  return header.typ === 'hearthgate-command+jws';
}

/** A number that was seen, or is below one that was, is never looked at again. */
export function isNewer({ seq }: CommandClaims, highest: number | undefined): boolean {
  return highest === undefined || seq > highest;
}

/** The clock shows no time before what it has shown: set back, it would let old commands in again. */
export function isTrusted(now: number, latest: number): boolean {
  return now >= latest;
}

export function isInTime({ iat }: CommandClaims, now: number): boolean {
  const at = iat * 1000;
  return now - OLDEST_MS <= at && at <= now + EARLIEST_MS;
}
