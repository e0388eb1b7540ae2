import { dayOf, startOf } from '../../rules/calendar.ts';
import type { DeviceId } from '../../rules/reading.ts';
import type { SettingValues } from '../household/settings.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Flow, Operation } from '../store/flow.ts';
import type { SumUp } from './sum-up.ts';

export interface TrimDeps {
  readonly flow: Flow;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeZone: string;
  readonly settings: () => SettingValues;
  readonly sumUp: Pick<SumUp, 'upTo'>;
}

const DAY_MS = 86_400_000;

/** Forgets what is older than the household keeps it: once a day, and at once when it keeps less. */
export class Trim {
  readonly #deps: TrimDeps;
  #cancel: (() => void) | undefined;

  constructor(deps: TrimDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { clock, log } = this.#deps;
    this.now().catch((error: unknown) => {
      log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'forgetting what is old: not done');
    });
    this.#cancel = clock.at(clock.now() + DAY_MS, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Rejects when the disk does not take it. */
  async now(): Promise<void> {
    const { flow, clock, timeZone, settings, sumUp } = this.#deps;
    const { detailDays, sumDays } = settings();
    const today = dayOf(clock.now(), timeZone);
    const detail = daysBefore(today, detailDays);
    await flow.write([
      ['trim departures', sumUp.upTo('departures')],
      ['trim deliveries', detail],
      ['trim connections', startOf(detail, timeZone), sumUp.upTo('connections')],
      ...sumsBefore(daysBefore(today, sumDays)),
    ]);
  }

  /** The household keeps less: it is gone from the files, too. */
  async lessened(): Promise<void> {
    const { flow, settings } = this.#deps;
    if (!settings().keepSensitive) await flow.write([['trim values of high sensitivity']]);
    await this.now();
    await flow.emptyJournal();
  }
}

/** Deletes all sums of the days before one. */
export function sumsBefore(day: string): Operation[] {
  return [['trim left batches', day], ['trim left days', day], ['trim stayed days', day], ...EMPTIED];
}

/** Deletes all that is known of these devices: what left of them, and what stayed. */
export function historyOf(devices: readonly DeviceId[]): Operation[] {
  const ids = JSON.stringify(devices);
  return [['forget lines', ids], ['forget left days', ids], ['forget stayed days', ids], ...EMPTIED];
}

/** What stood for days that are gone: the months, the sums by field, and the names. */
const EMPTIED: readonly Operation[] = [
  ['trim left months'],
  ['trim left fields'],
  ['trim left what'],
  ['trim stayed months'],
  ['trim stayed totals'],
  ['trim stayed what'],
];

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}
