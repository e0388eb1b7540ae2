import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../rules/budget.ts';
import { consent, household, METER, manifest, name, POWER, request } from '../rules/example-household.ts';
import { numberForm } from '../rules/forms/form.arbitrary.ts';
import type { Form } from '../rules/forms/form.ts';
import type { Permitted } from '../rules/permitted.ts';
import { compile, type Plan } from '../rules/plan.ts';
import { preview } from '../rules/preview.ts';
import type { Reading } from '../rules/reading.ts';
import { WEEKDAYS } from '../rules/schedule.ts';
import { ManualClock } from '../test/manual-clock.ts';
import type { Client } from './devices/clients.ts';
import { Registry } from './devices/registry.ts';
import { Sources } from './devices/sources.ts';
import { Line } from './line.ts';
import { systemClock } from './runtime/clock.ts';
import { noiseBytes } from './runtime/noise-bytes.ts';
import { systemRandom } from './runtime/random.ts';
import { Spending } from './spending.ts';
import { openDatabase } from './store/database.ts';
import { Flow } from './store/flow.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CLIENT: Client = { name: METER.id, kind: 'device', dialect: 'native', grants: { read: [], write: [] } };
const TOPIC = `hearthgate/v1/devices/${METER.id}/telemetry`;
const NO_IDENTIFIER = () => false;
const NOTHING: Plan = compile(household({ consents: [] }), 0);

let flow: Flow;
let registry: Registry;
beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-line-'));
  flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
  const db = openDatabase(join(dir, 'household.db'), 'household');
  registry = new Registry({
    db,
    random: systemRandom,
    mark: (name) => Buffer.from(name),
    clock: systemClock,
    decidedAbout: () => new Set(),
    gaveWay: () => undefined,
  });
});
afterAll(() => {
  registry.stop();
  return flow.stop();
});

/** What the real line makes of these readings, on a clock of the test's. */
async function sent(plan: Plan, start: number, readings: readonly Reading[], end: number): Promise<Permitted[]> {
  const left: Permitted[] = [];
  const clock = new ManualClock(start);
  const outbox = {
    queue: (permitted: readonly Permitted[]) => {
      left.push(...permitted);
      return { operations: [], committed: () => undefined };
    },
    keepUp: () => undefined,
  };
  const spending = new Spending({
    flow,
    clock,
    timeZone: 'UTC',
    limits: () => LIMITS,
    random: noiseBytes(),
    known: { read: () => [], keep: () => undefined },
  });
  const identifiers = { heard: () => undefined, holds: NO_IDENTIFIER };
  const deps = { flow, outbox, clock, identifiers, spending, spent: () => undefined, log: pino({ level: 'silent' }) };
  const line = new Line({ ...deps, sources: new Sources(registry, [], clock) }, plan, () => 'no consent');
  await line.start();
  for (const { at, fields } of readings) {
    await clock.advance(at - clock.now());
    const payload = Buffer.from(JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value]))));
    await line.take({ client: CLIENT, topic: TOPIC, payload, qos: 1, receivedAt: clock.now() });
  }
  await clock.advance(end + MINUTE / 2 - clock.now());
  await line.swap(NOTHING, () => 'no consent');
  await line.stop();
  return left;
}

const STARTS = ['2026-10-24T20:00:00Z', '2026-03-28T20:00:00Z', '2026-06-01T12:34:00Z'].map((at) => Date.parse(at));
const upToADay = (form: Form): Form =>
  form.form === 'summary' && /P1[WM]/.test(form.window) ? { ...form, window: 'P1D' } : form;
const someForm = numberForm.map(upToADay);
const hours = fc.record({
  days: fc.constant(WEEKDAYS),
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1439 }),
});
const someConsent = fc.record(
  {
    form: someForm,
    once: fc.constant('open' as const),
    schedule: hours,
    lastsMs: fc.integer({ min: MINUTE, max: 12 * HOUR }),
  },
  { requiredKeys: ['form'] },
);
const someHome = fc.record({
  start: fc.constantFrom(...STARTS),
  timeZone: fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'),
  asks: fc.array(
    fc.record({ asked: fc.oneof(fc.constant<Form>({ form: 'exact', grain: 'PT1S' }), someForm), consent: someConsent }),
    { minLength: 1, maxLength: 4 },
  ),
  readings: fc.array(
    fc.record({
      gap: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 4 * HOUR })),
      value: fc.integer({ min: -50, max: 400 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

test('what a preview shows is what the line sends: over midnight, changes of clocks, hours, ends and once', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(someHome, async ({ start, timeZone, asks, readings }) => {
      const home = household({
        timeZone,
        manifests: [
          manifest({
            requests: asks.map(({ asked }, i) =>
              request(`ask-${i}`, { purpose: `dpv:${'ABCD'[i]}`, fields: [{ name: POWER.name, form: asked }] }),
            ),
          }),
        ],
        consents: asks.map(({ consent: { lastsMs, ...terms } }, i) =>
          consent(`c${i}`, {
            request: `ask-${i}`,
            since: start - 1,
            unionSeen: true,
            ...terms,
            ...(lastsMs === undefined ? {} : { until: start + lastsMs }),
          }),
        ),
      });
      const plan = compile(home, start);
      let at = start;
      const said = readings.map(({ gap, value }): Reading => {
        at += gap;
        return { device: METER.id, at, fields: [{ name: name('power'), value }] };
      });
      const end = Math.ceil((at + 26 * HOUR) / MINUTE) * MINUTE;
      const expected = [...preview(plan, said, end, NO_IDENTIFIER).values()].flat();
      const got = await sent(plan, start, said, end);
      const lines = (of: readonly Permitted[]) => of.map((one) => JSON.stringify(one)).sort();
      expect(lines(got)).toEqual(lines(expected));
      shown += expected.length;
    }),
    { numRuns: 150 },
  );
  expect(shown).toBeGreaterThan(40);
}, 60_000);
