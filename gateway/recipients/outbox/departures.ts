import type { ConsentId } from '../../../rules/consent.ts';
import type { OpenDelivery } from '../../../rules/delivery.ts';
import { type Holds, tellsIdentifier } from '../../../rules/hidden-identifiers.ts';
import type { PublicJwk } from '../../../rules/manifest.ts';
import { pseudonym } from '../../../rules/pseudonym.ts';
import type { DeviceId } from '../../../rules/reading.ts';
import { hmac } from '../../keys/hash.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import { areOpen, openBytes } from '../delivery/parts.ts';
import { canSay } from '../delivery/values.ts';
import type { Homes } from '../homes.ts';
import { type BatchRow, type EndingDeps, type EndState, ending } from './ending.ts';
import { type FormDeps, freed, MAX_AGE_MS, type Stream, today, type WithheldReason, withhold } from './form.ts';
import { type PartRow, partOf } from './parts.ts';
import { batchRecords, type QueuedRun, recordsIn, saysWords, valuesOf } from './queue.ts';
import { BUCKETS, type Bucket, sealBatch } from './seal.ts';

export interface DepartureDeps extends FormDeps, EndingDeps {
  readonly homes: Homes;
  readonly canonical: (device: DeviceId) => string | undefined;
  readonly isActive: (stream: Stream) => boolean;
  /** Whether an id or name of the home stands in a value, as far as they are known now. */
  readonly holds: Holds;
  readonly left: (consents: readonly string[]) => void;
  /** The recipient has all of the notice of this name. */
  readonly told: (notice: string) => void;
  /** Records of a closed batch wait again. */
  readonly freed: (stream: Stream) => void;
}

/** What a batch is made for: the key it is sealed to, or the delivery of a recipient that has none. */
export type Way = { readonly key: PublicJwk } | { readonly delivery: OpenDelivery };

/**
 * Which batches one connection takes: where a recipient has one for slots and one for what leaves live, each its own; of
 * one that takes no data, those that only tell.
 */
export type Share = 'all' | 'slots' | 'live' | 'telling' | 'none';

/** A batch that may be written to a socket; that it may have been is already on the disk. */
export interface Departure {
  readonly id: number;
  /** When it was due. */
  readonly at: number;
  readonly isLive: boolean;
  readonly bytes: Uint8Array;
  /** Looked at once more right before the first byte (Art. 7(3) GDPR: withdrawing works at once). */
  stillPermitted(): boolean;
}

/**
 * The next batch after batch `after` that may be sent, made for `way`. What may not be sent any more is closed or
 * dropped. A batch that was made before comes with the same bytes again, and never goes another way than it was made for.
 */
export async function nextDeparture(
  deps: DepartureDeps,
  recipient: string,
  after: number,
  way: Way,
  share: Share,
): Promise<Departure | undefined> {
  for (let last = after; ; ) {
    const row = await nextRow(deps.flow, recipient, last, share);
    if (!row) return undefined;
    last = row.id;
    const content = await kept(deps, row);
    if (!content) continue;
    const bytes = row.sealed ?? (await seal(deps, row, content, way));
    if (bytes && areOpen(bytes) !== 'delivery' in way) continue;
    const { id, at, live } = row;
    if (bytes) return { id, at, isLive: live === 1, bytes, stillPermitted: () => mayLeave(deps, row, content) };
  }
}

/** The first batch after batch `after` that is not yet acknowledged. */
export async function nextRow(
  flow: Flow,
  recipient: string,
  after: number,
  share: Share,
): Promise<BatchRow | undefined> {
  if (share === 'none') return undefined;
  const [row] = await rowsOf(flow, recipient, after, share);
  return row;
}

function rowsOf(flow: Flow, recipient: string, after: number, share: Exclude<Share, 'none'>): Promise<BatchRow[]> {
  switch (share) {
    case 'all':
      return flow.read<BatchRow>('outbox batch next', recipient, after);
    case 'telling':
      return flow.read<BatchRow>('outbox batch next telling', recipient, after);
    case 'slots':
    case 'live':
      return flow.read<BatchRow>('outbox batch next released', recipient, share === 'live' ? 1 : 0, after);
  }
}

/** Closes or drops batches that may not be sent any more, without sealing anything. */
export async function sweep(deps: DepartureDeps, recipient: string): Promise<void> {
  for (let last = 0; ; ) {
    const row = await nextRow(deps.flow, recipient, last, 'all');
    if (!row) return;
    last = row.id;
    await kept(deps, row);
  }
}

