import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { serve } from '../child.ts';

/** The ceiling: the bare broker, which keeps nothing and asks nobody. */
serve(async () => {
  const aedes = new Aedes({ authenticate: (_client, _name, _password, done) => done(null, true) });
  await aedes.listen();
  const server = createServer(aedes.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ready: { port: (server.address() as AddressInfo).port },
    stop: async () => {
      server.close();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
});
