import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Hmac, pseudonym, tlv } from './pseudonym.ts';

const hmac: Hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const counting = Uint8Array.from({ length: 32 }, (_, i) => i);

/** A second, simple implementation. The fixed names below were made by a third one, with Python's `hmac`. */
function again(key: Uint8Array, ...parts: string[]): string {
  const bytes = parts.flatMap((part) => {
    const text = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return [length, text];
  });
  return createHmac('sha256', key).update(Buffer.concat(bytes)).digest().subarray(0, 16).toString('base64url');
}

describe('pseudonyms', () => {
  it.each([
    ['zeros', new Uint8Array(32), 'device', 'd-1', 'fDu9ak-nBAmSCIUrzl1fuw'],
    ['counting', counting, 'device', 'd-1', 'k_JpfC-aqDbMB0z9ZLMmCw'],
    ['another kind of thing', counting, 'home', 'd-1', 'Kf--8NADHD3N-8OYsdPXKA'],
    ['nothing', counting, '', '', 'Xnv6OctbJarqmuCTjxcDSw'],
    ['beyond ASCII', counting, 'device', 'küche-☕', 'qwjleao8QSxooy8sX7GD7A'],
  ])('of a fixed key and id are fixed: %s', (_, key, type, id, golden) => {
    expect(pseudonym(hmac, key, type, id)).toBe(golden);
    expect(again(key, 'hearthgate/pseudonym/v1', type, id)).toBe(golden);
    expect(golden).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('do not confuse where one part ends and the next begins', () => {
    expect(tlv('ab', 'c')).not.toEqual(tlv('a', 'bc'));
    expect([...tlv('é', '')]).toEqual([0, 0, 0, 2, 0xc3, 0xa9, 0, 0, 0, 0]);
  });
});
