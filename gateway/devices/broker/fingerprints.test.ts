import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fingerprints } from './fingerprints.ts';

test('it says what a map of the same would say', () => {
  const key = fc.integer({ min: 1, max: 40 }).map((n) => n * 2 ** 47 + n);
  const put = fc.record({ key, mark: fc.nat(3), commit: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(put, { maxLength: 32 }), fc.option(fc.nat(3)), (puts, forgotten) => {
      const flat = new Fingerprints(64);
      const known = new Map<number, { mark: number; commit: number }>();
      for (const { key, mark, commit } of puts) {
        flat.put(key, mark, commit);
        known.set(key, { mark, commit });
      }
      expect(flat.size).toBe(known.size);
      if (forgotten !== null) flat.forget(forgotten);
      for (const { key, mark } of puts) {
        const one = known.get(key);
        const is = one?.mark === mark && one.commit !== forgotten ? one.commit : undefined;
        expect(flat.commitOf(key, mark)).toBe(is);
      }
      flat.clear();
      expect(flat.size).toBe(0);
      for (const { key, mark } of puts) expect(flat.commitOf(key, mark)).toBe(undefined);
    }),
  );
});
