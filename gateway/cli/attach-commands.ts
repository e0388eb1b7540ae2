import { LANGUAGES } from '../../rules/words/speak.ts';
import { given, none, one } from './arguments.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { table } from './print.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const grants = { sharing: flag, commands: flag } as const;

/** Reading along on a broker that the home has already. */
export const attachCommands: readonly Command[] = [
  {
    name: ['attach', 'list'],
    usage: 'attach list',
    about: 'The brokers that the hub reads along on, how that goes, and what to do where it does not.',
    example: 'attach list --json',
    operation: 'attach list',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['attach', 'grant'],
    usage: 'attach grant <name> [--sharing] [--commands] [--itself <en|de>]',
    about:
      'Lets the hub write there: to native devices what is shared of them, to devices found there the commands that you allowed somebody, and to Home Assistant, in that language, counts and a button that stops all sharing. Without it the hub writes nothing.',
    example: 'attach grant homeassistant --itself en',
    operation: 'attach grant',
    options: { ...grants, itself: text },
    input: (words) => granted(words, language(words.values.itself)),
    print: table,
  },
  {
    name: ['attach', 'revoke'],
    usage: 'attach revoke <name> [--sharing] [--commands] [--itself]',
    about: 'Takes that back, at once.',
    example: 'attach revoke homeassistant --commands',
    operation: 'attach revoke',
    options: { ...grants, itself: flag },
    input: (words) => granted(words, words.values.itself),
    print: table,
  },
  {
    name: ['attach', 'remove'],
    usage: 'attach remove <name>',
    about: 'Reads there no more; the devices that were found there are forgotten, with what was agreed to about them.',
    example: 'attach remove homeassistant',
    operation: 'attach remove',
    options: {},
    input: ({ positionals }) => ({ name: one(positionals, 'broker') }),
    print: table,
  },
  // Behind those that begin with its word.
  {
    name: ['attach'],
    usage: 'attach <mqtts://user@host> [--name <name>] [--password-file <file>] [--ca <file>] [--topic <filter>]...',
    about:
      'Reads along on a broker that the home has, after trying it; nothing there is changed. The password is read from the file, or from standard input. --ca pins its certificate, or that of its authority.',
    example: 'attach mqtts://hearthgate@homeassistant.local --ca homeassistant.crt --password-file attach.password',
    operation: 'attach',
    options: { name: text, 'password-file': text, ca: text, topic: texts },
    input: ({ values, positionals, readFile }) => {
      const url = one(positionals, 'broker, as mqtts://user@host');
      const file = values['password-file'];
      return {
        url,
        ...given(values, ['name']),
        ...(file === undefined && !namesUser(url) ? {} : { password: line(readFile(String(file ?? '-'))) }),
        ...(values.ca === undefined ? {} : { ca: readFile(String(values.ca)) }),
        ...(values.topic === undefined ? {} : { filters: values.topic }),
      };
    },
    print: table,
  },
];

/** Whoever names a user gives a password, too; one in the address is refused by the hub. */
function namesUser(url: string): boolean {
  return /^\w+:\/\/[^/:@]+@/.test(url);
}

function line(password: string): string {
  const said = password.replace(/\r?\n$/, '');
  if (said === '') throw new UsageError('the password is empty');
  return said;
}

function granted({ values, positionals }: Given, itself: unknown) {
  if (!values.sharing && !values.commands && !itself) throw new UsageError('say --sharing, --commands or --itself');
  return {
    name: one(positionals, 'broker'),
    ...given(values, ['sharing', 'commands']),
    ...(itself ? { itself } : {}),
  };
}

function language(said: unknown) {
  const known = LANGUAGES.find((each) => each === said);
  if (said !== undefined && known === undefined) throw new UsageError(`--itself takes ${LANGUAGES.join(' or ')}`);
  return known;
}