/** The recipient acknowledged the batch: it is forgotten here but for its delivery. */
export async function acknowledged(deps: DepartureDeps, id: number): Promise<void> {
  const [row] = await deps.flow.read<BatchRow>('outbox batch', id);
  if (!row) {
    await deps.flow.write([
      ['left batches sent after all', id],
      ['outbox delivery sent after all', id],
    ]);
    return;
  }
  const { records, told } = await contentOf(deps, id);
  // First, so that a crash in between notes it twice and loses nothing.
  for (const { jti } of await deps.flow.read<{ jti: string }>('notices ending with batch', id, id)) deps.told(jti);
  await deps.flow.write([
    ...ending(deps, row, 'sent', records, told.length > 0),
    ['outbox batch records delete', id],
    ['notice parts delete', id],
    ['outbox batch delete', id],
  ]);
  moved(deps, row, 'sent', records);
  if (records.length > 0) deps.left([...new Set(records.map(({ consent }) => consent))]);
}

/** The recipient will never take this batch: it is not sent again, and what of it was taken is not known. */
export async function refused(deps: DepartureDeps, id: number): Promise<void> {
  const [row] = await deps.flow.read<BatchRow>('outbox batch', id);
  if (row) await close(deps, row, await contentOf(deps, id), () => true);
}

/** Takes records under these consents out of a recipient's queue; batches that may have left are closed. */
export async function withdrawFrom(deps: DepartureDeps, recipient: string, consents: readonly string[]): Promise<void> {
  const ids = JSON.stringify(consents);
  for (const row of await deps.flow.read<BatchRow>('outbox consent batches', recipient, ids)) {
    if (row.touched)
      await close(deps, row, await contentOf(deps, row.id), (record) => consents.includes(record.consent));
  }
  const [left] = await deps.flow.read<{ count: number }>('outbox consent count', recipient, ids);
  if (!left?.count) return;
  await deps.flow.write([
    ['stayed add consent', today(deps), WITHDRAWN, recipient, ids],
    ['outbox consent delete', recipient, ids],
  ]);
}

/** What of a batch may still be sent; undefined when the batch itself ended: closed, or dropped. */
async function kept(deps: DepartureDeps, row: BatchRow): Promise<Content | undefined> {
  const content = await contentOf(deps, row.id);
  const { records, told } = content;
  const tooOld = row.at < deps.clock.now() - MAX_AGE_MS;
  const delivery = deps.delivery(row.recipient);
  if (row.touched) {
    const sameWay = row.sealed === null || areOpen(row.sealed) === (delivery !== undefined);
    const tellsNow = records.some((record) => tells(deps, record));
    if (sameWay && mayLeave(deps, row, content) && !tooOld && !tellsNow) return content;
    await close(deps, row, content, (record) => tooOld || !permits(deps)(record) || tells(deps, record));
    return undefined;
  }
  const permitted = records.filter(permits(deps));
  const ended = records.filter((record) => !permitted.includes(record));
  // Some may have waited since before the home was known to have that name.
  const telling = new Set(permitted.filter((run) => tells(deps, run)));
  const left = permitted.filter(
    (run) =>
      !telling.has(run) &&
      (delivery === undefined || valuesOf(run).every(({ shaped }) => canSay(delivery, run.device, run.field, shaped))),
  );
  const unsaid = permitted.filter((record) => !left.includes(record) && !telling.has(record));
  const operations: Operation[] = [
    ...withhold(deps, WITHDRAWN, ended),
    ...withhold(deps, 'identifier', [...telling]),
    ...withhold(deps, 'no name there', unsaid),
  ];
  // Where all consents of a stream ended nothing is sent but what is to be told, not even a dummy; else an emptied batch that is
  // sealed becomes one.
  const drop = tooOld || !deps.epochs.find(row.recipient, row.purpose, row.epoch);
  const isEmpty = left.length === 0 && (delivery !== undefined || (told.length === 0 && !deps.isActive(row)));
  if (drop || isEmpty) {
    operations.push(...withhold(deps, 'too old', left), ...freed(row.id), ['outbox batch delete', row.id]);
    operations.push(...ending(deps, row, 'dropped', left, told.length > 0));
    await deps.flow.write(operations);
    moved(deps, row, 'dropped', left);
    return undefined;
  }
  if (operations.length > 0) await deps.flow.write(operations);
  return { records: left, told };
}

/**
 * The content of a batch that was touched is never changed, so it is closed as possibly received; what is still
 * permitted in it waits again and goes under a new sequence number (DESIGN.md section 2).
 */
