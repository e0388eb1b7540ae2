import { given, none, one, yaml } from './arguments.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { table } from './print.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

const OWN = {
  ...{ profile: text, 'profile-file': text, name: text, at: texts, ca: text, purpose: text, sentence: text },
  ...{ field: texts, as: texts, form: text, every: text, device: texts, 'own-names': flag, keeps: text },
  ...{ user: text, 'secret-file': text, 'no-secret': flag },
} as const;
const OWN_USAGE =
  '<recipient> (--profile <name> | --profile-file <file.yaml>) [--at <what>=<value>]... --purpose <dpv:…> --field <name>[:<type>[:<unit or words>]]... [--as [<device>/]<field>=<name there>]... [--form <json>] [--every PT5M] [--device <id>]... [--name <text>] [--sentence <text>] [--keeps P1Y] [--ca <file.pem>] [--own-names] [--user <name>] [--secret-file <file> | --no-secret]';

/** Recipients of the household's own making, and what a recipient issued. */
export const recipientCommands: readonly Command[] = [
  {
    name: ['recipient', 'show'],
    usage: 'recipient show <recipient>',
    about: 'Who a recipient is, what it asks for, what it gets, and how delivery goes.',
    example: 'recipient show our-influx',
    operation: 'recipient show',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: table,
  },
  {
    name: ['recipient', 'learns'],
    usage: 'recipient learns <recipient>',
    about: 'What a recipient could still learn from what leaves to it now, by our own attacks on simulated homes.',
    example: 'recipient learns acme-heating',
    operation: 'recipient learns',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: table,
  },
  {
    name: ['recipient', 'learns-here'],
    usage: 'recipient learns-here <recipient>',
    about: 'The same tried on this home’s own history, where 14 days of it are kept: one figure, or why there is none.',
    example: 'recipient learns-here acme-heating',
    operation: 'recipient learns-here',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: table,
  },
  {
    name: ['recipient', 'profiles'],
    usage: 'recipient profiles',
    about:
      'Kinds of recipients that you can add by yourself, who could read what they get, and what each has to be told.',
    example: 'recipient profiles --json',
    operation: 'recipient profiles',
    options: {},
    input: none,
    print: table,
  },
  {
    name: ['recipient', 'new'],
    usage: `recipient new ${OWN_USAGE}`,
    about:
      'Adds a recipient of your own without a key: a dashboard, an energy service. Protected on the way, readable by whoever runs that server. The secret is read from the file, or with - from standard input. Nothing is shared by adding.',
    example:
      'recipient new our-influx --profile influxdb --at server=https://influx.example:8086 --at org=home --at bucket=home --secret-file influx.token --purpose dpv:ServiceProvision --field temperature --every PT5M',
    operation: 'recipient new',
    options: OWN,
    input: ownRecipient,
    print: table,
  },
  {
    name: ['recipient', 'change'],
    usage: `recipient change ${OWN_USAGE}`,
    about:
      'Writes a newer version of such a recipient; say all of it again. What is more than before waits for an answer.',
    example:
      'recipient change our-influx --profile influxdb --at server=https://influx.example:8086 --at org=home --at bucket=home --purpose dpv:ServiceProvision --field temperature --field humidity --every PT15M',
    operation: 'recipient change',
    options: OWN,
    input: ownRecipient,
    print: table,
  },
  {
    name: ['recipient', 'credentials'],
    usage:
      'recipient credentials <recipient> [--user <name> [--password-file <file>] | --secret-file <file> | --forget]',
    about:
      'Keeps what a recipient issued to this home; the password is read from the file, or from standard input. A secret without a user is for recipients without a key.',
    example: 'recipient credentials acme-heating --user home-4711 --password-file acme.password',
    operation: 'recipient credentials',
    options: { user: text, 'password-file': text, 'secret-file': text, forget: flag },
    input: (words) => {
      const { values, positionals } = words;
      const recipient = one(positionals, 'recipient');
      if (values.forget) return { recipient };
      if (values.user === undefined && values['secret-file'] === undefined)
        throw new UsageError('say --user, or --secret-file for a secret without one, or --forget');
      return { recipient, credentials: credentialsOf(words, values['secret-file'] ?? values['password-file'] ?? '-') };
    },
    print: table,
  },
];

function ownRecipient(words: Given) {
  const { values, positionals, readFile } = words;
  const recipient = one(positionals, 'id for it, such as our-influx');
  const secret = values['secret-file'];
  const file = (name: string) => (values[name] === undefined ? undefined : readFile(String(values[name])));
  if (values.purpose === undefined) throw new UsageError('say --purpose, such as dpv:ServiceProvision');
  if (list(values.field).length === 0) throw new UsageError('say --field, such as --field temperature');
  if (values.profile === undefined && values['profile-file'] === undefined)
    throw new UsageError('say --profile; "hearthgate recipient profiles" lists them');
  const form = values.form === undefined ? undefined : yaml(String(values.form), '--form');
  return {
    recipient,
    ...given(values, ['profile', 'name', 'purpose', 'sentence', 'every']),
    ...some({ profileText: file('profile-file'), ca: file('ca'), retention: values.keeps }),
    at: list(values.at).map((said) => pair(said, '--at', 'server=https://influx.example:8086', ['of', 'is'])),
    ...(values.device === undefined ? {} : { devices: values.device }),
    ...(values['own-names'] ? { names: 'own' } : {}),
    ...(values['no-secret'] ? { withoutSecret: true } : {}),
    ...(secret === undefined ? {} : { credentials: credentialsOf(words, secret) }),
    fields: list(values.field).map((said) => ({ ...field(said, list(values.as)), ...some({ form }) })),
  };
}

/** `temperature`, `power:number:W`, `mode:category:off,on`; a name of a field may itself hold colons, so a type is what ends it. */
function field(said: string, names: readonly string[]) {
  const [, name = said, type, rest] = /^(.+?):(number|boolean|category)(?::(.*))?$/.exec(said) ?? [];
  const as = names
    .map((each) => pair(each, '--as', 'temperature=outside', ['field', 'is']))
    .flatMap(({ field: of = '', is }) => {
      const device = of.endsWith(`/${name}`) ? of.slice(0, -name.length - 1) : undefined;
      return of === name || device !== undefined ? [{ ...some({ device }), is }] : [];
    });
  return {
    name,
    ...some({ type }),
    ...(type === 'number' && rest ? { unit: rest } : {}),
    ...(type === 'category' && rest ? { values: rest.split(',') } : {}),
    ...(as.length > 0 ? { as } : {}),
  };
}

function credentialsOf({ values, readFile }: Given, from: unknown) {
  return { ...given(values, ['user']), password: readFile(String(from)).replace(/\r?\n$/, '') };
}

function pair<A extends string, B extends string>(said: string, option: string, example: string, [a, b]: [A, B]) {
  const at = said.indexOf('=');
  if (at < 1 || at === said.length - 1)
    throw new UsageError(`${option} takes two words with = between, such as ${example}`);
  return { [a]: said.slice(0, at), [b]: said.slice(at + 1) } as Record<A | B, string>;
}

function some(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function list(said: unknown): readonly string[] {
  return Array.isArray(said) ? said : [];
}
