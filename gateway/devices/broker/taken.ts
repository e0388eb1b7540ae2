import { crc32 } from 'node:zlib';
import type { Operation } from '../../store/flow.ts';
import { Fingerprints } from './fingerprints.ts';
import type { Message } from './message.ts';

/** Column `said` of broker_taken: pairs of 64-bit numbers, little-endian: who said it under which identifier, and what. */
export interface TakenRow {
  readonly number: number;
  readonly said: Uint8Array;
}

/** One message of QoS 1 or 2, as far as it is to be known again. */
export interface Fingerprint {
  /** Whose client it is (`clientMark`), and the packet identifier. */
  readonly key: number;
  /** CRC-32 of the payload, and 21 bits of the topic's. */
  readonly mark: number;
}

/** Of so many messages at least it is known, whenever they came. */
const MOST = 32_768;

/**
 * What was taken in at QoS 1 and 2, by which a message that is sent again with DUP is known: same client, same packet
 * identifier, same topic and payload (MQTT-4.4.0-1 says it is sent so). Without DUP it is a new message, whatever it says.
 * A fingerprint protects nobody from its own sender, the only one who could make two that are alike, so it is made of
 * checksums; it lies in flow.db, beside the very values and under the same key.
 * There are two generations, of ten to twenty minutes together; no time is written, since a clock may be wrong.
 */
export class Taken {
  #now = new Fingerprints(2 * MOST);
  #before = new Fingerprints(2 * MOST);
  /** Commits that were told of, in order, and what is to become of those that are under way. */
  #commit = 0;
  #kept: Promise<boolean> | undefined;
  readonly #underWay = new Map<number, Promise<boolean>>();
  /** Pairs that are in no commit yet. */
  #pending: number[] = [];
  #nextRow = 1;
  #firstRowOfNow = 1;

  load(rows: readonly TakenRow[]): void {
    for (const { number, said } of rows) {
      const view = new DataView(said.buffer, said.byteOffset, said.byteLength);
      for (let at = 0; at + PAIR <= said.byteLength; at += PAIR) {
        if (this.isFull) this.#turn();
        this.#now.put(view.getFloat64(at, true), view.getFloat64(at + PAIR / 2, true), this.#commit);
      }
      this.#nextRow = number + 1;
    }
    this.#firstRowOfNow = rows[0]?.number ?? 1;
  }

  /** Whether this was taken in before; then, whether the disk took it, as soon as that is known. */
  again({ key, mark }: Fingerprint): Promise<boolean> | undefined {
    const commit = this.#now.commitOf(key, mark) ?? this.#before.commitOf(key, mark);
    return commit === undefined ? undefined : (this.#underWay.get(commit) ?? KEPT);
  }

  /** Remembers what is to be committed now; `kept` says what became of that. What was not kept was never said. */
  add({ key, mark }: Fingerprint, kept: Promise<boolean>): void {
    if (kept !== this.#kept) this.#begin(kept);
    this.#now.put(key, mark, this.#commit);
    this.#pending.push(key, mark);
  }

  /** What was added since the last call, in one row: it goes with the commit that holds what was said. */
  drain(): Operation[] {
    if (this.#pending.length === 0) return [];
    const said = Buffer.from(Float64Array.from(this.#pending).buffer);
    this.#pending = [];
    return [['broker taken put', this.#nextRow++, said]];
  }

  get isFull(): boolean {
    return this.#now.size >= MOST;
  }

  /** The older generation is forgotten, and a new one begins. */
  age(): Operation[] {
    const oldest = this.#firstRowOfNow;
    this.#turn();
    this.#firstRowOfNow = this.#nextRow;
    return [['broker taken trim', oldest]];
  }

  #turn(): void {
    const oldest = this.#before;
    this.#before = this.#now;
    oldest.clear();
    this.#now = oldest;
  }

  #begin(kept: Promise<boolean>): void {
    this.#kept = kept;
    this.#commit = (this.#commit + 1) >>> 0;
    const commit = this.#commit;
    this.#underWay.set(commit, kept);
    const ended = (isKept: boolean) => {
      this.#underWay.delete(commit);
      if (isKept) return;
      this.#now.forget(commit);
      this.#before.forget(commit);
    };
    kept.then(ended, () => ended(false));
  }
}

/**
 * The same for a whole connection. The household chose the credential's name; a client id is its sender's choice, and one
 * whose checksum is another's is soon found, so of that there is only what tells a credential's own clients apart.
 */
export function clientMark(credential: string, clientId: string): number {
  return crc32(credential) * 32 + (crc32(clientId) & 31);
}

export function fingerprint(
  client: number,
  messageId: number,
  { topic, payload }: Pick<Message, 'topic' | 'payload'>,
): Fingerprint {
  return {
    key: client * 65_536 + messageId,
    mark: (crc32(topic) & 0x1f_ffff) * 0x1_0000_0000 + crc32(payload),
  };
}

const PAIR = 16;
const KEPT = Promise.resolve(true);
