import type { ParseArgsConfig } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { textOf, type Words } from '../../rules/words-shown.ts';

/** Wrong words on the command line. */
export class UsageError extends Error {}

export interface Command {
  readonly name: readonly string[];
  readonly usage: string;
  readonly about: string;
  readonly example: string;
  readonly operation: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  input(given: Given): unknown;
  /** The result for people; `--json` prints it whole. */
  print(result: unknown): string | Uint8Array;
}

export interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
  readFile(path: string): string;
}

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const which = { device: text, field: text } as const;

export const commands: readonly Command[] = [
  {
    name: ['device', 'add'],
    usage: 'device add <name> [--dialect native] [--base <topic>] [--read <filter>] [--write <filter>]',
    about: 'Makes the credentials a device or bridge connects with; the password is shown once.',
    example: 'device add living-room-meter --dialect tasmota --base tasmota_49A3BC',
    operation: 'device add',
    options: { dialect: text, base: text, read: texts, write: texts },
    input: ({ values, positionals }) => ({
      name: one(positionals, 'name'),
      dialect: values.dialect ?? 'native',
      ...given(values, ['base']),
      read: values.read ?? [],
      write: values.write ?? [],
    }),
    print: credentials,
  },
  {
    name: ['device', 'list'],
    usage: 'device list',
    about: 'Who may connect, and the devices that were found.',
    example: 'device list --json',
    operation: 'device list',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['device', 'remove'],
    usage: 'device remove <name>',
    about: 'Takes a credential back; its connection ends at once.',
    example: 'device remove old-lamp',
    operation: 'device remove',
    options: {},
    input: ({ positionals }) => ({ name: one(positionals, 'name') }),
    print: table,
  },
  {
    name: ['app', 'add'],
    usage: 'app add <name> [--read <filter>]... [--write <filter>]...',
    about: 'Makes the credentials of a local app. What an app reads it may pass on; Hearthgate does not control that.',
    example: "app add home-assistant --read 'zigbee2mqtt/#' --read 'homeassistant/#'",
    operation: 'app add',
    options: { read: texts, write: texts },
    input: ({ values, positionals }) => ({
      name: one(positionals, 'name'),
      read: values.read ?? [],
      write: values.write ?? [],
    }),
    print: credentials,
  },
  {
    name: ['recipient', 'add'],
    usage: 'recipient add <manifest.jws>',
    about: 'Takes a signed manifest, or a newer version of it. Compare the fingerprint. Nothing is shared by adding.',
    example: 'recipient add acme.jws',
    operation: 'recipient add',
    options: {},
    input: ({ positionals, readFile }) => ({ signed: readFile(one(positionals, 'manifest')) }),
    print: table,
  },
  {
    name: ['recipient', 'list'],
    usage: 'recipient list',
    about: 'Recipients, what they ask for, and how delivery goes.',
    example: 'recipient list --json',
    operation: 'recipient list',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['recipient', 'credentials'],
    usage: 'recipient credentials <recipient> [--user <name> [--password-file <file>] | --forget]',
    about: 'Keeps what a recipient issued to this home; the password is read from the file, or from standard input.',
    example: 'recipient credentials acme-heating --user home-4711 --password-file acme.password',
    operation: 'recipient credentials',
    options: { user: text, 'password-file': text, forget: flag },
    input: ({ values, positionals, readFile }) => {
      const recipient = one(positionals, 'recipient');
      if (values.forget) return { recipient };
      if (values.user === undefined) throw new UsageError('say --user, or --forget');
      const password = readFile(String(values['password-file'] ?? '-')).replace(/\r?\n$/, '');
      return { recipient, credentials: { user: values.user, password } };
    },
    print: table,
  },
  {
    name: ['recipient', 'codes'],
    usage: 'recipient codes <recipient> <purpose> (--linkable | --monthly)',
    about: 'Whether one purpose’s stand-in names stay the same for ever, or are new every month as they are at first.',
    example: 'recipient codes acme-heating dpv:ServicePersonalisation --linkable',
    operation: 'recipient codes',
    options: { linkable: flag, monthly: flag },
    input: ({ values, positionals: [recipient, purpose, ...more] }) => {
      if (!recipient || !purpose || more.length > 0) throw new UsageError('say the recipient and the purpose');
      if (values.linkable === values.monthly) throw new UsageError('say either --linkable or --monthly');
      return { recipient, purpose, linkable: values.linkable === true };
    },
    print: table,
  },
  {
    name: ['recipient', 'new-codes'],
    usage: 'recipient new-codes <recipient>',
    about: 'Gives every stand-in name of a recipient up; what it gets from now on has new ones.',
    example: 'recipient new-codes acme-heating',
    operation: 'recipient new-codes',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: table,
  },
  {
    name: ['recipient', 'remove'],
    usage: 'recipient remove <recipient>',
    about: 'Withdraws everything given to a recipient and forgets its manifest.',
    example: 'recipient remove acme-heating',
    operation: 'recipient remove',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: table,
  },
  {
    name: ['consent', 'give'],
    usage:
      'consent give <recipient> <request> [--device <id>] [--field <name>] [--form <json>] [--for <once|today|30d|12h|until-changed>] [--hours <22:00-06:00>] [--days <1,2,3>] [--accept-union] [--yes]',
    about: 'Shows what would leave; with --yes it is agreed. Without --for it lasts 30 days.',
    example: 'consent give acme-heating tips --device thermostat --yes',
    operation: 'consent give',
    options: { ...which, form: text, for: text, hours: text, days: text, 'accept-union': flag, yes: flag },
    input: ({ values, positionals }) => ({
      ...ask(positionals, values),
      ...(values.form === undefined ? {} : { form: yaml(String(values.form), '--form') }),
      ...lifetime(values.for),
      ...(values.hours === undefined ? {} : { schedule: hours(values) }),
      acceptUnion: values['accept-union'] ?? false,
      confirmed: values.yes ?? false,
    }),
    print: (result) => asked(result, (result as { given: number }).given > 0),
  },
  {
    name: ['consent', 'preview'],
    usage:
      'consent preview <recipient> <request> [--device <id>] [--field <name>] [--form <json>] [--sample <last|typical day|worst case>]',
    about: 'What would leave of your own devices’ last messages, before anything is agreed to.',
    example: 'consent preview acme-heating tips --sample "typical day"',
    operation: 'preview',
    options: { ...which, form: text, sample: text },
    input: ({ values, positionals }) => ({
      ...ask(positionals, values),
      ...(values.form === undefined ? {} : { form: yaml(String(values.form), '--form') }),
      sample: values.sample ?? 'last',
      acceptUnion: true,
    }),
    print: table,
  },
  {
    name: ['consent', 'refuse'],
    usage: 'consent refuse <recipient> <request> [--device <id>] [--field <name>]',
    about: 'Answers no; what was shared of it stops at once.',
    example: 'consent refuse acme-heating location',
    operation: 'consent refuse',
    options: which,
    input: ({ values, positionals }) => ask(positionals, values),
    print: decision,
  },
  {
    name: ['consent', 'withdraw'],
    usage: 'consent withdraw [<consent id>] [--recipient <r>] [--request <id>] [--device <id>] [--field <name>]',
    about: 'Stops sharing at once, also what is queued.',
    example: 'consent withdraw --recipient acme-heating',
    operation: 'consent withdraw',
    options: { ...which, recipient: text, request: text },
    input: ({ values, positionals }) => ({
      ...(positionals[0] ? { id: positionals[0] } : {}),
      ...given(values, ['recipient', 'request', 'device', 'field']),
    }),
    print: table,
  },
  {
    name: ['consent', 'record'],
    usage: 'consent record <consent id>',
    about: 'The signed receipt of the decision that a consent was made by. It names devices: keep it to yourselves.',
    example: 'consent record qL0cXoY2mJ1rZk5w > receipt.jws',
    operation: 'consent record',
    options: {},
    input: ({ positionals }) => ({ id: one(positionals, 'consent') }),
    print: (result) => (result as { receipt: string }).receipt,
  },
  {
    name: ['consent', 'list'],
    usage: 'consent list',
    about: 'Every choice on record.',
    example: 'consent list --json',
    operation: 'consent list',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['consent', 'explain'],
    usage: 'consent explain <recipient> <request> [--device <id>] [--field <name>]',
    about: 'Why each field leaves or stays.',
    example: 'consent explain acme-heating tips',
    operation: 'consent explain',
    options: which,
    input: ({ values, positionals }) => ask(positionals, values),
    print: table,
  },
  {
    name: ['consent', 'apply'],
    usage: 'consent apply <choices.yaml> [--yes]',
    about: 'Makes the choices a file lists, all or none. Without --yes it only says what would leave.',
    example: 'consent apply choices.yaml --yes',
    operation: 'consent apply',
    options: { yes: flag },
    input: ({ values, positionals, readFile }) => ({
      choices: yaml(readFile(one(positionals, 'file')), 'the file'),
      confirmed: values.yes ?? false,
    }),
    print: (result) => asked(result, (result as { consents?: unknown }).consents !== undefined),
  },
  {
    name: ['request', 'list'],
    usage: 'request list',
    about: 'What waits for an answer: who asks, for what, and what changed since the last answer.',
    example: 'request list --json',
    operation: 'request list',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['request', 'postpone'],
    usage: 'request postpone <recipient> <request>',
    about: 'Leaves a request for later. Nothing of it is shared meanwhile.',
    example: 'request postpone acme-heating tips',
    operation: 'request postpone',
    options: {},
    input: ({ values, positionals }) => ask(positionals, values),
    print: table,
  },
  {
    name: ['rule', 'add'],
    usage:
      'rule add (--never <category> | --room <room> | --night <22:00-06:00> [--days <1,2,3>] | --visitors) [--for <3h>]',
    about: 'Sets a rule above all consents. It holds at once; nobody outside sees the difference to silence.',
    example: 'rule add --never location',
    operation: 'rule add',
    options: { never: text, room: text, night: text, days: text, visitors: flag, for: text },
    input: ({ values }) => ({ ...standing(values), ...forMs(values) }),
    print: table,
  },
  {
    name: ['rule', 'list'],
    usage: 'rule list',
    about: 'The rules above all consents, and what is stopped.',
    example: 'rule list',
    operation: 'rule list',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['rule', 'remove'],
    usage: 'rule remove <id> [--yes]',
    about: 'Says what would leave again without the rule; with --yes it is ended.',
    example: 'rule remove Zk3VxTQm0n1aB2c4',
    operation: 'rule remove',
    options: { yes: flag },
    input: ({ values, positionals }) => ({ id: one(positionals, 'rule'), confirmed: values.yes ?? false }),
    print: (result) => asked(result, (result as { ended: unknown[] }).ended.length > 0),
  },
  {
    name: ['sharing', 'stop'],
    usage: 'sharing stop [--recipient <r>] [--device <id>] [--for <2h>]',
    about: 'Stops all sharing at once, or one recipient or device; what waits to be sent is dropped.',
    example: 'sharing stop --for 2h',
    operation: 'sharing stop',
    options: { recipient: text, device: text, for: text },
    input: ({ values }) => ({ ...given(values, ['recipient', 'device']), ...forMs(values) }),
    print: table,
  },
  {
    name: ['sharing', 'resume'],
    usage: 'sharing resume [--recipient <r>] [--device <id>] [--yes]',
    about: 'Says what would leave again after a stop; with --yes sharing goes on as it was agreed to.',
    example: 'sharing resume',
    operation: 'sharing resume',
    options: { recipient: text, device: text, yes: flag },
    input: ({ values }) => ({ ...given(values, ['recipient', 'device']), confirmed: values.yes ?? false }),
    print: (result) => asked(result, (result as { ended: unknown[] }).ended.length > 0),
  },
  {
    name: ['device', 'place'],
    usage: 'device place <id> [<room>]',
    about: 'Says in which room a device stands; without a room it is not said any more.',
    example: 'device place thermostat "living room"',
    operation: 'device place',
    options: {},
    input: ({ positionals: [device, room, ...more] }) => {
      if (!device || more.length > 0) throw new UsageError('say the device and the room');
      return { device, ...(room === undefined ? {} : { room }) };
    },
    print: table,
  },
  {
    name: ['recipient', 'erase'],
    usage: 'recipient erase <recipient>',
    about:
      'Asks a recipient to erase what it has, in a sealed notice; prints the letter to send where that does not help.',
    example: 'recipient erase acme-heating',
    operation: 'recipient erase',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: asLetter,
  },
  {
    name: ['recipient', 'opt-out'],
    usage: 'recipient opt-out <recipient>',
    about: 'Tells a recipient not to sell or share what it has; prints the letter, too.',
    example: 'recipient opt-out acme-heating',
    operation: 'recipient opt-out',
    options: {},
    input: ({ positionals }) => ({ recipient: one(positionals, 'recipient') }),
    print: asLetter,
  },
  {
    name: ['export'],
    usage: 'export > hearthgate.zip',
    about:
      'Everything the hub knows about the household, as JSON and as a page, in one zip. Keys and passwords are not in it.',
    example: 'export > hearthgate.zip',
    operation: 'export',
    options: {},
    input: () => ({}),
    print: (result) => Buffer.from((result as { base64: string }).base64, 'base64'),
  },
  {
    name: ['quarantine'],
    usage: 'quarantine [--most 20]',
    about: 'What could not be understood: when, from whom, why. Never the values.',
    example: 'quarantine --json',
    operation: 'quarantine',
    options: { most: text },
    input: ({ values }) => ({ most: whole(values.most ?? 20, '--most') }),
    print: table,
  },
  {
    name: ['status'],
    usage: 'status',
    about: 'How the hub is.',
    example: 'status --json',
    operation: 'status',
    options: {},
    input: () => ({}),
    print: table,
  },
  {
    name: ['config', 'show'],
    usage: 'config show',
    about: 'The configuration in force.',
    example: 'config show',
    operation: 'config show',
    options: {},
    input: () => ({}),
    print: table,
  },
];

