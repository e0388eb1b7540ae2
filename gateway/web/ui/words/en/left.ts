import { f } from './f.ts';

export const left = {
  title: 'What left through Hearthgate',
  lists: 'What left and what stayed',
  leftTab: 'What left',
  stayedTab: 'What stayed home',
  none: 'Nothing has left through Hearthgate.',
  noneLike: 'Nothing like this is in the record.',
  older: 'What left is listed here as long as your settings keep it; the sums stay longer.',
  shown: (count: number, isAll: boolean) =>
    isAll
      ? `${f.count(count, 'message', 'messages')}, and that is all.`
      : `${f.count(count, 'message', 'messages')} shown; there are more.`,
  day: (day: string) => f.day(Date.parse(`${day}T12:00`)),
  time: (at: number) => f.time(at),
  moment: (at: number) => f.moment(at),

  states: {
    sent: 'Sent',
    waiting: 'Waiting',
    dropped: 'Held back',
    'possibly received': 'Possibly received',
    trouble: 'Couldn’t deliver',
  },
  stateSays: {
    sent: 'The recipient said that it has it.',
    waiting: 'It is sealed and has not left yet. Stop sharing it now, and it never does.',
    dropped: 'It was sealed, and nothing of it left: what it stood on ended first.',
    'possibly received':
      'It was on its way when the connection ended, so the recipient may have it. It counts as left.',
  },
  queued: 'Waits for its time',
  queuedRow: (records: number, due: number | undefined) =>
    due === undefined
      ? `${f.count(records, 'value', 'values')}, as soon as may be`
      : `${f.count(records, 'value', 'values')}, leaves at ${f.moment(due)}`,
  troubleSays:
    'It could not be handed over so far. Nothing was lost, and nothing of it goes anywhere else; the box tries again by itself.',

  /** `Thermostat → Acme`, with the devices of one message. */
  row: (devices: readonly string[], recipient: string) =>
    devices.length === 0 ? `To ${recipient}` : `${f.list(devices)} → ${recipient}`,
  what: (fields: readonly string[], records: number) => `${f.list(fields)}: ${f.count(records, 'value', 'values')}`,
  andMore: 'and more',
  empty: 'an empty message, so that its coming tells nothing',

  filters: 'Show only',
  filter: {
    day: 'Day',
    device: 'Device',
    recipient: 'Who receives',
    purpose: 'What for',
    state: 'How it went',
    field: 'What',
  },
  all: 'All',
  allAgain: 'Show everything again',

  message: {
    soThatItCan: 'So that it can',
    size: 'Size',
    sizeIs: (bytes: number) => `${f.number(bytes)} bytes, sealed`,
    slot: 'Its time',
    ended: 'Done',
    left: 'What left',
    device: 'Name of the device',
    code: 'Replaced by a code that only this recipient gets',
    forms: {
      exact: 'Sent as is',
      rounded: 'Rounded',
      category: 'Replaced by a word',
      summary: 'Summed up',
      noised: 'Noise added',
      withheld: 'Left out',
    },
    madeFrom: (values: number, from: number) => `${f.count(values, 'value', 'values')} made from ${f.number(from)}`,
    values: (count: number) => f.count(count, 'value', 'values'),
    span: (from: number, to: number) => `${f.moment(from)} to ${f.time(to)}`,
    sensitive:
      'These values say much about people, so they are shown only when you ask. That you looked stands in the activity.',
    showThem: 'Show exactly what left',
    onlyAdults: 'Adults of the household can see the values.',
    notKept: 'The values themselves are not kept here any more, or never were; what, when and to whom is.',
    why: 'Why did this leave?',
    noWhy: 'The choice it stood on has been erased.',
    takenOut: 'What stayed home of the same devices that day, and by which rule',
    nothingTaken: 'Nothing of them stayed home that day.',
    stayedOf: (device: string) => `All that stayed of ${device}`,
    receipt: 'Receipt',
    getReceipt: 'Get the receipt',
    change: (recipient: string) => `Change what ${recipient} gets`,
    timeline: (device: string) => `A day of ${device} beside what a recipient sees`,
    allOfThem: (count: number) => `Show all ${f.number(count)}`,
  },

  take: {
    title: 'Take it with you',
    says: 'What is listed above, without the values. Messages that are still on their way are not in it.',
    csv: 'For a spreadsheet (CSV)',
    json: 'For programs (JSON)',
    print: 'Print this page',
  },

  record: {
    title: 'Record check',
    never: 'This browser has not checked the record yet.',
    unbroken: (since: number) => `Record check: unbroken since ${f.moment(since)}.`,
    checked: (at: number, entries: number) =>
      `Checked ${f.moment(at)}: ${f.count(entries, 'entry', 'entries')}, all that this browser saw before unchanged among them.`,
    first: (at: number) =>
      `This browser keeps the seal of the record since ${f.moment(at)}. From now on it can tell whether anything from before was changed.`,
    unsigned: 'This browser cannot check the signature itself, so it was left out; the chain was checked.',
    go: 'Check now',
    checking: 'Checking…',
    what: 'What is this?',
    says: [
      'Every choice, every change and every hour’s sums are entries of a record that can only grow. The box seals it again and again.',
      'Your browser keeps the last seal it saw. When you check, it asks the box to prove that the record of today begins with exactly the record of then, and works the proof out itself.',
      'What that cannot show: what was written before this browser first kept a seal, and what a device said around Hearthgate. Keep the files below in another place, and anybody can check them without this box (docs/ledger.md says how). That also holds against somebody who changed this page.',
    ],
    broken: {
      key: 'The record is signed with another key than before. Either the box was set up anew or put back from a backup, or somebody replaced its record.',
      signature: 'The seal that the box gave does not fit its key.',
      shorter: 'The record is shorter than what this browser saw before: entries are missing at its end.',
      rewritten: 'The record does not continue what this browser saw before: something in it was changed.',
    },
    brokenDo:
      'Sharing goes on as your household decided. If nobody put the box back from a backup, stop all sharing and have somebody look at it; the seal that this browser keeps is the proof, and stays.',
    anew: 'Begin anew with the record of today',
    proof: 'Keep a proof in another place',
    checkpoint: 'The seal',
    key: 'The key',
    lines: 'The whole record',
    linesSay:
      'The whole record says everything that your household decided; give it to nobody who should not read that.',
  },

  dayOf: {
    title: (device: string) => `A day of ${device}`,
    says: 'What the device said at home, beside what one recipient would be sent of it.',
    choose: 'What and to whom',
    option: (field: string, recipient: string) => `${field} → ${recipient}`,
    nothing: 'Nothing of this device goes to anybody, so there is nothing to set beside it.',
    looked: 'Where these values say much about people, it stands in the activity that somebody looked.',
    reveals: (reason: string) => `What it can tell about you: ${reason}`,
    toDevice: 'To the device',
  },
};
