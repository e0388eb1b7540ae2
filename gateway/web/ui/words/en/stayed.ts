import { f } from './f.ts';

export const stayed = {
  title: 'What stayed home',
  none: 'Nothing has been kept home yet: no device has said anything.',
  noneLike: 'Nothing like this stayed home.',
  sum: (values: number, reasons: number) =>
    `${f.count(values, 'value', 'values')} stayed home, for ${f.count(reasons, 'reason', 'reasons')}.`,
  values: (count: number) => f.count(count, 'value', 'values'),
  which: 'Of which devices, and what',
  devices: 'Devices',
  fields: 'What',
  first: (count: number) => `Here are the ${f.number(count)} with the most.`,
  change: {
    answers: 'See the requests',
    rules: 'See the rules',
    recipients: 'See who receives',
    devices: 'See the devices',
    budget: 'See the privacy budget',
  },
  sharing: 'Sharing more always shows you first what would leave.',
};
