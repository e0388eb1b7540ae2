import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of this hub, as its package says. */
export const VERSION: string = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
).version;

/** No true clock shows less: this version was not yet made then. A release sets it to its own day. */
export const RELEASED = Date.UTC(2026, 0, 1);
