import type { Grain, Statistic, Window } from '../../forms/form.ts';
import { list } from './list.ts';

const spans: Readonly<Record<Grain | Window, string>> = {
  PT1S: 'second',
  PT10S: '10 seconds',
  PT1M: 'minute',
  PT5M: '5 minutes',
  PT15M: '15 minutes',
  PT30M: '30 minutes',
  PT1H: 'hour',
  P1D: 'day',
  P1W: 'week',
  P1M: 'month',
};

const statistics: Readonly<Record<Statistic, string>> = {
  mean: 'the average',
  min: 'the lowest value',
  max: 'the highest value',
  sum: 'the sum',
  count: 'the number of readings',
  last: 'the last value',
  histogram: 'how often each category occurred',
  timeInState: 'how long each state lasted',
};

/** What a noised value is made of; the names and the cap where it has them. */
export interface NoisedParts {
  readonly statistic: Statistic;
  readonly window: Window;
  readonly names?: readonly string[];
  readonly most?: number;
}

/** What a summary is made of; the step and the names where it has them. */
export interface SummaryParts {
  readonly statistics: readonly Statistic[];
  readonly window: Window;
  readonly step?: number;
  readonly names?: readonly string[];
}

function within(ms: number): string {
  const spoken = duration(ms);
  return /^\d/.test(spoken) ? spoken : `one ${spoken}`;
}

function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes >= 60 && Number.isInteger(minutes / 60)) return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
  if (Number.isInteger(minutes) && minutes >= 1) return minutes === 1 ? 'minute' : `${minutes} minutes`;
  return `${ms / 1000} seconds`;
}

/** What leaves of a field, as the end of a sentence that begins with its name, and when. */
export const forms = {
  withheld: 'nothing',
  exact: (grain: Grain) => `every value exactly, times to ${spans[grain]}`,
  rounded: (step: number, grain: Grain) => `a value rounded to steps of ${step}, at most one every ${spans[grain]}`,
  category: (names: readonly string[], grain: Grain) => `one of ${list(names)}, at most one every ${spans[grain]}`,
  summary: ({ statistics: made, window, step, names }: SummaryParts) =>
    `${list(made.map((one) => statistics[one]))} of every ${spans[window]}${step === undefined ? '' : `, in steps of ${step}`}${names === undefined ? '' : `, of ${list(names)}`}`,
  noised: ({ statistic, window, names, most }: NoisedParts) =>
    statistic === 'last'
      ? `of every ${spans[window]} an answer that is true only by chance, one of ${list(names ?? [])}`
      : `${statistics[statistic]} of every ${spans[window]}${most === undefined ? '' : `, up to ${most}`}${names === undefined ? '' : `, of ${list(names)}`}, with noise added, also when there was nothing`,
  off: (error: number, unit?: string) => `usually off by about ${error}${unit === undefined ? '' : ` ${unit}`}`,
  falseOften: (percent: number) => `false about ${percent} times in 100`,
  live: (withinMs: number) => `as it happens, within ${within(withinMs)}`,
  slots: (everyMs: number) => `every ${duration(everyMs)}, also when there is nothing to send`,
  slotsOpen: (everyMs: number) =>
    `every ${duration(everyMs)}, but not when there is nothing to send, so that it sees when there was nothing`,
  together: (form: string) => `Put together, this recipient can work out ${form}.`,
};
