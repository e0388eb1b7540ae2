import { f } from './f.ts';

const weekday = (day: number) => f.weekday(day);

export const settings = {
  postureTitle: 'Where you begin',
  posture: 'What leaves of something new',
  nothing: 'Share nothing until I say so',
  nothingSays: 'Each request waits for your answer.',
  needed: 'Only what devices need to work',
  neededSays:
    'You see the exact list first. What a company itself calls necessary does not count; whatever comes later waits for you.',
  nothingDone: 'Nothing is shared until you say so.',
  neededDone: (count: number) => `${f.count(count, 'thing is', 'things are')} shared, as in the list.`,
  lookAtNeeded: 'Show me the list',
  startSo: 'Begin like this',
  shareThis: 'Share exactly this',
  agreedByIt: (count: number) => `${f.count(count, 'thing is', 'things are')} shared by this answer now.`,
  nothingNeeded: 'As far as Hearthgate knows, none of your devices needs to send anything. Nothing leaves by this.',
  exactly: 'Exactly this leaves, and nothing else:',
  allWords: 'All that is to know about it',

  rules: 'Rules above all others',
  rulesSay: 'They hold whatever you agreed to. No company can tell a rule from a silent device.',
  noRules: 'There are none.',
  until: (at: number) => `until ${f.moment(at)}`,
  end: 'End…',
  endTitle: 'End this rule',
  endGo: 'End the rule',
  ended: 'The rule is ended.',
  addRule: 'Add a rule',
  added: 'The rule holds from now on.',
  add: 'Let it hold',
  kind: 'Rule',
  kinds: {
    night: 'At night nothing leaves',
    'never this category': 'Never something of this kind',
    'never from this room': 'Never from this room',
    visitors: 'Visitors are here',
  },
  from: 'From',
  to: 'Until',
  onDays: 'Beginning on',
  weekday,
  noDay: 'Choose at least one day.',
  nightSays: (from: string, to: string, days: readonly number[]) =>
    `What is measured from ${from} until ${to}${to <= from ? ' of the next day' : ''} stays home, ${days.length === 7 ? 'every day' : `beginning on ${f.list(days.map(weekday))}`}.`,
  category: 'Kind',
  room: 'Room',
  visitorsSay: 'While visitors are here, only what says little about people leaves.',
  forHowLong: 'For how long',
  spans: { always: 'Until I end it', day: 'For one day', week: 'For one week' },

  pages: 'These pages',
  pagesSay: 'Kept in this browser alone.',
  language: 'Language',
  look: 'Look',
  looks: { system: 'As this device', light: 'Light', dark: 'Dark' },

  box: 'This box',
  version: 'Version',
  reached: 'Devices connect to',
  noPort: 'no device over TLS: that port is closed',
  devices: 'Devices',
  stayed: 'Values that stayed home since it was started',
  count: (count: number) => f.number(count),
  record: 'Record',
  clock: 'Clock',
  stolen: 'If somebody takes it',
  authority: {
    page: (until: number, server: number) =>
      `What browsers trust is good until ${f.longDate(until)}; the box renews its own certificate before ${f.longDate(server)}.`,
    devices: (until: number, server: number) =>
      `What devices trust is good until ${f.longDate(until)}; the box renews its own certificate before ${f.longDate(server)}.`,
  },
  issued: (count: number) => `${f.count(count, 'device certificate is', 'device certificates are')} in force.`,
  trust: 'Let this device know the box',
};
