import type { LookupAddress, lookup } from 'node:dns';
import { expect, test } from 'vitest';
import { homeLookup, NOT_AT_HOME } from './open-connection.ts';

const at = (...addresses: string[]) =>
  addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));

/** A name server that says another thing each time. */
function saying(...answers: LookupAddress[][]): typeof lookup {
  const look = (_host: string, _options: object, callback: (error: null, addresses: LookupAddress[]) => void) =>
    callback(null, answers.shift() ?? []);
  return look as unknown as typeof lookup;
}

function looked(look: typeof lookup, all: boolean): Promise<unknown> {
  return new Promise((resolve) =>
    homeLookup(look)('hub.local', { all }, (error, address) => resolve(error ? error.code : address)),
  );
}

test('the address that is connected to is the one that was judged: what is not at home is not among the answers', async () => {
  const mixed = at('203.0.113.7', '192.168.1.20', '2001:db8::1', 'fd00::20');
  expect(await looked(saying(mixed), true)).toEqual(at('192.168.1.20', 'fd00::20'));
  expect(await looked(saying(mixed), false)).toBe('192.168.1.20');
  expect(await looked(saying(at('203.0.113.7')), true)).toBe(NOT_AT_HOME);
  expect(await looked(saying([]), false)).toBe(NOT_AT_HOME);
});

test('a name that answers with an address at home first and with another then is judged each time', async () => {
  const rebinding = saying(at('10.0.0.5'), at('198.51.100.9'));
  expect(await looked(rebinding, false)).toBe('10.0.0.5');
  expect(await looked(rebinding, false)).toBe(NOT_AT_HOME);
});
