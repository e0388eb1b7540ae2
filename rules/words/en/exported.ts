/** A part of what a household takes along: its heading, and what the file beside the page holds. */
export interface PartWords {
  readonly name: string;
  readonly about: string;
}

const parts = {
  devices: { name: 'devices', about: 'The devices, as the hub knows them.' },
  brokers: { name: 'brokers', about: 'Brokers of others that the hub reads along on; no password.' },
  clients: { name: 'clients', about: 'Who may connect, and with which topics; no password.' },
  recipients: { name: 'recipients', about: 'Recipients with the declarations they signed.' },
  consents: { name: 'consents', about: 'Every answer ever given, with what it was an answer to.' },
  'consent records': {
    name: 'consent records',
    about: 'What was decided in one go, with the words that were shown.',
  },
  allowances: {
    name: 'allowances',
    about: 'Every answer ever given about what a recipient may make a device do, with its terms.',
  },
  'standing rules': { name: 'standing rules', about: 'Rules above all consents, and stops.' },
  'rights requests': {
    name: 'rights requests',
    about: 'What recipients were asked about your rights, and their answers.',
  },
  ledger: {
    name: 'ledger',
    about: 'The record of every change and of all that left, oldest first; docs/ledger.md tells the entries.',
  },
  'what left': {
    name: 'what left',
    about:
      'Every batch that left, or may have left: when, to whom, how much, and as far as it is kept what stood in it.',
  },
  'what is under way': {
    name: 'what is under way',
    about: 'Batches of which a recipient may have had something already.',
  },
  'sums of what left': {
    name: 'sums of what left',
    about: 'How many values left, by day, recipient, purpose, device, field and form.',
  },
  connections: { name: 'connections', about: 'Every attempt to reach a recipient.' },
  posture: { name: 'posture', about: 'The starting answer, and what was agreed to by it.' },
  settings: { name: 'settings', about: 'What the household set about its history.' },
  'what stayed': { name: 'what stayed', about: 'What stayed home, by day, device, field and reason.' },
  quarantine: { name: 'quarantine', about: 'What could not be understood: a reason and a shape, no content.' },
  'last values': { name: 'last values', about: 'What devices said last; the hub has it in memory alone.' },
} satisfies Readonly<Record<string, PartWords>>;

export type PartName = keyof typeof parts;

const KINDS: Readonly<Record<string, string>> = { app: 'an app', bridge: 'a bridge', device: 'a device' };

/** The page of everything that a household takes along. */
export const exported = {
  parts: parts as Readonly<Record<PartName, PartWords>>,
  window: 'Your home at Hearthgate',
  title: 'Everything this hub knows about your household',
  made: (when: string) =>
    `Made on ${when}. The same is in the files beside this page, for programs; README.txt tells what each holds. Keys and passwords are left out.`,
  contents: 'Contents',
  readme: `Open index.html with a browser: it is the same for people, and it can be printed. Nothing in it is fetched from anywhere.
The other files are for programs. Each is a JSON array (UTF-8, RFC 8259), one item a line. Times are milliseconds since
1 January 1970 UTC where they are numbers; days are written like 2026-11-02. Keys and passwords are left out. These files
name your devices and what you decided: keep them to yourselves.`,
  nothing: 'There is nothing.',
  thereAre: (count: number) => `There ${count === 1 ? 'is 1' : `are ${count}`}.`,
  newestChanges: (most: number) => `Here are the changes among them, the newest first, at most ${most}.`,
  newest: (most: number) => `Here are ${most} of them.`,
  named: (name: string) => ` (“${name}”)`,
  unknownMake: 'of an unknown make',
  room: (room: string) => `, in ${room}`,
  broker: (name: string, url: string, filters: string) => `${name} at ${url}, where it reads ${filters}`,
  client: (name: string, kind: string) => `${name}, ${KINDS[kind] ?? kind}`,
  reads: (topic: string) => `reads ${topic}`,
  writes: (topic: string) => `writes ${topic}`,
  recipient: (name: string, country: string, contact: string) => `${name} (${country}), reached at ${contact}`,
  asksFor: (fields: string, sentence: string) => `asks for ${fields}: “${sentence}”`,
  fieldOf: (field: string, device: string) => `${field} of ${device}`,
  mayGet: (name: string, what: string, how: string) => `${name} may get ${what}: ${how}.`,
  mayNotGet: (name: string, what: string) => `${name} may not get ${what}.`,
  ended: (when: string) => ` It ended on ${when}.`,
  notShown: 'Nothing was shown before it.',
  mayDo: (name: string, command: string, device: string, how: string) => `${name} may ${command} on ${device}, ${how}.`,
  mayNotDo: (name: string, command: string, device: string) => `${name} may not ${command} on ${device}.`,
  onlyHours: (hours: string) => `, only ${hours}`,
  asked: (name: string, what: 'erasure' | 'opt-out') =>
    `${name} was asked ${what === 'erasure' ? 'to erase what it has' : 'not to sell or share what it has'}`,
  told: (when: string) => `told on ${when}`,
  noAnswer: 'no answer noted',
  answered: (answer: string, when: string) => `${answer}, on ${when}`,
  values: (count: number) => (count === 1 ? '1 value' : `${count} values`),
  got: (name: string, values: string, purpose: string, state: string, bytes: number) =>
    `${name} got ${values} so that it can ${purpose}: ${state}, ${bytes} bytes`,
  possiblyReceived: (name: string, values: string) => `${name}: ${values}, possibly received`,
  gotOf: (name: string, values: string, what: string, form: string) => `${name} got ${values} of ${what}, ${form}`,
  attempt: (name: string, host: string, outcome: string | null) => `${name} at ${host}: ${outcome ?? 'not known'}`,
  agreed: (name: string, what: string) => `${name} may get ${what}`,
  message: 'A message',
  stayed: (what: string, count: number, reason: string) =>
    `${what} stayed home ${count === 1 ? 'once' : `${count} times`}: ${reason}`,
  changed: (from: string | undefined, to: string) => `${from === undefined ? '' : `from ${from} `}to ${to}`,
};
