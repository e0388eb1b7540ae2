import { dayOf, startOf } from '../../rules/calendar.ts';
import type { Flow } from '../store/flow.ts';
import type { FlowStatement } from '../store/flow-statements.ts';
import { type Days, dayAfter, spanOf } from './span.ts';

export interface LeftDeps {
  readonly flow: Flow;
  readonly timeZone: string;
}

/** `waiting`: no byte of it was written to a socket yet. `possibly received`: some was, and no answer is known. */
export type LeftState = 'waiting' | 'sent' | 'possibly received' | 'dropped';

export interface LeftFilter extends Days {
  readonly recipient?: string | undefined;
  readonly purpose?: string | undefined;
  readonly state?: LeftState | undefined;
  readonly device?: string | undefined;
  readonly field?: string | undefined;
}

/** One batch as a list shows it. */
export interface LeftRow {
  readonly batch: number;
  /** The household's day it ended on; of its slot where it has not. */
  readonly day: string;
  /** The instant of its slot, and when it ended, where it did. */
  readonly at: number;
  readonly ended?: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly state: LeftState;
  readonly size: number;
  readonly records: number;
  /** What is in it, as far as a row shows it and the filters ask for it. */
  readonly lines: readonly LeftLine[];
}

export interface LeftLine {
  readonly device: string;
  readonly field: string;
  readonly form: string;
  readonly records: number;
}

/** What waits to be put into a batch at its slot. */
export interface Queued {
  readonly recipient: string;
  readonly purpose: string;
  readonly device: string;
  readonly field: string;
  readonly records: number;
  /** The instant of its slot; absent for as soon as may be. */
  readonly due?: number;
}

export interface LeftPage {
  readonly batches: readonly LeftRow[];
  /** What waits for its slot, on the first page alone. */
  readonly queued: readonly Queued[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
}

const PAGE = 50;
const MAX = Number.MAX_SAFE_INTEGER;

/** Where a page begins: after an open batch, or after one that ended. */
export type Cursor = { readonly open: number } | { readonly day: string; readonly number: number };

export function cursorFrom(text: string): Cursor | undefined {
  const [, open, day, number] = /^(?:open:(\d{1,15})|(\d{4}-\d\d-\d\d):(\d{1,15}))$/.exec(text) ?? [];
  if (open !== undefined) return { open: Number(open) };
  return day === undefined ? undefined : { day, number: Number(number) };
}

/**
 * A page of what left and what is about to, newest first: batches that are not done, then those that ended, by the
 * household's days.
 */
export async function leftPage(deps: LeftDeps, filter: LeftFilter, after: Cursor | undefined): Promise<LeftPage> {
  const isFirst = after === undefined;
  const open = isFirst || 'open' in after ? await openRows(deps, filter, isFirst ? MAX : after.open) : [];
  const since = isFirst || 'open' in after ? { day: '9999-99', number: MAX } : after;
  const left = PAGE + 1 - open.length;
  const ended = left > 0 ? await endedRows(deps, filter, since, left) : [];
  const rows = [...open, ...ended];
  const batches = rows.slice(0, PAGE);
  const last = batches.at(-1);
  const queued = isFirst ? await queuedRows(deps, filter) : [];
  return {
    batches: batches.map(({ row }) => row),
    queued,
    ...(rows.length > PAGE && last !== undefined ? { next: last.cursor } : {}),
  };
}

interface Found {
  readonly row: LeftRow;
  readonly cursor: string;
}

async function openRows({ flow, timeZone }: LeftDeps, filter: LeftFilter, before: number): Promise<Found[]> {
  const { state, from, to } = filter;
  if (state === 'sent' || state === 'dropped') return [];
  const rows = await flow.read<OpenRow>('left open', {
    ...named(filter),
    touched: state === undefined ? null : state === 'waiting' ? 0 : 1,
    before,
    since: from === undefined ? 0 : startOf(from, timeZone),
    until: to === undefined ? MAX : startOf(dayAfter(to), timeZone),
    most: PAGE + 1,
  });
  return rows.map(({ touched, lines, ...row }) => ({
    row: {
      ...row,
      day: dayOf(row.at, timeZone),
      state: touched === 1 ? 'possibly received' : 'waiting',
      lines: JSON.parse(lines),
    },
    cursor: `open:${row.batch}`,
  }));
}

async function endedRows(
  { flow }: LeftDeps,
  filter: LeftFilter,
  after: { readonly day: string; readonly number: number },
  most: number,
): Promise<Found[]> {
  if (filter.state === 'waiting') return [];
  const { from, to } = spanOf(filter);
  const { recipient, purpose, state } = filter;
  // Without another filter the first of a device's or field's batches are the page.
  const candidates = recipient === undefined && purpose === undefined && state === undefined ? most : -1;
  const statement = leadingStatement(filter);
  const parameters = { ...named(filter), from, to, ...after, most, candidates };
  const rows = await flow.read<EndedRow>(statement, parameters);
  return rows.map(({ number, day, lines, ...row }) => ({
    row: { ...row, day, lines: JSON.parse(lines) },
    cursor: `${day}:${number}`,
  }));
}

async function queuedRows({ flow }: LeftDeps, filter: LeftFilter): Promise<readonly Queued[]> {
  if (filter.state !== undefined && filter.state !== 'waiting') return [];
  const rows = await flow.read<Queued & { readonly due: number }>('left queued', named(filter));
  return rows.map(({ due, ...row }) => (due === 0 ? row : { ...row, due }));
}

/** The filter that narrows most leads the walk. */
function leadingStatement({ device, field, state, recipient, purpose }: LeftFilter): FlowStatement {
  if (device !== undefined) return 'left page by device';
  if (field !== undefined) return 'left page by field';
  if (state !== undefined && state !== 'sent') return 'left page by state';
  if (recipient !== undefined) return 'left page by recipient';
  return purpose !== undefined ? 'left page by purpose' : 'left page';
}

function named({ recipient, purpose, state, device, field }: LeftFilter) {
  return {
    recipient: recipient ?? null,
    purpose: purpose ?? null,
    state: state ?? null,
    device: device ?? null,
    field: field ?? null,
  };
}

interface OpenRow extends Omit<LeftRow, 'day' | 'state' | 'lines'> {
  readonly touched: 0 | 1;
  /** JSON. */
  readonly lines: string;
}

interface EndedRow extends Omit<LeftRow, 'lines'> {
  readonly number: number;
  readonly lines: string;
}
