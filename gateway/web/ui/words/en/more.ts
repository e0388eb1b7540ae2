export const more = {
  recipients: 'The companies and services outside, and what each of them gets.',
  budget: 'How much values with noise may tell about your days, and what of it is used.',
  activity: 'Every change: who made it, when, and the way back.',
  people: 'Who may look and decide here, where they are signed in, and what to do if you are worried about somebody.',
  data: 'Download it, delete it, say how long it stays, and see what you asked of companies.',
  settings: 'Where you begin, rules above all others, language, look, and this box.',
  help: 'What the words mean, how it works, and what it does not protect against.',
  welcome: 'Connect devices, see what they can reveal, choose where you begin.',
};
