import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The IPv4 addresses that devices in the home reach the hub by: the one it listens on, or all of this machine that are
 * not its own alone. None where it listens to this machine only.
 */
export function addressesIn(host: string, interfaces = networkInterfaces()): string[] {
  if (isIP(host) === 4 && host !== '0.0.0.0') return host.startsWith('127.') ? [] : [host];
  if (host !== '0.0.0.0' && host !== '::') return [];
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  return addresses.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []));
}

/**
 * What stands in a pairing code: an address and no name, since small devices seldom resolve `.local`; what is listened on
 * where that is none.
 */
export function reachedAt(host: string, interfaces = networkInterfaces()): string {
  const [first] = addressesIn(host, interfaces);
  return first ?? (host === '0.0.0.0' || host === '::' ? 'localhost' : host);
}
