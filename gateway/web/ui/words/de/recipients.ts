import type { Words } from '../words.ts';
import { f } from './f.ts';

export const recipients: Words['recipients'] = {
  title: 'Wer empfängt',
  add: 'Einen Empfänger hinzufügen',
  none: 'Diese Box kennt niemanden außerhalb, also bekommt über sie auch niemand etwas.',
  gets: (fields, devices) =>
    fields === 0
      ? 'Bekommt nichts'
      : `Bekommt ${f.count(fields, 'Angabe', 'Angaben')} von ${f.count(devices, 'Gerät', 'Geräten')}`,
  country: (code) => f.country(code),
  moment: (at) => f.moment(at),
  noDelivery: 'noch keine',
  state: {
    idle: 'Zurzeit ist nichts dorthin unterwegs.',
    connecting: 'Die Verbindung wird aufgebaut.',
    sending: 'Etwas ist dorthin unterwegs.',
    'nothing is shared': 'Es wird nichts geteilt.',
  },
  waits: (why) => `Noch nicht zugestellt: ${why} Es ging nichts verloren; die Box versucht es von selbst wieder.`,
  sealed: 'Versiegelt: Nur der Empfänger kann öffnen, was er bekommt.',
  open: 'Unterwegs geschützt, lesbar für alle, die den Server dort betreiben.',

  getsTitle: (name) => `Was ${name} bekommt`,
  getsNothing: (name) => `${name} bekommt nichts.`,
  from: 'von',
  saysTitle: (name) => `Was ${name} nach eigenen Worten damit tut`,
  soThat: (what) => `Zweck: ${what}.`,
  keptFor: (span) => `Aufbewahrt: ${span}`,
  passedOn: (names) => (names.length === 0 ? 'Wird an niemanden weitergegeben' : `Geht weiter an ${f.list(names)}`),
  says: (name) => `— sagt ${name}`,
  youWrote: '— das haben Sie geschrieben',
  quoted: (text) => `„${text}“`,
  askedFor: 'Fragt nach',
  waiting: 'Was gefragt und noch nicht beantwortet ist, wartet unter Anfragen.',
  toRequests: 'Anfragen',

  who: 'Wer das ist',
  rows: {
    state: 'Wie es läuft',
    last: 'Letzte Zustellung',
    host: 'Geht an',
    country: 'Land',
    contact: 'Kontakt',
    notice: 'Was dort zum Datenschutz steht',
    protection: 'Schutz',
    origin: 'Beschrieben von',
    fingerprint: 'Fingerabdruck des Schlüssels',
    version: 'Version der Beschreibung',
    technical: 'Vollständige Adresse',
  },
  origin: { vendor: 'dem Empfänger selbst, unterschrieben', household: 'Ihrem Haushalt' },

  stop: (name) => `Mit ${name} nichts mehr teilen`,
  stopped: (name) => `${name} bekommt nichts mehr.`,
  stopAWhile: 'Für eine Weile anhalten',
  isStopped: (name) => `Mit ${name} wird nichts geteilt: Sie haben es angehalten.`,
  isStoppedUntil: (name, at) => `Mit ${name} wird bis ${f.moment(at)} nichts geteilt.`,
  startAgain: (name) => `Mit ${name} wieder teilen`,

  codes: 'Codes anstelle von Namen',
  codesSay: (name) =>
    `${name} erfährt nie, wie ein Gerät heißt. Stattdessen gibt es einen Code, für jeden Zweck einen anderen; was unter demselben Code kam, kann ${name} zusammenfügen.`,
  monthly: (what, name) =>
    `Zweck „${what}“: jeden Monat ein neuer Code. Was in einem Monat kam, kann ${name} zusammenfügen.`,
  lasting: (what, name) =>
    `Zweck „${what}“: immer derselbe Code. ${name} kann alles zusammenfügen, solange geteilt wird.`,
  newCode: 'Jetzt einen neuen Code nehmen',
  newCodeDone: 'Was ab jetzt gemessen wird, bekommt neue Codes.',
  keepCode: 'Immer denselben Code nehmen',
  keepCodeSays: (name) => `${name} kann einem Gerät dann folgen, solange geteilt wird, und nicht nur einen Monat lang.`,
  keepCodeDone: 'Der Code bleibt derselbe.',
  changeCode: 'Jeden Monat einen neuen Code nehmen',
  changeCodeDone: 'Der Code ist jeden Monat neu.',

  rights: 'Ihre Rechte',
  erase: (name) => `${name} um Löschung bitten`,
  eraseSays: (name) =>
    `Bei ${name} kann Hearthgate nichts löschen. Es fragt in Ihrem Namen, merkt sich Tag und Frist und gibt Ihnen den Brief.`,
  erasureAsked: (name) => `${name} ist um Löschung gebeten.`,
  optOut: (name) => `${name} Verkauf und Weitergabe untersagen`,
  optOutAsked: (name) => `Verkauf und Weitergabe sind ${name} untersagt.`,
  what: { erasure: 'Löschung', 'opt-out': 'Kein Verkauf, keine Weitergabe' },
  right: {
    asked: (at, due) => `verlangt ${f.moment(at)}, Antwort bis ${f.date(due)}`,
    delivered: (at, due) => `verlangt ${f.moment(at)}, zugestellt, Antwort bis ${f.date(due)}`,
    answered: (at) => `verlangt ${f.moment(at)}, beantwortet`,
    overdue: (at, due) => `verlangt ${f.moment(at)}, keine Antwort bis ${f.date(due)}`,
  },
  answers: {
    done: 'Es wurde nach eigener Aussage getan',
    partly: 'Zum Teil getan',
    refused: 'Abgelehnt',
    'wrote back': 'Es kam etwas anderes zurück',
  },
  byLetter: 'Nicht von Hearthgate gesendet: Es gab noch nie eine Verbindung dorthin. Schicken Sie den Brief.',
  letter: 'Der Brief',
  save: 'Den Brief sichern',
  letterFile: 'brief.txt',
  note: 'Was kam zur Antwort?',
  noteGo: 'Diese Antwort vermerken',
  noted: 'Die Antwort ist vermerkt.',

  commands: 'Was er Geräte tun lassen darf',
  command: {
    waiting: 'wartet unter Anfragen auf Ihre Antwort',
    allowed: 'erlaubt',
    refused: 'nicht erlaubt',
    withdrawn: 'nicht mehr erlaubt',
    never: 'kommt nie beim Gerät an',
  },
  may: (what, device) => `${what} an ${device}`,
  withdrawCommand: 'Das nicht mehr erlauben',
  commandWithdrawn: 'Das ist nicht mehr erlaubt.',

  account: 'Anmeldung dort für diesen Haushalt',
  accountSays:
    'Manche Server wollen einen Namen und ein Passwort, die Sie von dort haben. Beides geht nur in der geschützten Verbindung hinaus.',
  accountKept: 'Name und Passwort sind hinterlegt.',
  accountUser: 'Name',
  accountPassword: 'Passwort',
  show: 'Das Passwort zeigen',
  keepAccount: 'Hinterlegen',
  accountDone: 'Sie sind hinterlegt.',
  forgetAccount: 'Vergessen',
  accountForgotten: 'Sie sind vergessen.',

  history: 'Alles, was sich daran geändert hat',
  left: 'Alles, was dorthin ging',
  remove: (name) => `${name} entfernen`,
  removeSays: (name) =>
    `Alles, worin eingewilligt wurde, endet, und die Namen und Schlüssel dieses Haushalts bei ${name} werden vergessen. Fügen Sie ${name} wieder hinzu, begegnet ${name} einem anderen Haushalt.`,
  removed: (name) => `${name} ist entfernt.`,

  addTitle: 'Jemanden hinzufügen, der fragen darf',
  addSays:
    'Hinzufügen teilt nichts. Firmen veröffentlichen eine unterschriebene Datei; darin steht, wer sie sind und wonach sie fragen würden.',
  file: 'Die Datei wählen',
  paste: 'Oder ihren Inhalt einfügen',
  addGo: 'Ansehen und hinzufügen',
  addedTitle: (name) => `${name} ist hinzugefügt und bekommt nichts`,
  compare: (name) =>
    `Vergleichen Sie diesen Fingerabdruck mit dem, den ${name} veröffentlicht, etwa in der Anleitung des Geräts. Sind sie verschieden, ist es jemand anderes.`,
  newer: 'Eine neuere Version einer Beschreibung, die Sie haben. Was sie neu fragt, wartet unter Anfragen.',
  notThem: 'Es ist jemand anderes: entfernen',
  asksNow: 'Gefragt wird danach:',
  toPage: (name) => `Zur Seite von ${name}`,
};
