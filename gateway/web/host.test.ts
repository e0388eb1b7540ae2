import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { isOurs, Proxies } from './host.ts';
import { isPlain } from './spelling.ts';

/** As a socket whose two ends have these addresses. */
function socket(remote: string, local = '192.168.1.5'): Socket {
  const made = new Socket();
  Object.defineProperties(made, { remoteAddress: { value: remote }, localAddress: { value: local } });
  return made;
}

const asking = {
  ...{ names: ['hearthgate.local', 'Box.Example'], port: 7443, proxies: new Proxies(['10.0.0.9']) },
  usualPort: 443,
} as const;

test.each([
  ['hearthgate.local:7443', true],
  ['HEARTHGATE.local:7443', true],
  ['box.example:7443', true],
  ['192.168.1.5:7443', true],
  ['localhost:7443', true],
  ['[::1]:7443', true],
  ['192.168.1.6:7443', false],
  ['hearthgate.local', false],
  ['hearthgate.local:443', false],
  ['hearthgate.local.:7443', false],
  ['x.hearthgate.local:7443', false],
  ['', false],
  [':7443', false],
])('asked as %s, it is our name: %s', (host, isName) => {
  expect(isOurs(host, socket('192.168.1.20'), asking)).toBe(isName);
});

test('behind a listed proxy a name needs no port, and whoever is no proxy gets none', () => {
  expect(isOurs('box.example', socket('::ffff:10.0.0.9'), asking)).toBe(true);
  expect(isOurs('box.example', socket('10.0.0.8'), asking)).toBe(false);
});

test('the port that browsers leave out need not be said, and only that', () => {
  const asked = (port: number, usualPort: 80 | 443) =>
    isOurs('hearthgate.local', socket('192.168.1.20'), { ...asking, port, usualPort });
  expect([asked(80, 80), asked(443, 443), asked(443, 80), asked(80, 443)]).toEqual([true, true, false, false]);
});

test.each([
  ['10.0.0.9', '1.2.3.4', '1.2.3.4'],
  ['10.0.0.9', '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['10.0.0.9', '1.2.3.4, 10.0.0.9', '1.2.3.4'],
  ['10.0.0.9', 'nonsense', '10.0.0.9'],
  ['10.0.0.9', '6.6.6.6, 1.2.3.4:56789', '1.2.3.4'],
  ['10.0.0.9', '6.6.6.6, [2001:db8::1]:443', '2001:db8::1'],
  ['10.0.0.9', '6.6.6.6, unknown', '10.0.0.9'],
  ['10.0.0.9', '6.6.6.6, 10.0.0.9:443', '6.6.6.6'],
  ['10.0.0.8', '1.2.3.4', '10.0.0.8'],
])('from %s, for %s: %s asks', (peer, forwarded, address) => {
  const request = new IncomingMessage(socket(peer));
  request.headers['x-forwarded-for'] = forwarded;
  expect(asking.proxies.addressOf(request)).toBe(address);
});

test.each(['/', '/api/v1/home?x=/../y', '/assets/a.b-c~d.js', '/a%20b', '/caf%C3%A9'])('%s is plain', (url) => {
  expect(isPlain(url)).toBe(true);
});
test.each([
  '',
  'http://x/',
  '//x',
  '/a//b',
  '/.',
  '/a/..',
  '/a/%2E%2e/b',
  '/a%5cb',
  '/a%2Fb',
  '/a%00',
  '/a%0a',
  '/a%25',
  '/é',
  '/%zz',
  '/%ff',
  '*',
])('%s is not', (url) => expect(isPlain(url)).toBe(false));
