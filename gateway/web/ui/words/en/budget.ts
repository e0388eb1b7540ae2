import { f } from './f.ts';

export const budget = {
  none: 'Nobody gets values with noise added, so nothing of this budget is used. Once somebody does, you see here how much such values may tell, of whose budget how much is used, and when it is free again.',
  says: 'Some values leave with noise added: chance that hides what happened at home on a day. Each of them still tells a little, and little by little adds up. So there is a limit for each day; what is used of it stays used until a new day begins.',
  today: 'Today',
  inDays: (days: number) => `In ${f.number(days)} days`,
  used: (spent: number, cap: number) => {
    if (cap === 0) return 'nothing may be told';
    if (spent === 0) return 'nothing is used yet';
    return spent < cap ? `${f.percent(spent / cap)} is used` : 'all of it is used';
  },
  again: (at: number | undefined) =>
    at === undefined ? 'Free again when the next day begins.' : `Free again ${f.moment(at)}.`,
  againLater: 'What a day used is free again 31 days later.',
  whenUsedUp: (name: string) =>
    `When it is used up, nothing else with noise goes to ${name} until it is free again. The noise is never made less.`,
  usedUp: (name: string, at: number | undefined) =>
    `It is used up: what ${name} gets of this day is paid for, and nothing else with noise goes to it ${at === undefined ? 'until it is free again' : `until ${f.moment(at)}`}. The noise is never made less.`,
  tooLittle: (name: string) =>
    `More was agreed to for ${name} than may be told in a day. What does not fit stays home.`,
  details: 'Details',
  noised: (name: string) => `What ${name} gets with noise`,
  nothingNow: 'Nothing any more; what it got before is still counted.',
  line: (field: string, device: string, leaves: string) => `${field} of ${device}: ${leaves}.`,
  notSaid: 'How much the noise hides of it cannot be said: other things leave this device without noise.',
  exact: 'In numbers',
  perDay: (epsilon: number) => `ε = ${f.number(epsilon)} for each home-day`,
  ofDay: (spent: number, cap: number) => `ε = ${f.number(spent)} of ${f.number(cap)} for the home-day`,
  ofDays: (spent: number, cap: number, days: number) =>
    `ε = ${f.number(spent)} of ${f.number(cap)} for ${f.number(days)} home-days together`,
  reserved: 'Set aside',
  protects: 'What is protected',
  protectsSays:
    'One day of the whole home (a home-day), whatever was said in it. The home is protected, and not one person in it from another. The smaller ε is, the more is hidden.',
  entries: 'Each day that was counted, in the activity',
  all: 'All of them together',
  allSays: 'They could put together what they have, so there is a limit for all of them, too.',

  limits: 'How much may be told',
  limitsSay: 'Less holds at once, and you can take it back. For more you type your passphrase.',
  ofWhom: { epsilonOfEach: 'To each of them, in a day', epsilonOfAll: 'To all of them together, in a day' },
  part: (epsilon: number, most: number) => {
    if (epsilon === 0) return 'Nothing';
    if (epsilon === most) return 'The most there is';
    if (epsilon === most / 2) return 'Half of that';
    return epsilon === most / 4 ? 'A quarter of that' : `${f.percent(epsilon / most)} of that`;
  },
  lower: 'Lower the limit',
  raise: 'Raise the limit',
  lessSays: (names: readonly string[]) =>
    names.length === 0
      ? 'Less can be told then. All that was agreed to still fits.'
      : `Then not all fits that was agreed to for ${f.list(names)}: what does not fit stays home.`,
  moreSays: 'More can be told in a day then, each value with as much noise as before.',
  lowered: 'The limit is lowered from now on.',
  raised: 'The limit is raised from now on.',
};
