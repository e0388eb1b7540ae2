import type { X509Certificate } from 'node:crypto';
import { createHash } from 'node:crypto';
import { Announcer } from './devices/pairing/announcer.ts';
import { addressesIn } from './devices/pairing/reach.ts';
import type { Hub } from './main.ts';
import type { Config } from './runtime/config.ts';
import type { Log } from './runtime/log.ts';

/** What devices compare the authority by: SHA-256 of its certificate's DER. */
export function fingerprintOf(root: X509Certificate): Buffer {
  return createHash('sha256').update(root.raw).digest();
}

/** Announces the hub where it listens on the home's network; undefined where it does not, or is not to be announced. */
export async function announce(hub: Hub, config: Config, log: Log): Promise<Announcer | undefined> {
  if (config.mdns?.enabled !== true || addressesIn(config.host).length === 0) return undefined;
  await hub.authorities.open('devices');
  const name = config.names.find((each) => /^[a-z0-9-]+\.local$/.test(each));
  const announcer = new Announcer({
    ...{ clock: hub.clock, log },
    announced: () => {
      const [root] = hub.authorities.deviceRoots;
      const fingerprint = root ? fingerprintOf(root) : Buffer.alloc(32);
      const host = name ?? `hearthgate-${fingerprint.toString('hex').slice(0, 6)}.local`;
      return { host, addresses: addressesIn(config.host), fingerprint, ...hub.broker.ports() };
    },
  });
  announcer.start();
  return announcer;
}
