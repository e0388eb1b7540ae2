import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom } from '../../device-sim/random.ts';
import type { ConsentId } from '../../rules/consent.ts';
import type { ShapedField } from '../../rules/forms/form.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import { openDatabase } from '../store/database.ts';
import { Flow } from '../store/flow.ts';
import { OwnHome } from './own-home.ts';

const HOUR = 3_600_000;
const END = Date.parse('2026-11-23T23:00:00Z');
const ASKED = {
  truth: [{ device: 'hall' as DeviceId, field: 'motion' as FieldName }],
  seen: ['now' as ConsentId],
};

let dir: string;
let flow: Flow;
let now: number;
let reads: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-own-home-'));
  flow = new Flow(join(dir, 'flow.db'));
  [now, reads] = [END, 0];
});
afterEach(async () => {
  await flow.stop();
  rmSync(dir, { recursive: true });
});

/** So many days of a home whose meter tells who is there, under each consent as much as it says. */
function fill(days: number, tells: Readonly<Record<string, number>>): void {
  const db = openDatabase(join(dir, 'flow.db'), 'flow');
  const delivery = db.prepare(`INSERT INTO outbox_deliveries
    (batch, recipient, purpose, stream, seq, at, ended, day, state, size, records, consents)
    VALUES (?, 'volt', 'dpv:ServiceProvision', 's', ?, ?, ?, ?, 'sent', 4096, 1, '{}')`);
  const line = db.prepare(`INSERT INTO outbox_lines
    (number, day, device, field, consent, form, receipt, records, first, last, sensitive, kept)
    VALUES (?, ?, ?, ?, ?, 'summary', NULL, 1, 0, 0, 1, ?)`);
  const random = createRandom('own home');
  const kept = (from: number, shaped: ShapedField) =>
    JSON.stringify([{ from: new Date(from).toISOString(), to: new Date(from + HOUR).toISOString(), shaped }]);
  db.transaction(() => {
    for (let n = 1; n <= days * 24; n++) {
      const from = END - (days * 24 - n + 1) * HOUR;
      const [day, is] = [new Date(from).toISOString().slice(0, 10), random.chance(n % 24 < 9 ? 0.9 : 0.4)];
      delivery.run(n, n, from, from, day);
      const seconds = is ? 1200 : 0;
      const lasted = kept(from, { form: 'summary', timeInState: { true: seconds, false: 3600 - seconds } });
      line.run(n, day, 'hall', 'motion', 'other', lasted);
      for (const [consent, watts] of Object.entries(tells)) {
        const mean = 100 + watts * Number(is) + 50 * random.float();
        line.run(n, day, 'meter', 'power', consent, kept(from, { form: 'summary', mean }));
      }
    }
  })();
  db.close();
}

function ownHome(): OwnHome {
  const read: Flow['read'] = (...asked) => {
    reads++;
    return flow.read(...asked);
  };
  return new OwnHome({ flow: { read }, clock: { now: () => now }, timeZone: 'UTC' });
}

test('what left under the consents of now is tried on the days that are kept', async () => {
  fill(20, { now: 300, before: 0 });
  await flow.start();
  const found = await ownHome().found(ASKED);
  expect(found?.days).toBe(20);
  expect(found?.right).toBe(1);
  expect(found?.guess).toBeLessThan(0.8);
  expect(found?.least).toBeGreaterThan(0.1);
});

test('what left under another consent is not what leaves now', async () => {
  fill(20, { now: 0, before: 300 });
  await flow.start();
  const { least = 1, most = 0 } = (await ownHome().found(ASKED)) ?? {};
  expect(least).toBeLessThan(0);
  expect(most).toBeLessThan(0.1);
});

test('too few days are no figure', async () => {
  fill(13, { now: 300 });
  await flow.start();
  expect(await ownHome().found(ASKED)).toBeUndefined();
});

test('it is worked out once a day, and anew once history was forgotten', async () => {
  fill(15, { now: 300 });
  await flow.start();
  const own = ownHome();
  const [first, second] = await Promise.all([own.found(ASKED), own.found(ASKED)]);
  expect(second).toBe(first);
  const once = reads;
  now += 23 * HOUR;
  expect(await own.found(ASKED)).toBe(first);
  expect(reads).toBe(once);
  own.forget();
  await own.found(ASKED);
  expect(reads).toBe(2 * once);
  now += 25 * HOUR;
  await own.found(ASKED);
  expect(reads).toBe(3 * once);
});

test('a history that cannot be read is said, and tried again', async () => {
  const own = ownHome();
  await flow.start();
  await flow.stop();
  await expect(own.found(ASKED)).rejects.toThrow('closed');
  const before = reads;
  await expect(own.found(ASKED)).rejects.toThrow('closed');
  expect(reads).toBeGreaterThan(before);
});
