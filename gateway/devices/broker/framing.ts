import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import {
  type Cursor,
  type Malformed,
  malformed,
  PACKET_TOO_LARGE,
  PROTOCOL_ERROR,
  remainingLength,
} from '../../mqtt/wire.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Pace } from '../../runtime/rate.ts';
import type { Backlog } from './backlog.ts';
import { truthfulConnack } from './connack.ts';
import { checkConnect } from './connect-packet.ts';
import {
  CONNECT,
  checkFirstByte,
  checkPacket,
  type PlainPublish,
  PUBLISH,
  plainPublish,
  pubacks,
  SUBSCRIBE,
} from './packets.ts';
import { releases, SendQuota, UNBOUNDED } from './send-quota.ts';

/** Why the framing guard closed a connection; `reason` and `bytes` only, never what was in the packet. */
export interface Refused {
  /** The credential, once the connection has one. */
  readonly client?: string;
  readonly reason: string;
  /** Size of the packet as its header gives it. */
  readonly bytes: number;
}

export interface FramingLimits {
  /** Largest CONNECT. */
  readonly connectBytes: number;
  /** Largest packet afterwards; also what CONNACK announces to MQTT 5. */
  readonly packetBytes: number;
  /** The same for bridges: zigbee2mqtt's device list passes 256 KiB at some forty devices. */
  readonly bridgePacketBytes: number;
  /** And for who is not let in yet: a hello is short. */
  readonly newcomerPacketBytes: number;
  /** Until the CONNECT is whole and accepted. */
  readonly connectMs: number;
  /** From a later packet's first byte to its last: who sends it drop by drop is ended. */
  readonly packetMs: number;
  /** Publishes handed on and not yet settled before the socket is paused, and bytes of their payloads. */
  readonly pending: number;
  readonly pendingBytes: number;
  /** What may wait to be sent to one client, in bytes (all retained messages at once are less), and without moving. */
  readonly unsentBytes: number;
  readonly unsentMs: number;
}

export interface GuardDeps {
  readonly clock: Clock;
  readonly limits: FramingLimits;
  readonly backlog: Backlog;
  onRefused(refused: Refused): void;
}

/**
 * Stands between a socket and aedes, which checks neither size nor form: only whole packets that keep to MQTT 3.1.1 or 5
 * pass, in the chunk they came in. Nothing behind the CONNECT passes before it is accepted, and nothing while too many
 * publishes wait for their commit or the client's pace is used up: then the socket is not read, and TCP slows the client
 * down. Everything else ends the connection with at most one `onRefused`.
 */
export class Guard extends Duplex {
  /** The credential's name once `accept`ed. */
  owner: string | undefined;
  /** Largest packet once the CONNECT was accepted; set while it is decided about. */
  packetBytes: number;
  /** What its credential may still send; set while the CONNECT is decided about. */
  pace: Pace | undefined;
  /** Takes a plain publish past aedes, which then never sees it, and answers for it with `acknowledge`; false: it does not. */
  takes: ((publish: PlainPublish) => boolean) | undefined;
  /** Where the other side is; known also when it has gone. */
  readonly address: string;
  /** In TLS: nobody reads along. */
  readonly isEncrypted: boolean;
  readonly #socket: Socket;
  readonly #deps: GuardDeps;
  #version: 4 | 5 = 4;
  #state: 'connect' | 'deciding' | 'open' | 'refused' = 'connect';
  /** The beginning of a packet whose end has not come yet. */
  #parts: Buffer[] = [];
  #have = 0;
  #need = 2;
  #begunAt = 0;
  /** Whole bytes that wait until more publishes may pass. */
  #held: Buffer | undefined;
  #ended = false;
  #wanted = true;
  #pending = 0;
  #pendingBytes = 0;
  /** Publishes and subscriptions that aedes was handed and has not answered for: what comes behind them goes to aedes, too. */
  #withAedes = 0;
  #cancelPace: (() => void) | undefined;
  #connackSeen = false;
  #cancelUnsent: (() => void) | undefined;
  #quota: SendQuota | undefined;
  readonly #cancelDeadline: () => void;

