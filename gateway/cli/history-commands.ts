import { given, none, one, whole } from './arguments.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { table } from './print.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const days = { from: text, to: text } as const;
const about = { recipient: text, purpose: text, device: text, field: text } as const;

/** Commands about what left, what stayed home and how long that is known. */
export const historyCommands: readonly Command[] = [
  {
    name: ['left', 'show'],
    usage: 'left show <batch> [--open]',
    about: 'One batch: which fields in which forms, under which consent and receipt, and what left word for word.',
    example: 'left show 417',
    operation: 'left show',
    options: { open: flag },
    input: ({ values, positionals }) => ({
      batch: whole(one(positionals, 'batch'), 'left show'),
      openSensitive: values.open ?? false,
    }),
    print: table,
  },
  {
    name: ['left', 'sums'],
    usage:
      'left sums [--by <day|recipient|purpose|device|field|form>] [--from <day>] [--to <day>] [--recipient <r>] [--purpose <p>] [--device <id>] [--field <name>]',
    about: 'How much left, summed; a year of it.',
    example: 'left sums --by device --from 2026-11-01',
    operation: 'left sums',
    options: { by: text, ...days, ...about },
    input: (words) => ({ by: words.values.by ?? 'recipient', ...filters(words) }),
    print: table,
  },
  {
    name: ['left'],
    usage:
      'left [--from <day>] [--to <day>] [--recipient <r>] [--purpose <p>] [--device <id>] [--field <name>] [--state <waiting|sent|possibly received|dropped>] [--after <next>]',
    about: 'What left your home and what waits to, newest first, 50 batches at a time.',
    example: 'left --from 2026-11-20 --recipient acme-heating',
    operation: 'left list',
    options: { ...days, ...about, state: text, after: text },
    input: (words) => ({ ...filters(words), ...given(words.values, ['state', 'after']) }),
    print: table,
  },
  {
    name: ['stayed'],
    usage:
      'stayed [--by <reason|day|device|field|recipient>] [--from <day>] [--to <day>] [--device <id>] [--field <name>] [--reason <reason>] [--recipient <r>]',
    about: 'What stayed home, counted, and why.',
    example: 'stayed --device thermostat',
    operation: 'stayed list',
    options: { by: text, ...days, device: text, field: text, reason: text, recipient: text },
    input: (words) => ({ ...filters(words), ...given(words.values, ['by', 'reason']) }),
    print: table,
  },
  {
    name: ['budget', 'show'],
    usage: 'budget show',
    about: 'How much values with noise disclosed, to whom, and what is left of it today, this week and this month.',
    example: 'budget show',
    operation: 'budget show',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['settings', 'show'],
    usage: 'settings show',
    about:
      'How long what left and what stayed is known, whether values of high sensitivity are kept, and how much noised values may disclose.',
    example: 'settings show',
    operation: 'settings show',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['settings', 'set'],
    usage:
      'settings set [--detail-days <1-90>] [--sum-days <30-1830>] [--keep-sensitive <yes|no>] [--epsilon-of-each <0-1>] [--epsilon-of-all <0-3>] [--offers-itself <no|en|de>]',
    about:
      'Changes that; what is kept no longer is gone at once. --offers-itself shows the hub to Home Assistant where it uses this hub as its broker: counts, and a button that stops all sharing.',
    example: 'settings set --detail-days 3',
    operation: 'settings set',
    options: {
      ...{ 'detail-days': text, 'sum-days': text, 'keep-sensitive': text },
      ...{ 'epsilon-of-each': text, 'epsilon-of-all': text, 'offers-itself': text },
    },
    input: (words) => {
      const { 'detail-days': detail, 'sum-days': sums, 'keep-sensitive': keep } = words.values;
      const { 'epsilon-of-each': each, 'epsilon-of-all': all, 'offers-itself': offersItself } = words.values;
      if ([detail, sums, keep, each, all, offersItself].every((said) => said === undefined))
        throw new UsageError('say what to set');
      return {
        ...none(words),
        ...(detail === undefined ? {} : { detailDays: whole(detail, '--detail-days') }),
        ...(sums === undefined ? {} : { sumDays: whole(sums, '--sum-days') }),
        ...(keep === undefined ? {} : { keepSensitive: yes(keep, '--keep-sensitive') }),
        ...(each === undefined ? {} : { epsilonOfEach: Number(each) }),
        ...(all === undefined ? {} : { epsilonOfAll: Number(all) }),
        ...(offersItself === undefined ? {} : { offersItself }),
      };
    },
    print: table,
  },
  {
    name: ['history', 'erase'],
    usage: 'history erase --before <day> [--yes]',
    about:
      'Says how much is known of the time before a day; with --yes it is erased for good. What companies hold stays with them.',
    example: 'history erase --before 2026-10-01',
    operation: 'history erase',
    options: { before: text, yes: flag },
    input: (words) => {
      if (words.values.before === undefined) throw new UsageError('say --before which day');
      return { ...none(words), before: words.values.before, confirmed: words.values.yes ?? false };
    },
    print: (result) =>
      (result as { erased: boolean }).erased
        ? table(result)
        : `${table(result)}\n\nNothing has been erased yet. Say it again with --yes to erase it for good.`,
  },
];

function filters(words: Given) {
  return {
    ...none(words),
    ...given(words.values, ['from', 'to', 'recipient', 'purpose', 'device', 'field']),
  };
}

function yes(said: unknown, option: string): boolean {
  if (said !== 'yes' && said !== 'no') throw new UsageError(`${option} takes yes or no`);
  return said === 'yes';
}
