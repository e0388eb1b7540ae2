import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '../child.ts';
import { freePort, Mosquitto } from '../mosquitto.ts';
import { reach } from '../wire.ts';

/** What installers use: mosquitto that forwards everything to the vendor's broker over TLS, at QoS 1. */
serve<{ port: number; ca: string }>(async (vendor) => {
  const mosquitto = new Mosquitto();
  const port = await freePort();
  const ca = join(mosquitto.dir, 'ca.pem');
  writeFileSync(ca, vendor.ca);
  await mosquitto.start([
    ...[`listener ${port} 127.0.0.1`, 'persistence true', `persistence_location ${mosquitto.dir}/`],
    ...['connection vendor', `address 127.0.0.1:${vendor.port}`, 'topic # out 1 "" raw/', `bridge_cafile ${ca}`],
    ...['notifications false', 'cleansession false', 'try_private false'],
  ]);
  (await reach(port)).destroy();
  return { ready: { port }, usage: () => mosquitto.usage, stop: () => mosquitto.stop() };
});
