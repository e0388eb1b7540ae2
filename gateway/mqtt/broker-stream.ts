import { Duplex } from 'node:stream';
import type { Bucket } from '../runtime/rate.ts';
import { CONNACK, checkFirstByteOfBroker, checkPacketOfBroker } from './from-broker.ts';
import { type Malformed, malformed, PACKET_TOO_LARGE, PROTOCOL_ERROR, remainingLength } from './wire.ts';

/** Codes of the error that a broker’s fault ends the connection with. */
const NOT_MQTT = 'NOT_MQTT';
export const TOO_LARGE = 'TOO_LARGE';

export interface BrokerStreamOptions {
  readonly version: 4 | 5;
  /** Largest packet, told by its header before any of it is kept. */
  readonly packetBytes: number;
  /** What may still come, in units of a started KiB of each packet: where it is used up the socket is not read. */
  readonly pace?: Bucket | undefined;
}

/**
 * Stands between the socket to somebody's broker and mqtt.js, which answers a packet without its identifier by throwing
 * from where nobody can catch it: only whole packets pass that the standard allows a broker to send to this hub, CONNACK
 * first and once. Everything else destroys the connection with an error whose code is `NOT_MQTT` or `TOO_LARGE`, before
 * mqtt.js sees it.
 */
export class BrokerStream extends Duplex {
  readonly #socket: Duplex;
  readonly #options: BrokerStreamOptions;
  #isAccepted = false;
  /** The beginning of a packet whose end has not come yet. */
  #parts: Buffer[] = [];
  #have = 0;
  #need = 2;
  #hasEnded = false;
  #wanted = true;
  #pause: NodeJS.Timeout | undefined;

  constructor(socket: Duplex, options: BrokerStreamOptions) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => {
      this.#hasEnded = true;
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    // What came before the end is still read.
    socket.on('close', () => {
      if (!this.#hasEnded) this.destroy();
    });
    if (socket.destroyed) this.destroy();
  }

  /** Whether more may have come that is not read yet, since the pace is used up. */
  get isHeld(): boolean {
    return this.#pause !== undefined;
  }

  override _read(): void {
    this.#wanted = true;
    if (this.#pause === undefined) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed) done();
    else this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#pause);
    this.#parts = [];
    this.#socket.destroy();
    done(error);
  }

  /** Collects an incomplete packet in pieces, so that one byte at a time costs no more than all at once. */
  #take(chunk: Buffer): void {
    if (this.destroyed) return;
    this.#parts.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need) return;
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#have);
    this.#parts = [];
    this.#check(bytes);
  }

  /** Walks over the packets in `bytes` and passes on, in one piece, those that are whole and sound. */
  #check(bytes: Buffer): void {
    let at = 0;
    let need = 2;
    while (at < bytes.length) {
      const size = this.#measure(bytes, at);
      if ('code' in size) {
        this.#refuse(size);
        return;
      }
      need = size.whole;
      if (at + need > bytes.length) break;
      const first = bytes[at] ?? 0;
      const fault = checkPacketOfBroker(first, { bytes, at: size.body, end: at + need }, this.#options.version);
      if (fault) {
        this.#refuse(fault);
        return;
      }
      this.#isAccepted = true;
      this.#options.pace?.pay(Math.ceil(need / 1024));
      at += need;
    }
    const rest = bytes.subarray(at);
    // A short rest of a large chunk would hold all of its memory.
    if (rest.length > 0) this.#parts = [rest.length < 1024 ? Buffer.from(rest) : rest];
    this.#have = rest.length;
    this.#need = rest.length > 0 ? need : 2;
    if (at > 0) this.#wanted = this.push(bytes.subarray(0, at));
    if (!this.#wanted) this.#socket.pause();
    this.#keepPace();
  }

  /** The size of the packet at `at` and where its body begins, or what is wrong with its header. */
  #measure(bytes: Buffer, at: number): { readonly whole: number; readonly body: number } | Malformed {
    const first = bytes[at] ?? 0;
    // MQTT-3.2.0-1 and MQTT-3.2.0-2: CONNACK is the first, and there is no second.
    if ((first >> 4 === CONNACK) === this.#isAccepted) return malformed('order of packets', PROTOCOL_ERROR);
    const fault = checkFirstByteOfBroker(first, this.#options.version);
    if (fault) return fault;
    const header = remainingLength(bytes, at + 1);
    if (header === 'malformed') return malformed('remaining length');
    const whole = header.body - at + header.length;
    if (whole > this.#options.packetBytes) return malformed('packet is too large', PACKET_TOO_LARGE);
    return { whole, body: header.body };
  }

  #keepPace(): void {
    const { pace } = this.#options;
    if (pace === undefined || this.destroyed || this.#pause !== undefined) return;
    pace.refill(performance.now());
    if (pace.waitMs === 0) return;
    this.#socket.pause();
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#wanted) this.#socket.resume();
    }, pace.waitMs);
  }

  #refuse({ code }: Malformed): void {
    this.destroy(Object.assign(new Error('malformed'), { code: code === PACKET_TOO_LARGE ? TOO_LARGE : NOT_MQTT }));
  }
}
