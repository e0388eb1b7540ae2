import { type Cursor, remainingLength } from '../../mqtt/wire.ts';
import { PUBLISH } from './packets.ts';

const PUBACK = 4;
const PUBREC = 5;
const PUBCOMP = 7;
/** A client that names no Receive Maximum, or this one, can have as many under way as there are packet identifiers. */
export const UNBOUNDED = 65_535;

const NOTHING = Buffer.alloc(0);

/**
 * Of PUBLISH packets with QoS 1 and 2, no more are under way to a client of MQTT 5 than it said it takes (MQTT5-3.3.4-9,
 * §4.9), of which aedes only takes note. The others wait here, in order; everything else passes.
 */
export class SendQuota {
  readonly #most: number;
  readonly #held: Buffer[] = [];
  /** Of a packet whose end was not written yet. */
  #begun: Buffer = NOTHING;
  #underWay = 0;
  #heldBytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes what the broker writes, and gives what is to be sent now of it. */
  pass(written: Buffer): Buffer {
    const bytes = this.#begun.length > 0 ? Buffer.concat([this.#begun, written]) : written;
    const now: Buffer[] = [];
    let at = 0;
    for (let end = endOf(bytes, at); end <= bytes.length; end = endOf(bytes, at)) {
      const packet = bytes.subarray(at, end);
      at = end;
      if (!counts(packet)) now.push(packet);
      else if (this.#underWay < this.#most) {
        this.#underWay += 1;
        now.push(packet);
      } else {
        // A part of a large chunk would hold all of its memory.
        this.#held.push(Buffer.from(packet));
        this.#heldBytes += packet.length;
      }
    }
    this.#begun = Buffer.from(bytes.subarray(at));
    return now.length === 1 ? (now[0] ?? NOTHING) : Buffer.concat(now);
  }

  /** The client is done with one, whatever became of it; gives the packet that takes its place. */
  released(): Buffer | undefined {
    const next = this.#held.shift();
    if (next) this.#heldBytes -= next.length;
    // Also for what was under way in an earlier connection, of which nothing is counted here.
    else this.#underWay = Math.max(0, this.#underWay - 1);
    return next;
  }
}

/** Whether a packet of the client's ends what it has under way: PUBACK, PUBCOMP, and a PUBREC that says no. */
export function releases(first: number, { bytes, at, end }: Cursor): boolean {
  const type = first >> 4;
  return type === PUBACK || type === PUBCOMP || (type === PUBREC && end - at > 2 && (bytes[at + 2] ?? 0) >= 0x80);
}

function counts(packet: Buffer): boolean {
  const first = packet[0] ?? 0;
  return first >> 4 === PUBLISH && (first & 6) !== 0;
}

/** Where the packet ends, as far as its header is there; behind the bytes where it is not whole. */
function endOf(bytes: Buffer, at: number): number {
  const header = remainingLength(bytes, at + 1);
  if (header === 'malformed') throw new Error('sending: the broker wrote no packet');
  return header.body + header.length;
}
