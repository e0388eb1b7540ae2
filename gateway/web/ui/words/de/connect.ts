import type { Words } from '../words.ts';
import { f } from './f.ts';

export const connect: Words['connect'] = {
  title: 'Ein Gerät oder eine App hereinlassen',
  window: 'Ein neues Gerät',
  windowSays:
    'Zehn Minuten lang darf ein Gerät kommen, und nur mit dem Code, den Sie ihm zeigen. Geteilt wird dadurch nichts.',
  open: 'Für zehn Minuten öffnen',
  isOpen: (at) =>
    `Offen bis ${f.time(at)}. Zeigen Sie dem Gerät diesen Code, oder tippen Sie ihn ein, wo es danach fragt.`,
  qr: 'Der Code als Bild für die Kamera des Geräts; darunter steht dasselbe als Text.',
  elsewhere: (at) =>
    `Offen bis ${f.time(at)}. Der Code ist nur dort zu sehen, wo geöffnet wurde; schließen und öffnen Sie für einen neuen.`,
  close: 'Schließen',
  closed: 'Es darf niemand mehr kommen.',
  ended: {
    answered: 'Das letzte Gerät, das kam, ist drin.',
    rejected: 'Das letzte, das kam, wurde weggeschickt.',
    over: 'Die zehn Minuten sind um, und niemand kam.',
    closed: '',
    'not understood':
      'Ein Gerät kam und sagte etwas, das niemand versteht. Öffnen Sie noch einmal; geschieht es wieder, muss der Hersteller es beheben.',
    left: 'Das Gerät ging, bevor es eine Antwort hatte. Öffnen Sie noch einmal.',
    'not taken':
      'Das Gerät hat nicht angenommen, was es bekam; das ist deshalb zurückgenommen. Öffnen Sie noch einmal.',
  },
  came: 'Wer kam',
  nobody: 'Noch niemand. Wer kommt, steht hier sofort.',
  withCode: 'Kam mit dem Code',
  without: 'Versucht es ohne Code',
  from: (address, at) => `von ${address}, ${f.time(at)}`,
  proves:
    'Was ein Gerät über sich sagt, beweist nichts. Lassen Sie es nur herein, wenn es das ist, das Sie gerade einrichten.',
  notEncrypted: 'Es spricht ohne Verschlüsselung: Wer in Ihrem Netz ist, kann mitlesen.',
  attempts: (count) => f.count(count, 'Versuch', 'Versuche'),
  rows: {
    made: 'Es nennt als Marke',
    calls: 'Es nennt sich',
    clientId: 'Client',
    userName: 'Benutzername',
    will: 'Letzter Wille auf',
  },
  name: 'Wie es hier heißt',
  nameHint: 'Kleinbuchstaben, Ziffern und Bindestriche.',
  dialect: 'Es spricht',
  dialects: {
    native: 'Wie Hearthgate selbst',
    profile: 'Auf eine Weise, die als Profil beschrieben wurde',
  },
  base: 'Topic, unter dem es veröffentlicht',
  letIn: 'Hereinlassen',
  sendAway: 'Wegschicken',
  sentAway: 'Es ist weggeschickt.',
  delivered: (name) => `${name} ist drin und hat, was es zum Verbinden braucht.`,
  waitsForWord: 'Sobald es gesprochen hat, können Sie hier sagen, in welchem Raum es ist.',
  toDevice: 'Zu seiner Seite',

  credentials: (name) => `Womit sich ${name} verbindet`,
  credentialsSay: 'Tippen Sie das jetzt am Gerät oder in der App ein. Das Passwort ist nur dieses eine Mal zu sehen.',
  user: 'Benutzername',
  password: 'Passwort',
  copy: 'Das Passwort kopieren',
  copied: 'Das Passwort ist kopiert.',
  typedIn: 'Ich habe es eingetippt',

  byHand: 'Ein Gerät oder eine Bridge von Hand',
  byHandSays: 'Für alles, was nicht mit einem Code kommen kann: Sie bekommen Namen und Passwort zum Eintippen.',
  make: 'Namen und Passwort machen',

  apps: 'Apps in Ihrem Haushalt',
  appsSay:
    'Eine App wie Home Assistant darf lesen, was Ihre Geräte sagen. Was sie liest, kann sie weitergeben: Eine App ist ein Weg hinaus, den Hearthgate nicht in der Hand hat.',
  appName: 'Wie die App hier heißt',
  reads: 'Topics, die sie lesen darf, je Zeile eines',
  readsHint: 'Zum Beispiel hearthgate/v1/devices/#',
  writes: 'Topics, die sie schreiben darf, je Zeile eines',
  letAppIn: 'Die App hereinlassen',

  brokers: {
    title: 'Am Broker, den Sie haben',
    none: 'Die Box liest an keinem anderen Broker mit. Inhaber können einen anbinden.',
    attach: 'An einem anderen Broker mitlesen',
    account:
      'Legen Sie dort ein Konto an, das lesen darf und sonst nichts. Die Box sagt dort nichts, solange Sie es nicht erlauben. Andere an jenem Broker können weiterhin lesen, was Ihre Geräte sagen.',
    url: 'Adresse',
    urlHint: 'mqtts://broker.local, oder mqtt:// für einen zu Hause ohne TLS',
    more: 'Sein Zertifikat, ein anderer Name, nur manche Topics',
    caHint:
      'Für einen Broker, für den keine öffentliche Stelle bürgt: sein Zertifikat oder das der Stelle, die es unterschrieb.',
    topics: 'Topics, die gelesen werden, eines je Zeile; ohne Angabe alle',
    go: 'Versuchen und mitlesen',
    tries: 'Wird versucht …',
    attached: (name) => `Die Box liest an ${name} mit.`,
    trusts: 'Erkannt an',
    found: 'Dort gefunden',
    devices: (count) => f.count(count, 'Gerät', 'Geräte'),
    grant: {
      sharing: 'Die Box darf Geräten dort sagen, was geteilt wird',
      commands: 'Befehle durchlassen, die Sie erlaubt haben',
    },
    revoke: { sharing: 'Geräten dort nicht mehr sagen, was geteilt wird', commands: 'Keine Befehle mehr durchlassen' },
    granted: 'Die Box darf das dort jetzt sagen.',
    revoked: 'Die Box sagt das dort nicht mehr.',
    remove: (name) => `An ${name} nicht mehr mitlesen`,
    removeSays:
      'Die Geräte von dort werden hier vergessen, mit allem, was über sie vereinbart war. Am Broker ändert sich nichts.',
    removed: (name) => `Die Box liest an ${name} nicht mehr mit.`,
  },

  clients: 'Wer sich verbinden darf',
  noClients: 'Noch niemand.',
  kind: { device: 'Ein Gerät', bridge: 'Eine Bridge, die für Geräte spricht', app: 'Eine App' },
  wayOut: 'Ein Weg hinaus, den wir nicht in der Hand haben: Was sie liest, kann durch sie hinausgehen.',
  mayRead: 'Darf lesen',
  mayWrite: 'Darf schreiben',
  revoke: 'Nicht mehr',
  revoked: 'Das ist nicht mehr erlaubt.',
  denied: 'Das wollte es sagen und durfte nicht:',
  allow: 'Erlauben',
  allowed: 'Das darf es jetzt sagen.',
  seen: 'Wer die Box eingerichtet hat, hat sein Passwort gesehen.',
  renew: (name) => `Ein neues Passwort für ${name}`,
  renewSays:
    'Das bisherige öffnet nichts mehr, und es ist getrennt, bis es das neue hat. Alles andere bleibt, wie es ist.',
  remove: (name) => `Das Passwort von ${name} zurücknehmen`,
  removeSays:
    'Die Verbindung endet sofort. Worin zu seinen Geräten eingewilligt wurde, endet, und sie werden vergessen.',
  removed: (name) => `${name} kann sich nicht mehr verbinden.`,
};
