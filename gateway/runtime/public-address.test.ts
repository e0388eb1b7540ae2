import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

const OWN = ['192.168.1.20', '93.184.216.34', '2a02:8108:1:2:aaaa::1', 'fe80::1%eth0'];

test.each(['1.1.1.1', '93.184.216.35', '172.32.0.1', '2606:4700::1111', '2a02:8108:1:3::1'])(
  '%s is out there',
  (address) => {
    expect(isPublicAddress(address, OWN)).toBe(true);
  },
);

test.each([
  ...[
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.178.1',
    '169.254.169.254',
    '100.64.0.1',
  ],
  ...[
    '224.0.0.251',
    '255.255.255.255',
    '198.18.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:1.1.1.1',
  ],
  ...['64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'ff02::fb', '2a02:8108:1:2::53', '93.184.216.34'],
  ...['localhost', '', '1.1.1', '0x7f.1'],
])('%s is not', (address) => {
  expect(isPublicAddress(address, OWN)).toBe(false);
});
