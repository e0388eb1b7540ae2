import { type AddressInfo, createServer } from 'node:net';
import { serve } from '../child.ts';
import { eachPacket } from '../wire.ts';

/** Takes all and does nothing: what the load generator can do at most. */
serve(async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const answers: number[] = [];
      rest = eachPacket(data, (first, body) => {
        if (first >> 4 === 1) answers.push(0x20, 2, 0, 0);
        else if (first >> 4 === 12) answers.push(0xd0, 0);
        else if (first === 0x32) {
          const id = body + 2 + data.readUInt16BE(body);
          answers.push(0x40, 2, data[id] ?? 0, data[id + 1] ?? 0);
        }
      });
      if (answers.length > 0) socket.write(Buffer.from(answers));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ready: { port: (server.address() as AddressInfo).port },
    stop: async () => {
      server.close();
    },
  };
});
