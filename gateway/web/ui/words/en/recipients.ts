import { f } from './f.ts';

export const recipients = {
  title: 'Who receives',
  add: 'Add one',
  none: 'Nobody outside is known to this box, so nobody gets anything through it.',
  gets: (fields: number, devices: number) =>
    fields === 0
      ? 'Gets nothing'
      : `Gets ${f.count(fields, 'thing', 'things')} from ${f.count(devices, 'device', 'devices')}`,
  country: (code: string) => f.country(code),
  moment: (at: number) => f.moment(at),
  noDelivery: 'none yet',
  state: {
    idle: 'Nothing is on its way to it.',
    connecting: 'It is being reached.',
    sending: 'Something is on its way to it.',
    'nothing is shared': 'Nothing is shared with it.',
  } as Readonly<Record<string, string>>,
  waits: (why: string) => `Not delivered yet: ${why} Nothing was lost; it is tried again by itself.`,
  sealed: 'Sealed: only it can open what it gets.',
  open: 'Protected on the way, readable by whoever runs that server.',

  getsTitle: (name: string) => `What ${name} gets`,
  getsNothing: (name: string) => `${name} gets nothing.`,
  from: 'from',
  saysTitle: (name: string) => `What ${name} says it does with it`,
  soThat: (what: string) => `So that it can ${what}.`,
  keptFor: (span: string) => `Kept for ${span}`,
  passedOn: (names: readonly string[]) =>
    names.length === 0 ? 'Passed on to nobody' : `Passed on to ${f.list(names)}`,
  says: (name: string) => `— ${name} says`,
  youWrote: '— you wrote this',
  quoted: (text: string) => `“${text}”`,
  askedFor: 'Asks for',
  waiting: 'What it asks for and nobody answered waits under Requests.',
  toRequests: 'Requests',

  who: 'Who it is',
  rows: {
    state: 'How it goes',
    last: 'Last delivery',
    host: 'Sent to',
    country: 'Country',
    contact: 'Contact',
    notice: 'What it says about privacy',
    protection: 'Protection',
    origin: 'Described by',
    fingerprint: 'Fingerprint of its key',
    version: 'Version of its description',
    technical: 'Full address',
  },
  origin: { vendor: 'itself, signed', household: 'your household' },

  stop: (name: string) => `Stop sharing with ${name}`,
  stopped: (name: string) => `${name} gets nothing any more.`,
  stopAWhile: 'Stop for a while',
  isStopped: (name: string) => `Sharing with ${name} is stopped.`,
  isStoppedUntil: (name: string, at: number) => `Sharing with ${name} is stopped until ${f.moment(at)}.`,
  startAgain: (name: string) => `Share with ${name} again`,

  codes: 'Codes instead of names',
  codesSay: (name: string) =>
    `${name} never gets the name of a device. It gets a code, another one for each purpose, and it can put together what came under the same code.`,
  monthly: (what: string, name: string) =>
    `To ${what}: a new code every month. ${name} can put together what came within one.`,
  lasting: (what: string, name: string) =>
    `To ${what}: always the same code. ${name} can put together everything for as long as it is shared.`,
  newCode: 'Get a new code now',
  newCodeDone: 'New codes are used for what is measured from now on.',
  keepCode: 'Always use the same code',
  keepCodeSays: (name: string) =>
    `${name} can then follow a device for as long as it is shared, and not only for a month.`,
  keepCodeDone: 'The code stays the same.',
  changeCode: 'Use a new code every month',
  changeCodeDone: 'The code is new every month.',

  rights: 'Your rights',
  erase: (name: string) => `Ask ${name} to delete what it has`,
  eraseSays: (name: string) =>
    `Hearthgate cannot delete anything at ${name}. It asks in your name, keeps the date and the deadline, and gives you the letter.`,
  erasureAsked: (name: string) => `${name} is asked to delete what it has.`,
  optOut: (name: string) => `Tell ${name} not to sell or pass on`,
  optOutAsked: (name: string) => `${name} is told not to sell or pass on what it has.`,
  what: { erasure: 'To delete what it has', 'opt-out': 'Not to sell or pass on' },
  right: {
    asked: (at: number, due: string) => `asked ${f.moment(at)}, answer due by ${f.date(due)}`,
    delivered: (at: number, due: string) => `asked ${f.moment(at)}, delivered, answer due by ${f.date(due)}`,
    answered: (at: number) => `asked ${f.moment(at)}, answered`,
    overdue: (at: number, due: string) => `asked ${f.moment(at)}, no answer by ${f.date(due)}`,
  },
  answers: {
    done: 'It says that it did so',
    partly: 'It did a part',
    refused: 'It refused',
    'wrote back': 'It wrote something else',
  },
  byLetter: 'Not sent by Hearthgate: it was never connected to. Send the letter.',
  letter: 'The letter',
  save: 'Save the letter',
  letterFile: 'letter.txt',
  note: 'What did it answer?',
  noteGo: 'Note this answer',
  noted: 'The answer is noted.',

  commands: 'What it may make devices do',
  command: {
    waiting: 'waits for your answer under Requests',
    allowed: 'allowed',
    refused: 'not allowed',
    withdrawn: 'not allowed any more',
    never: 'never reaches the device',
  },
  may: (what: string, device: string) => `${what} on ${device}`,
  withdrawCommand: 'Allow this no more',
  commandWithdrawn: 'It may not do that any more.',

  account: 'Its sign-in for this home',
  accountSays:
    'Some servers want a name and a password that they gave you. They are sent inside the protected connection only.',
  accountKept: 'A name and a password are kept.',
  accountUser: 'Name',
  accountPassword: 'Password',
  show: 'Show the password',
  keepAccount: 'Keep them',
  accountDone: 'They are kept.',
  forgetAccount: 'Forget them',
  accountForgotten: 'They are forgotten.',

  history: 'Everything that changed about it',
  left: 'Everything that left for it',
  remove: (name: string) => `Remove ${name}`,
  removeSays: (name: string) =>
    `Everything that was agreed to ends, and this home’s names and keys with ${name} are forgotten. Should you add it again, it meets another home.`,
  removed: (name: string) => `${name} is removed.`,

  addTitle: 'Add somebody who may ask',
  addSays: 'Adding shares nothing. A company publishes a signed file that says who it is and what it would ask for.',
  file: 'Choose its file',
  paste: 'Or paste what is in it',
  addGo: 'Look at it and add',
  addedTitle: (name: string) => `${name} is added, and gets nothing`,
  compare: (name: string) =>
    `Compare this fingerprint with the one that ${name} publishes, for example in the leaflet of the device. If they differ, it is somebody else.`,
  newer: 'A newer version of a description that you have. What it asks for anew waits under Requests.',
  notThem: 'It is somebody else: remove it',
  asksNow: 'It asks for this:',
  toPage: (name: string) => `To the page of ${name}`,
};
