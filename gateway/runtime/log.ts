import { type Logger, pino } from 'pino';

/** One event per fact: a fixed lower-case phrase, data in fields; never a value, a device's topic or a name. */
export type Log = Logger;

/** Lines that cannot be written, to a full disk say, are dropped: a log must not stop the home. */
export function createLog(level: string): Log {
  const out = pino.destination({ fd: process.stdout.fd, maxLength: MOST_WAITING });
  out.on('error', () => undefined);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
}

const MOST_WAITING = 1024 * 1024;