async function close(
  deps: DepartureDeps,
  row: BatchRow,
  { records, told }: Content,
  ended: (record: QueuedRun) => boolean,
): Promise<void> {
  const gone = records.filter(ended).map(({ id }) => id);
  await deps.flow.write([
    ...ending(deps, row, 'possibly received', records, told.length > 0),
    ['outbox records delete', JSON.stringify(gone)],
    ...freed(row.id),
    ['outbox batch delete', row.id],
  ]);
  moved(deps, row, 'possibly received', records);
  if (gone.length < records.length) deps.freed(row);
}

/** Makes a batch and commits its bytes; from here on it counts as possibly received. */
async function seal(deps: DepartureDeps, row: BatchRow, content: Content, way: Way): Promise<Uint8Array | undefined> {
  const epoch = deps.epochs.find(row.recipient, row.purpose, row.epoch);
  const bucket = BUCKETS.find((size) => size === row.bucket);
  if (!epoch || !bucket) return undefined;
  const nameOf = (device: string) => {
    const canonical = deps.canonical(device as DeviceId);
    if (canonical === undefined) throw new Error('a device that is no longer known stands in a batch');
    return pseudonym(hmac, epoch.key, 'device', canonical);
  };
  const bytes =
    'delivery' in way
      ? unsealed(deps, row, content.records, way.delivery, nameOf)
      : sealed(deps, row, content, way.key, nameOf, bucket);
  if (bytes === undefined) return undefined;
  await deps.flow.write([
    ['outbox batch touch', bytes, row.id],
    ['outbox departure add', row.id, deps.clock.now()],
  ]);
  return bytes;
}

function sealed(
  deps: DepartureDeps,
  row: BatchRow,
  { records, told }: Content,
  key: PublicJwk,
  nameOf: (device: string) => string,
  bucket: Bucket,
): Uint8Array {
  const consents = [...new Set(records.map(({ consent }) => consent))];
  return sealBatch(deps.homes.of(row.recipient), key, {
    purpose: row.purpose,
    stream: row.stream,
    epoch: row.epoch,
    seq: row.seq,
    jti: row.jti,
    at: row.at,
    window: row.span,
    dummy: records.length === 0 && told.length === 0,
    // Receipt ids are random, so their order says nothing of the order of consents.
    consents: consents.map((consent) => deps.homes.receiptId(consent, row.epoch)).sort(),
    records: batchRecords(records, nameOf, deps.random),
    notices: told.map(partOf),
    bucket,
  });
}

/** What a recipient without a key gets, which is nothing where there is nothing: neither stream nor number, epoch nor consents. */
function unsealed(
  deps: DepartureDeps,
  row: BatchRow,
  records: readonly QueuedRun[],
  delivery: OpenDelivery,
  codeOf: (device: string) => string,
): Uint8Array | undefined {
  if (records.length === 0) return undefined;
  const named = batchRecords(records, (id) => id, deps.random).map((record) => ({
    ...record,
    id: record.device,
    device: delivery.names === 'own' ? record.device : codeOf(record.device),
  }));
  return openBytes(delivery, { name: row.jti, purpose: row.purpose, records: named });
}

function mayLeave(deps: DepartureDeps, row: BatchRow, { records, told }: Content): boolean {
  return records.every(permits(deps)) && (records.length > 0 || told.length > 0 || deps.isActive(row));
}

/** A device that was removed has no name to stand in for it, and its records stay. */
function permits(deps: DepartureDeps): (record: QueuedRun) => boolean {
  const now = deps.clock.now();
  return (record) =>
    deps.inForce(record.consent as ConsentId, now) && deps.canonical(record.device as DeviceId) !== undefined;
}

/** Numbers were looked at when they were queued; one that is an address by chance is not worth a look at each. */
function tells({ holds }: DepartureDeps, run: QueuedRun): boolean {
  return saysWords(run) && valuesOf(run).some((value) => tellsIdentifier(value, holds));
}

/** What a batch holds: records, and parts of notices. */
interface Content {
  readonly records: readonly QueuedRun[];
  readonly told: readonly PartRow[];
}

async function contentOf({ flow }: DepartureDeps, batch: number): Promise<Content> {
  const [records, told] = await Promise.all([
    flow.read<QueuedRun>('outbox batch records', batch),
    flow.read<PartRow>('notice parts in batch', batch),
  ]);
  return { records, told };
}

function moved(deps: DepartureDeps, row: BatchRow, state: EndState, records: readonly QueuedRun[]): void {
  const { id: batch, recipient, purpose } = row;
  deps.moved({ batch, recipient, purpose, state, records: recordsIn(records), at: deps.clock.now() });
}

const WITHDRAWN: WithheldReason = 'withdrawn';
