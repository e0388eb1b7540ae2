import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import type { Canary } from './canaries.ts';
import { searchIn } from './canary-search.ts';
import { createHome } from './home.ts';

const canary = (kind: Canary['kind'], value: string | number): Canary => ({
  id: `${kind} ${value}`,
  device: 'tested',
  field: 'tested',
  kind,
  value,
  control: false,
});
const text = canary('text', 'zq7k2m9x4c8v5b3');
const number = canary('number', 21.4375);
const mac = canary('mac', '4AB1E85FEE8A');
const ip = canary('ip', '10.169.221.194');
const hash = (algorithm: string, value: string) => createHash(algorithm).update(value).digest();
const double = (value: number, write: 'writeDoubleBE' | 'writeDoubleLE') => {
  const bytes = Buffer.alloc(8);
  bytes[write](value);
  return bytes;
};
const value = String(text.value);

test.each<[string, Canary, Buffer | string]>([
  ['raw', text, value],
  ['upper case', text, value.toUpperCase()],
  ['reversed', text, [...value].reverse().join('')],
  ['hex', text, Buffer.from(value).toString('hex')],
  ['upper-case hex', text, Buffer.from(value).toString('hex').toUpperCase()],
  ['base64', text, Buffer.from(value).toString('base64')],
  ['base64, one byte in', text, Buffer.from(`é${value}!`).toString('base64')],
  ['base64, two bytes in', text, Buffer.from(`${'x'.repeat(5)}${value}!!`).toString('base64')],
  ['base64url, one byte in', text, Buffer.from(`?${value}>>`).toString('base64url')],
  ['MD5 in hex', text, hash('md5', value).toString('hex')],
  ['SHA-1 in base64', text, hash('sha1', value).toString('base64')],
  ['SHA-256 in hex', text, hash('sha256', value).toString('hex')],
  ['SHA-256 in base64url', text, hash('sha256', value).toString('base64url')],
  ['shortened SHA-256', text, hash('sha256', value).toString('hex').slice(0, 16)],
  ['decimal', number, '{"battery":21.4375}'],
  ['decimal comma', number, '21,4375'],
  ['exponent', number, '2.14375e1'],
  ['exponent with sign', number, '2.14375E+1'],
  ['big-endian double', number, double(21.4375, 'writeDoubleBE')],
  ['little-endian double', number, double(21.4375, 'writeDoubleLE')],
  ['base64 of a double', number, double(21.4375, 'writeDoubleBE').toString('base64')],
  ['MAC with colons', mac, '4a:b1:e8:5f:ee:8a'],
  ['MAC with dashes', mac, '4A-B1-E8-5F-EE-8A'],
  ['MAC as bytes', mac, Buffer.from('4ab1e85fee8a', 'hex')],
  ['hash of a MAC with colons', mac, hash('sha256', '4A:B1:E8:5F:EE:8A').toString('hex')],
  ['address as a number', ip, String(((10 * 256 + 169) * 256 + 221) * 256 + 194)],
])('a canary is found as %s', (_spelling, planted, haystack) => {
  const noise = createRandom('noise').bytes(999);
  const bytes = Buffer.concat([noise, typeof haystack === 'string' ? Buffer.from(haystack) : haystack, noise]);
  expect(searchIn([bytes], [text, number, mac, ip]).map((sighting) => sighting.canary)).toEqual([planted]);
});

test('what is absent is not found, nor a number that only looks alike', () => {
  const noise = createRandom('much noise').bytes(2_000_000);
  const alike = '21.44 21.437 zq7 4ab1e85fee8b 10.169.221.19';
  expect(searchIn([noise, noise.toString('base64'), noise.toString('hex'), alike], [text, number, mac, ip])).toEqual(
    [],
  );
});

test('what a home publishes holds every canary, and no other home does', () => {
  const start = Date.UTC(2026, 2, 2, 6);
  const [one, other] = ['one', 'other'].map((seed) => createHome({ seed, start, days: 8, timeZone: 'Europe/Berlin' }));
  if (one === undefined || other === undefined) throw new Error('two homes were made');
  const said: string[] = [];
  for (const message of one.messages(start, one.end)) said.push(message.topic, message.payload);
  const began = performance.now();
  const found = new Set(searchIn(said, one.canaries).map((sighting) => sighting.canary.id));
  expect(one.canaries.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
  expect(searchIn(said, other.canaries)).toEqual([]);
  // Some 25 MB twice; a search that looked for each canary in turn would take minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});
