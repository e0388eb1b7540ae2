import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { serve } from '../child.ts';

/** The gateway one writes first: what comes in goes out over TLS as it is. Nothing is kept, decided or sealed. */
serve<{ port: number; ca: string }>(async ({ port, ca }) => {
  const vendor = await connectAsync({ protocol: 'mqtts', host: '127.0.0.1', port, ca });
  const aedes = new Aedes({
    authenticate: (_client, _name, _password, done) => done(null, true),
    authorizePublish: (_client, packet, done) => {
      vendor.publish(`raw/${packet.topic}`, packet.payload, { qos: 1 });
      done(null);
    },
  });
  await aedes.listen();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ready: { port: (server.address() as AddressInfo).port },
    stop: async () => {
      server.close();
      await vendor.endAsync(true);
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
});
