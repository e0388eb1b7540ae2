import { timingSafeEqual } from 'node:crypto';
import { tokenOf } from '../../household/sessions.ts';

/** Whether it is the token of the session whose cookie holds the secret. */
export function isToken(said: string | string[] | undefined, secret: string): boolean {
  const [given, right] = [Buffer.from(String(said)), Buffer.from(tokenOf(secret))];
  return given.length === right.length && timingSafeEqual(given, right);
}
