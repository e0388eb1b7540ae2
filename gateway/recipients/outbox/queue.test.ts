import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchRecords, pack, type QueuedRecord, shuffled } from './queue.ts';
import { type Batch, BUCKETS, batchSize } from './seal.ts';

const NAME = 'x'.repeat(22);

const queued = fc.record({
  id: fc.nat(),
  recipient: fc.constant('acme'),
  purpose: fc.constant('dpv:A'),
  consent: fc.constantFrom('a', 'b', 'c'),
  slot_ms: fc.constant(0),
  within_ms: fc.constant(0),
  device: fc.constantFrom('lamp', 'door', 'meter'),
  starts: fc.constantFrom(0, 1_000),
  ends: fc.constantFrom(2_000, 3_000),
  field: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  shaped: fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => JSON.stringify({ form: 'category', value })),
});

function batchOf(records: readonly QueuedRecord[]): Batch {
  return {
    ...{ purpose: 'dpv:A', stream: NAME, epoch: NAME, seq: 1, jti: NAME, at: 0, window: 'PT1H', dummy: false },
    consents: [...new Set(records.map(({ consent }) => consent))].map(() => NAME),
    records: batchRecords(records, () => NAME, randomBytes),
    bucket: 4096,
  };
}

test('what is packed always fits, whatever the names and values: a batch that does not would block its stream', () => {
  const size = (records: readonly QueuedRecord[]) => batchSize(NAME, 'acme', NAME, batchOf(records));
  fc.assert(
    fc.property(fc.array(queued, { maxLength: 80 }), fc.integer({ min: 100, max: 5_000 }), (records, room) => {
      const { taken, size: counted, tooLarge } = pack(records, room);
      expect(counted).toBeLessThanOrEqual(room);
      expect(size(taken) - size([])).toBeLessThanOrEqual(counted);
      expect([...taken, ...tooLarge].length).toBeLessThanOrEqual(records.length);
      if (records.length > 0) expect(taken.length + tooLarge.length).toBeGreaterThan(0);
    }),
  );
});

test('every taken field stands in the batch, also when a device has two values of it for one time', () => {
  fc.assert(
    fc.property(fc.array(queued, { maxLength: 40 }), (records) => {
      const made = batchRecords(records, (device) => device, randomBytes);
      expect(made.reduce((sum, { fields }) => sum + fields.size, 0)).toBe(records.length);
    }),
  );
});

test('a record larger than any batch is put aside and does not hold up the others', () => {
  const small = { ...BASE, id: 2 };
  const large = { ...BASE, shaped: JSON.stringify({ form: 'category', value: 'x'.repeat(BUCKETS[0]) }) };
  const packed = pack([large, small], 3_000);
  expect(packed.taken).toEqual([small]);
  expect(packed.tooLarge).toEqual([large]);
});

test('every order of a batch is as likely (chi-square over the 6 orders of 3, alpha 1e-6)', () => {
  const counts = new Map<string, number>();
  const runs = 12_000;
  for (let i = 0; i < runs; i++) {
    const order = shuffled([1, 2, 3], randomBytes).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  const expected = runs / 6;
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(counts.size).toBe(6);
  expect(chi).toBeLessThan(35.9);
});

const BASE: QueuedRecord = {
  ...{ id: 1, recipient: 'acme', purpose: 'dpv:A', consent: 'a', slot_ms: 0, within_ms: 0, device: 'lamp' },
  ...{ starts: 0, ends: 0, field: 'temperature', shaped: '{"form":"category","value":"warm"}' },
};
