import { Worker } from 'node:worker_threads';
import { dayOf } from '../../rules/calendar.ts';
import type { ConsentId } from '../../rules/consent.ts';
import type { OwnFound } from '../../rules/own-home.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Flow } from '../store/flow.ts';
import type { KeptLine } from './own-home-worker.ts';
import { daysBefore } from './span.ts';

/** What is looked at of the history that is kept. */
export interface OwnAsked {
  /** The fields that say by themselves whether somebody is there, whoever got them. */
  readonly truth: readonly { readonly device: DeviceId; readonly field: FieldName }[];
  /** The consents that what one recipient gets of people goes by. */
  readonly seen: readonly ConsentId[];
}

export interface OwnHomeDeps {
  readonly flow: Pick<Flow, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly timeZone: string;
}

/** More would not be more certain by much, and be read for longer. */
const MOST_DAYS = 28;
/** Batches that are read in one go. */
const AT_ONCE = 1000;
const DAY_MS = 86_400_000;

/**
 * How well what left to one recipient tells whether somebody is there, on this home's own history: read part by part, worked
 * out in a thread of its own, one after the other, and remembered for a day in memory alone.
 */
export class OwnHome {
  readonly #deps: OwnHomeDeps;
  readonly #known = new Map<string, { readonly until: number; readonly found: Promise<OwnFound | undefined> }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: OwnHomeDeps) {
    this.#deps = deps;
  }

  /** Undefined where too few days are kept on which both are known. Rejects where the history cannot be read. */
  found(asked: OwnAsked): Promise<OwnFound | undefined> {
    const now = this.#deps.clock.now();
    const key = JSON.stringify(asked);
    const known = this.#known.get(key);
    if (known && now < known.until) return known.found;
    for (const [old, { until }] of this.#known) if (now >= until) this.#known.delete(old);
    const found = this.#last.then(() => this.#workOut(asked));
    this.#last = found.catch(() => undefined);
    this.#known.set(key, { until: now + DAY_MS, found });
    found.catch(() => this.#known.get(key)?.found === found && this.#known.delete(key));
    return found;
  }

  /** The history that it was worked out from is not kept any more. */
  forget(): void {
    this.#known.clear();
  }

  async #workOut(asked: OwnAsked): Promise<OwnFound | undefined> {
    const { flow, clock, timeZone } = this.#deps;
    const worker = new Worker(new URL('./own-home-worker.ts', import.meta.url), { workerData: { timeZone } });
    worker.unref();
    const broken = new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('working out what this home tells: the thread has ended')));
    });
    broken.catch(() => undefined);
    // It is told more only when it is done, so that no more than one part is in memory.
    const tell = <T>(said: readonly KeptLine[] | 'all'): Promise<T> => {
      const answer = new Promise<T>((resolve) => worker.once('message', resolve));
      worker.postMessage(said);
      return Promise.race([answer, broken]);
    };
    try {
      const says = new Set(asked.truth.map(nameOf));
      const which = { truth: JSON.stringify([...says]), seen: JSON.stringify(asked.seen) };
      const since = daysBefore(dayOf(clock.now(), timeZone), MOST_DAYS);
      const [numbers = { first: 0, last: -1 }] = await flow.read<Numbers>('left numbers since', since);
      for (let from = numbers.first; from <= numbers.last; from += AT_ONCE) {
        const rows = await flow.read<Row>('left kept', { from, to: from + AT_ONCE, ...which });
        const lines = rows.map((row): KeptLine => {
          const field = nameOf(row);
          return { field: says.has(field) ? field : `${field} ${row.consent}`, says: says.has(field), kept: row.kept };
        });
        if (lines.length > 0) await tell(lines);
      }
      return await tell<OwnFound | undefined>('all');
    } finally {
      await worker.terminate();
    }
  }
}

interface Numbers {
  readonly first: number;
  readonly last: number;
}

interface Row {
  readonly device: string;
  readonly field: string;
  readonly consent: string;
  /** JSON. */
  readonly kept: string;
}

/** As SQLite's `json_array` writes it. */
function nameOf({ device, field }: { readonly device: string; readonly field: string }): string {
  return JSON.stringify([device, field]);
}
