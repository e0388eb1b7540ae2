import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AuthorityOptions, openAuthority } from '../../certs/authority.ts';
import { systemRandom } from '../runtime/random.ts';
import { wrappingOf } from './private-keys.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2027-03-01T12:00:00Z');
const KEY = Buffer.alloc(32, 7);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'private-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const outside = (key = KEY) => wrappingOf({ place: 'file', key }, systemRandom);
const open = (options: Partial<AuthorityOptions> = {}) =>
  openAuthority({ kind: 'devices', dir: join(dir, 'certs'), now: () => now, wrapping: outside(), ...options });

/** What the files with private keys begin with. */
function begins(): Record<string, string> {
  const names = readdirSync(join(dir, 'certs')).filter((name) => name.includes('private'));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(dir, 'certs', name), 'utf8').split('\n')[0] ?? '']),
  );
}
const WRAPPED = '-----BEGIN HEARTHGATE WRAPPED KEY-----';

test('with the root key outside an authority is founded, renews and changes its root, and no key ever lies in the clear', async () => {
  const first = await open();
  const { cert, key } = await first.server();
  const both = { 'ca.private.pem': WRAPPED, 'server.private.pem': WRAPPED };
  expect(begins()).toEqual(both);
  for (const name of Object.keys(both)) expect(statSync(join(dir, 'certs', name)).mode & 0o777).toBe(0o600);
  expect(await (await open()).server()).toEqual({ cert, key });

  const later = await open({ now: () => now + 367 * DAY_MS });
  const renewed = await later.server();
  expect(renewed.cert).not.toBe(cert);
  expect(begins()).toEqual(both);
  expect(await (await open({ now: () => now + 368 * DAY_MS })).server()).toEqual(renewed);

  await later.beginRotation();
  expect(begins()).toEqual({ ...both, 'next.private.pem': WRAPPED });
  expect((await open()).roots).toHaveLength(2);
  later.cancelRotation();
  expect(begins()).toEqual(both);
  await later.beginRotation();
  later.finishRotation();
  // The file of the next root is the present one's now, by one rename.
  const after = await open();
  expect(after.caPem).toBe(later.caPem);
  expect(after.caPem).not.toBe(first.caPem);
});

test('what was wrapped opens whole, under its own name and by its own root key only', () => {
  const text = 'Permitted: hub.example.org\n-----BEGIN PRIVATE KEY-----\n…';
  const wrapped = outside().wrap('page root', text);
  expect(outside().unwrap('page root', wrapped)).toBe(text);
  expect(outside().unwrap('devices root', wrapped)).toBeUndefined();
  expect(outside(Buffer.alloc(32, 8)).unwrap('page root', wrapped)).toBeUndefined();
  expect(wrappingOf({ place: 'card' }, systemRandom).unwrap('page root', wrapped)).toBeUndefined();
  for (const part of ['', 'AAAA', wrapped.split('\n')[1] ?? '']) {
    expect(outside().unwrap('page root', `${WRAPPED}\n${part}`)).toBeUndefined();
    expect(
      outside().unwrap('page root', `${WRAPPED}\n${part}\n-----END HEARTHGATE WRAPPED KEY-----\n`),
    ).toBeUndefined();
  }
});

test('on the card keys lie as they are, so that openssl reads them', () => {
  const { wrap, unwrap } = wrappingOf({ place: 'card', key: KEY }, systemRandom);
  expect(wrap('devices root', 'text')).toBe('text');
  expect(unwrap('devices root', 'text')).toBe('text');
});
