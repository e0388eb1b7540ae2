import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import type { Client } from './clients.ts';
import { Registry } from './registry.ts';
import { Sources } from './sources.ts';

let dir: string;
let db: Db;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sources-'));
  db = openDatabase(join(dir, 'household.db'), 'household');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

test('a reading that says which product it is of makes it known at once, and loses nothing', () => {
  const registry = new Registry({
    db,
    random: systemRandom,
    mark: (name) => Buffer.from(name),
    clock: systemClock,
    decidedAbout: () => new Set(),
    gaveWay: () => undefined,
  });
  const sources = new Sources(registry, [], { now: () => 0 });
  const grants = { read: [], write: [] };
  const gateway: Client = { name: 'gateway', kind: 'bridge', dialect: 'theengs', base: 'home/gw', grants };
  const said = { id: 'A4:C1:38:00:00:01', brand: 'Acme', model_id: 'TH1', tempc: 20.5 };
  const heard = sources.hear(gateway, 'home/gw/BTtoMQTT/A4C138000001', Buffer.from(JSON.stringify(said)), 0);
  expect(heard).toMatchObject({ kind: 'readings', readings: [{ fields: [{ name: 'tempc', value: 20.5 }] }] });
  expect(registry.known()).toMatchObject([{ dialect: 'theengs', vendor: 'Acme', model: 'TH1' }]);
  registry.stop();
});
