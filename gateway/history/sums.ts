import { lengthSafe } from '../../rules/length-safe.ts';
import type { Flow } from '../store/flow.ts';
import { type Days, spanOf } from './span.ts';

/** What sums of what left can be grouped by. */
export const LEFT_BY = ['day', 'recipient', 'purpose', 'device', 'field', 'form'] as const;
type LeftBy = (typeof LEFT_BY)[number];
/** What sums of what stayed can be grouped by. */
export const STAYED_BY = ['reason', 'day', 'device', 'field', 'recipient'] as const;
export type StayedBy = (typeof STAYED_BY)[number];

export interface LeftSumFilter extends Days {
  readonly recipient?: string | undefined;
  readonly purpose?: string | undefined;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
}

export interface StayedFilter extends Days {
  readonly device?: string | undefined;
  readonly field?: string | undefined;
  readonly reason?: string | undefined;
  /** The one that would have got what was permitted and did not leave; absent also counts what went to nobody. */
  readonly recipient?: string | undefined;
}

/** Records by what they are grouped by; of whole batches also how many there were, of how many bytes and how empty. */
export interface LeftSum {
  readonly of: string;
  readonly records: number;
  readonly sent?: number;
  readonly possiblyReceived?: number;
  readonly bytes?: number;
  readonly dummies?: number;
}

/** The sums of what left, the most first; days newest first. */
export async function leftSums(flow: Flow, by: LeftBy, filter: LeftSumFilter): Promise<LeftSum[]> {
  const { recipient = null, purpose = null, device = null, field = null } = filter;
  const span = spanOf(filter);
  const which = { recipient, purpose, device, field };
  if (device === null && field === null && (by === 'day' || by === 'recipient' || by === 'purpose')) {
    const { from, to } = span;
    const rows = await flow.read<BatchSum>('left sums by batches', { from, to, recipient, purpose });
    return sorted(
      by,
      [...Map.groupBy(rows, (row) => row[by])].map(([of, group]) => ({ of, ...added(group) })),
    );
  }
  if (by === 'day') {
    const { from, to } = span;
    const statement = device === null ? 'left sums by day of a field' : 'left sums by day of a device';
    const rows = await flow.read<{ day: string; records: number }>(statement, { ...which, from, to });
    return sorted(
      by,
      rows.map(({ day, records }) => ({ of: day, records })),
    );
  }
  const rows = await flow.read<WhatSum>('left sums by what', { ...which, ...span });
  const sums = [...Map.groupBy(rows, (row) => row[by])].map(([of, group]) => ({
    of,
    records: sum(group.map((row) => row.records)),
  }));
  return sorted(by, sums);
}

/** What went from one device to one recipient. */
export interface FlowSum {
  readonly device: string;
  readonly recipient: string;
  readonly records: number;
}

/** The sums of what left by device and recipient, the most first. */
export async function flowSums(flow: Flow, days: Days): Promise<FlowSum[]> {
  const which = { recipient: null, purpose: null, device: null, field: null };
  const rows = await flow.read<WhatSum>('left sums by what', { ...which, ...spanOf(days) });
  const pairs = Map.groupBy(rows, ({ device, recipient }) => lengthSafe([device, recipient]));
  return [...pairs.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined
        ? []
        : [{ device: first.device, recipient: first.recipient, records: sum(group.map(({ records }) => records)) }];
    })
    .sort((a, b) => b.records - a.records || (a.device < b.device ? -1 : 1));
}

export interface StayedSum {
  readonly of: string;
  readonly count: number;
}

/** The counts of what stayed home, the most first; days newest first. */
export async function stayedSums(flow: Flow, by: StayedBy, filter: StayedFilter): Promise<StayedSum[]> {
  const { device = null, field = null, reason = null, recipient = null } = filter;
  const span = spanOf(filter);
  const { from, to } = span;
  if (by === 'day') {
    const rows =
      device !== null || recipient !== null
        ? await flow.read<DayCount>('stayed by day of what', { device, field, reason, recipient, from, to })
        : await flow.read<DayCount>('stayed by day', { field, reason, from, to });
    return rows.map(({ day, count }) => ({ of: day, count })).sort((a, b) => (a.of < b.of ? 1 : -1));
  }
  const rows = await flow.read<StayedWhat>('stayed by what', { device, field, reason, recipient, ...span });
  return [...Map.groupBy(rows, (row) => row[by])]
    .map(([of, group]) => ({ of, count: sum(group.map((row) => row.count)) }))
    .sort((a, b) => b.count - a.count || (a.of < b.of ? -1 : 1));
}

interface BatchSum {
  readonly day: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly sent: number;
  readonly possiblyReceived: number;
  readonly bytes: number;
  readonly records: number;
  readonly dummies: number;
}

interface WhatSum {
  readonly recipient: string;
  readonly purpose: string;
  readonly device: string;
  readonly field: string;
  readonly form: string;
  readonly records: number;
}

interface DayCount {
  readonly day: string;
  readonly count: number;
}

interface StayedWhat {
  readonly device: string;
  readonly field: string;
  readonly reason: string;
  readonly recipient: string;
  readonly count: number;
}

function added(rows: readonly BatchSum[]): Omit<LeftSum, 'of'> {
  return {
    sent: sum(rows.map((row) => row.sent)),
    possiblyReceived: sum(rows.map((row) => row.possiblyReceived)),
    bytes: sum(rows.map((row) => row.bytes)),
    records: sum(rows.map((row) => row.records)),
    dummies: sum(rows.map((row) => row.dummies)),
  };
}

function sorted(by: LeftBy, sums: LeftSum[]): LeftSum[] {
  return by === 'day'
    ? sums.sort((a, b) => (a.of < b.of ? 1 : -1))
    : sums.sort((a, b) => b.records - a.records || (a.of < b.of ? -1 : 1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
