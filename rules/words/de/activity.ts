import type { Sentences } from '../speak.ts';
import { commands } from './commands.ts';

const words: Sentences['activity']['words'] = {
  owner: 'Inhaber',
  adult: 'Erwachsene',
  viewer: 'darf ansehen',
  done: 'erledigt',
  partly: 'zum Teil erledigt',
  refused: 'abgelehnt',
  'wrote back': 'hat geantwortet',
  posture: 'Grundhaltung',
  'share nothing until I say so': 'nichts teilen, bis ich es sage',
  'only what devices need to work': 'nur was Geräte brauchen, um zu funktionieren',
  'days of detail': 'Tage mit allen Einzelheiten',
  'days of sums': 'Tage mit Summen',
  'values of high sensitivity are kept': 'sehr empfindliche Werte werden aufbewahrt',
  'the hub offers itself to Home Assistant, in the words of':
    'die Box bietet sich Home Assistant an, in den Worten von',
  no: 'nein',
  en: 'Englisch',
  de: 'Deutsch',
  true: 'ja',
  false: 'nein',
};

/** Why commands came to nothing, as short as they are counted. */
const stops: Readonly<Record<string, string>> = {
  'cannot be opened': 'ließen sich nicht öffnen',
  'not signed by its maker': 'nicht vom Empfänger unterschrieben',
  'unexpected shape': 'nicht wie erwartet aufgebaut',
  'for another home': 'für ein anderes Zuhause',
  'too many': 'zu viele',
  'too large': 'zu groß',
  'no command': 'kein Befehl',
  'seen before': 'schon einmal da gewesen',
  clock: 'die Uhr der Box stimmte nicht',
  'out of time': 'nicht rechtzeitig',
  'no such device': 'kein solches Gerät',
  'too often': 'zu oft',
};

function stop(because: string): string {
  const rule = Object.entries(commands.rules).find(([name]) => name === because)?.[1];
  return stops[because] ?? rule?.replace(/\.$/, '') ?? because;
}

