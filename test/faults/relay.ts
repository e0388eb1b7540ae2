import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/**
 * How the way is. `refuse`: nobody listens. `silent`: it is taken and nothing ever comes. `reset`: closed by RST as soon as
 * it is open. `cut`: RST in the middle of what is sent, after so many bytes. `half`: the other side says that it is done and
 * goes on reading. `elsewhere`: to another server. `late`: each piece takes a tenth of a second. `stalled`: nothing
 * passes, as while packets are lost, until the way is another.
 */
export type Way = 'clear' | 'refuse' | 'silent' | 'reset' | 'cut' | 'half' | 'elsewhere' | 'late' | 'stalled';

const LATE_MS = 100;
/** Behind a handshake of TLS 1.3 with a client certificate, and within the first batch. */
const CUT_AFTER = 5_000;

/** A network between the hub and one vendor that can be made to fail: TCP in, TCP out, and what is said is not looked at. */
export class Relay {
  /** Connections that came while the way was as it is now. */
  met = 0;
  readonly #port: number;
  readonly #elsewhere: number;
  readonly #pairs = new Set<readonly [Socket, Socket | undefined]>();
  #server: Server | undefined;
  #listens = 0;
  #way: Way = 'clear';
  #changed = new Set<() => void>();

  /** To a port of this machine, or to the other one. */
  constructor(port: number, elsewhere: number) {
    this.#port = port;
    this.#elsewhere = elsewhere;
    onTestFinished(async () => {
      await this.become('refuse');
    });
  }

  /** The port that is listened on, from the first start on. */
  async start(): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.#came(socket));
    server.listen(this.#listens, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    this.#server = server;
    this.#listens = typeof address === 'object' && address ? address.port : 0;
    return this.#listens;
  }

  /** From now on the way is like this, and what is connected is cut off, unless it is to feel it. */
  async become(way: Way): Promise<void> {
    this.#way = way;
    this.met = 0;
    for (const resolve of [...this.#changed]) resolve();
    if (way !== 'late' && way !== 'stalled' && way !== 'clear') this.#cutAll();
    if (way === 'refuse') {
      this.#server?.close();
      this.#server = undefined;
    } else if (!this.#server) await this.start();
  }

  #cutAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket?.resetAndDestroy();
  }

  #came(hub: Socket): void {
    this.met++;
    hub.on('error', () => undefined);
    const way = this.#way;
    if (way === 'reset') return void hub.resetAndDestroy();
    const vendor =
      way === 'silent' ? undefined : connect(way === 'elsewhere' ? this.#elsewhere : this.#port, '127.0.0.1');
    const pair = [hub, vendor] as const;
    this.#pairs.add(pair);
    hub.on('close', () => {
      this.#pairs.delete(pair);
      vendor?.destroy();
    });
    if (!vendor) return void hub.resume();
    vendor.on('error', () => undefined);
    vendor.on('close', () => hub.destroy());
    this.#pass(hub, vendor, way === 'cut' ? CUT_AFTER : Number.POSITIVE_INFINITY);
    this.#pass(vendor, hub, Number.POSITIVE_INFINITY);
    if (way === 'half') setTimeout(() => hub.end(), LATE_MS);
  }

  /** Piece by piece, in order, `most` bytes in all. */
  async #pass(from: Socket, to: Socket, most: number): Promise<void> {
    let left = most;
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        if (this.#way === 'late') await sleep(LATE_MS);
        while (this.#way === 'stalled') await new Promise<void>((resolve) => this.#changed.add(resolve));
        if (to.writable) to.write(piece.subarray(0, left));
        left -= piece.length;
        if (left <= 0) {
          // What was let through arrives before the cut is felt.
          await sleep(10);
          from.resetAndDestroy();
          to.resetAndDestroy();
        }
      }
      to.end();
    } catch {
      to.destroy();
    }
  }
}
