import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { problemsOf } from '../../rules/problems.ts';
import { decryptAt, encryptAt } from '../keys/aes-gcm.ts';
import { hkdf } from '../keys/hash.ts';
import { COST, stretched } from '../keys/passphrase.ts';
import type { Random } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';

/**
 * A file that a passphrase opens, version 1: one line of JSON in the clear with the Argon2id parameters (RFC 9106), then
 * pieces. A piece is a byte that says whether it is the last, its length (four bytes, big-endian), and so many bytes of
 * AES-256-GCM. Its nonce is its number (eleven bytes) and that first byte, so that no piece can be left out, moved, repeated
 * or cut off unseen (STREAM: Hoang, Reyhanitabar, Rogaway, Vizár 2015); the line is authenticated with each. The key is new for
 * each file, as its salt is.
 */
const FIRST_LINE = Type.Object(
  {
    hearthgate: Type.Literal('backup'),
    v: Type.Literal(1),
    salt: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
    // Bounded: whoever wrote the file chose them, and they are spent before anything can be checked.
    memoryKiB: Type.Integer({ minimum: 8_192, maximum: 1_048_576 }),
    passes: Type.Integer({ minimum: 1, maximum: 10 }),
    lanes: Type.Integer({ minimum: 1, maximum: 16 }),
  },
  { additionalProperties: false },
);
type FirstLine = Static<typeof FIRST_LINE>;

const MOST_FIRST_LINE = 1_024;
const PIECE = 65_536;
const TAG = 16;

export class SealedWriter {
  readonly #descriptor: number;
  readonly #key: Buffer;
  readonly #line: Buffer;
  #waiting: Buffer[] = [];
  #size = 0;
  #number = 0;
  #length = 0;

  /** Writes to an open file; whoever opened it closes it. */
  constructor(descriptor: number, passphrase: string, random: Random, cost = COST) {
    const salt = random(16);
    const said: FirstLine = { hearthgate: 'backup', v: 1, salt: salt.toString('base64url'), ...cost };
    this.#descriptor = descriptor;
    this.#line = Buffer.from(`${JSON.stringify(said)}\n`);
    this.#key = keyOf(passphrase, said);
    this.#put(this.#line);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + PIECE - this.#size);
      this.#waiting.push(Buffer.from(part));
      this.#size += part.length;
      at += part.length;
      if (this.#size === PIECE) this.flush();
    }
  }

  /** What was written up to here is a piece of its own. */
  flush(): void {
    this.#seal(0);
  }

  /** Gives how many bytes were written in all. */
  end(): number {
    this.#seal(1);
    return this.#length;
  }

  #seal(last: 0 | 1): void {
    const sealed = encryptAt(this.#key, nonce(this.#number++, last), this.#line, Buffer.concat(this.#waiting));
    const head = Buffer.alloc(5);
    head.writeUInt8(last);
    head.writeUInt32BE(sealed.length, 1);
    this.#put(head);
    this.#put(sealed);
    this.#waiting = [];
    this.#size = 0;
  }

  #put(bytes: Uint8Array): void {
    writeAll(this.#descriptor, bytes);
    this.#length += bytes.length;
  }
}

/** Reads such a file from its beginning; throws a sentence at the first thing that is not as it was written. */
export class SealedReader {
  readonly #name: string;
  readonly #descriptor: number;
  readonly #key: Buffer;
  readonly #line: Buffer;
  #piece: Buffer = Buffer.alloc(0);
  #number = 0;
  #isLast = false;

  /** `close()` it. */
  constructor(file: string, passphrase: string) {
    this.#name = file;
    this.#descriptor = openedFile(file);
    try {
      const { line, said } = this.#firstLine();
      this.#line = line;
      this.#key = keyOf(passphrase, said);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** All of the next piece that was flushed apart. */
  piece(): Buffer {
    if (this.#piece.length === 0) this.#next();
    const whole = this.#piece;
    this.#piece = Buffer.alloc(0);
    return whole;
  }

  /** The next bytes, at most so many and at least one. */
  some(most: number): Buffer {
    while (this.#piece.length === 0) this.#next();
    const part = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(part.length);
    return part;
  }

  /** Nothing comes after what was read, and nothing was cut off. */
  end(): void {
    if (!this.#isLast) this.#next();
    const more = Buffer.alloc(1);
    if (!this.#isLast || this.#piece.length > 0 || readSync(this.#descriptor, more) > 0)
      throw new Unusable(`${this.#name} is damaged: there is more in it than it says; nothing was restored`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #next(): void {
    if (this.#isLast) throw this.#damaged();
    const head = this.#read(5);
    const last = head.readUInt8() === 1 ? 1 : 0;
    const size = head.readUInt32BE(1);
    if (head.readUInt8() > 1 || size < TAG || size > PIECE + TAG) throw this.#damaged();
    const opened = decryptAt(this.#key, nonce(this.#number, last), this.#line, this.#read(size));
    if (!opened) throw this.#number === 0 ? this.#doesNotOpen() : this.#damaged();
    this.#number++;
    this.#isLast = last === 1;
    this.#piece = opened;
  }

  #firstLine(): { line: Buffer; said: FirstLine } {
    const bytes: number[] = [];
    const one = Buffer.alloc(1);
    while (bytes.at(-1) !== 10 && bytes.length < MOST_FIRST_LINE && readSync(this.#descriptor, one) === 1)
      bytes.push(one.readUInt8());
    const line = Buffer.from(bytes);
    const said = parsed(line);
    if (problemsOf(FIRST_LINE, said).length === 0) return { line, said: said as FirstLine };
    const { hearthgate, v } = Object(said);
    if (hearthgate === 'backup' && typeof v === 'number' && v > 1)
      throw new Unusable(`${this.#name} was written by a newer Hearthgate; restore it with that one`);
    throw new Unusable(`${this.#name} is no backup of Hearthgate, or its first line was changed`);
  }

  #read(size: number): Buffer {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; ) {
      const got = readSync(this.#descriptor, bytes, at, size - at, null);
      if (got === 0) throw new Unusable(`${this.#name} ends too early: it was not copied whole; nothing was restored`);
      at += got;
    }
    return bytes;
  }

  #doesNotOpen(): Unusable {
    return new Unusable(`${this.#name} does not open: that is not its passphrase, or its beginning was changed`);
  }

  #damaged(): Unusable {
    return new Unusable(`${this.#name} is damaged or was changed; nothing was restored. Take another copy of it`);
  }
}

function keyOf(passphrase: string, { salt, memoryKiB, passes, lanes }: FirstLine): Buffer {
  const key = stretched(passphrase, Buffer.from(salt, 'base64url'), { memoryKiB, passes, lanes });
  return hkdf(key, Buffer.alloc(0), Buffer.from('hearthgate/v1/backup'), 32);
}

function nonce(number: number, last: 0 | 1): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(number, 5, 6);
  bytes.writeUInt8(last, 11);
  return bytes;
}

function openedFile(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    throw new Unusable(`${file} cannot be read`, { cause });
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += written(descriptor, bytes, at);
}

/** How many it took. A pipe that is full, and does not wait by itself, is waited for. */
function written(descriptor: number, bytes: Uint8Array, at: number): number {
  try {
    return writeSync(descriptor, bytes, at);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    Atomics.wait(NOBODY_WAKES, 0, 0, FULL_PIPE_MS);
    return 0;
  }
}

const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(4));
const FULL_PIPE_MS = 5;

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
