import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lengthSafe, partsOf } from './length-safe.ts';

it('parts come back as they were, whatever stands in them', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (parts) => {
      expect(partsOf(lengthSafe(parts))).toEqual(parts);
    }),
  );
  expect(partsOf(lengthSafe([lengthSafe(['a', '1:b|']), 'c']))).toEqual([lengthSafe(['a', '1:b|']), 'c']);
});

it('a text that is none of ours has no parts', () => {
  for (const other of ['a', '2:a|', '1:a', ':a|', '-1:|', '1:a|b', ' 1:a|']) expect(partsOf(other)).toEqual([]);
});
