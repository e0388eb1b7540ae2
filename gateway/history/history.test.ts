import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Flow, type Operation } from '../store/flow.ts';
import { cursorFrom, type LeftFilter, leftPage } from './left.ts';
import { dayAfter, spanOf } from './span.ts';
import { leftSums, stayedSums } from './sums.ts';
import { sumsBefore } from './trim.ts';
import { dayBack, makeHistory } from './year.fixture.ts';

let dir: string;
let flow: Flow;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-history-'));
  flow = new Flow(join(dir, 'flow.db'));
});
afterEach(async () => {
  await flow.stop();
  rmSync(dir, { recursive: true });
});

const deps = () => ({ flow, timeZone: 'Europe/Berlin' });

async function everyPage(filter: LeftFilter): Promise<number[]> {
  const found: number[] = [];
  for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
    const page = await leftPage(deps(), filter, next === undefined ? undefined : cursorFrom(next));
    expect(page.batches.length).toBeLessThanOrEqual(50);
    found.push(...page.batches.map(({ batch }) => batch));
    next = page.next;
  }
  return found;
}

test('pages hold every batch that the filters ask for, once and newest first', async () => {
  makeHistory(join(dir, 'flow.db'), { devices: 2, fields: 2, streams: 3, days: 5, detailDays: 3 });
  await flow.start();
  const all = Array.from({ length: 216 }, (_, i) => 216 - i);
  const third = (stream: number) => all.filter((batch) => (batch - 1) % 3 === stream);
  const rare = all.filter((batch) => batch % 40 === 0);
  expect(await everyPage({})).toEqual(all);
  expect(await everyPage({ device: 'device-1' })).toEqual(all);
  expect(await everyPage({ field: 'field-1', recipient: 'recipient-2' })).toEqual(third(2));
  expect(await everyPage({ recipient: 'recipient-0' })).toEqual(third(0));
  expect(await everyPage({ purpose: 'dpv:ServiceProvision', device: 'device-0', field: 'field-0' })).toEqual(all);
  expect(await everyPage({ state: 'possibly received' })).toEqual(rare);
  expect(await everyPage({ state: 'possibly received', device: 'device-0' })).toEqual(rare);
  expect(await everyPage({ state: 'dropped' })).toEqual([]);
  expect(await everyPage({ from: dayBack(1), to: dayBack(1) })).toEqual(all.slice(72, 144));
  expect(await everyPage({ device: 'nobody' })).toEqual([]);
  const [row] = (await leftPage(deps(), { device: 'device-1' }, undefined)).batches;
  expect(row?.lines.map(({ device, field }) => [device, field])).toEqual([
    ['device-1', 'field-0'],
    ['device-1', 'field-1'],
  ]);
});

test('whole months and the days at both ends are together the days that were asked for', () => {
  const day = fc.integer({ min: 0, max: 800 }).map(dayBack);
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const span = spanOf({ from, to });
      for (let each = dayBack(850); each < dayBack(-40); each = dayAfter(each)) {
        const month = each.slice(0, 7);
        const times =
          Number(month >= span.firstMonth && month <= span.lastMonth) +
          Number(each >= span.from && each <= span.beforeMonths) +
          Number(each >= span.afterMonths && each <= span.to);
        if (times !== (each >= from && each <= to ? 1 : 0)) return false;
      }
      return true;
    }),
    { numRuns: 60 },
  );
});

interface Left {
  readonly day: string;
  readonly recipient: string;
  readonly device: string;
  readonly field: string;
  readonly records: number;
}
const name = (...names: string[]) => fc.constantFrom(...names);
const left: fc.Arbitrary<Left> = fc.record({
  day: fc.integer({ min: 0, max: 100 }).map(dayBack),
  recipient: name('acme', 'volt'),
  device: name('lamp', 'door'),
  field: name('power', 'motion'),
  records: fc.integer({ min: 1, max: 9 }),
});

test('sums are those of what was added, however they are grouped and filtered, also after old days were forgotten', async () => {
  await flow.start();
  const known: Left[] = [];
  const by = fc.constantFrom('day', 'recipient', 'device', 'field');
  const filter = fc.record(
    {
      recipient: name('acme', 'volt'),
      device: name('lamp', 'door'),
      field: name('power', 'motion'),
      from: fc.integer({ min: 40, max: 100 }).map(dayBack),
      to: fc.integer({ min: 0, max: 60 }).map(dayBack),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(left, { maxLength: 6 }),
      by,
      filter,
      fc.option(fc.integer({ min: 50, max: 110 })),
      async (more, group, which, forget) => {
        const add = more.flatMap(({ day, recipient, device, field, records }): Operation[] => [
          ['left sum add', day, recipient, 'dpv:A', device, field, 'exact', records],
          ['left batches add', day, recipient, 'dpv:A', 1, 0, 4096, records, 0],
          ['stayed add', day, device, field, recipient, records],
        ]);
        await flow.write([...add, ...(forget === null ? [] : sumsBefore(dayBack(forget)))]);
        known.push(...more);
        if (forget !== null) known.splice(0, known.length, ...known.filter((each) => each.day >= dayBack(forget)));
        const { from = '', to = '9', ...equal } = which;
        const matching = known.filter(
          (each) =>
            each.day >= from &&
            each.day <= to &&
            Object.entries(equal).every(([key, value]) => each[key as keyof Left] === value),
        );
        const expected = Object.fromEntries(
          [...Map.groupBy(matching, (each) => each[group as 'day'])].map(([of, rows]) => [
            of,
            rows.reduce((sum, { records }) => sum + records, 0),
          ]),
        );
        const sums = await leftSums(flow, group as 'day', which);
        expect(Object.fromEntries(sums.map(({ of, records }) => [of, records]))).toEqual(expected);
        // The same was counted as stayed, with the recipient's name for a reason.
        const { recipient: reason, ...others } = which;
        const counts = await stayedSums(flow, group === 'recipient' ? 'reason' : (group as 'day'), {
          ...others,
          reason,
        });
        expect(Object.fromEntries(counts.map(({ of, count }) => [of, count]))).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});
