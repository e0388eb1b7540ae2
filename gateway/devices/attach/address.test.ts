import { expect, test } from 'vitest';
import { isInTheHome, reach, readAddress, writeAddress } from './address.ts';

test.each([
  ['mqtts://hub@homeassistant.local', { secured: true, host: 'homeassistant.local', port: 8883, user: 'hub' }],
  ['mqtt://192.168.1.5:1884/', { secured: false, host: '192.168.1.5', port: 1884 }],
  ['mqtts://[fd00::1]', { secured: true, host: 'fd00::1', port: 8883 }],
  ['mqtt://a%40b@broker', { secured: false, host: 'broker', port: 1883, user: 'a@b' }],
  ['mqtts://user:secret@broker', { why: 'password in the address' }],
  ['https://broker', { why: 'not an address' }],
  ['mqtts://broker/topic', { why: 'not an address' }],
  ['broker', { why: 'not an address' }],
])('%s is read', (text, is) => {
  expect(readAddress(text)).toEqual(is);
});

test('an address is written without its user', () => {
  expect(writeAddress({ secured: true, host: 'fd00::1', port: 8883 })).toBe('mqtts://[fd00::1]:8883');
});

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['192.168.0.9', true],
  ['::1', true],
  ['fe80::1', true],
  ['fd12::1', true],
  ['8.8.8.8', false],
  ['100.64.0.1', false],
  ['2001:db8:1::5', true],
  ['2001:db8:2::5', false],
])('%s is in the home: %s', (address, home) => {
  expect(isInTheHome(address, ['2001:db8:1::1/64', '192.168.1.7/24'])).toBe(home);
});

test('without TLS nothing outside the home is connected to, also where only one of its addresses is outside', async () => {
  const network = (...addresses: string[]) => ({ lookup: async () => addresses, own: () => [] });
  const plain = { secured: false, host: 'broker', port: 1883 };
  expect(await reach(plain, network('192.168.1.5'))).toBe('192.168.1.5');
  expect(await reach(plain, network('192.168.1.5', '203.0.113.9'))).toEqual({ why: 'not in the home' });
  expect(await reach(plain, network())).toEqual({ why: 'name not found' });
  expect(await reach({ ...plain, secured: true }, network('203.0.113.9'))).toBe('broker');
});
