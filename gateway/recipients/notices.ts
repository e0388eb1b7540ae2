import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import type { Flow, Operation } from '../store/flow.ts';
import type { Home, Homes } from './homes.ts';
import { Lanes } from './outbox/lanes.ts';
import { nextSlot } from './outbox/slots.ts';

/** What the household agreed to of one request: the forms that each field may leave in, over all devices. */
export interface Agreed {
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** What a receipt is about, and who signs it: the home as this recipient knows it. */
export interface ReceiptAsked {
  readonly recipient: string;
  readonly request: string;
  /** What the consent notice says is agreed to; where it says that it was withdrawn, what was told before. */
  readonly fields: Agreed['fields'];
  readonly withdrawn: boolean;
  readonly home: Pick<Home, 'home' | 'signing'>;
  /** The slot's instant. */
  readonly at: number;
}

export interface NoticesDeps {
  readonly flow: Flow;
  readonly homes: Homes;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What is agreed to now, by request; standing rules, schedules and pauses show in none of it. */
  readonly agreed: (recipient: string) => ReadonlyMap<string, Agreed>;
  /** The recipient's signed copy of how a request stands, to go with the notice that tells it; undefined for none. */
  readonly receipt: (about: ReceiptAsked) => Promise<string | undefined>;
  /** It is enrolled, and has a key: what cannot be sealed is told to nobody. */
  readonly isTold: (recipient: string) => boolean;
  /** Batches leave to it at slots of its own, and take notices along. */
  readonly hasSlots: (recipient: string) => boolean;
  /** Makes a batch of this slot for what waits to be told, where something does. */
  readonly carry: (recipient: string, slot: number) => void;
}

/** How requests stand is looked at once an hour, at the recipient's own minute. */
export const LOOK_MS = 3_600_000;
/** A larger one would take more than two days. */
const LARGEST_RECEIPT = 150_000;

/**
 * Tells enrolled recipients, at their slots, how their requests stand: what is told is the difference between what was
 * told last and what is agreed to then, so that a choice that was changed back in between is never heard of. Notices wait
 * in parts that the batches of slots have room for; whoever watches sees the same batches with them and without.
 */
export class Notices {
  readonly #deps: NoticesDeps;
  readonly #cancels = new Map<string, () => void>();
  /** One look at a recipient after the other: the next one must see what the one before told. */
  readonly #lanes = new Lanes();

  constructor(deps: NoticesDeps) {
    this.#deps = deps;
  }

  start(): void {
    for (const recipient of this.#deps.homes.all()) this.expect(recipient);
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  /** Lets a recipient be told also where no batch leaves to it at slots. */
  expect(recipient: string): void {
    if (this.#cancels.has(recipient)) return;
    const { clock, homes, hasSlots, carry } = this.#deps;
    const slot = nextSlot(LOOK_MS, homes.of(recipient).phase, clock.now());
    const cancel = clock.at(slot, () => {
      this.#cancels.delete(recipient);
      this.expect(recipient);
      if (!hasSlots(recipient)) carry(recipient, slot);
    });
    this.#cancels.set(recipient, cancel);
  }

  /** Queues a notice of the household's own; resolves with its name. */
  async queue(recipient: string, type: string, body: object): Promise<string> {
    const jti = this.#name();
    await this.#deps.flow.write(this.#parts(recipient, type, jti, body));
    this.expect(recipient);
    return jti;
  }

  forget(recipient: string): Promise<void> {
    this.#cancels.get(recipient)?.();
    this.#cancels.delete(recipient);
    return this.#deps.flow.write([['told forget', recipient]]);
  }

  /**
   * Queues what is different at this slot, for the batch that is about to be made for it. Where the disk does not take it, it is
   * different at the next slot still.
   */
  async look(recipient: string, slot: number): Promise<void> {
    const { homes, log } = this.#deps;
    if (nextSlot(LOOK_MS, homes.of(recipient).phase, slot - 1) !== slot) return;
    // As it is agreed to at this instant: what is agreed to while the disk is asked may be changed back before the next.
    const now = this.#deps.agreed(recipient);
    try {
      await this.#lanes.run(recipient, () => this.#differences(recipient, slot, now));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      log.error({ recipient, reason }, 'telling a recipient: not queued, tried again at its next slot');
    }
  }

  async #differences(recipient: string, slot: number, now: ReturnType<NoticesDeps['agreed']>): Promise<void> {
    const { flow, isTold } = this.#deps;
    if (!isTold(recipient)) return;
    const told = new Map(
      (await flow.read<{ request: string; body: string }>('told', recipient)).map(({ request, body }) => [
        request,
        body,
      ]),
    );
    const operations: Operation[] = [];
    for (const [request, { fields }] of now) {
      const body = JSON.stringify(fields);
      const before = told.get(request);
      if (before === body) continue;
      const state = before === undefined ? 'given' : 'changed';
      operations.push(...this.#parts(recipient, 'consent', this.#name(), { request, state, fields }));
      operations.push(...(await this.#receipt({ recipient, request, fields, withdrawn: false, at: slot })));
      operations.push(['told put', recipient, request, body]);
    }
    for (const [request, before] of told) {
      if (now.has(request)) continue;
      const fields: Agreed['fields'] = JSON.parse(before);
      operations.push(...this.#parts(recipient, 'consent', this.#name(), { request, state: 'withdrawn', fields: {} }));
      operations.push(...(await this.#receipt({ recipient, request, fields, withdrawn: true, at: slot })));
      operations.push(['told delete', recipient, request]);
    }
    if (operations.length > 0) await flow.write(operations);
  }

  /** One for each notice of a consent. */
  async #receipt(about: Omit<ReceiptAsked, 'home'>): Promise<Operation[]> {
    const { homes, receipt } = this.#deps;
    const signed = await receipt({ ...about, home: homes.of(about.recipient) });
    if (signed === undefined || signed.length > LARGEST_RECEIPT) return [];
    return this.#parts(about.recipient, 'receipt', this.#name(), { receipt: signed });
  }

  #parts(recipient: string, type: string, jti: string, body: object): Operation[] {
    const texts = cut(JSON.stringify({ type, ...body }));
    return texts.map((text, i) => ['notice part add', recipient, type, jti, i + 1, texts.length, text]);
  }

  #name(): string {
    return this.#deps.random(16).toString('base64url');
  }
}

/** Some fit into the smallest batch together. */
const PART = 1_024;

/** A text in parts; what is not ASCII is escaped, so that no character is cut in two. */
function cut(json: string): string[] {
  const text = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Array.from({ length: Math.ceil(text.length / PART) }, (_, i) => text.slice(i * PART, (i + 1) * PART));
}
