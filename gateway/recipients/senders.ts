import type { Share } from './outbox/departures.ts';
import type { Outbox } from './outbox/outbox.ts';
import { Sender, type SenderDeps } from './sender.ts';

export interface SendersDeps extends Omit<SenderDeps, 'outbox' | 'enrolled'> {
  readonly outbox: Pick<Outbox, 'firstAt' | 'next' | 'acknowledged' | 'refused'>;
  /** Some of what leaves to this recipient, sealed, leaves at slots and some live. */
  readonly isMixed: (recipient: string) => boolean;
}

/** What the senders to one recipient were last told of: a change that is about other recipients is none for them. */
interface Followed {
  readonly manifest: ReturnType<SenderDeps['manifest']>;
  readonly rest: string;
}

/**
 * The senders to every recipient: one, and a second for what leaves live where the recipient has slots, too. On the first
 * nothing is then seen but slots, whatever happens at home. Hello, notices and commands stay with the first, and so does
 * everything as long as the recipient does not know this home.
 */
export class Senders {
  readonly #deps: SendersDeps;
  readonly #first = new Map<string, Sender>();
  readonly #live = new Map<string, Sender>();
  readonly #followed = new Map<string, Followed>();
  #stopped = false;

  constructor(deps: SendersDeps) {
    this.#deps = deps;
  }

  /** Makes what sends to a recipient, where it is not there yet. */
  expect(recipient: string): Sender {
    let sender = this.#first.get(recipient);
    if (!sender) {
      sender = this.#firstOf(recipient);
      this.#first.set(recipient, sender);
    }
    this.#split(recipient);
    return sender;
  }

  wake(recipient: string): void {
    this.expect(recipient).wake();
    this.#live.get(recipient)?.wake();
  }

  /** Consents, manifests, commands or the time changed. */
  planChanged(): void {
    const { manifest: find, isActive, isMixed, mayCommand, clock } = this.#deps;
    for (const recipient of this.#first.keys()) {
      const manifest = find(recipient);
      const rest = [isActive(recipient), isMixed(recipient), mayCommand(recipient), clock.knowsTime].join();
      const last = this.#followed.get(recipient);
      if (last && last.manifest === manifest && last.rest === rest) continue;
      this.#followed.set(recipient, { manifest, rest });
      this.#split(recipient);
      for (const sender of this.#of(recipient)) sender.planChanged();
    }
  }

  /** What connections show of the home changed. */
  reconnect(recipient: string): void {
    for (const sender of this.#of(recipient)) sender.reconnect();
  }

  /** Of each recipient, what the first of its senders says that is not idle. */
  states(): { readonly recipient: string; readonly state: string }[] {
    return [...this.#first.keys()].map((recipient) => {
      const states = this.#of(recipient).map((sender) => sender.state());
      return { recipient, state: states.find((state) => state !== 'idle') ?? 'idle' };
    });
  }

  /** Resolves when nothing is under way that may not be. */
  async ceased(): Promise<void> {
    await Promise.all(this.#all().map((sender) => sender.ceased()));
  }

  async forget(recipient: string): Promise<void> {
    await Promise.all(this.#of(recipient).map((sender) => sender.stop()));
    this.#first.delete(recipient);
    this.#live.delete(recipient);
    this.#followed.delete(recipient);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#all().map((sender) => sender.stop()));
  }

  #of(recipient: string): Sender[] {
    return [this.#first.get(recipient), this.#live.get(recipient)].filter((sender) => sender !== undefined);
  }

  #all(): Sender[] {
    return [...this.#first.values(), ...this.#live.values()];
  }

  /** Begins or ends the connection of its own that what leaves live has. */
  #split(recipient: string): void {
    if (this.#stopped) return;
    const live = this.#live.get(recipient);
    const isMixed = this.#deps.isMixed(recipient);
    if (isMixed && !live) this.#live.set(recipient, this.#liveOf(recipient));
    if (isMixed || !live) return;
    // Until it has stopped its batches are its own: none may go over both.
    live.stop().then(() => {
      if (this.#stopped || this.#live.get(recipient) !== live) return;
      this.#live.delete(recipient);
      this.wake(recipient);
    });
  }

  #firstOf(recipient: string): Sender {
    const share = (): Share => (this.#live.has(recipient) && this.#isEnrolled(recipient) ? 'slots' : 'all');
    return new Sender(recipient, {
      ...this.#deps,
      outbox: this.#shared(share, true),
      enrolled: () => this.#live.get(recipient)?.wake(),
    });
  }

  #liveOf(recipient: string): Sender {
    const { homes } = this.#deps;
    return new Sender(recipient, {
      ...this.#deps,
      outbox: this.#shared(() => (this.#isEnrolled(recipient) ? 'live' : 'none'), false),
      homes: { ...homes, of: (each) => ({ ...homes.of(each), clientId: homes.of(each).liveClientId }) },
      mayCommand: () => false,
      enrolled: () => undefined,
    });
  }

  /** Only the first tells a recipient that takes no data what the household says. */
  #shared(share: () => Share, tells: boolean): SenderDeps['outbox'] {
    const { outbox } = this.#deps;
    const own = (only?: 'telling'): Share => {
      if (only === undefined) return share();
      return tells ? only : 'none';
    };
    return {
      firstAt: (recipient, only) => outbox.firstAt(recipient, own(only)),
      next: (recipient, after, way, only) => outbox.next(recipient, after, way, own(only)),
      acknowledged: (recipient, batch) => outbox.acknowledged(recipient, batch),
      refused: (recipient, batch) => outbox.refused(recipient, batch),
    };
  }

  #isEnrolled(recipient: string): boolean {
    const { manifest, enrolments, clock } = this.#deps;
    return enrolments.isEnrolled(manifest(recipient), clock.now());
  }
}
