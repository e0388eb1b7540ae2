import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { MqttCloud } from '../../device-sim/vendors/mqtt-cloud.ts';
import type { Vendor } from '../../device-sim/vendors/start-vendors.ts';
import { RouteStates } from '../../gateway/route-states.ts';
import { Flow } from '../../gateway/store/flow.ts';
import { totalOf } from '../../rules/forms/sum.ts';
import { cli } from '../launcher.ts';
import type { Speaker } from './speaker.ts';

interface Said {
  readonly dataDir: string;
  readonly acme: Vendor<MqttCloud>;
  readonly speakers: readonly Speaker[];
}

/**
 * Compares what devices were told is kept with what the vendor opened and what the store of a stopped hub holds: each
 * number is in one batch, no number of a stream is left out, and each day's window counts each reading once.
 */
export async function countedOnce({ dataDir, acme, speakers }: Said): Promise<void> {
  const said = speakers.flatMap(({ acknowledged }) => acknowledged).sort((a, b) => a - b);
  expect(opened(acme).sort((a, b) => a - b)).toEqual(said);
  expect(acme.receiver.rejected).toEqual([]);
  for (const seqs of sequences(acme).values()) {
    expect(seqs).toEqual(seqs.map((_, index) => index + (seqs[0] ?? 0)));
  }
  const spoken = speakers.map(({ acknowledged }) => [acknowledged.length, sum(acknowledged)]);
  expect((await days(dataDir)).sort()).toEqual(spoken.sort());
  expect(cli<{ holds: boolean }>(dataDir, 'ledger', 'verify').holds).toBe(true);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Every number that the vendor opened, as often as it stood in a batch with a name of its own. */
export function opened({ receiver }: Vendor<MqttCloud>): number[] {
  return receiver.records.flatMap(({ fields: { live } }) => (live && 'value' in live ? [Number(live.value)] : []));
}

/** By stream, in the order of arrival: one that is left out is a gap. */
function sequences({ receiver }: Vendor<MqttCloud>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { claims } of receiver.batches)
    found.set(claims.stream, [...(found.get(claims.stream) ?? []), claims.seq]);
  return found;
}

/** How many and how much each device's open day holds; both databases of a stopped hub are whole. */
export async function days(dataDir: string): Promise<[number, number][]> {
  for (const kind of ['household', 'flow']) {
    const db = new Database(join(dataDir, `${kind}.db`), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true }), kind).toBe('ok');
    db.close();
  }
  const flow = new Flow(join(dataDir, 'flow.db'));
  await flow.start();
  const states = new RouteStates(flow);
  // A hub that stopped in order left nothing to take again.
  await states.read(
    () => true,
    ({ route }) => expect.unreachable(route),
  );
  await flow.stop();
  return [...states.all()].flatMap(([, { open }]) =>
    open.map((day): [number, number] => [day.count, totalOf(day.sum)]),
  );
}
