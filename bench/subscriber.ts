import type { Socket } from 'node:net';
import { connectPacket, eachPacket, reach, subscribePacket } from './wire.ts';

/** What comes to a broker, at QoS 1: `take` gets each message's topic and payload, which is valid during the call alone. */
export async function subscribe(
  port: number,
  filter: string,
  take: (topic: string, payload: Buffer, bytes: number) => void,
): Promise<Socket> {
  const socket = await reach(port);
  let rest: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let have = 0;
  let need = 2;
  const granted = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    parts.push(chunk);
    have += chunk.length;
    if (have < need) return;
    const data = parts.length === 1 ? chunk : Buffer.concat(parts);
    const answers: number[] = [];
    rest = eachPacket(data, (first, body, end) => {
      if (first >> 4 === 9) granted.resolve();
      if (first >> 4 !== 3) return;
      const topicEnd = body + 2 + data.readUInt16BE(body);
      const isConfirmed = (first & 6) !== 0;
      if (isConfirmed) answers.push(0x40, 2, data[topicEnd] ?? 0, data[topicEnd + 1] ?? 0);
      take(
        data.toString('latin1', body + 2, topicEnd),
        data.subarray(topicEnd + (isConfirmed ? 2 : 0), end),
        end - body + 2,
      );
    });
    parts = rest.length > 0 ? [rest] : [];
    have = rest.length;
    // A large packet in many pieces is put together once.
    need = Math.max(2, wanted(rest));
    if (answers.length > 0) socket.write(Buffer.from(answers));
  });
  socket.write(connectPacket(`bench-${filter.length}-${process.pid}`));
  socket.write(subscribePacket(filter, 1));
  await granted.promise;
  return socket;
}

/** Bytes of the packet that begins here, as far as its header tells. */
function wanted(rest: Buffer): number {
  let size = 0;
  for (let at = 1; at < Math.min(5, rest.length); at++) {
    const digit = rest[at] ?? 0;
    size |= (digit & 127) << (7 * (at - 1));
    if (!(digit & 128)) return at + 1 + size;
  }
  return 2;
}
