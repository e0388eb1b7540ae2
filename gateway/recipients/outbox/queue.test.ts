import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConsentId } from '../../../rules/consent.ts';
import type { Purpose, RecipientId } from '../../../rules/manifest.ts';
import { type Permitted, permit } from '../../../rules/permitted.ts';
import type { DeviceId, FieldName } from '../../../rules/reading.ts';
import { batchRecords, liveOperations, pack, type QueuedRun, recordsIn, shuffled, valuesOf } from './queue.ts';
import { type Batch, BUCKETS, batchSize } from './seal.ts';

const NAME = 'x'.repeat(22);

const one = fc
  .record({
    consent: fc.constantFrom('a', 'b', 'c'),
    device: fc.constantFrom('lamp', 'door', 'meter'),
    from: fc.constantFrom(0, 1_000),
    to: fc.constantFrom(2_000, 3_000),
    field: fc.oneof(fc.constant('on'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })),
    value: fc.string({ unit: 'grapheme', maxLength: 60 }),
  })
  .map(({ consent, device, field, value, ...times }) =>
    permit({
      ...times,
      ...{ recipient: 'acme' as RecipientId, purpose: 'dpv:A' as Purpose, consent: consent as ConsentId },
      ...{ slotMs: 0, withinMs: 0, device: device as DeviceId, field: field as FieldName },
      shaped: { form: 'category', value },
    }),
  );

/** As they are queued when so many are committed together, and read back. */
function rowsOf(permitted: readonly Permitted[], together: number, epochStarts = 0): QueuedRun[] {
  const rows: QueuedRun[] = [];
  for (let at = 0; at < permitted.length; at += together) {
    for (const operation of liveOperations(permitted.slice(at, at + together), 0, () => epochStarts)) {
      const [, recipient, purpose, consent, slot_ms, within_ms, device, field, , , ...what] = [...operation] as never[];
      const [starts, ends, shaped, records, run, bytes] = what as never[];
      rows.push({
        ...{ id: rows.length + 1, recipient, purpose, consent, slot_ms, within_ms, device, field },
        ...{ starts, ends, shaped, records, run, bytes },
      } as unknown as QueuedRun);
    }
  }
  return rows;
}

const queued = fc
  .record({ permitted: fc.array(one, { maxLength: 80 }), together: fc.constantFrom(1, 7, 80) })
  .map(({ permitted, together }) => ({ permitted, rows: rowsOf(permitted, together) }));

function batchOf(records: readonly QueuedRun[]): Batch {
  return {
    ...{
      purpose: 'dpv:A',
      stream: NAME,
      epoch: NAME,
      seq: 1,
      jti: NAME,
      at: 0,
      window: 'PT1H',
      dummy: false,
      notices: [],
    },
    consents: [...new Set(records.map(({ consent }) => consent))].map(() => NAME),
    records: batchRecords(records, () => NAME, randomBytes),
    bucket: 4096,
  };
}

test('what is packed always fits, whatever the names and values: a batch that does not would block its stream', () => {
  const size = (records: readonly QueuedRun[]) => batchSize(NAME, 'acme', NAME, batchOf(records));
  fc.assert(
    fc.property(queued, fc.integer({ min: 100, max: 5_000 }), ({ rows: records }, room) => {
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
    fc.property(queued, ({ permitted, rows }) => {
      const made = batchRecords(rows, (device) => device, randomBytes);
      expect(recordsIn(rows)).toBe(permitted.length);
      const flat = made.flatMap(({ device, from, to, fields }) =>
        [...fields].map(([field, shaped]) => JSON.stringify([device, field, from, to, shaped])),
      );
      const said = permitted.map((each) => JSON.stringify([each.device, each.field, each.from, each.to, each.shaped]));
      expect(flat.sort()).toEqual(said.sort());
    }),
  );
});

test('what belongs to an epoch that was left stands in no run with what belongs to this one', () => {
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), (permitted) => {
      for (const row of rowsOf(permitted, 40, 500)) {
        expect(new Set(valuesOf(row).map(({ starts }) => starts < 500)).size).toBe(1);
      }
    }),
  );
});

test('a run is never so large that it fits no batch', () => {
  const text = { ...ONE, shaped: { form: 'category', value: 'x'.repeat(9_000) } } as const;
  const rows = rowsOf(Array.from({ length: 500 }, () => permit(ONE)).concat([permit(text), permit(text)]), 502);
  expect(rows.map(({ records }) => records)).toEqual([200, 200, 101, 1]);
});

test('a record larger than any batch is put aside and does not hold up the others', () => {
  const small = { ...BASE, id: 2 };
  const shaped = JSON.stringify({ form: 'category', value: 'x'.repeat(BUCKETS[0]) });
  const large = { ...BASE, shaped, bytes: shaped.length };
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

const BASE: QueuedRun = {
  ...{ id: 1, recipient: 'acme', purpose: 'dpv:A', consent: 'a', slot_ms: 0, within_ms: 0, device: 'lamp' },
  ...{ starts: 0, ends: 0, field: 'temperature', shaped: '{"form":"category","value":"warm"}' },
  ...{ records: 1, run: null, bytes: 34 },
};

const ONE = {
  ...{
    recipient: 'acme' as RecipientId,
    purpose: 'dpv:A' as Purpose,
    consent: 'a' as ConsentId,
    slotMs: 0,
    withinMs: 0,
  },
  ...{ device: 'lamp' as DeviceId, field: 'temperature' as FieldName, from: 0, to: 0 },
  shaped: { form: 'category', value: 'warm' },
} as const;
