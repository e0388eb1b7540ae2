import { BlockList, isIP } from 'node:net';

/** What one attacker has at least: an IPv4 address, or the 64 leading bits of an IPv6 one, whose rest anybody can choose. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const plain = address.split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  const [left = '', right] = plain.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/**
 * Whether an address is the hub's own machine or of a network that no router of the internet leads to: loopback, private
 * (RFC 1918), unique local (RFC 4193) and link-local ones.
 */
export function isAtHome(address: string): boolean {
  const plain = address.split('%')[0] ?? '';
  const family = isIP(plain);
  return family !== 0 && HOME.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

const HOME = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  HOME.addSubnet(network, bits, 'ipv4');
HOME.addAddress('::1', 'ipv6');
HOME.addSubnet('fc00::', 7, 'ipv6');
HOME.addSubnet('fe80::', 10, 'ipv6');