function one(positionals: readonly string[], what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined) throw new UsageError(`say which ${what}`);
  if (more.length > 0) throw new UsageError(`one ${what} at a time; "${more[0]}" is too many`);
  return first;
}

function ask(positionals: readonly string[], values: Given['values']) {
  const [recipient, request, ...more] = positionals;
  if (!recipient || !request || more.length > 0)
    throw new UsageError('say the recipient and the request, for example: acme-heating tips');
  return { recipient, request, ...given(values, ['device', 'field']) };
}

function given(values: Given['values'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function whole(said: unknown, option: string): number {
  const number = Number(said);
  if (!Number.isInteger(number)) throw new UsageError(`${option} takes a whole number`);
  return number;
}

/** 30 days where nothing is said. */
function lifetime(said: unknown): { lifetime?: 'once' | 'today' | 'until changed' | number } {
  if (said === undefined) return {};
  if (said === 'once' || said === 'today') return { lifetime: said };
  if (said === 'until-changed') return { lifetime: 'until changed' };
  return { lifetime: milliseconds(said, ', or once, today or until-changed') };
}

function milliseconds(said: unknown, or = ''): number {
  const match = /^(\d{1,4})([mhd])$/.exec(String(said));
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || !unit) throw new UsageError(`--for takes a time such as 30d, 12h or 45m${or}`);
  return Number(match[1]) * unit;
}

function forMs(values: Given['values']): { forMs?: number } {
  return values.for === undefined ? {} : { forMs: milliseconds(values.for) };
}

/** `22:00-06:00`, on `--days` from 1, Monday. */
function hours(values: Given['values']) {
  const [from, to] = String(values.hours).split('-');
  const days = values.days === undefined ? {} : { days: String(values.days).split(',').map(Number) };
  return { from, to, ...days };
}

function standing(values: Given['values']) {
  const kinds = ['never', 'room', 'night', 'visitors'].filter((kind) => values[kind] !== undefined);
  if (kinds.length !== 1) throw new UsageError('say one of --never, --room, --night and --visitors');
  if (values.never !== undefined) return { rule: 'never this category', category: values.never };
  if (values.room !== undefined) return { rule: 'never from this room', room: values.room };
  if (values.night !== undefined) return { rule: 'night', hours: hours({ ...values, hours: values.night }) };
  return { rule: 'visitors' };
}

/** What is shared more by it is said first, and done when it is said again. */
function asked(result: unknown, done: boolean): string {
  return done ? decision(result) : `${decision(result)}\n\nNothing has changed yet. Say it again with --yes to agree.`;
}

function asLetter(result: unknown): string {
  const { letter, ...more } = result as { letter: string };
  return `${table(more)}\n\n${letter}`;
}

function yaml(text: string, what: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const [first] = error instanceof Error ? error.message.split('\n') : [];
    throw new UsageError(`${what} is neither JSON nor YAML: ${first}`);
  }
}

