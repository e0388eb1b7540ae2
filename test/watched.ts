import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TLS record as whoever watches the network sees it. */
export interface SeenRecord {
  /** Home time. */
  readonly at: number;
  /** Of the connection, from 0. */
  readonly connection: number;
  readonly from: 'home' | 'recipient';
  readonly bytes: number;
}

const HEAD = 5;

/** A way to a port of this machine that is watched: records are cut by their headers, which are not encrypted (RFC 8446 §5.1). */
export async function watched(to: number, now: () => number) {
  const seen: SeenRecord[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  let isCut = false;
  const server = createServer((home) => {
    if (isCut) return void home.resetAndDestroy();
    const connection = connections++;
    const recipient = connect(to, '127.0.0.1');
    const pass = (from: SeenRecord['from'], source: Socket, target: Socket) => {
      let rest = Buffer.alloc(0);
      open.add(source);
      source.on('data', (piece: Buffer) => {
        rest = Buffer.concat([rest, piece]);
        for (let size = sizeOf(rest); size <= rest.length; size = sizeOf(rest)) {
          seen.push({ at: now(), connection, from, bytes: size });
          rest = rest.subarray(size);
        }
        target.write(piece);
      });
      source.on('error', () => target.destroy());
      source.on('close', () => {
        open.delete(source);
        target.destroy();
      });
    };
    pass('home', home, recipient);
    pass('recipient', recipient, home);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    seen,
    connections: () => connections,
    /** From now on nothing passes, or (`false`) all does again. */
    cut(cut: boolean) {
      isCut = cut;
      if (cut) for (const socket of open) socket.resetAndDestroy();
    },
  };
}

function sizeOf(bytes: Buffer): number {
  return bytes.length < HEAD ? Number.POSITIVE_INFINITY : HEAD + bytes.readUInt16BE(3);
}
