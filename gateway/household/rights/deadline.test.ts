import { describe, expect, test } from 'vitest';
import { dueAt } from './deadline.ts';

const BERLIN = 'Europe/Berlin';
const at = (iso: string) => Date.parse(iso);

describe('an answer is overdue', () => {
  test.each([
    ['2026-11-02T08:00:00Z', '2026-12-02T23:00:00Z'],
    // The last day of a shorter month.
    ['2026-01-31T12:00:00Z', '2026-02-28T23:00:00Z'],
    ['2028-01-30T12:00:00Z', '2028-02-29T23:00:00Z'],
    ['2026-12-31T12:00:00Z', '2027-01-31T23:00:00Z'],
    // Half past midnight in Berlin is the day before in UTC; and the clocks change on the way.
    ['2026-03-14T23:30:00Z', '2026-04-15T22:00:00Z'],
  ])('to erase: after the same day of the next month, asked on %s', (asked, due) => {
    expect(new Date(dueAt('erasure', at(asked), BERLIN)).toISOString()).toBe(new Date(due).toISOString());
  });

  test.each([
    // Monday: three weeks later.
    ['2026-11-02T08:00:00Z', '2026-11-23T23:00:00Z'],
    ['2026-11-06T08:00:00Z', '2026-11-27T23:00:00Z'],
    // Saturday and Sunday count from Monday.
    ['2026-11-07T08:00:00Z', '2026-11-27T23:00:00Z'],
    ['2026-11-08T08:00:00Z', '2026-11-27T23:00:00Z'],
  ])('not to sell: after 15 business days, asked on %s', (asked, due) => {
    expect(new Date(dueAt('opt-out', at(asked), BERLIN)).toISOString()).toBe(new Date(due).toISOString());
  });
});
