import { none, one } from './arguments.ts';
import { type Command, UsageError } from './command.ts';
import { plainLines, table } from './print.ts';

const text = { type: 'string' } as const;

/** Who may ask the hub: for whoever stands at it. */
export const peopleCommands: readonly Command[] = [
  {
    name: ['setup-code'],
    usage: 'setup-code',
    about:
      'Makes a code that claims the hub, or lets you back in as an owner: good once, for 30 minutes and five tries. On a claimed hub everybody in the household sees that it was made.',
    example: 'setup-code',
    operation: 'setup-code',
    options: {},
    input: none,
    print: (result) => {
      const { code, claimed } = result as { code: string; claimed: boolean };
      const note = claimed ? '\n\nThis hub has owners already; all of them see that this code was made.' : '';
      return `${plainLines(code)}\n\nGood once, for 30 minutes and five tries.${note}`;
    },
  },
  {
    name: ['claim'],
    usage: 'claim <setup-code> --name <name> --passphrase-file <file | ->',
    about: 'Makes you an owner of this hub; the passphrase (at least 12 characters) is read from the file.',
    example: 'claim ACDE-FGHJ --name Anna --passphrase-file -',
    operation: 'claim',
    options: { name: text, 'passphrase-file': text },
    input: ({ values, positionals, readFile }) => {
      const file = values['passphrase-file'];
      if (values.name === undefined || file === undefined) throw new UsageError('say --name and --passphrase-file');
      const passphrase = readFile(String(file)).replace(/\r?\n$/, '');
      return { code: one(positionals, 'setup code'), name: values.name, passphrase };
    },
    print: (result) => {
      const { name, role } = result as { name: string; role: string };
      return table({ name, role });
    },
  },
  {
    name: ['person', 'list'],
    usage: 'person list',
    about: 'Who may ask this hub, as what, and in how many places they are signed in.',
    example: 'person list --json',
    operation: 'person list',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['person', 'invite'],
    usage: 'person invite [--role viewer | adult | owner]',
    about: 'Makes a code that lets somebody in, good once and for 15 minutes.',
    example: 'person invite --role adult',
    operation: 'person invite',
    options: { role: text },
    input: ({ values }) => ({ role: values.role ?? 'viewer' }),
    print: table,
  },
  {
    name: ['person', 'role'],
    usage: 'person role <id> <viewer | adult | owner>',
    about: 'Changes what somebody may do; "person list" has the ids.',
    example: 'person role 0b4c… adult',
    operation: 'person role',
    options: {},
    input: ({ positionals: [person, role, ...more] }) => {
      if (person === undefined || role === undefined || more.length > 0)
        throw new UsageError('say the id and the role');
      return { person, role };
    },
    print: table,
  },
  {
    name: ['person', 'remove'],
    usage: 'person remove <id>',
    about: 'Lets somebody go: they are signed out everywhere, and what they did stays in the history.',
    example: 'person remove 0b4c…',
    operation: 'person remove',
    options: {},
    input: ({ positionals }) => ({ person: one(positionals, 'person') }),
    print: table,
  },
];
