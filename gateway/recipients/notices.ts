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

export interface Notice {
  readonly id: number;
  readonly type: string;
  readonly jti: string;
  /** The slot's instant: when something was decided, and when this is really sent, stay unsaid. */
  readonly at: number;
  /** The notice's own members. */
  readonly body: object;
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
  /** The recipient acknowledged the notice of this name. */
  readonly told: (notice: string) => void;
  readonly wake: (recipient: string) => void;
}

/** Everyone has a slot for notices once an hour, at its own minute. */
const SLOT_MS = 3_600_000;
/** A sealed message has at most 256 KiB. */
const LARGEST_RECEIPT = 200_000;

/**
 * Tells enrolled recipients, at their slots, how their requests stand: what is told is the difference between what was
 * told last and what is agreed to then, so that a choice that was changed back in between is never heard of.
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

  /** Gives a recipient its slots. */
  expect(recipient: string): void {
    if (this.#cancels.has(recipient)) return;
    const { clock, homes } = this.#deps;
    const slot = nextSlot(SLOT_MS, homes.of(recipient).phase, clock.now());
    const cancel = clock.at(slot, () => {
      this.#cancels.delete(recipient);
      this.expect(recipient);
      this.#tell(recipient, slot);
    });
    this.#cancels.set(recipient, cancel);
  }

  /** Queues a notice of the household's own for the recipient's next slot; resolves with its name. */
  async queue(recipient: string, type: string, body: object): Promise<string> {
    const { flow, clock, homes } = this.#deps;
    const slot = nextSlot(SLOT_MS, homes.of(recipient).phase, clock.now());
    const jti = this.#name();
    await flow.write([['notice add', recipient, type, jti, slot, JSON.stringify(body)]]);
    this.expect(recipient);
    return jti;
  }

  /** The first notice whose slot has come. */
  async next(recipient: string): Promise<Notice | undefined> {
    const [row] = await this.#deps.flow.read<Omit<Notice, 'body'> & { body: string }>(
      ...(['notice next', recipient, this.#deps.clock.now()] as const),
    );
    return row && { ...row, body: JSON.parse(row.body) };
  }

  acknowledged({ id, jti }: Notice): Promise<void> {
    // First, so that a crash in between tells it twice and loses nothing.
    this.#deps.told(jti);
    return this.#deps.flow.write([['notice delete', id]]);
  }

  forget(recipient: string): Promise<void> {
    this.#cancels.get(recipient)?.();
    this.#cancels.delete(recipient);
    return this.#deps.flow.write([
      ['notices forget', recipient],
      ['told forget', recipient],
    ]);
  }

  #tell(recipient: string, slot: number): void {
    // As it is agreed to at this instant: what is agreed to while the disk is asked may be changed back before the next.
    const now = this.#deps.agreed(recipient);
    this.#lanes
      .run(recipient, () => this.#differences(recipient, slot, now))
      .then(
        () => this.#deps.wake(recipient),
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : 'unknown';
          this.#deps.log.error({ recipient, reason }, 'telling a recipient: not queued, tried again at its next slot');
        },
      );
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
      operations.push(this.#row(recipient, 'consent', slot, { request, state, fields }));
      operations.push(...(await this.#receipt({ recipient, request, fields, withdrawn: false, at: slot })));
      operations.push(['told put', recipient, request, body]);
    }
    for (const [request, before] of told) {
      if (now.has(request)) continue;
      const fields: Agreed['fields'] = JSON.parse(before);
      operations.push(this.#row(recipient, 'consent', slot, { request, state: 'withdrawn', fields: {} }));
      operations.push(...(await this.#receipt({ recipient, request, fields, withdrawn: true, at: slot })));
      operations.push(['told delete', recipient, request]);
    }
    if (operations.length > 0) await flow.write(operations);
  }

  /** Right behind the notice that it belongs to: one for each, so that their number tells nothing more. */
  async #receipt(about: Omit<ReceiptAsked, 'home'>): Promise<Operation[]> {
    const { homes, receipt } = this.#deps;
    const signed = await receipt({ ...about, home: homes.of(about.recipient) });
    if (signed === undefined || signed.length > LARGEST_RECEIPT) return [];
    return [this.#row(about.recipient, 'receipt', about.at, { receipt: signed })];
  }

  #row(recipient: string, type: string, slot: number, body: object): Operation {
    return ['notice add', recipient, type, this.#name(), slot, JSON.stringify(body)];
  }

  #name(): string {
    return this.#deps.random(16).toString('base64url');
  }
}
