import { expect, test } from 'vitest';
import { isAtHome, networkOf } from './network.ts';

test.each([
  ['192.168.1.20', '192.168.1.20'],
  ['::ffff:192.168.1.20', '192.168.1.20'],
  ['2001:db8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['2001:db8:0:1::7', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s is of the network %s', (address, network) => expect(networkOf(address)).toBe(network));

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.178.20', true],
  ['169.254.7.7', true],
  ['::1', true],
  ['fd12:3456::1', true],
  ['fe80::1%eth0', true],
  ['::ffff:192.168.1.1', true],
  ['::ffff:8.8.8.8', false],
  ['8.8.8.8', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['2001:db8::1', false],
  ['::', false],
  ['', false],
  ['home.local', false],
  ['10.1.2', false],
  ['0x0a000001', false],
])('%s is at home: %s', (address, home) => {
  expect(isAtHome(address)).toBe(home);
});
