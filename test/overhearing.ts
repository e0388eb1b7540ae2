import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a broker on which every packet is looked at, and which can be cut. */
export interface Way {
  readonly port: number;
  /** Payloads of messages at QoS 1 whose PUBACK came from the client. */
  readonly acknowledged: Set<string>;
  /** Kinds of packets (the upper half of the first byte) that the client sent. */
  readonly sent: Set<number>;
  /** Lets this many more acknowledgements through, then cuts the connection in their place. */
  cutAfterAcknowledging(count: number): void;
  close(): Promise<void>;
}

const [CONNECT, PUBLISH, PUBACK] = [1, 3, 4];

export async function wayTo(port: number): Promise<Way> {
  const acknowledged = new Set<string>();
  const sent = new Set<number>();
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;

  const server = createServer((client) => {
    const broker = connect(port, '127.0.0.1');
    const onItsWay = new Map<number, string>();
    let version = 4;
    const cut = () => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on(
      'data',
      eachPacket((kind, packet, body) => {
        sent.add(kind);
        if (kind === CONNECT) version = packet[packet.indexOf('MQTT') + 4] ?? 4;
        if (kind === PUBACK) {
          if (left-- <= 0) return cut();
          const said = onItsWay.get(body.readUInt16BE(0));
          if (said !== undefined) acknowledged.add(said);
        }
        broker.write(packet);
      }),
    );
    broker.on(
      'data',
      eachPacket((kind, packet, body) => {
        if (kind === PUBLISH && ((packet[0] ?? 0) & 0x06) === 0x02) {
          const at = 2 + body.readUInt16BE(0);
          // Properties of MQTT 5 are none here: their length is one byte.
          onItsWay.set(
            body.readUInt16BE(at),
            body.subarray(at + 2 + (version === 5 ? 1 + (body[at + 2] ?? 0) : 0)).toString(),
          );
        }
        client.write(packet);
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ port: (server.address() as AddressInfo).port, acknowledged, sent },
    cutAfterAcknowledging(count) {
      left = count;
      setTimeout(() => {
        left = Number.POSITIVE_INFINITY;
      }, 300).unref();
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Puts packets together again, however they were cut on the way. */
function eachPacket(call: (kind: number, packet: Buffer, body: Buffer) => void): (chunk: Buffer) => void {
  let gathered = Buffer.alloc(0);
  return (chunk) => {
    gathered = Buffer.concat([gathered, chunk]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; at < gathered.length; shift += 7, at++) {
        const byte = gathered[at] ?? 0;
        length += (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      if (at >= gathered.length || gathered.length < at + 1 + length) return;
      const packet = gathered.subarray(0, at + 1 + length);
      gathered = gathered.subarray(packet.length);
      call((packet[0] ?? 0) >> 4, packet, packet.subarray(at + 1));
    }
  };
}
