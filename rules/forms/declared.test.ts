import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { FieldSpec } from '../manifest.ts';
import { parseForm, parseManifest } from '../manifest.ts';
import type { FieldName } from '../reading.ts';
import { asDeclared } from './declared.ts';

const STATE: FieldSpec = { name: 'state' as FieldName, type: 'category', values: ['on', 'off'] };
const POWER: FieldSpec = { name: 'power' as FieldName, type: 'number', bounds: [0, 9000], resolution: 0.5 };
const MOTION: FieldSpec = { name: 'motion' as FieldName, type: 'boolean' };

describe('free text, pictures, blobs and logs have no form to leave in', () => {
  test.each(['text', 'string', 'image', 'audio', 'blob', 'binary', 'log', 'object', 'list'])(
    'a manifest cannot declare a field of type %s',
    (type) => {
      const parsed = parseManifest({ products: [{ match: { model: 'm' }, fields: [{ name: 'note', type }] }] });
      const problems = 'problems' in parsed ? parsed.problems.map(({ path }) => path) : [];
      expect(problems).toContain('/products/0/fields/0/type');
    },
  );

  test.each(['text', 'raw', 'pseudonym', 'pseudonymised', 'hashed', 'encrypted', 'masked', 'redacted'])(
    'there is no form %s, which would keep who is alike and how often',
    (form) => {
      const parsed = parseForm({ form });
      expect('problems' in parsed && parsed.problems.map(({ path }) => path)).toEqual(['/form']);
    },
  );

  it('of any text no more is known than which declared word it is', () => {
    const text = fc.oneof(fc.string({ maxLength: 200, unit: 'grapheme' }), fc.constantFrom('on', 'off', 'other', 'ON'));
    fc.assert(
      fc.property(text, (said) => {
        expect(['on', 'off', 'other', undefined]).toContain(asDeclared(STATE, said));
        expect(asDeclared(POWER, said)).toBeUndefined();
        expect(asDeclared(MOTION, said)).toBeUndefined();
      }),
    );
  });

  it('and of one that is longer than any word, nothing', () => {
    expect(asDeclared(STATE, 'x'.repeat(40))).toBe('other');
    expect(asDeclared(STATE, 'x'.repeat(41))).toBeUndefined();
    expect(asDeclared(STATE, 'Traceback: '.repeat(20))).toBeUndefined();
  });
});
