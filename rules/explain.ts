import { namesOf } from './forms/categories.ts';
import type { Form, Grain, Release, Statistic, Window } from './forms/form.ts';
import { joinAll } from './forms/union.ts';
import type { Because } from './precedence.ts';

/** A decision in plain sentences, one for each rule that mattered, the deciding one first. */
export function explain(decision: { readonly because: readonly Because[] }): string[] {
  return [...new Set(decision.because.map(({ rule }) => SENTENCES[rule]))];
}

/** The sentence of one rule; undefined for what is none. */
export function says(rule: string): string | undefined {
  return Object.hasOwn(SENTENCES, rule) ? SENTENCES[rule as Because['rule']] : undefined;
}

const SENTENCES: Readonly<Record<Because['rule'], string>> = {
  'not claimed': 'Nobody has claimed this hub yet; until somebody does with its setup code, everything stays home.',
  pause: 'The household has stopped this sharing for now.',
  'never this category': 'A rule of the household keeps everything home that may reveal this.',
  'never from this room':
    'A rule of the household keeps everything from this device’s room home; a device whose room nobody set counts as every room.',
  visitors: 'Visitors are here, so only what says little about people leaves.',
  night: 'A rule of the household keeps home what is measured at this hour.',
  'outside schedule': 'The household agreed to this for other hours.',
  'no consent': 'Nobody in the household has agreed to this, so it stays home.',
  refused: 'The household said no to this.',
  withdrawn: 'The household agreed to this once and took it back.',
  expired: 'The household agreed to this for a time that is over.',
  'other manifest version':
    'The household agreed to an earlier version of this request; the new one has not been answered.',
  'manifest expired': 'The recipient’s declaration has expired; nothing is sent until it publishes a new one.',
  'product does not match': 'The recipient’s declaration does not speak about this device.',
  'field not declared': 'The recipient did not declare this field or does not ask for it here.',
  'unit differs': 'The device states another unit than the recipient expects, so the value would be misunderstood.',
  'no common form': 'What was asked and what the household agreed to have nothing in common that could be sent.',
  'form does not fit type': 'This kind of value cannot be sent in the agreed or asked form.',
  'union is finer':
    'Together with what this recipient gets for other purposes it could work out more than each alone tells, and the household has not yet agreed to that.',
  capacity: 'The device could hide too much in what it would send for this purpose; agree to coarser forms.',
  given: 'The household agreed to this.',
  'less than asked': 'Less is sent than was asked, because the household agreed to less.',
  'less than agreed': 'Less is sent than the household agreed to, because no more was asked.',
};

/** What a form lets out, as the end of a sentence that begins with the field's name. */
export function describe(form: Form): string {
  switch (form.form) {
    case 'withheld':
      return 'nothing';
    case 'exact':
      return `every value exactly, times to ${GRAIN_WORDS[form.grain]}`;
    case 'rounded':
      return `a value rounded to steps of ${form.step}, at most one every ${GRAIN_WORDS[form.grain]}`;
    case 'category':
      return `one of ${list(namesOf(form.categories))}, at most one every ${GRAIN_WORDS[form.grain]}`;
    case 'summary': {
      const what = list(form.statistics.map((statistic) => STATISTIC_WORDS[statistic]));
      const step = form.step === undefined ? '' : `, in steps of ${form.step}`;
      const names = form.categories === undefined ? '' : `, of ${list(namesOf(form.categories))}`;
      return `${what} of every ${WINDOW_WORDS[form.window]}${step}${names}`;
    }
  }
}

export function describeRelease(release: Release, sealed = true): string {
  if (release.release === 'live') return `as it happens, within ${duration(release.withinMs)}`;
  const empty = sealed
    ? 'also when there is nothing to send'
    : 'but not when there is nothing to send, so that it sees when there was nothing';
  return `every ${duration(release.everyMs)}, ${empty}`;
}

/** What one recipient can work out from all these forms of one field together. */
export function describeUnion(forms: readonly Form[]): string {
  return `Put together, this recipient can work out ${describe(joinAll(forms))}.`;
}

const GRAIN_WORDS: Readonly<Record<Grain, string>> = {
  PT1S: 'second',
  PT10S: '10 seconds',
  PT1M: 'minute',
  PT5M: '5 minutes',
  PT15M: '15 minutes',
  PT30M: '30 minutes',
  PT1H: 'hour',
};

const WINDOW_WORDS: Readonly<Record<Window, string>> = {
  PT1M: 'minute',
  PT5M: '5 minutes',
  PT15M: '15 minutes',
  PT30M: '30 minutes',
  PT1H: 'hour',
  P1D: 'day',
  P1W: 'week',
  P1M: 'month',
};

const STATISTIC_WORDS: Readonly<Record<Statistic, string>> = {
  mean: 'the average',
  min: 'the lowest value',
  max: 'the highest value',
  sum: 'the sum',
  count: 'the number of readings',
  last: 'the last value',
  histogram: 'how often each category occurred',
  timeInState: 'how long each state lasted',
};

/** Words as they are counted up in a sentence. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes >= 60 && Number.isInteger(minutes / 60)) return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
  if (Number.isInteger(minutes) && minutes >= 1) return minutes === 1 ? 'minute' : `${minutes} minutes`;
  return `${ms / 1000} seconds`;
}