  constructor(socket: Socket, deps: GuardDeps) {
    super({ allowHalfOpen: false, readableHighWaterMark: 64 * 1024, writableHighWaterMark: 64 * 1024 });
    this.#socket = socket;
    this.#deps = deps;
    this.packetBytes = deps.limits.packetBytes;
    this.address = socket.remoteAddress ?? '';
    this.isEncrypted = socket instanceof TLSSocket;
    // The deadline is for the whole CONNECT, not for each byte of it.
    this.#cancelDeadline = deps.clock.after(deps.limits.connectMs, () => this.destroy());
    socket.on('data', (chunk: Buffer) => this.#arrived(chunk));
    socket.on('end', () => this.#finish());
    socket.on('error', () => this.destroy());
    socket.on('close', () => this.destroy());
  }

  /** The CONNECT was accepted: what came behind it may pass. */
  accept(owner: string): void {
    this.owner = owner;
    this.#cancelDeadline();
    if (this.#state !== 'deciding') return;
    this.#state = 'open';
    // What aedes subscribed to by itself, from before, nobody asked for here.
    this.#withAedes = 0;
    this.#continue();
  }

  /** How many publishes of QoS 1 and 2 the client of MQTT 5 takes before it acknowledges one. */
  set receiveMaximum(most: number) {
    this.#quota = most < UNBOUNDED ? new SendQuota(most) : undefined;
  }

  /** One publish that aedes was handed, with so many bytes of payload, has been answered for. */
  settled(bytes: number): void {
    this.#withAedes -= 1;
    this.#settled(1, bytes);
  }

  /** One SUBSCRIBE has been. */
  subscribed(): void {
    this.#withAedes -= 1;
  }

  /** Publishes that went past aedes, with so many bytes of payload together, are kept; 0 stands for one of QoS 0. */
  acknowledge(messageIds: readonly number[], bytes: number): void {
    const owed = messageIds.filter((messageId) => messageId > 0);
    if (!this.destroyed && owed.length > 0) this.write(pubacks(owed));
    this.#settled(messageIds.length, bytes);
  }

  #settled(publishes: number, bytes: number): void {
    const { pending, pendingBytes } = this.#deps.limits;
    this.#pending -= publishes;
    this.#pendingBytes -= bytes;
    if (this.#held && this.#pending <= pending / 2 && this.#pendingBytes <= pendingBytes / 2) this.#continue();
  }

  /** Of MQTT, once the CONNECT is whole. */
  get version(): 4 | 5 {
    return this.#version;
  }

  get unsent(): number {
    return this.#socket.writableLength + (this.#quota?.heldBytes ?? 0);
  }

  /** Only publishes count: acknowledgements and pings are answered at once. */
  get pending(): number {
    return this.#pending;
  }

  override _read(): void {
    this.#wanted = true;
    if (!this.#held && this.#state !== 'refused') this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: (error?: Error | null) => void): void {
    // aedes writes an acknowledgement in three pieces: many become one here.
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#cancelDeadline();
    this.#cancelUnsent?.();
    this.#cancelPace?.();
    this.#deps.backlog.gone(this);
    this.#held = undefined;
    this.#parts = [];
    if (this.#state !== 'refused') this.#socket.destroy();
    done(error);
  }

  #send(bytes: Buffer, done: (error?: Error | null) => void): void {
    let out = bytes;
    if (!this.#connackSeen) {
      this.#connackSeen = true;
      if (this.#version === 5) out = truthfulConnack(bytes, this.packetBytes);
    }
    // Never waits for the client: aedes delivers to all from one loop, and one that does not read would stop the home.
    this.#write(this.#quota?.pass(out) ?? out);
    if (this.#quota && this.#quota.heldBytes > 0) this.#boundUnsent();
    done();
  }

  #write(bytes: Buffer): void {
    if (!this.#socket.destroyed && bytes.length > 0 && !this.#socket.write(bytes)) this.#watchUnsent();
  }

  /** QoS 1 and 2 of a persistent session wait in its queue, too. */
  #boundUnsent(): void {
    this.#deps.backlog.grew(this);
    if (this.unsent > this.#deps.limits.unsentBytes) this.destroy();
  }

  /** Ends a connection whose other side takes nothing; one that acknowledges late does take. */
  #watchUnsent(): void {
    const { clock, limits } = this.#deps;
    const { writableLength } = this.#socket;
    this.#boundUnsent();
    if (this.destroyed) return;
    this.#cancelUnsent ??= clock.after(limits.unsentMs, () => {
      this.#cancelUnsent = undefined;
      if (this.#socket.writableLength >= writableLength) this.destroy();
      else if (this.#socket.writableLength > 0) this.#watchUnsent();
    });
  }

  #arrived(chunk: Buffer): void {
    if (this.#state === 'refused') return;
    if (this.#held) {
      // The socket was paused, but one more read may be under way.
      this.#held = Buffer.concat([this.#held, chunk]);
      return;
    }
    this.#take(chunk);
  }

  #continue(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#take(held);
    if (this.#held || this.#state === 'refused') return;
    if (this.#ended) this.push(null);
    else if (this.#wanted) this.#socket.resume();
  }

  #finish(): void {
    this.#ended = true;
    if (!this.#held) this.push(null);
  }

  /** Collects an incomplete packet in pieces, so that one byte at a time costs no more than all at once. */
  #take(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#parts.length > 0) {
      this.#parts.push(chunk);
      this.#have += chunk.length;
      if (this.#have < this.#need) {
        if (this.#isLate()) this.#refuse(malformed('packet takes too long'), this.#need);
        return;
      }
      bytes = Buffer.concat(this.#parts, this.#have);
      this.#parts = [];
    }
    this.#check(bytes);
  }

  /** Walks over the packets in `bytes` and passes on, in one piece, those that are whole and sound and did not go past aedes. */
  #check(bytes: Buffer): void {
    let at = 0;
    let from = 0;
    this.pace?.refill(this.#deps.clock.monotonic());
    while (at < bytes.length) {
      if (this.#mustWait()) {
        this.#pass(bytes, from, at);
        this.#held = bytes.subarray(at);
        this.#socket.pause();
        return;
      }
      const size = this.#measure(bytes, at);
      if (size === undefined) return;
      const end = at + size.whole;
      if (end > bytes.length) {
        this.#pass(bytes, from, at);
        this.#keep(bytes, at, size.whole);
        return;
      }
      const first = bytes[at] ?? 0;
      const cursor = { bytes, at: size.body, end };
      if (!this.#sound(cursor, first, size.whole)) return;
      if (from === at && this.#wentPast(cursor, first, size.body)) from = end;
      else this.#count(cursor, first);
      if (this.destroyed) return;
      at = end;
    }
    this.#pass(bytes, from, at);
  }

  /** Whether it was a plain publish that aedes need not see, and nothing is with aedes that comes before it. */
  #wentPast(cursor: Cursor, first: number, body: number): boolean {
    if (this.takes === undefined || this.#withAedes > 0 || this.#state !== 'open') return false;
    const publish = first >> 4 === PUBLISH ? plainPublish(first, cursor, body, this.#version) : undefined;
    if (publish === undefined || !this.takes(publish)) return false;
    this.#wait(cursor);
    return true;
  }

  /** Counts what aedes is handed and is to answer for. */
  #count(cursor: Cursor, first: number): void {
    const type = first >> 4;
    if (type === PUBLISH || type === SUBSCRIBE) this.#withAedes += 1;
    if (type === PUBLISH) this.#wait(cursor);
  }

  #wait({ at, end }: Cursor): void {
    this.#pending += 1;
    this.#pendingBytes += end - at;
  }

  #mustWait(): boolean {
    const { pending, pendingBytes } = this.#deps.limits;
    if (this.#state === 'deciding' || this.#pending >= pending || this.#pendingBytes >= pendingBytes) return true;
    const wait = this.pace?.waitMs ?? 0;
    if (wait === 0) return false;
    this.#cancelPace ??= this.#deps.clock.after(Math.max(wait, LEAST_WAIT_MS), () => {
      this.#cancelPace = undefined;
      this.#continue();
    });
    return true;
  }

  #isLate(): boolean {
    const { clock, limits } = this.#deps;
    return this.#state === 'open' && clock.monotonic() - this.#begunAt > limits.packetMs;
  }

  /** The size of the packet at `at` and where its body begins, or undefined when it was refused by its header. */
  #measure(bytes: Buffer, at: number): { readonly whole: number; readonly body: number } | undefined {
    const fault = this.#checkOrder(bytes[at] ?? 0);
    const header = fault ?? remainingLength(bytes, at + 1);
    if (header === 'malformed' || 'code' in header) {
      this.#refuse(fault ?? malformed('remaining length'), bytes.length - at);
      return undefined;
    }
    const { connectBytes } = this.#deps.limits;
    const whole = header.body - at + header.length;
    if (whole > (this.#state === 'connect' ? connectBytes : this.packetBytes)) {
      // On the header, before any of it is kept.
      this.#refuse(malformed('packet is too large', PACKET_TOO_LARGE), whole);
      return undefined;
    }
    return { whole, body: header.body };
  }

  #sound(cursor: Cursor, first: number, size: number): boolean {
    if (this.#state === 'connect') return this.#connect(cursor, size);
    const isReleased = this.#quota !== undefined && releases(first, cursor);
    const fault = checkPacket(first, cursor, this.#version);
    if (fault) {
      this.#refuse(fault, size);
      return false;
    }
    const next = isReleased ? this.#quota?.released() : undefined;
    if (next) this.#write(next);
    const type = first >> 4;
    // Each filter of a SUBSCRIBE may walk over everything retained.
    this.pace?.pay(Math.ceil(size / 1024) + (type === SUBSCRIBE ? Math.ceil(size / 4) : 0));
    return true;
  }

  #checkOrder(first: number): Malformed | undefined {
    // MQTT-3.1.0-1, MQTT-3.1.0-2.
    if (this.#state === 'connect' && first >> 4 !== CONNECT) return malformed('not a CONNECT', PROTOCOL_ERROR);
    if (this.#state === 'open' && first >> 4 === CONNECT) return malformed('second CONNECT', PROTOCOL_ERROR);
    return checkFirstByte(first);
  }

  #connect(cursor: Cursor, size: number): boolean {
    const connect = checkConnect(cursor);
    if (connect.kind === 'refused') {
      this.#refuse(malformed(connect.text), size, connect.connack);
      return false;
    }
    this.#version = connect.version;
    this.#state = 'deciding';
    return true;
  }

  #keep(bytes: Buffer, at: number, need: number): void {
    const rest = bytes.subarray(at);
    // A short rest of a large chunk would hold all of its memory.
    this.#parts = [rest.length < 1024 ? Buffer.from(rest) : rest];
    this.#begunAt = this.#deps.clock.monotonic();
    this.#have = rest.length;
    this.#need = need;
  }

  #pass(bytes: Buffer, from: number, end: number): void {
    if (end === from) return;
    this.#wanted = this.push(bytes.subarray(from, end));
    if (!this.#wanted) this.#socket.pause();
  }

  #refuse(fault: Malformed, size: number, connack?: Buffer): void {
    const open = this.#state === 'open';
    this.#state = 'refused';
    this.#deps.onRefused({
      ...(this.owner === undefined ? {} : { client: this.owner }),
      reason: fault.text,
      bytes: size,
    });
    // MQTT-4.13.1-1 (5): a DISCONNECT with the reason; 3.1.1 knows none (MQTT-4.8.0-1).
    const last = open && this.#version === 5 ? Buffer.from([0xe0, 1, fault.code]) : connack;
    const socket = this.#socket;
    if (last) {
      // Reading on, unheeded, keeps the kernel from answering with a reset before the reason arrives.
      socket.resume();
      socket.end(last, () => this.#deps.clock.after(200, () => socket.destroy()));
      this.#deps.clock.after(2000, () => socket.destroy());
    } else {
      socket.destroy();
    }
    this.destroy();
  }
}

/** A client that used up its pace is looked at again no sooner. */
const LEAST_WAIT_MS = 20;
