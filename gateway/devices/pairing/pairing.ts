import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import type { Answer, Confirmed, Refusal } from './answer.ts';
import { newCode, sameCode } from './code.ts';
import { type Hello, parseHello } from './hello.ts';
import { type Attempt, type Knock, Knocks } from './knocks.ts';

/** The connection of a newcomer: it may say one thing and hear the answers, and ends with the window. */
export interface NewcomerLine {
  readonly address: string;
  /** What may be lost: how it stands. */
  say(answer: Buffer): void;
  /** The last word; resolves with whether the newcomer acknowledged it. */
  tell(answer: Buffer): Promise<boolean>;
  end(): void;
}

export interface PairingDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether a credential of the household has this name: who says it is no newcomer. */
  isKnown(name: string): boolean;
  /** What a person is shown is not what it was. */
  changed(): void;
}

/** A newcomer that said hello with the code. */
export interface Greeted extends Hello {
  readonly id: string;
  readonly address: string;
  readonly at: number;
}

/** How the last window came to its end. */
export type Ended = 'answered' | 'rejected' | 'over' | 'closed' | 'not understood' | 'left' | 'not taken';

const WINDOW_MS = 10 * 60_000;

interface Window {
  readonly code: string;
  readonly until: number;
  readonly knocks: Knocks;
  /** Who has the right code; all but the first to speak are ended. */
  readonly lines: Set<NewcomerLine>;
  readonly cancel: () => void;
  /** Whose hello spent the code: nobody else comes in by it. */
  speaker: NewcomerLine | undefined;
  greeted: Greeted | undefined;
  /** A person said yes, and what was made for the newcomer is on its way. */
  delivering: boolean;
}

/**
 * The ten minutes in which one new device may be let in. Nothing of it is on the disk: a hub that is started again has no
 * window open, and no newcomer of it has any right.
 */
export class Pairing {
  readonly #deps: PairingDeps;
  #window: Window | undefined;
  #ended: Ended | undefined;
  #ids = 0;

  constructor(deps: PairingDeps) {
    this.#deps = deps;
  }

  /** Opens a window with a code of its own; one that was open is closed. */
  open(): { readonly code: string; readonly until: number } {
    this.close();
    const { clock, random } = this.#deps;
    const code = newCode(random);
    const until = clock.now() + WINDOW_MS;
    this.#ended = undefined;
    this.#window = {
      ...{ code, until, speaker: undefined, greeted: undefined, delivering: false },
      knocks: new Knocks(() => this.#newId()),
      lines: new Set(),
      // By real time: a clock that is set meanwhile makes no window longer.
      cancel: clock.after(WINDOW_MS, () => this.#end('over', 'over')),
    };
    this.#deps.changed();
    return { code, until };
  }

  close(): void {
    this.#end('closed', 'closed');
  }

  get until(): number | undefined {
    return this.#window?.until;
  }

  get ended(): Ended | undefined {
    return this.#ended;
  }

  /** The one that said hello and waits for a person. */
  get greeted(): Greeted | undefined {
    const { greeted, delivering } = this.#window ?? {};
    return delivering ? undefined : greeted;
  }

  get knocks(): readonly Knock[] {
    return this.#window?.knocks.all() ?? [];
  }

  /** Whether the password is the code of the open window, which nobody used yet; then the line is kept until it ends. */
  admits(password: string | Uint8Array, line: NewcomerLine): boolean {
    const window = this.#window;
    if (!window || !sameCode(window.code, password) || window.speaker) return false;
    window.lines.add(line);
    return true;
  }

  /** The first hello spends the code, whatever it says. */
  hello(line: NewcomerLine, payload: Uint8Array): void {
    const window = this.#window;
    if (!window || window.speaker || !window.lines.has(line)) {
      line.end();
      return;
    }
    window.speaker = line;
    for (const other of window.lines) if (other !== line) other.end();
    const hello = parseHello(payload);
    if (typeof hello === 'string') {
      this.#end('not understood', hello);
      return;
    }
    window.greeted = { ...hello, id: this.#newId(), address: line.address, at: this.#deps.clock.now() };
    line.say(encoded({ state: 'waiting' }));
    this.#deps.changed();
  }

  /** The line has ended. */
  left(line: NewcomerLine): void {
    const window = this.#window;
    window?.lines.delete(line);
    if (window?.speaker === line && !window.delivering) this.#end('left');
  }

  /** A CONNECT was refused; while a window is open, a person can see of whom. */
  knocked(attempt: Attempt): void {
    const window = this.#window;
    if (!window || (attempt.userName !== undefined && this.#deps.isKnown(attempt.userName))) return;
    if (window.knocks.add(attempt, this.#deps.clock.now())) this.#deps.changed();
  }

  /** A person does not want the newcomer; false when it is not there any more. */
  reject(id: string): boolean {
    if (this.greeted?.id !== id) return false;
    this.#end('rejected', 'rejected');
    return true;
  }

  /**
   * Delivers what a person agreed to and closes the window; resolves with whether the newcomer took it. What is made
   * meanwhile is for this one alone, whatever happens to the window.
   */
  async confirm(id: string, made: () => Promise<Confirmed>): Promise<boolean> {
    const window = this.#window;
    if (!window?.speaker || this.greeted?.id !== id) return false;
    const { speaker } = window;
    window.delivering = true;
    window.cancel();
    let isTaken = false;
    try {
      // Where the window was closed while it was made, the line has ended and takes nothing.
      isTaken = await tell(speaker, await made());
    } finally {
      if (this.#window === window) this.#end(isTaken ? 'answered' : 'not taken');
    }
    return isTaken;
  }

  /** A person gave credentials to somebody who knocked, by hand: the window has done its work. */
  answered(): void {
    this.#end('answered', 'closed');
  }

  /** Ends every line, after the speaker was told why where it waits for a person. */
  #end(how: Ended, reason?: Refusal): void {
    const window = this.#window;
    if (!window) return;
    window.cancel();
    this.#window = undefined;
    this.#ended = how;
    const { speaker, delivering, lines } = window;
    for (const line of lines) {
      if (line !== speaker || delivering || reason === undefined) line.end();
      else tell(line, { state: 'refused', reason }).finally(() => line.end());
    }
    this.#deps.changed();
  }

  #newId(): string {
    this.#ids += 1;
    return String(this.#ids);
  }
}

function tell(line: NewcomerLine, answer: Answer): Promise<boolean> {
  return line.tell(encoded(answer));
}

function encoded(answer: Answer): Buffer {
  return Buffer.from(JSON.stringify(answer));
}
