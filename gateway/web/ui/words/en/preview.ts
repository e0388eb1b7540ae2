import { f } from './f.ts';

/** Of one record: how many values it was made from, and what is in it. */
export const preview = {
  title: 'Before and after',
  sample: 'Show it with',
  samples: { last: 'The last real message', 'typical day': 'A typical day', 'worst case': 'The worst case, made up' },
  field: 'What',
  before: 'At home',
  after: 'Leaves',
  how: 'How',
  device: 'The name of the device',
  code: 'a code',
  nothing: 'nothing',
  sum: (leaves: number, stays: number) =>
    `${f.count(leaves, 'field leaves', 'fields leave')}, ${f.count(stays, 'field stays', 'fields stay')} home.`,
  values: (count: number, least: string, most: string) => `${f.count(count, 'value', 'values')}, ${least} to ${most}`,
  manyValues: (count: number, last: string) => `${f.count(count, 'value', 'values')}, the last one ${last}`,
  records: (count: number, last: string) => `${f.count(count, 'time', 'times')}, the last one ${last}`,

  becomes: {
    'left out': 'Left out',
    'sent as is': 'Sent as is',
    rounded: 'Rounded',
    'replaced by a word': 'Replaced by a word',
    'summed up': 'Summed up',
    noised: 'Noise added',
  },
  noise:
    'The noise is drawn anew each time you look, and again for what is sent: no number here will leave. It can make a number too small or too large, also less than none.',
  overBudget: 'There is nothing to show: it does not fit into the privacy budget. What you can do stands below.',
  off: (error: string) => `usually off by about ${error}`,
  falseOften: (share: number) => `false about ${f.number(Math.round(100 * share))} times in 100`,
  replacedByCode: 'Replaced by a code',
  averaged: 'Averaged',
  averagedWith: (others: number) => `Averaged with ${f.count(others, 'other', 'others')}`,
  statistics: {
    mean: 'average',
    min: 'lowest',
    max: 'highest',
    sum: 'sum',
    count: 'how many',
    last: 'last',
  },
  state: (name: string, ms: number) => `${name}: ${f.span(ms)}`,
  bin: (name: string, count: number) => `${name}: ${f.number(count)} ×`,
  truth: { true: 'yes', false: 'no', other: 'something else' },
  number: (value: number) => f.number(value),
  list: (items: readonly string[]) => f.list(items),
  exact: 'Exact data',
  exactSays: 'The records as they would stand in the message, before it is sealed.',
  onlyAdults: 'The preview shows values of your home. Adults of the household can see it.',
};
