import { dayOf } from '../../../rules/calendar.ts';
import type { ConsentId } from '../../../rules/consent.ts';
import type { OpenDelivery } from '../../../rules/delivery.ts';
import type { Moved } from '../../events.ts';
import type { Epoch, Epochs } from '../../keys/epochs.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import { pack, type QueuedSize, recordsIn } from './queue.ts';
import { BUCKETS, type Bucket, batchSize } from './seal.ts';
import { isoDuration } from './slots.ts';

export interface FormDeps {
  /** Live records of the stream wait until a batch of its recipient has ended. */
  readonly full: (stream: Stream) => void;
  readonly flow: Flow;
  readonly clock: Clock;
  readonly random: Random;
  readonly epochs: Epochs;
  readonly inForce: (consent: ConsentId, now: number) => boolean;
  readonly nextBatchId: () => number;
  /** How a recipient without a key is delivered to; undefined: sealed. */
  readonly delivery: (recipient: string) => OpenDelivery | undefined;
  readonly moved: (moved: Moved) => void;
  /** The household's, whose days counts are kept by. */
  readonly timeZone: string;
}

/** One recipient × purpose. */
export interface Stream {
  readonly recipient: string;
  readonly purpose: string;
}

/** Waiting records per recipient, and how long they wait. */
const MAX_RECORDS = 10_000;
const MAX_BYTES = 8 * 2 ** 20;
export const MAX_AGE_MS = 30 * 86_400_000;
/** Unacknowledged batches per recipient, those of slots and live ones each; beyond it slots pass without a batch and records wait. */
const MAX_BATCHES = 1_000;
const MAX_BATCH_BYTES = 16 * 2 ** 20;
/** Where so many live batches wait to be taken, only full ones are made: many small ones would never catch up. */
const MANY_BATCHES = 16;
/** Live records that about fill the largest batch; to wait for more of them would only make them late. */
export const FULL_BATCH = 1_500;

const SLOT_BUCKET = BUCKETS[0];
/** More than fit into a slot's batch, so that the batch is as full as it can be. */
const SLOT_LOOK = 512;
const LIVE_LOOK = 2_000;

/**
 * Makes the one batch of a slot: what is due and fits, else a dummy. Commits it with its sequence number. Its size and
 * that it exists depend on nothing but the schedule. Returns whether there is a batch.
 */
export async function formSlot(deps: FormDeps, stream: Stream, slot: number, periodMs: number): Promise<boolean> {
  if (isFull(await batchesOf(deps, stream, false))) return false;
  await bound(deps, stream.recipient);
  const { recipient, purpose } = stream;
  if (deps.delivery(recipient) !== undefined) return formOpenSlot(deps, stream, slot, periodMs);
  const rows = await deps.flow.read<QueuedSize>('outbox free slot records', recipient, purpose, slot, SLOT_LOOK);
  const { permitted, operations } = split(deps, rows);
  const { epoch, records } = oldestEpoch(deps, stream, permitted);
  const packed = pack(records, SLOT_BUCKET - emptySize(stream, epoch));
  operations.push(...withhold(deps, 'too large', packed.tooLarge));
  const span = isoDuration(periodMs);
  const batch = { epoch, live: false, at: slot, span, bucket: SLOT_BUCKET, records: packed.taken };
  await commit(deps, stream, batch, operations);
  return true;
}

/** What became of the records that waited. */
interface Formation {
  /** Records that stand in batches now. */
  readonly batched: number;
  /** Others wait until a batch ends. */
  readonly waits: boolean;
}

/** Makes as many batches as the waiting live records need, each in the smallest bucket that holds it; no dummies. */
export async function formLive(deps: FormDeps, stream: Stream): Promise<Formation> {
  await bound(deps, stream.recipient);
  const { recipient, purpose } = stream;
  const read = () => deps.flow.read<QueuedSize>('outbox free live records', recipient, purpose, LIVE_LOOK);
  return formFull(deps, stream, true, read, (taken) => ({
    at: deps.clock.now(),
    span: isoDuration(Math.max(...taken.map((record) => record.within_ms))),
  }));
}

