import { f } from './f.ts';

export const people = {
  you: 'you',
  role: { owner: 'Owner', adult: 'Adult', viewer: 'Viewer' },
  rolesTitle: 'Who may do what',
  mayOwner: 'Owners also say who belongs. The last owner stays.',
  mayAdult: 'Adults look, decide what is shared, and invite viewers.',
  mayViewer: 'Viewers look, and change nothing.',
  since: (at: number) => `since ${f.day(at)}`,
  signedIn: (places: number) => `signed in at ${f.count(places, 'place', 'places')}`,
  didWhat: 'What this person changed',
  asWhat: 'As what',
  changeRole: 'Change role',
  roleOf: (name: string) => `What ${name} may do`,
  roleSet: (name: string) => `${name} has another role.`,
  remove: 'Remove',
  removeTitle: (name: string) => `Remove ${name}`,
  removeSays:
    'They are signed out everywhere at once and may ask nothing any more. What they decided stays in force. To come back they need a new invitation.',
  removed: (name: string) => `${name} may ask nothing any more.`,
  othersSee: 'This stands in the activity, where everybody at home sees it.',

  invite: 'Invite somebody',
  makeCode: 'Make a code',
  codeSays: (until: number) =>
    `Let them scan this, or type the code at the page of this box. Good once, until ${f.time(until)}.`,
  codeOver: 'The time of this code is over. Make another.',
  qr: 'The invitation as a code to scan',
  code: 'Code:',
  link: 'Link:',

  places: 'Where people are signed in',
  placesSay: 'If you don’t know a place, sign it out. Whoever knows the passphrase can sign in again.',
  placeSince: (since: number, used: number) => `since ${f.moment(since)}, last used on ${f.day(used)}`,
  here: 'here',
  placeEnded: (name: string) => `${name} is signed out there.`,
  endOthers: 'Sign me out everywhere else',
  othersEnded: 'Everywhere else is signed out.',
  signOutHere: 'Sign out here',

  passphrase: 'Your passphrase',
  changePassphrase: 'Change your passphrase',
  passphraseNow: 'Passphrase until now',
  passphraseNext: 'New passphrase, at least 12 characters',
  passphraseSays:
    'You are signed out everywhere else by it. The others see in the activity that you have a new passphrase.',
  passphraseChanged: (places: number) =>
    `You have a new passphrase, and were signed out at ${f.count(places, 'other place', 'other places')}.`,

  worried: 'I’m worried about someone in my home',
  worriedTitle: 'If you are worried about someone in your home',
  calm: 'Take your time. Nothing on this page happens before you press a button, and each one says first what the others will see of it.',
  seenHere:
    'That you read this page is written down nowhere in Hearthgate. The history of your browser may hold its address.',
  exitSays: 'or press Esc. A help page takes the place of this one.',
  whoCan: 'Who can see and change things here',
  apps: (names: readonly string[]) =>
    names.length === 0
      ? 'No local app reads along.'
      : `These local apps read along, and whoever can open them sees what they show: ${f.list(names)}.`,
  whatYouCanDo: 'What you can do, and what the others see of it',
  endEverybody: 'Sign out everyone else',
  endEverybodySeen:
    'Others will not see this in the activity. But within a minute their page asks them to sign in, so they will notice. Who knows a passphrase can sign in again.',
  endOthersSeen:
    'Others will not see this in the activity. Whoever uses your sign-in elsewhere will notice, and can sign in again with your passphrase.',
  stopSeen:
    'Others will see this in the activity, with your name, and at the top of every page. It stays so until somebody starts sharing again.',
  stopNow: 'Stop sharing now',
  passphraseSeen:
    'Others will see in the activity that you have a new passphrase. You are signed out everywhere else, so nobody is in with the old one.',
  letGo: 'Remove somebody',
  letGoSeen:
    'Others will see this in the activity, with your name. The person is signed out at once and cannot come in without an invitation.',
  onPeople: 'This is done under People and sign-in',
  beyond: 'What this box cannot do',
  beyondSays: [
    'Whoever can reach the box can make a setup code there and come in as an owner. You would see that in the activity.',
    'Makers of devices often have apps of their own, with sign-ins of their own. Look there who has access.',
    'Phones, cameras, cars and shared accounts can tell where somebody is without this box.',
    'If a change that is noticed could put you in danger, talk first to somebody you trust or to a helpline, on a device that nobody else uses. Hearthgate contacts nobody.',
  ],
};
