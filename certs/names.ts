import { BlockList, isIP } from 'node:net';
import { Unusable } from '../gateway/runtime/unusable.ts';

/** What a server certificate is for: host names and addresses, each once and in its usual spelling. */
export interface Names {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
}

/** How every hub is known to itself. */
const ALWAYS = ['localhost', '127.0.0.1', '::1'];
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$/;

/** The configured names with `localhost` and the loopback; throws a sentence that names what no certificate can say. */
export function namesOf(configured: readonly string[]): Names {
  const names = [...new Set([...ALWAYS, ...configured].map(canonical))];
  return {
    hosts: names.filter((name) => isIP(name) === 0),
    addresses: names.filter((name) => isIP(name) !== 0),
  };
}

/** The part that a root with these constraints may speak for (RFC 5280 §4.2.1.10), and the names that it may not. */
export function within({ hosts, addresses }: Names, permitted: Permitted): Names & { readonly outside: string[] } {
  const isInside = (name: string) =>
    permitted.hosts.some((host) => name === host || name.endsWith(`.${host}`)) ||
    permitted.addresses.check(name, isIP(name) === 6 ? 'ipv6' : 'ipv4');
  const outside = [...hosts, ...addresses].filter((name) => !isInside(name));
  return { hosts: hosts.filter(isInside), addresses: addresses.filter(isInside), outside };
}

/** What a root may speak for. */
export interface Permitted {
  readonly hosts: readonly string[];
  readonly addresses: BlockList;
  /** iPAddress constraints: the address and its mask. */
  readonly subnets: readonly Uint8Array[];
}

/** Names of the home (RFC 6762, RFC 8375, `.internal` as ICANN reserved it), private and link-local addresses, and `more`. */
export function permittedWith(more: readonly string[]): Permitted {
  const names = more.map(canonical);
  const extra = names.filter((name) => isIP(name) !== 0);
  const subnets: (readonly [string, number])[] = [
    ...HOME_SUBNETS,
    ...extra.map((address) => [address, isIP(address) === 6 ? 128 : 32] as const),
  ];
  const addresses = new BlockList();
  for (const [address, prefix] of subnets) addresses.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return {
    hosts: [...HOME_HOSTS, ...names.filter((name) => isIP(name) === 0)],
    addresses,
    subnets: subnets.map(([address, prefix]) => {
      const bytes = bytesOf(address);
      return new Uint8Array([...bytes, ...bytes.map((_, at) => maskByte(prefix - at * 8))]);
    }),
  };
}

const HOME_HOSTS = ['localhost', 'local', 'home.arpa', 'lan', 'internal'];
const HOME_SUBNETS: readonly (readonly [string, number])[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
];

function canonical(name: string): string {
  const lower = name.trim().toLowerCase().replace(/\.$/, '');
  if (isIP(lower) === 4) return lower;
  // The one spelling of RFC 5952; an address with a zone (`%eth0`) means nothing to anybody else.
  if (isIP(lower) === 6 && !lower.includes('%')) return new URL(`http://[${lower}]/`).hostname.slice(1, -1);
  if (lower.length > 253 || !lower.split('.').every((label) => LABEL.test(label))) {
    throw new Unusable(`names: "${name}" is neither a host name nor an address that a certificate can be made for`);
  }
  return lower;
}

/** An address that `canonical` wrote, as its 4 or 16 bytes. */
function bytesOf(address: string): number[] {
  if (isIP(address) === 4) return address.split('.').map(Number);
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function maskByte(bits: number): number {
  return bits >= 8 ? 255 : bits <= 0 ? 0 : 256 - 2 ** (8 - bits);
}
