import mdns, { type MulticastDNS, type Options } from 'multicast-dns';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { type Announced, answersTo, recordsOf } from './records.ts';

export interface AnnouncerDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Asked for each answer: addresses of a home change. */
  announced(): Announced;
  /** Another socket than that of the home's network, for tests. */
  readonly socket?: Options;
}

/** RFC 6762 §5.1, §6.7: who asks from another port is no responder, and is answered directly with short lives. */
const PORT = 5353;
const LEGACY_S = 10;
/** Answers a second in all; whoever floods gets silence, and so does whom it pretends to be. */
const MOST = 20;
const SECOND_MS = 1000;

/** Says in the home's network where the hub is (RFC 6762, RFC 6763), and says goodbye. A network without multicast changes nothing. */
export class Announcer {
  readonly #deps: AnnouncerDeps;
  #socket: MulticastDNS | undefined;
  #cancel: (() => void) | undefined;
  #answered = 0;
  #since = 0;

  constructor(deps: AnnouncerDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { clock, log } = this.#deps;
    const socket = mdns(this.#deps.socket);
    this.#socket = socket;
    const failed = (error: Error) => log.debug({ reason: error.name }, 'announcing the hub: not done');
    socket.on('error', failed);
    socket.on('warning', failed);
    socket.on('query', ({ id, questions = [] }, { address, port }) => {
      const { answers, additionals } = answersTo(questions, this.#records());
      if (answers.length === 0 || !this.#mayAnswer()) return;
      if (port === PORT) socket.respond({ answers, additionals });
      else {
        const short = [answers, additionals].map((each) => each.map((one) => ({ ...one, ttl: LEGACY_S })));
        const [first = [], more = []] = short;
        socket.respond({ id: id ?? 0, questions, answers: first, additionals: more }, { address, port });
      }
    });
    socket.on('ready', () => {
      socket.respond({ answers: this.#records() });
      // RFC 6762 §8.3: twice, for whoever missed the first.
      this.#cancel = clock.after(SECOND_MS, () => socket.respond({ answers: this.#records() }));
    });
  }

  /** RFC 6762 §10.1: what was announced is over now. */
  async stop(): Promise<void> {
    this.#cancel?.();
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    const over = this.#records().map((record) => ({ ...record, ttl: 0 }));
    await new Promise<void>((resolve) => socket.respond({ answers: over }, () => resolve()));
    await new Promise<void>((resolve) => socket.destroy(() => resolve()));
  }

  #records() {
    return recordsOf(this.#deps.announced());
  }

  #mayAnswer(): boolean {
    const now = this.#deps.clock.monotonic();
    if (now - this.#since > SECOND_MS) {
      this.#since = now;
      this.#answered = 0;
    }
    this.#answered += 1;
    return this.#answered <= MOST;
  }
}
