import type { Operation } from '../../store/flow.ts';

/** A message at QoS 1 that was taken in: its number in order of arrival, its packet id there, and a mark of what it said. */
export interface Said {
  readonly number: number;
  readonly packet: number;
  readonly mark: Uint8Array;
}

/** As many as come in half an hour at nine a second: mosquitto saves its state every half hour (`autosave_interval`). */
const MOST = 16_384;
/** How often those beyond are deleted. */
const TRIM_EVERY = 256;

/**
 * What one broker said in its present session, by which a repetition is known. There are two kinds. A message that was
 * kept and whose acknowledgement did not arrive comes again with the DUP flag (MQTT-4.4.0-1). A broker that was restored
 * from an older state repeats what it had on its way and in its queue then, without the flag where it believes that it
 * was never sent; but at the beginning of a connection, in order (MQTT-4.6.0-6) and under the same packet ids. Without the
 * flag it is therefore only a repetition there, and while each before it was one that was taken in earlier.
 */
export class SaidBefore {
  readonly #broker: string;
  readonly #byPacket = new Map<number, Said & { readonly kept: Promise<boolean> }>();
  #last = 0;
  /** Whether what comes may be a repetition without the flag, and the number of the last one that was. */
  #repeats = false;
  #at = 0;

  /** `rows` are in order of their numbers; `resumed`: the broker still knew this client, and may repeat. */
  constructor(broker: string, rows: readonly Said[], resumed: boolean) {
    this.#broker = broker;
    for (const row of rows) this.#remember(row, Promise.resolve(true));
    this.#repeats = resumed && countsUp(rows);
  }

  /** Whether the message was taken in before; then, when that is on the disk. */
  again(packet: number, mark: Uint8Array, dup: boolean): Promise<boolean> | undefined {
    const known = this.#byPacket.get(packet);
    const same = known !== undefined && Buffer.compare(known.mark, mark) === 0;
    if (same && (dup || (this.#repeats && known.number > this.#at))) {
      this.#at = known.number;
      return known.kept;
    }
    this.#repeats = false;
    return undefined;
  }

  /** What comes from now on was said since the connection was made. */
  caughtUp(): void {
    this.#repeats = false;
  }

  /** Takes it in as new; `keep` commits what it is given with what the message led to, and says whether it is on the disk. */
  add(packet: number, mark: Uint8Array, keep: (also: Operation[]) => Promise<boolean>): Promise<boolean> {
    const number = this.#last + 1;
    const also: Operation[] = [['attached said', this.#broker, number, packet, mark]];
    if (number % TRIM_EVERY === 0) also.push(['attached said trim', this.#broker, number - MOST]);
    const kept = keep(also);
    this.#remember({ number, packet, mark }, kept);
    return kept;
  }

  #remember(said: Said, kept: Promise<boolean>): void {
    // Behind all others, so that the oldest are the first.
    this.#byPacket.delete(said.packet);
    this.#byPacket.set(said.packet, { ...said, kept });
    this.#last = Math.max(this.#last, said.number);
    for (const [packet, { number }] of this.#byPacket) {
      if (number > this.#last - MOST) break;
      this.#byPacket.delete(packet);
    }
  }
}

const PACKET_IDS = 65_535;
/** Ids that were given to what is not counted here lie between two that are. */
const WIDEST_STEP = 4_096;

/**
 * Whether the broker takes packet ids one after another, as mosquitto and EMQX do. Where it takes the lowest that is free,
 * the same id comes again at once, and says nothing about an older message. Being restored sets an id back, too, but seldom.
 */
function countsUp(rows: readonly Said[]): boolean {
  const steps = rows.slice(1).map(({ packet }, index) => {
    const before = rows[index]?.packet ?? 0;
    return (packet - before + PACKET_IDS) % PACKET_IDS;
  });
  const back = steps.filter((step) => step === 0 || step > WIDEST_STEP).length;
  return back <= 1 || back * 5 <= steps.length;
}
