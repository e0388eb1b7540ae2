import type { Flow } from '../store/flow.ts';
import type { LeftFilter, LeftState } from './left.ts';
import { spanOf } from './span.ts';

/** One field of one device in one batch that ended, without what it said. */
export interface LineThatLeft {
  readonly day: string;
  readonly batch: number;
  /** The instant of its slot, and when it ended. */
  readonly at: number;
  readonly ended: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly device: string;
  readonly field: string;
  readonly form: string;
  readonly records: number;
  readonly state: Exclude<LeftState, 'waiting'>;
  /** Of the whole batch, in bytes. */
  readonly size: number;
  readonly receipt?: string;
}

/** The lines of batches that ended, the newest first, at most so many. */
export async function linesThatLeft(flow: Flow, filter: LeftFilter, most: number): Promise<LineThatLeft[]> {
  const { recipient = null, purpose = null, device = null, field = null, state = null } = filter;
  const { from, to } = spanOf(filter);
  const which = { recipient, purpose, device, field, state };
  const rows = await flow.read<Omit<LineThatLeft, 'receipt'> & { readonly receipt: string | null }>(
    'left lines newest',
    { ...which, from, to, most },
  );
  return rows.map(({ receipt, ...row }) => ({ ...row, ...(receipt === null ? {} : { receipt }) }));
}
