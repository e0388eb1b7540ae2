import { fstatSync, writeSync } from 'node:fs';
import type { Log } from '../runtime/log.ts';

/**
 * Tells systemd how the service stands (sd_notify(3)). Node cannot make the datagram socket that is spoken to, so the unit
 * has systemd open it: `OpenFile=/run/systemd/notify:notify` hands it over connected (systemd.service(5), since 253), as a
 * descriptor named in `LISTEN_FDNAMES` (sd_listen_fds(3)); one write is one message.
 */
export class ServiceManager {
  readonly #socket: number | undefined;
  readonly #watchdogMs: number | undefined;
  #watching: NodeJS.Timeout | undefined;

  constructor(environment: NodeJS.ProcessEnv, log: Pick<Log, 'warn'>) {
    this.#socket = handedOver(environment);
    const { NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID = `${process.pid}` } = environment;
    if (this.#socket === undefined && NOTIFY_SOCKET)
      log.warn(
        'systemd waits to be told and hands nothing over to tell it by: its unit needs OpenFile= (docs/systemd)',
      );
    if (WATCHDOG_USEC && WATCHDOG_PID === `${process.pid}`) this.#watchdogMs = Number(WATCHDOG_USEC) / 1000;
  }

  /** The service is up; from now on it says that it lives while `lives` does, twice in the time it is given. */
  ready(lives: () => boolean): void {
    this.#tell('READY=1');
    if (this.#socket === undefined || !this.#watchdogMs) return;
    this.#watching = setInterval(() => {
      if (lives()) this.#tell('WATCHDOG=1');
    }, this.#watchdogMs / 2);
    this.#watching.unref();
  }

  stopping(): void {
    clearInterval(this.#watching);
    this.#tell('STOPPING=1');
  }

  #tell(message: string): void {
    if (this.#socket === undefined) return;
    try {
      writeSync(this.#socket, message);
    } catch {
      // It is busy or being restarted. The next message tells as much, and none of them is worth ending for.
    }
  }
}

/** The first descriptor that is handed over. */
const FIRST = 3;

function handedOver({ LISTEN_PID, LISTEN_FDNAMES = '' }: NodeJS.ProcessEnv): number | undefined {
  const at = LISTEN_FDNAMES.split(':').indexOf('notify');
  if (at < 0 || LISTEN_PID !== `${process.pid}`) return undefined;
  try {
    return fstatSync(FIRST + at).isSocket() ? FIRST + at : undefined;
  } catch {
    return undefined;
  }
}