function credentials(result: unknown): string {
  const { name, password } = result as { name: string; password: string };
  return `user name  ${name}\npassword   ${password}\n\nThe password is shown only now.`;
}

/** The words of a decision as everybody is shown them, where there are any, then what came of it. */
function decision(result: unknown): string {
  const { words = [], ...rest } = result as { words?: readonly Words[] };
  return [...words.map(textOf), table(rest)].join('\n\n');
}

/** Lines of `name  value`, nested with indents: plain, and the same for every result. */
function table(result: unknown, indent = ''): string {
  if (Array.isArray(result)) {
    if (result.length === 0) return `${indent}(nothing)`;
    if (result.every((each) => typeof each !== 'object')) return `${indent}${result.map(plain).join(', ')}`;
    return result.map((each) => table(each, indent)).join('\n\n');
  }
  if (typeof result !== 'object' || result === null) return `${indent}${plain(result)}`;
  return Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) =>
      typeof value === 'object' && value !== null && !(Array.isArray(value) && value.length === 0)
        ? `${indent}${key}\n${table(value, `${indent}  `)}`
        : `${indent}${key.padEnd(Math.max(0, 18 - indent.length))} ${Array.isArray(value) ? '(nothing)' : shown(key, value)}`,
    )
    .join('\n');
}

const TIMES = new Set(['at', 'since', 'until', 'ended']);

/** Instants as people read them; `--json` has them as numbers. */
function shown(key: string, value: unknown): unknown {
  return TIMES.has(key) && typeof value === 'number' ? new Date(value).toISOString() : plain(value);
}

/** What devices and recipients say must not move the cursor of whoever reads it. */
export function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/[^\P{C}\n]/gu, '\u{fffd}') : value;
}
