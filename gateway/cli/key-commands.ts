import { none } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { table } from './print.ts';

/** About the root key; moving it works on the files of a hub that is stopped. */
export const keyCommands: readonly Command[] = [
  {
    name: ['keys', 'show'],
    usage: 'keys show',
    about: 'Where the root key lies, and what a stolen card reveals.',
    example: 'keys show',
    operation: 'keys show',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['keys', 'move'],
    usage: 'keys move (card | file <path> | passphrase [--passphrase-file <path>])',
    about:
      'Makes a new root key in another place, and encrypts the databases where that is outside the data directory. The hub is stopped.',
    example: 'keys move file /media/stick/hearthgate.key',
    operation: 'keys move',
    options: { 'passphrase-file': { type: 'string' } },
    input: ({ values, positionals: [place, file, ...more] }) => {
      if (more.length > 0 || (place === 'file') !== (file !== undefined))
        throw new UsageError('say card, passphrase, or file and its path');
      if (place !== 'card' && place !== 'file' && place !== 'passphrase')
        throw new UsageError('say where to: card, file or passphrase');
      const passphraseFile = values['passphrase-file'];
      return { place, ...(file === undefined ? {} : { file }), ...(passphraseFile ? { passphraseFile } : {}) };
    },
    print: (result) => {
      const { notes, ...moved } = result as { notes: readonly string[] };
      return [table(moved), ...notes.map((note) => `- ${note}`)].join('\n');
    },
  },
];
