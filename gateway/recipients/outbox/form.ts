import { dayOf } from '../../../rules/calendar.ts';
import type { ConsentId } from '../../../rules/consent.ts';
import type { OpenDelivery } from '../../../rules/delivery.ts';
import type { Moved } from '../../events.ts';
import type { Epoch, Epochs } from '../../keys/epochs.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import type { BatchRow } from './ending.ts';
import { type PartRow, packParts } from './parts.ts';
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
  /** It takes data. Who does not any more, or not again yet, is still told what the household says. */
  readonly takesData: (recipient: string) => boolean;
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

export interface Slot {
  readonly at: number;
  /** Between the stream's slots. */
  readonly periodMs: number;
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
const PARTS_LOOK = 64;
/** Two parts and some short ones: what is due goes on beside them. */
const TOLD_ROOM = 2_300;
const LIVE_LOOK = 2_000;

/**
 * Makes the one batch of a slot: what is to be told and what is due, as far as it fits, else a dummy. Commits it with its
 * sequence number. Its size and that it exists depend on nothing but the schedule. One that nobody took until now is made
 * anew: what waits is never sent in a burst, but in batches that are fuller. Returns whether there is a batch.
 */
export async function formSlot(deps: FormDeps, stream: Stream, { at: slot, periodMs }: Slot): Promise<boolean> {
  const { recipient, purpose } = stream;
  if (deps.delivery(recipient) !== undefined) {
    await bound(deps, recipient);
    return formOpenSlot(deps, stream, slot, periodMs);
  }
  const unsent = await takenApart(deps, stream);
  await bound(deps, recipient);
  const [rows, parts] = await Promise.all([
    deps.flow.read<QueuedSize>('outbox free slot records', recipient, purpose, slot, SLOT_LOOK),
    deps.flow.read<PartRow>('notice parts free', recipient, PARTS_LOOK),
  ]);
  const { permitted, operations } = split(deps, parts.length === 0 || deps.takesData(recipient) ? rows : []);
  const { epoch, records } = oldestEpoch(deps, stream, permitted);
  const room = SLOT_BUCKET - emptySize(stream, epoch);
  const told = packParts(parts, TOLD_ROOM);
  const packed = pack(records, room - told.size);
  // What fits beside no notice fits alone.
  if (told.size === 0) operations.push(...withhold(deps, 'too large', packed.tooLarge));
  const span = isoDuration(periodMs);
  const batch = { epoch, live: false, at: slot, span, bucket: SLOT_BUCKET, records: packed.taken, told: told.taken };
  await commit(deps, stream, batch, operations, unsent);
  return true;
}

/** Makes a batch of this slot for a recipient that gets none by itself, where something waits to be told to it. */
export async function formNotices(deps: FormDeps, stream: Stream, slot: Slot): Promise<boolean> {
  const [unsent] = await deps.flow.read<{ count: number }>('notice parts unsent', stream.recipient);
  return unsent !== undefined && unsent.count > 0 && formSlot(deps, stream, slot);
}

/** Lets what stands in batches of the stream's slots, and nobody was sent, wait again; the first of those batches. */
async function takenApart(deps: FormDeps, { recipient, purpose }: Stream): Promise<BatchRow | undefined> {
  const unsent = await deps.flow.read<BatchRow>('outbox slot batches unsent', recipient, purpose);
  if (unsent.length > 0) await deps.flow.write(unsent.flatMap(({ id }) => freed(id)));
  // There is more than one only where another version of this program left them.
  if (unsent.length > 1) await deps.flow.write(unsent.slice(1).map(({ id }) => ['outbox batch delete', id]));
  return unsent[0];
}

/** What stands in a batch waits again. */
export function freed(batch: number): Operation[] {
  return [
    ['outbox records free again', batch],
    ['notice parts free again', batch],
  ];
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
    const batch = { epoch, live, ...when(packed.taken), bucket, records: packed.taken, told: [] };
    await commit(deps, stream, batch, operations);
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

export type WithheldReason = 'withdrawn' | 'queue full' | 'too old' | 'too large' | 'no name there' | 'identifier';
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
    notices: [],
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
  readonly told: readonly PartRow[];
}

/**
 * Batch, sequence number and content in one transaction, before anything is sent (PRIVACY.md section 3). It takes the place
 * of `instead`, and its number, where that is of the same epoch.
 */
async function commit(
  deps: FormDeps,
  stream: Stream,
  formed: Formed,
  others: readonly Operation[],
  instead?: BatchRow,
): Promise<void> {
  const { epoch, live, at, span, bucket, records, told } = formed;
  const name = live ? epoch.liveStream : epoch.stream;
  const [row] = await deps.flow.read<{ next: number }>('outbox seq', name);
  const next = { seq: row?.next ?? epoch.firstSeq, jti: deps.random(16).toString('base64url') };
  const { seq, jti } = instead?.stream === name ? instead : next;
  const id = instead?.id ?? deps.nextBatchId();
  const { recipient, purpose } = stream;
  await deps.flow.write([
    ...others,
    ['outbox batch delete', id],
    ['outbox seq put', name, recipient, seq + 1],
    ['outbox batch add', id, recipient, purpose, epoch.epoch, name, seq, jti, at, span, bucket, live ? 1 : 0],
    ['outbox records put in batch', id, JSON.stringify(records.map((record) => record.id))],
    ['notice parts put in batch', id, JSON.stringify(told.map((part) => part.id))],
  ]);
  deps.moved({ batch: id, recipient, purpose, state: 'waiting', records: recordsIn(records), at: deps.clock.now() });
}
