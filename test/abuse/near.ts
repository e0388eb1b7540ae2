import type { Server } from 'node:tls';
import { isOff, type ServerLimit } from './switches.ts';

const NEARER = 10;

/**
 * A time limit that a server of Node has, a tenth of what the product set, and none while it is switched off. Node looks
 * at it anew for each connection. Its name, or the description of Node's symbol for it.
 */
export function near(server: Server, name: string, limit: ServerLimit): void {
  const key =
    name in server ? name : Object.getOwnPropertySymbols(server).find(({ description }) => description === name);
  const ms: unknown = key && Reflect.get(server, key);
  if (key === undefined || typeof ms !== 'number') throw new Error(`Node has ${name} no more`);
  Object.defineProperty(server, key, { get: () => (isOff(limit) ? 0 : ms / NEARER), set: () => undefined });
}
