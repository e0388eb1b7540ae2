import { renderUnicodeCompact } from 'uqr';
import { given, none, one } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { credentials, table } from './print.ts';

const text = { type: 'string' } as const;

/** Letting one new device in. */
export const pairingCommands: readonly Command[] = [
  {
    name: ['pair', 'show'],
    usage: 'pair show',
    about: 'Whether a window is open, and who came: with the code, or refused without it.',
    example: 'pair show',
    operation: 'pair show',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['pair', 'confirm'],
    usage: 'pair confirm <newcomer> <name> [--dialect <dialect>] [--base <topic>]',
    about:
      'Lets a newcomer in under a name. Who came with the code gets its credentials at once; for others they are shown once, to be typed into the device.',
    example: 'pair confirm 1 thermostat',
    operation: 'pair confirm',
    options: { dialect: text, base: text },
    input: ({ values, positionals: [newcomer, name, ...more] }) => {
      if (!newcomer || !name || more.length > 0) {
        throw new UsageError('say the newcomer, by its id in "hearthgate pair show", and the name it gets');
      }
      return { newcomer, name, ...given(values, ['dialect', 'base']) };
    },
    print: (result) => {
      const { name, delivered } = result as { name: string; delivered: boolean };
      return delivered ? `${name} has its credentials` : credentials(result);
    },
  },
  {
    name: ['pair', 'reject'],
    usage: 'pair reject <newcomer>',
    about: 'Sends who came with the code away, and closes the window.',
    example: 'pair reject 1',
    operation: 'pair reject',
    options: {},
    input: ({ positionals }) => ({ newcomer: one(positionals, 'newcomer') }),
    print: table,
  },
  {
    name: ['pair', 'close'],
    usage: 'pair close',
    about: 'Closes the window.',
    example: 'pair close',
    operation: 'pair close',
    options: {},
    input: none,
    print: table,
  },
  // Behind those that begin with its word.
  {
    name: ['pair'],
    usage: 'pair [--host <name or address>]',
    about:
      'Opens a window of ten minutes for one new device, and shows the code that it is given. --host is what the device reaches the hub by.',
    example: 'pair',
    operation: 'pair open',
    options: { host: text },
    input: (words) => ({ ...none(words), ...given(words.values, ['host']) }),
    print: (result) => {
      const { link, until } = result as { link: string; until: number };
      return `${renderUnicodeCompact(link, { ecc: 'M', border: 2 })}\n\n${link}\n\nopen until ${new Date(until).toISOString()}; "hearthgate pair show" says who came`;
    },
  },
];
