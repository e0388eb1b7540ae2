import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isAtHome } from '../../runtime/network.ts';
import type { Problem } from './problem.ts';

/** Where a broker listens. */
export interface Address {
  readonly secured: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/** As it stands in an address, with the user in it; the password is never part of it. */
export interface Named extends Address {
  readonly user?: string;
}

const PORTS = { 'mqtt:': 1883, 'mqtts:': 8883 } as const;

/** Reads `mqtts://user@host:8883`; anything else is a problem. */
export function readAddress(text: string): Named | Problem {
  if (!URL.canParse(text)) return { why: 'not an address' };
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (password !== '') return { why: 'password in the address' };
  const beyond = (pathname !== '' && pathname !== '/') || search !== '' || hash !== '';
  if ((protocol !== 'mqtt:' && protocol !== 'mqtts:') || hostname === '' || beyond) return { why: 'not an address' };
  return {
    secured: protocol === 'mqtts:',
    host: hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === '' ? PORTS[protocol] : Number(port),
    ...(username === '' ? {} : { user: decoded(username) }),
  };
}

export function writeAddress({ secured, host, port }: Address): string {
  return `${secured ? 'mqtts' : 'mqtt'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** `lookup` and `own` are the machine's, but in tests. */
export interface Network {
  lookup(host: string): Promise<readonly string[]>;
  /** The networks that this machine is in, as `address/prefix`. */
  own(): readonly string[];
}

export const network: Network = {
  lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  own: () =>
    Object.values(networkInterfaces()).flatMap((each) =>
      (each ?? []).flatMap(({ cidr }) => (cidr === null ? [] : cidr)),
    ),
};

/**
 * The address to connect to. Without TLS it is one in the home, and it is connected to as it was looked at, so that no
 * second look-up can lead elsewhere.
 */
export async function reach({ secured, host }: Address, { lookup, own }: Network = network): Promise<string | Problem> {
  if (secured) return host;
  const addresses = isIP(host) ? [host] : await lookup(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { why: 'name not found' };
  return addresses.every((address) => isInTheHome(address, own())) ? first : { why: 'not in the home' };
}

/** At home by its kind of address, or in one of the networks that this machine is in. */
export function isInTheHome(address: string, own: readonly string[]): boolean {
  if (isAtHome(address)) return true;
  const networks = new BlockList();
  for (const cidr of own) {
    const [base = '', prefix] = cidr.split('/');
    networks.addSubnet(base, Number(prefix), isIP(base) === 6 ? 'ipv6' : 'ipv4');
  }
  return networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
