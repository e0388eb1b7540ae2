import type { Log } from '../runtime/log.ts';

/**
 * A promise of the program itself was broken, and what it would do next is unknown: it says where, and ends, so that
 * whoever watches it starts it anew. What an error says may hold a value, so its message is left out.
 */
export function endOnDefect(log: Log, exit: (code: number) => void = process.exit): void {
  const end = (kind: string) => (reason: unknown) => {
    const { name, where } = told(reason);
    log.fatal({ kind, name, where }, 'the hub has a defect and ends');
    log.flush();
    exit(70);
  };
  process.on('uncaughtException', end('exception'));
  process.on('unhandledRejection', end('rejection'));
}

/** The kind of error and the places in the program; never the message. */
function told(reason: unknown): { readonly name: string; readonly where: readonly string[] } {
  if (!(reason instanceof Error)) return { name: typeof reason, where: [] };
  const lines = (reason.stack ?? '').split('\n').filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  const code = 'code' in reason && typeof reason.code === 'string' ? ` ${reason.code}` : '';
  return { name: `${reason.constructor.name}${code}`, where: lines.slice(0, 10).map((line) => line.trim()) };
}
