import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { networkOf } from './network.ts';

/** IANA special-purpose registries (RFC 6890): what no server of a maker has. */
const SPECIAL = new BlockList();
const V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Of 2000::/3, beside which nothing is taken: Teredo and ORCHID, documentation, and what holds an IPv4 address (6to4). */
const V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
for (const [list, type] of [
  [V4, 'ipv4'],
  [V6, 'ipv6'],
] as const) {
  for (const block of list) {
    const [net = '', bits = ''] = block.split('/');
    SPECIAL.addSubnet(net, Number(bits), type);
  }
}

/** Whether an address is somebody's out on the internet; `own` are the machine's own, whose networks are the home's. */
export function isPublicAddress(address: string, own: readonly string[]): boolean {
  if (isIPv4(address)) return !SPECIAL.check(address, 'ipv4') && !own.includes(address);
  if (!isIPv6(address) || !GLOBAL.check(address, 'ipv6') || SPECIAL.check(address, 'ipv6')) return false;
  return !own.some((each) => isIPv6(each.split('%')[0] ?? '') && networkOf(each) === networkOf(address));
}