/**
 * All that is due in a slot, and nothing where nothing is: without a seal the size and content of what is sent show anyway, and
 * an empty message means nothing to those who take it.
 */
async function formOpenSlot(deps: FormDeps, stream: Stream, slot: number, periodMs: number): Promise<boolean> {
  const { recipient, purpose } = stream;
  const read = () => deps.flow.read<QueuedSize>('outbox free slot records', recipient, purpose, slot, LIVE_LOOK);
  const { batched } = await formFull(deps, stream, false, read, () => ({ at: slot, span: isoDuration(periodMs) }));
  return batched > 0;
}

/** As many batches as the records need that are read, until there are none. */
async function formFull(
  deps: FormDeps,
  stream: Stream,
  live: boolean,
  read: () => Promise<QueuedSize[]>,
  when: (taken: readonly QueuedSize[]) => Pick<Formed, 'at' | 'span'>,
): Promise<Formation> {
  let batched = 0;
  for (;;) {
    const [rows, waiting] = await Promise.all([read(), batchesOf(deps, stream, live)]);
    const waits = isFull(waiting) || (live && waiting.count >= MANY_BATCHES && recordsIn(rows) < FULL_BATCH);
    if (rows.length > 0 && waits && live) deps.full(stream);
    if (rows.length === 0 || waits) return { batched, waits: rows.length > 0 };
    const { permitted, operations } = split(deps, rows);
    const { epoch, records } = oldestEpoch(deps, stream, permitted);
    const empty = emptySize(stream, epoch);
    const packed = pack(records, BUCKETS[3] - empty);
    operations.push(...withhold(deps, 'too large', packed.tooLarge));
    if (packed.taken.length === 0) {
      await deps.flow.write(operations);
      continue;
    }
    const bucket = BUCKETS.find((size) => size >= packed.size + empty) ?? BUCKETS[3];
    await commit(deps, stream, { epoch, live, ...when(packed.taken), bucket, records: packed.taken }, operations);
    batched += recordsIn(packed.taken);
  }
}

/** Drops what waits beyond the bounds, and counts it: what is too old, then single values before summaries. */
export async function bound(deps: FormDeps, recipient: string): Promise<void> {
  const oldest = deps.clock.now() - MAX_AGE_MS;
  const [[old = NOTHING], [all = NOTHING]] = await Promise.all([
    deps.flow.read<Size>('outbox free old size', recipient, oldest),
    deps.flow.read<Size>('outbox free size', recipient),
  ]);
  const records = Math.max(all.records - old.records - MAX_RECORDS, 0);
  const bytes = Math.max(all.bytes - old.bytes - MAX_BYTES, 0);
  const operations: Operation[] = [];
  if (old.records > 0) {
    operations.push(['stayed add free old', today(deps), TOO_OLD, recipient, oldest]);
    operations.push(['outbox free old delete', recipient, oldest]);
  }
  if (records > 0 || bytes > 0) {
    const reason: WithheldReason = 'queue full';
    operations.push(['stayed add free trim', today(deps), reason, recipient, recipient, records, bytes]);
    operations.push(['outbox free trim', recipient, recipient, records, bytes]);
  }
  if (operations.length > 0) await deps.flow.write(operations);
}

interface Size {
  readonly records: number;
  readonly bytes: number;
}
const NOTHING: Size = { records: 0, bytes: 0 };

export type WithheldReason = 'withdrawn' | 'queue full' | 'too old' | 'too large' | 'no name there';
const TOO_OLD: WithheldReason = 'too old';

/** The household's day. */
export function today({ clock, timeZone }: Pick<FormDeps, 'clock' | 'timeZone'>): string {
  return dayOf(clock.now(), timeZone);
}

