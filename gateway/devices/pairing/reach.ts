import { networkInterfaces } from 'node:os';

/**
 * Where a device in the home finds the hub: the address it listens on, or the first IPv4 address of this machine that is
 * not its own alone. An address and no name, since small devices seldom resolve `.local`.
 */
export function reachedAt(host: string, interfaces = networkInterfaces()): string {
  if (host !== '0.0.0.0' && host !== '::' && host !== '') return host;
  const addresses = Object.values(interfaces).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? 'localhost';
}
