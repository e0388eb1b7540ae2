import type { Sentences } from '../speak.ts';

const states: Sentences['recipients']['states'] = {
  idle: 'bereit',
  connecting: 'verbindet sich',
  sending: 'sendet',
  'nothing is shared': 'nichts wird geteilt',
  'manifest expired': 'die Erklärung ist abgelaufen',
  'no consent in force': 'keine Zustimmung gilt',
  'the recipient takes nothing more': 'der Empfänger nimmt nichts mehr an',
  'the recipient cannot be reached': 'der Empfänger ist nicht zu erreichen',
  'its address is not one at home, and what it gets goes no further':
    'die Adresse liegt nicht zu Hause, und was er erhält, geht nicht weiter',
  'a token from its app is needed': 'es braucht ein Token aus der App des Empfängers',
  'only a recipient of the household’s own has a delivery':
    'nur ein Empfänger, den der Haushalt selbst hinzugefügt hat, erhält Unversiegeltes',
};

export const recipients: Sentences['recipients'] = {
  ownNames: 'Ihre eigenen Namen der Geräte: für immer verknüpfbar',
  codesStay: 'immer dieselben: verknüpfbar, solange geteilt wird',
  codesMonthly: 'jeden Monat neue: innerhalb des Monats verknüpfbar',
  codesRenewed: 'neu für alles, was ab der nächsten Zeitspanne gemessen wird',
  states,
  waiting: (because) => `wartet: ${because}`,
  forgotten: 'vergessen',
  sentAs: (user, isPlain) =>
    `gesendet ${user === '' ? '' : `als ${user}, `}${isPlain ? 'nur zu Hause und unterwegs nicht geschützt' : 'durch TLS geschützt'}`,
  unknownPurpose: 'diese Box hat keine einfachen Worte dafür',
  refuses: (name) => `${name} lehnt dieses Zuhause ab und nennt keinen Grund`,
  refusesSaying: (name, because) => `${name} sagt: „${because}“`,
  ownContact: 'Ihr eigener Haushalt, der ihn hinzugefügt hat',
  ownSentence: 'Ihr Haushalt sendet es für sich selbst dorthin.',
  othersRead: 'andere an jenem Broker können das weiterhin lesen',
};