/** Deletes records that do not leave after all, and counts them. */
export function withhold(
  deps: Pick<FormDeps, 'clock' | 'timeZone'>,
  reason: WithheldReason,
  records: readonly QueuedSize[],
): Operation[] {
  if (records.length === 0) return [];
  const ids = JSON.stringify(records.map(({ id }) => id));
  return [
    ['stayed add records', today(deps), reason, ids],
    ['outbox records delete', ids],
  ];
}

/** By the kind of release: live batches that are not taken must not show as a slot without one. */
async function batchesOf(deps: FormDeps, { recipient }: Stream, live: boolean): Promise<Batches> {
  const [row] = await deps.flow.read<Batches>('outbox batch count', recipient, live ? 1 : 0);
  return row ?? { count: 0, bytes: 0 };
}

interface Batches {
  readonly count: number;
  readonly bytes: number;
}

function isFull({ count, bytes }: Batches): boolean {
  return count >= MAX_BATCHES || bytes >= MAX_BATCH_BYTES;
}

function split(deps: FormDeps, rows: readonly QueuedSize[]): { permitted: QueuedSize[]; operations: Operation[] } {
  const now = deps.clock.now();
  const allowed = (row: QueuedSize) => deps.inForce(row.consent as ConsentId, now);
  const ended = rows.filter((row) => !allowed(row));
  return { permitted: rows.filter(allowed), operations: withhold(deps, 'withdrawn', ended) };
}

/** A batch holds records of one epoch; those of the oldest go first, so that an epoch that was left is soon done. */
function oldestEpoch(
  deps: FormDeps,
  stream: Stream,
  rows: readonly QueuedSize[],
): { epoch: Epoch; records: readonly QueuedSize[] } {
  const now = deps.clock.now();
  const { recipient, purpose } = stream;
  const current = deps.epochs.current(recipient, purpose, now);
  const epochOf = (row: QueuedSize) =>
    row.starts >= current.starts ? current : deps.epochs.at(recipient, purpose, row.starts, now);
  const epochs = rows.map(epochOf);
  const epoch = epochs.reduce((oldest, each) => (each.starts < oldest.starts ? each : oldest), current);
  return { epoch, records: rows.filter((_, index) => epochs[index]?.epoch === epoch.epoch) };
}

/** Upper bound of the JSON without receipts and records. */
function emptySize({ recipient, purpose }: Stream, { stream, epoch }: Epoch): number {
  const name = 'x'.repeat(22);
  return batchSize(name, recipient, 'x'.repeat(43), {
    purpose,
    stream,
    epoch,
    seq: Number.MAX_SAFE_INTEGER,
    jti: name,
    at: 8_640_000_000_000_000,
    window: 'PT1000000S',
    dummy: true,
    consents: [],
    records: [],
    bucket: SLOT_BUCKET,
  });
}

interface Formed {
  readonly epoch: Epoch;
  readonly live: boolean;
  readonly at: number;
  readonly span: string;
  readonly bucket: Bucket;
  readonly records: readonly QueuedSize[];
}

/** Batch, sequence number and records in one transaction, before anything is sent (PRIVACY.md section 3). */
async function commit(deps: FormDeps, stream: Stream, formed: Formed, others: readonly Operation[]): Promise<void> {
  const { epoch, live, at, span, bucket, records } = formed;
  const name = live ? epoch.liveStream : epoch.stream;
  const [row] = await deps.flow.read<{ next: number }>('outbox seq', name);
  const seq = row?.next ?? epoch.firstSeq;
  const id = deps.nextBatchId();
  const jti = deps.random(16).toString('base64url');
  const { recipient, purpose } = stream;
  await deps.flow.write([
    ...others,
    ['outbox seq put', name, recipient, seq + 1],
    ['outbox batch add', id, recipient, purpose, epoch.epoch, name, seq, jti, at, span, bucket, live ? 1 : 0],
    ['outbox records put in batch', id, JSON.stringify(records.map((record) => record.id))],
  ]);
  deps.moved({ batch: id, recipient, purpose, state: 'waiting', records: recordsIn(records), at: deps.clock.now() });
}
