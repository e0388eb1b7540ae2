import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { BROKER_LIMITS, type BrokerLimits } from '../../gateway/devices/broker/limits.ts';
import { openHub } from '../../gateway/main.ts';
import { operateOn } from '../../gateway/operations/operations.ts';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { systemRandom } from '../../gateway/runtime/random.ts';
import { serve } from '../child.ts';
import { fastClock } from '../fast-clock.ts';

export interface HubOptions {
  readonly devices: number;
  /** Signed manifests of the vendors that receive; empty: nothing leaves. */
  readonly manifests: readonly string[];
  readonly choices: readonly { readonly recipient: string; readonly request: string }[];
  /** The root key lies outside the data directory, so that the databases are encrypted. */
  readonly encrypted?: boolean;
  /** Local apps that write and read what is below `free/` and their name. */
  readonly apps?: number;
  /** In place of the product's without those of rates. */
  readonly limits?: BrokerLimits;
  /** So many of the devices are of the vendor's make; absent: all. */
  readonly ofVendor?: number;
  /** All of its time, timers too, goes so many times as fast. */
  readonly speed?: number;
}

const UNLIMITED = { perSecond: Number.MAX_SAFE_INTEGER, burst: Number.MAX_SAFE_INTEGER };

/** The hub as `npm start` runs it, without a limit on rates, which are what is measured, on a data directory of its own; it says what the load needs to connect. */
serve<HubOptions>(
  async ({ devices, manifests, choices, encrypted, apps = 0, limits, speed = 1, ofVendor = devices }) => {
    const dir = mkdtempSync(join(tmpdir(), 'hearthgate-bench-'));
    const dataDir = join(dir, 'data');
    const hub = await openHub({
      dataDir,
      config: {
        host: '127.0.0.1',
        mqtt: { enabled: true, port: 0 },
        mqtts: { enabled: false, port: 0 },
        https: { enabled: false, port: 0 },
        http: { enabled: false, port: 0 },
        proxy: { trusted: [] },
        names: [],
        timeZone: 'Europe/Berlin',
        log: 'error',
        ...(encrypted ? { rootKeyFile: join(dir, 'root.key') } : {}),
      },
      clock: speed === 1 ? systemClock : fastClock(speed),
      random: systemRandom,
      log: pino({ level: 'error', base: null }, pino.destination(2)),
      madeBy: 'demo',
      limits: limits ?? {
        ...BROKER_LIMITS,
        rate: UNLIMITED,
        // Connecting takes real time, however fast the hub's goes.
        framing: { ...BROKER_LIMITS.framing, connectMs: BROKER_LIMITS.framing.connectMs * speed },
        clients: { ...BROKER_LIMITS.clients, device: { ...BROKER_LIMITS.clients.device, rate: UNLIMITED } },
      },
    });
    await hub.start();
    const operate = operateOn(hub);
    const clients: { name: string; password: string; topic: string }[] = [];
    for (let index = 0; index < devices; index++) {
      const name = `device-${index}`;
      const added = await operate('device add', { name, dialect: 'native', read: [], write: [] });
      if (!added.ok) throw new Error(added.problem);
      const { password } = added.result as { password: string };
      clients.push({ name, password, topic: `hearthgate/v1/devices/${name}/telemetry` });
      const client = hub.clients.client(name);
      if (!client) throw new Error('a client that was just added is gone');
      hub.registry.found(
        client,
        'native',
        [{ key: name, vendor: 'bench', model: index < ofVendor ? 'b1' : 'b2' }],
        systemClock.now(),
      );
    }
    for (let index = 0; index < apps; index++) {
      const name = `app-${index}`;
      const added = await operate('app add', { name, read: [`free/${name}/#`], write: [`free/${name}/#`] });
      if (!added.ok) throw new Error(added.problem);
      const { password } = added.result as { password: string };
      clients.push({ name, password, topic: `free/${name}/flood` });
    }
    for (const signed of manifests) {
      const added = await operate('recipient add', { signed });
      if (!added.ok) throw new Error(added.problem);
    }
    for (const choice of choices) {
      const given = await operate('consent give', { ...choice, acceptUnion: true, confirmed: true });
      if (!given.ok) throw new Error(given.problem);
    }
    return {
      ready: { port: hub.broker.ports().mqtt, clients, dataDir },
      stop: async () => {
        await hub.stop();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  },
);
