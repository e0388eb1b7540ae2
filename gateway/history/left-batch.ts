import type { Flow } from '../store/flow.ts';
import type { LeftLine, LeftRow } from './left.ts';

/** One batch with everything that is kept of it. */
export interface LeftBatch extends Omit<LeftRow, 'day' | 'lines'> {
  readonly stream: string;
  readonly seq: number;
  readonly lines: readonly BatchLine[];
}

export interface BatchLine extends LeftLine {
  readonly consent: string;
  /** The consent's name in the batch, where it was sealed. */
  readonly receipt?: string;
  readonly first: number;
  readonly last: number;
  readonly sensitive: boolean;
  /** What left word for word, where it was kept. */
  readonly values?: readonly unknown[];
}

/** `receipt` is the name of a consent in a stream epoch's batches; null for a recipient that gets none. */
export async function leftBatch(
  flow: Flow,
  batch: number,
  receipt: (consent: string, epoch: string, recipient: string) => string | null,
): Promise<LeftBatch | undefined> {
  const [ended] = await flow.read<EndedBatchRow>('left batch', batch);
  if (ended !== undefined) {
    const { number, ...row } = ended;
    return { ...row, lines: (await flow.read<LineRow>('left lines', number)).map(lineFrom) };
  }
  const [open] = await flow.read<OpenBatchRow>('left open batch', batch);
  if (open === undefined) return undefined;
  const { touched, epoch, ...row } = open;
  const named = (consent: string) => (touched === 1 ? receipt(consent, epoch, row.recipient) : null);
  const lines = await flow.read<OpenLineRow>('left open lines', batch);
  return {
    ...row,
    state: touched === 1 ? 'possibly received' : 'waiting',
    lines: lines.map((line) => lineFrom({ ...line, receipt: named(line.consent), sensitive: 0, kept: null })),
  };
}

function lineFrom({ receipt, sensitive, kept, ...line }: LineRow): BatchLine {
  return {
    ...line,
    ...(receipt === null ? {} : { receipt }),
    sensitive: sensitive === 1,
    ...(kept === null ? {} : { values: JSON.parse(kept) }),
  };
}

interface LineRow extends LeftLine {
  readonly consent: string;
  readonly receipt: string | null;
  readonly first: number;
  readonly last: number;
  readonly sensitive: 0 | 1;
  /** JSON. */
  readonly kept: string | null;
}
type OpenLineRow = Omit<LineRow, 'receipt' | 'sensitive' | 'kept'>;
interface EndedBatchRow extends Omit<LeftBatch, 'lines'> {
  readonly number: number;
}
interface OpenBatchRow extends Omit<LeftBatch, 'lines' | 'state'> {
  readonly touched: 0 | 1;
  readonly epoch: string;
}

/** Every batch with everything that is kept of it, newest first, for an export. */
export async function everythingThatLeft(flow: Flow): Promise<LeftBatch[]> {
  const lines = Map.groupBy(
    await flow.read<LineRow & { readonly batch: number }>('left all lines'),
    ({ batch }) => batch,
  );
  const ended = await flow.read<Omit<LeftBatch, 'lines'>>('left all batches');
  return ended.map((row) => ({
    ...row,
    lines: (lines.get(row.batch) ?? []).map(({ batch: _, ...line }) => lineFrom(line)),
  }));
}
