import { dayOf } from '../../../rules/calendar.ts';
import { entry, lengthSafe } from '../../../rules/length-safe.ts';
import type { DeviceId, FieldName } from '../../../rules/reading.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Operation } from '../../store/flow.ts';
import { areOpen, sizeOf } from '../delivery/parts.ts';
import type { Homes } from '../homes.ts';
import { formOf, type QueuedRun, recordsIn, valuesOf } from './queue.ts';
import { isoSecond } from './seal.ts';

/** A row of outbox_batches. */
export interface BatchRow {
  readonly id: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly epoch: string;
  readonly stream: string;
  readonly seq: number;
  readonly jti: string;
  readonly at: number;
  readonly span: string;
  readonly bucket: number;
  readonly live: number;
  readonly touched: number;
  readonly sealed: Uint8Array | null;
}

export interface EndingDeps {
  readonly homes: Homes;
  readonly clock: Clock;
  /** The household's, whose days the sums are by. */
  readonly timeZone: string;
  /** True for a field of high sensitivity. */
  readonly isSensitive: (device: DeviceId, field: FieldName) => boolean;
  /** Whether the household wants values of high sensitivity kept in the detail of what left, too. */
  readonly keepsSensitive: () => boolean;
}

export type EndState = 'sent' | 'possibly received' | 'dropped';

/**
 * What is kept of a batch that ends, for the transaction that ends it: how it ended, a line for each device, field,
 * consent and form in it, and the sums of the day. What was dropped did not leave: it is in no sum, and its values are
 * not kept. `tells`: a notice, or a part of one, stood in it.
 */
export function ending(
  deps: EndingDeps,
  row: BatchRow,
  state: EndState,
  records: readonly QueuedRun[],
  tells: boolean,
): Operation[] {
  const now = deps.clock.now();
  const day = dayOf(now, deps.timeZone);
  const lines = linesOf(records);
  const operations = [delivery(row, state, now, day, records), ...lines.map((line) => kept(deps, row, state, line))];
  if (state === 'dropped') return operations;
  const { recipient, purpose } = row;
  const [sent, possibly] = state === 'sent' ? [1, 0] : [0, 1];
  const dummies = records.length === 0 && !tells ? 1 : 0;
  const size = row.sealed === null ? 0 : sizeOf(row.sealed);
  const count = recordsIn(records);
  operations.push(['left batches add', day, recipient, purpose, sent, possibly, size, count, dummies]);
  for (const { device, field, form, records: alike } of lines)
    operations.push(['left sum add', day, recipient, purpose, device, field, form, recordsIn(alike)]);
  return operations;
}

interface Line {
  readonly device: string;
  readonly field: string;
  readonly consent: string;
  readonly form: string;
  readonly records: QueuedRun[];
}

/** The records of a batch by device, field, consent and form. */
function linesOf(records: readonly QueuedRun[]): Line[] {
  const lines = new Map<string, Line>();
  for (const record of records) {
    const { device, field, consent } = record;
    const form = formOf(record);
    const key = lengthSafe([device, field, consent, form]);
    entry(lines, key, () => ({ device, field, consent, form, records: [] })).records.push(record);
  }
  return [...lines.values()];
}

function delivery(row: BatchRow, state: EndState, now: number, day: string, records: readonly QueuedRun[]): Operation {
  const counts: Record<string, number> = Object.create(null);
  for (const { consent, records: many } of records) counts[consent] = (counts[consent] ?? 0) + many;
  const { id, recipient, purpose, stream, seq, at, sealed } = row;
  const consents = JSON.stringify(counts);
  const [size, count] = [sealed === null ? 0 : sizeOf(sealed), recordsIn(records)];
  return ['outbox delivery add', id, recipient, purpose, stream, seq, at, now, day, state, size, count, consents];
}

function kept(
  { homes, isSensitive, keepsSensitive }: EndingDeps,
  { id, epoch, sealed }: BatchRow,
  state: EndState,
  { device, field, consent, form, records }: Line,
): Operation {
  const sensitive = isSensitive(device as DeviceId, field as FieldName);
  const isKept = state !== 'dropped' && (!sensitive || keepsSensitive());
  const values = isKept ? JSON.stringify(records.flatMap(asItLeft)) : null;
  // A recipient without a key gets no names of consents.
  const receipt = sealed === null || areOpen(sealed) ? null : homes.receiptId(consent, epoch);
  const first = Math.min(...records.map(({ starts }) => starts));
  const last = Math.max(...records.map(({ ends }) => ends));
  const about = [device, field, consent, form, receipt, recordsIn(records), first, last] as const;
  return ['outbox line add', ...about, sensitive ? 1 : 0, values, id];
}

/** The times and the words that stood in the batch. */
function asItLeft(run: QueuedRun) {
  return valuesOf(run).map(({ starts, ends, shaped }) => ({ from: isoSecond(starts), to: isoSecond(ends), shaped }));
}
