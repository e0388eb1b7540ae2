import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A record of application data of TLS that no key opens. */
const BAD_RECORD = Buffer.concat([Buffer.of(0x17, 3, 3, 0, 0x30), Buffer.alloc(48, 7)]);

/** Somebody on the way to a server, who adds a bad record to the first that it says. */
export async function badRecordBehind(to: number): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => {
    const onward = connect(to, 'localhost');
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
    socket.pipe(onward);
    onward.once('data', (first: Buffer) => {
      socket.write(Buffer.concat([first, BAD_RECORD]));
      onward.pipe(socket);
    });
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
