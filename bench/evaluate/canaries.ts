import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { createAcceleratedClock } from '../../device-sim/clock.ts';
import { choose, done, SETPOINTS, setUpHousehold } from '../../device-sim/demo-household.ts';
import type { Canary } from '../../device-sim/home/canaries.ts';
import { searchIn } from '../../device-sim/home/canary-search.ts';
import { createHome } from '../../device-sim/home/home.ts';
import { publishHome } from '../../device-sim/home/publish.ts';
import { createRandom } from '../../device-sim/random.ts';
import { startAcmeHeating, startVoltInsight } from '../../device-sim/vendors/start-vendors.ts';
import { type Hub, openHub } from '../../gateway/main.ts';
import { operateOn } from '../../gateway/operations/operations.ts';
import { systemRandom } from '../../gateway/runtime/random.ts';
import { HOUR_MS, START, ZONE } from './lives.ts';

/** A9: canaries that stand in every field nobody asked for, and in names; in which places each was found, in any spelling. */
export interface Leaks {
  readonly planted: number;
  readonly found: {
    /** In what recipients opened, and in everything that reached them. */
    readonly recipients: readonly string[];
    readonly log: readonly string[];
    /** On the disk, but for what the broker keeps for its subscribers; names, which the home's own record is about, left out. */
    readonly disk: readonly string[];
  };
  /** What was agreed to was found where it is to be, and what the home keeps for itself: the search sees. */
  readonly controls: { readonly recipients: boolean; readonly broker: boolean; readonly names: boolean };
  /** Records that recipients opened. */
  readonly records: number;
}

/** What things and people are called; and what the home's broker keeps. */
const NAMES = /^(?:devices|clients|people)$/;
const BROKER = /^broker_/;
const SPEED = 7_200;

/**
 * A simulated home lives with a real hub and two vendors that open what they get, for so many hours of its own, and until
 * something came that is to come.
 */
export async function canaries(seed: string, hours: number): Promise<Leaks> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-canaries-'));
  const clock = createAcceleratedClock({ start: START, speed: SPEED });
  const home = createHome({ seed, start: START, timeZone: ZONE });
  const logged: string[] = [];
  const hub = await openHub({
    ...{ dataDir, clock, random: systemRandom, madeBy: 'demo', config: CONFIG },
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
  });
  const [acme, volt] = await Promise.all([startAcmeHeating(clock), startVoltInsight(clock)]);
  try {
    await hub.start();
    const operate = operateOn(hub);
    const credentials = await setUpHousehold(operate, home, [acme.signed, volt.signed]);
    const url = `mqtt://127.0.0.1:${hub.broker.ports().mqtt}`;
    const publisher = await publishHome({ url, credentials, clock, home });
    await choose(operate, (listener) => hub.registry.onChange(listener), [SETPOINTS]);
    const all = [...home.canaries, ...(await name(hub, seed))];
    await new Promise<void>((resolve) => clock.at(START + hours * HOUR_MS, resolve));
    const receivers = [acme.receiver, volt.receiver];
    const controls = all.filter(({ control }) => control).map(({ value }) => String(value));
    const told = () => receivers.some((receiver) => controls.some((one) => receiver.opened().join().includes(one)));
    const patience = Promise.withResolvers<void>();
    const cancel = clock.at(START + 4 * hours * HOUR_MS, patience.resolve);
    await Promise.race([patience.promise, ...receivers.map((receiver) => receiver.until(told))]);
    cancel();
    await publisher.stop();
    await hub.stop();
    const outside = receivers.flatMap((receiver) => [...receiver.opened(), ...receiver.wire()]);
    const seen = searchIn(outside, all);
    const tables = tablesOf(dataDir);
    const inTables = (which: (table: string) => boolean) =>
      searchIn(
        tables.filter(([table]) => which(table)).flatMap(([, values]) => values),
        all,
      );
    const named = new Set(inTables((table) => NAMES.test(table)).map(({ canary }) => canary));
    const kept = inTables((table) => !NAMES.test(table) && !BROKER.test(table));
    return {
      planted: all.filter(({ control }) => !control).length,
      found: {
        recipients: leaked(seen),
        log: leaked(searchIn(logged, all)),
        disk: leaked(kept.filter(({ canary }) => !named.has(canary))),
      },
      controls: {
        recipients: seen.some(({ canary }) => canary.control),
        broker: inTables((table) => BROKER.test(table)).some(({ canary }) => !named.has(canary)),
        names: named.size > 0,
      },
      records: receivers.reduce((sum, { records }) => sum + records.length, 0),
    };
  } finally {
    await hub.stop().catch(() => undefined);
    await Promise.all([acme.cloud.stop(), volt.cloud.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const CONFIG = {
  host: '127.0.0.1',
  mqtt: { enabled: true, port: 0 },
  ...{ mqtts: { enabled: false, port: 0 }, https: { enabled: false, port: 0 }, http: { enabled: false, port: 0 } },
  ...{ proxy: { trusted: [] }, names: [], timeZone: ZONE, log: 'debug' },
} satisfies Parameters<typeof openHub>[0]['config'];

/** Gives somebody who lives there and every room a name of its own. */
async function name(hub: Hub, seed: string): Promise<Canary[]> {
  const draw = createRandom(`names ${seed}`);
  const canary = (field: string): Canary => {
    const value = `zq7${draw.bytes(6).toString('hex')}`;
    return { id: field, device: 'the home', field, kind: 'text', value, control: false };
  };
  const person = canary('person');
  hub.people.join(`${person.value}`, 'owner', 'kept', 'setup code', hub.clock.now());
  await hub.claimed();
  const rooms = hub.registry.known().map(({ id }) => ({ id, room: canary(`room of ${id}`) }));
  for (const { id, room } of rooms)
    await done(operateOn(hub), 'device place', { device: id, room: room.value, confirmed: true });
  return [person, ...rooms.map(({ room }) => room)];
}

function leaked(seen: ReturnType<typeof searchIn>): string[] {
  return seen.flatMap(({ canary, spelling }) => (canary.control ? [] : [`${canary.id}: ${spelling}`]));
}

/** Every value of both databases by table, what is packed unpacked. */
function tablesOf(dataDir: string): (readonly [table: string, values: Buffer[]])[] {
  return ['household', 'flow'].flatMap((kind) => {
    const db = new Database(join(dataDir, `${kind}.db`), { readonly: true });
    const tables = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    const values = tables.map(({ name: table }) => {
      const rows = db.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().all();
      return [table, rows.flatMap((row) => row.flatMap(bytesOf))] as const;
    });
    db.close();
    return values;
  });
}

function bytesOf(value: unknown): Buffer[] {
  if (!Buffer.isBuffer(value)) return value === null ? [] : [Buffer.from(String(value))];
  try {
    return [value, inflateRawSync(value)];
  } catch {
    return [value];
  }
}
