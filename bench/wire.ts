import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** MQTT 3.1.1 as far as the bench speaks it: raw bytes, so that whoever measures costs far less than what is measured. */
export function connectPacket(
  clientId: string,
  credentials?: { readonly name: string; readonly password: string },
): Buffer {
  const flags = credentials ? 0xc2 : 0x02;
  const secrets = credentials ? [text(credentials.name), text(credentials.password)] : [];
  return packet(0x10, [text('MQTT'), Buffer.from([4, flags, 0, 0]), text(clientId), ...secrets]);
}

export function subscribePacket(filter: string, qos: 0 | 1): Buffer {
  return packet(0x82, [Buffer.from([0, 1]), text(filter), Buffer.from([qos])]);
}

export function packet(first: number, parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first]), length(body.length), body]);
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** Remaining length, section 2.2.3. */
export function length(size: number): Buffer {
  const bytes: number[] = [];
  let rest = size;
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

/** Calls `take` for each whole packet in what came, which is `bytes` from `body` to `end`; gives back the rest. */
export function eachPacket(bytes: Buffer, take: (first: number, body: number, end: number) => void): Buffer {
  let at = 0;
  while (at + 2 <= bytes.length) {
    let size = 0;
    let body = at + 1;
    let shift = 0;
    let digit = 128;
    while (digit & 128 && body < bytes.length) {
      digit = bytes[body++] ?? 0;
      size |= (digit & 127) << shift;
      shift += 7;
    }
    if (digit & 128 || body + size > bytes.length) break;
    take(bytes[at] ?? 0, body, body + size);
    at = body + size;
  }
  return at === 0 ? bytes : bytes.subarray(at);
}

/** Connects once a server listens there, which a process that was just started may take a while to do. */
export async function reach(port: number): Promise<Socket> {
  for (let tries = 0; ; tries++) {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
