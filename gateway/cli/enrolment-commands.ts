import { one } from './arguments.ts';
import type { Command } from './command.ts';
import { asked, table } from './print.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** How a recipient is added and takes this home. */
export const enrolmentCommands: readonly Command[] = [
  {
    name: ['recipient', 'add'],
    usage: 'recipient add <manifest.jws | https://address>',
    about:
      'Takes a signed manifest, or a newer version of it; from an address the hub fetches what its maker published, once, because you ask. Compare the fingerprint. Nothing is shared by adding.',
    example: 'recipient add acme.jws',
    operation: (input) => ('address' in input ? 'recipient fetch' : 'recipient add'),
    options: {},
    input: ({ positionals, readFile }) => {
      const what = one(positionals, 'manifest');
      return what.startsWith('https://') ? { address: what } : { signed: readFile(what) };
    },
    print: table,
  },
  {
    name: ['recipient', 'enrol'],
    usage: 'recipient enrol <recipient> [--token-file <file> [--yes]]',
    about:
      'Says hello again to a recipient that refused this home. With a token from its app, read from the file or from standard input (-), it will know that this is your account: that needs --yes.',
    example: 'recipient enrol acme-heating --token-file -',
    operation: 'recipient enrol',
    options: { 'token-file': text, yes: flag },
    input: ({ values, positionals, readFile }) => ({
      recipient: one(positionals, 'recipient'),
      ...(values['token-file'] === undefined ? {} : { appToken: readFile(String(values['token-file'])).trim() }),
      confirmed: values.yes ?? false,
    }),
    print: (result) => asked(result, (result as { becomes?: string }).becomes === undefined),
  },
];