export const activity: Sentences['activity'] = {
  household: 'der Haushalt',
  hub: 'die Box von selbst',
  homeAssistant: 'jemand, aus Home Assistant',
  erased: (entries) =>
    entries === 1
      ? 'Was dieser Eintrag sagte, wurde gelöscht.'
      : `Was diese ${entries} Einträge sagten, wurde gelöscht.`,
  nothing: 'nichts',
  anotherAnswer: 'eine andere Antwort',
  noAnswer: 'keine Antwort',
  agreed: 'was vereinbart war',
  mayGet: (name, of) => `${name} darf ${of} erhalten`,
  mayNotGet: (name, of) => `${name} darf ${of} nicht erhalten`,
  getsNoMore: (name, of) => `${name} erhält ${of} nicht mehr`,
  couldGet: (name, of) => `Die Zeit ist vorbei, in der ${name} ${of} erhalten durfte`,
  kept: (name, of, version) =>
    `Was ${name} an ${of} erhalten darf, bleibt, denn Fassung ${version} der Erklärung sagt dasselbe`,
  reopened: (name, of) => `Die Anfrage von ${name} nach ${of} wartet wieder auf eine Antwort`,
  no: 'ein Nein',
  noAnswerNothingShared: 'keine Antwort; nichts wird geteilt',
  terms: (form, release, hours, lifetime) => `${form}; ${release}${hours}, ${lifetime}`,
  onlyMeasured: (hours) => `, nur was ${hours} gemessen wird`,
  allowed: (until, hours) => `erlaubt ${until}${hours}`,
  untilChanged: 'bis es geändert wird',
  mayMake: (name, device, command) => `${name} darf auf ${device} „${command}“ auslösen`,
  mayNotMake: (name, device, command) => `${name} darf auf ${device} „${command}“ nicht auslösen`,
  mayMakeNoMore: (name, device, command) => `${name} darf auf ${device} „${command}“ nicht mehr auslösen`,
  couldMake: (name, device, command) =>
    `Die Zeit ist vorbei, in der ${name} auf ${device} „${command}“ auslösen durfte`,
  made: (name, device, command) => `${name} hat auf ${device} „${command}“ ausgelöst`,
  commandsRefused: (name, counts) =>
    `Befehle im Namen von ${name} waren nicht echt oder kamen nicht rechtzeitig: ${counts}`,
  commandsWithheld: (name, counts) => `Befehle von ${name} haben kein Gerät erreicht: ${counts}`,
  stopped: (because, count) => `${stop(because)} (${count})`,
  pinned: (name, version) =>
    `${name} wurde mit Fassung ${version} seiner Erklärung hinzugefügt; geteilt wird dadurch nichts`,
  replaced: (name) => `${name} hat eine neue Erklärung`,
  version: (version) => `Fassung ${version}`,
  keyRotated: (name) => `${name} unterschreibt seine Erklärung mit einem anderen Schlüssel`,
  recipientRemoved: (name) =>
    `${name} wurde entfernt, mit allen Namen und Schlüsseln, unter denen dieses Zuhause dort bekannt war`,
  codes: (name, purpose) => `Die Codes, die ${name} erhält, damit es ${purpose} kann`,
  linkable: 'immer dieselben',
  monthly: 'jeden Monat neue',
  codesRenewed: (name) => `${name} erhält neue Codes anstelle aller bisherigen`,
  accountTold: (name) => `${name} sollte erfahren, welches Konto dort zu diesem Zuhause gehört`,
  accountEnded: (name) =>
    `${name} erfährt nicht mehr, welches Konto zu diesem Zuhause gehört; was dort bekannt ist, kann es behalten`,
  enrolmentRefused: (name) => `${name} hat dieses Zuhause abgelehnt; es wird nichts dorthin gesendet`,
  notice: (name) => `Was über ${name} gezeigt wird, hat sich geändert`,
  budget: (name, day) =>
    `Es wurde festgehalten, was ${name} bis ${day} vom Budget für die Privatsphäre verbraucht hatte`,
  asked: (name, what) =>
    what === 'erasure'
      ? `${name} wurde gebeten zu löschen, was es über dieses Zuhause hat`
      : `${name} wurde gebeten, nicht zu verkaufen oder weiterzugeben, was es über dieses Zuhause hat`,
  noted: (name, what) =>
    `Es wurde notiert, was ${name} auf die Bitte ${what === 'erasure' ? 'zu löschen' : 'nicht zu verkaufen oder weiterzugeben'} geantwortet hat`,
  answer: (answer, on) => `${answer}, am ${on}`,
  devicesForgotten: (devices) =>
    `${devices === 1 ? 'Ein Gerät wurde' : `${devices} Geräte wurden`} mit dem ganzen Verlauf vergessen`,
  deviceForgotten: (device) => `${device} wurde vergessen`,
  clientAdded: (client, kind) =>
    `${client} darf sich verbinden, als ${kind === 'app' ? 'App' : kind === 'bridge' ? 'Bridge' : 'Gerät'}`,
  clientChanged: (client) => `Was ${client} darf`,
  clientRemoved: (client) => `${client} darf sich nicht mehr verbinden`,
  grants: (read, write) => {
    const beyond = [
      ...(read.length > 0 ? [`lesen: ${read.join(', ')}`] : []),
      ...(write.length > 0 ? [`schreiben: ${write.join(', ')}`] : []),
    ];
    return `über das Eigene hinaus ${beyond.length === 0 ? 'nichts' : beyond.join('; ')}`;
  },
  attached: (broker, url) => `Hearthgate liest auf dem Broker ${broker} unter ${url} mit`,
  brokerChanged: (broker) => `Was Hearthgate auf dem Broker ${broker} sagen darf`,
  detached: (broker) => `Hearthgate liest auf dem Broker ${broker} nicht mehr mit`,
  saidSharing: 'was geteilt wird, an Geräte mit Hearthgates eigener Sprache',
  saidCommands: 'erlaubte Befehle',
  saidItself: 'sich selbst, zu Home Assistant: Zahlen, und ein Knopf, der alles Teilen anhält',
  certified: (client, until) => `${client} darf sich mit einem Zertifikat verbinden, bis ${until}`,
  certificateRevoked: (client) => `Ein Zertifikat von ${client} öffnet nichts mehr`,
  authority: (authority) => `Die Zertifikate, denen ${authority === 'page' ? 'Browser' : 'Geräte'} vertrauen sollen`,
  joined: (name, how) =>
    `${name} kam ${how === 'setup code' ? 'mit dem Einrichtungscode an der Box' : 'mit einer Einladung'} dazu`,
  nobodyHere: 'niemand hier',
  personChanged: (name) => `Was ${name} darf`,
  left: (name) => `${name} darf nichts mehr fragen und ist nirgends mehr angemeldet`,
  passphrase: (name, how) =>
    how === 'setup code'
      ? `${name} kam mit dem Einrichtungscode an der Box wieder herein und hat eine neue Passphrase`
      : `${name} hat eine neue Passphrase`,
  setupCode: 'An der Box wurde ein neuer Einrichtungscode gemacht; wer ihn hat, kann als Inhaber hereinkommen',
  handedOver: (report) =>
    `Wer die Box eingerichtet hat, hat sie übergeben, mit einem Bericht, dessen Fingerabdruck mit ${report} beginnt`,
  takenBack:
    'Wer die Box eingerichtet hat, hat sie zurückgenommen, bevor jemand sie zu seiner gemacht hatte; der übergebene Code öffnet nichts mehr',
  renewed: (client) => `${client} hat ein neues Passwort; das bisherige öffnet nichts mehr`,
  invited: (role) => `Jemand wurde eingeladen (${role})`,
  opened: (fields, device) => `Jemand hat Werte von ${fields} von ${device} angesehen`,
  clockSet: 'Die Uhr wurde gestellt',
  restored: (backup) => `Eine Sicherung vom ${backup} wurde wiederhergestellt`,
  entriesErased: (count) =>
    `Was ${count === 1 ? 'ein Eintrag' : `${count} Einträge`} dieses Verlaufs ${count === 1 ? 'sagte' : 'sagten'}, wurde gelöscht`,
  recorded: (type) => `Etwas wurde festgehalten: ${type}`,
  stands: (device) => `Wo ${device} steht`,
  setting: (name) => `Die Einstellung „${name}“`,
  ruleEnded: 'Eine Regel endete',
  rule: 'Eine Regel über allen Antworten',
  noSuchRule: 'keine solche Regel',
  notSet: 'nicht gesetzt',
  room: (room) => (room === 'not said' ? 'nicht angegeben' : room),
  words,
};
