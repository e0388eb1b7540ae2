import type { RecipientId } from '../../../rules/manifest.ts';
import type { Instant } from '../../../rules/reading.ts';
import type { Db } from '../../store/database.ts';
import type { Asked } from './deadline.ts';
import type { Agreement, LetterOf } from './letter.ts';

/** What a person noted of the recipient's answer. */
export const ANSWERS = ['done', 'partly', 'refused', 'wrote back'] as const;
export type Answer = (typeof ANSWERS)[number];

/** Asked, then told to the recipient, then answered; overdue where no answer was noted in time. */
export type RightsState = 'asked' | 'delivered' | 'answered' | 'overdue';

/** A request about the household's rights, and what became of it. */
export interface RightsRequest extends LetterOf {
  readonly id: number;
  readonly recipient: RecipientId;
  /** Told in a sealed notice, not by letter alone. */
  readonly sealed: boolean;
  /** When the recipient acknowledged the notice: that it got it, not that it did anything. */
  readonly delivered?: Instant;
  readonly answer?: Answer;
  /** The day of the answer, as noted. */
  readonly answered?: string;
  readonly note?: string;
}

/** A request before it has a number. */
export type NewRightsRequest = Omit<RightsRequest, 'id' | 'sealed' | 'delivered' | 'answer' | 'answered' | 'note'> & {
  /** The notice's name, where one was queued. */
  readonly notice?: string;
};

export function stateOf({ answer, due, delivered }: RightsRequest, now: Instant): RightsState {
  if (answer !== undefined) return 'answered';
  if (now >= due) return 'overdue';
  return delivered === undefined ? 'asked' : 'delivered';
}

/** What was asked of recipients; it outlives a recipient that is removed, but for the names that it knew. */
export class RightsRequests {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** In the caller's transaction where there is one. */
  add(asked: NewRightsRequest): number {
    const { recipient, name, contact, what, agreed, receipts, asked: at, due, notice } = asked;
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO rights_requests (recipient, name, contact, what, agreed, receipts, asked, due, sealed, notice)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[recipient, name, contact, what, JSON.stringify(agreed), JSON.stringify(receipts)],
        ...[at, due, notice === undefined ? 0 : 1, notice ?? null],
      );
    return Number(lastInsertRowid);
  }

  /** Newest first. */
  all(): RightsRequest[] {
    return this.#db.prepare<[], Row>('SELECT * FROM rights_requests ORDER BY id DESC').all().map(fromRow);
  }

  get(id: number): RightsRequest | undefined {
    const row = this.#db.prepare<[number], Row>('SELECT * FROM rights_requests WHERE id = ?').get(id);
    return row && fromRow(row);
  }

  /** The recipient acknowledged the notice; told again after a crash, the first time counts. */
  delivered(notice: string, now: Instant): void {
    this.#db
      .prepare('UPDATE rights_requests SET delivered = ? WHERE notice = ? AND delivered IS NULL')
      .run(now, notice);
  }

  /** In the caller's transaction where there is one; a later note takes the place of an earlier one. */
  note(id: number, answer: Answer, on: string, note: string | undefined): void {
    this.#db
      .prepare('UPDATE rights_requests SET answer = ?, answered = ?, note = ? WHERE id = ?')
      .run(answer, on, note ?? null, id);
  }

  /** Forgets what the recipient knew anything by. */
  forgetNames(recipient: RecipientId): void {
    this.#db.prepare(`UPDATE rights_requests SET receipts = '[]', notice = NULL WHERE recipient = ?`).run(recipient);
  }
}

interface Row {
  readonly id: number;
  readonly recipient: string;
  readonly name: string;
  readonly contact: string;
  readonly what: Asked;
  readonly agreed: string;
  readonly receipts: string;
  readonly asked: number;
  readonly due: number;
  readonly sealed: number;
  readonly delivered: number | null;
  readonly answer: Answer | null;
  readonly answered: string | null;
  readonly note: string | null;
}

/** Rows are only ever written by `add` and `note`. */
function fromRow(row: Row): RightsRequest {
  const agreed: Agreement[] = JSON.parse(row.agreed);
  const receipts: string[] = JSON.parse(row.receipts);
  const { id, name, contact, what, asked, due } = row;
  return {
    ...{ id, recipient: row.recipient as RecipientId, name, contact, what, asked, due, agreed, receipts },
    sealed: row.sealed === 1,
    ...(row.delivered === null ? {} : { delivered: row.delivered }),
    ...(row.answer === null ? {} : { answer: row.answer }),
    ...(row.answered === null ? {} : { answered: row.answered }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}
