import { type Logger, pino } from 'pino';

/** One event per fact: a fixed lower-case phrase, data in fields; never a value, a device's topic or a name. */
export type Log = Logger;

export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
