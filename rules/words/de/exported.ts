import type { Sentences } from '../speak.ts';

type Exported = Sentences['exported'];

const parts: Exported['parts'] = {
  devices: { name: 'Geräte', about: 'Die Geräte, wie die Box sie kennt.' },
  brokers: { name: 'Broker', about: 'Broker anderer, bei denen die Box mitliest; kein Passwort.' },
  clients: { name: 'Zugänge', about: 'Wer sich verbinden darf, und mit welchen Topics; kein Passwort.' },
  recipients: { name: 'Empfänger', about: 'Empfänger mit den Erklärungen, die sie unterschrieben haben.' },
  consents: { name: 'Antworten', about: 'Jede Antwort, die je gegeben wurde, mit dem, worauf sie eine war.' },
  'consent records': {
    name: 'Aufzeichnungen der Entscheidungen',
    about: 'Was auf einmal entschieden wurde, mit den Worten, die davor zu lesen waren.',
  },
  allowances: {
    name: 'Erlaubte Befehle',
    about: 'Jede Antwort darauf, was ein Empfänger ein Gerät tun lassen darf, mit ihren Bedingungen.',
  },
  'standing rules': { name: 'Regeln', about: 'Regeln, die über allen Antworten stehen, und was angehalten ist.' },
  'rights requests': {
    name: 'Ihre Rechte',
    about: 'Worum Empfänger zu Ihren Rechten gebeten wurden, und was sie geantwortet haben.',
  },
  ledger: {
    name: 'Verzeichnis',
    about:
      'Jede Änderung und alles, was hinausging, das Älteste zuerst; docs/ledger.md erklärt die Einträge (auf Englisch).',
  },
  'what left': {
    name: 'Was hinausging',
    about:
      'Jede Nachricht, die hinausging oder hinausgegangen sein kann: wann, an wen, wie viel und, soweit es aufbewahrt ist, was darin stand.',
  },
  'what is under way': {
    name: 'Was unterwegs ist',
    about: 'Nachrichten, von denen ein Empfänger schon etwas haben kann.',
  },
  'sums of what left': {
    name: 'Summen dessen, was hinausging',
    about: 'Wie viele Werte hinausgingen, nach Tag, Empfänger, Zweck, Gerät, Feld und Form.',
  },
  connections: { name: 'Verbindungen', about: 'Jeder Versuch, einen Empfänger zu erreichen.' },
  posture: { name: 'Ausgangspunkt', about: 'Womit der Haushalt begonnen hat, und was damit erlaubt wurde.' },
  settings: { name: 'Einstellungen', about: 'Was der Haushalt über seinen Verlauf festgelegt hat.' },
  'what stayed': { name: 'Was zu Hause blieb', about: 'Was zu Hause blieb, nach Tag, Gerät, Feld und Grund.' },
  quarantine: {
    name: 'Nicht verstanden',
    about: 'Was nicht zu verstehen war: ein Grund und eine Gestalt, kein Inhalt.',
  },
  'last values': { name: 'Letzte Werte', about: 'Was Geräte zuletzt gesagt haben; die Box hat es nur im Speicher.' },
};

const KINDS: Readonly<Record<string, string>> = { app: 'eine App', bridge: 'eine Brücke', device: 'ein Gerät' };

const STATES: Readonly<Record<string, string>> = {
  waiting: 'wartet',
  sent: 'gesendet',
  'possibly received': 'vielleicht angekommen',
  dropped: 'verworfen',
};

export const exported: Exported = {
  parts,
  window: 'Ihr Zuhause bei Hearthgate',
  title: 'Alles, was diese Box über Ihren Haushalt weiß',
  made: (when) =>
    `Erstellt am ${when}. Dasselbe steht für Programme in den Dateien neben dieser Seite; README.txt sagt, was jede enthält. Schlüssel und Passwörter sind nicht dabei.`,
  contents: 'Inhalt',
  readme: `Öffnen Sie index.html mit einem Browser: Darin steht dasselbe für Menschen, auch zum Drucken. Nichts darin wird von
irgendwo geladen. Die anderen Dateien sind für Programme. Jede ist eine JSON-Liste (UTF-8, RFC 8259), ein Eintrag je
Zeile. Zeiten sind Millisekunden seit dem 1. Januar 1970 UTC, wo sie Zahlen sind; Tage sind geschrieben wie 2026-11-02.
Schlüssel und Passwörter sind nicht dabei. Diese Dateien nennen Ihre Geräte und was Sie entschieden haben: Behalten Sie
sie für sich.`,
  nothing: 'Hier gibt es nichts.',
  thereAre: (count) => (count === 1 ? 'Es gibt 1 Eintrag.' : `Es gibt ${count} Einträge.`),
  newestChanges: (most) => `Hier stehen die Änderungen darunter, die neuesten zuerst, höchstens ${most}.`,
  newest: (most) => `Hier stehen ${most} davon.`,
  named: (name) => ` („${name}“)`,
  unknownMake: 'Hersteller unbekannt',
  room: (room) => `, Raum: ${room}`,
  broker: (name, url, filters) => `${name} unter ${url}; dort wird gelesen: ${filters}`,
  client: (name, kind) => `${name}, ${KINDS[kind] ?? kind}`,
  reads: (topic) => `liest ${topic}`,
  writes: (topic) => `schreibt ${topic}`,
  recipient: (name, country, contact) => `${name} (${country}), zu erreichen unter ${contact}`,
  asksFor: (fields, sentence) => `fragt nach ${fields}: „${sentence}“`,
  fieldOf: (field, device) => `${field} von ${device}`,
  mayGet: (name, what, how) => `${name} darf ${what} bekommen: ${how}.`,
  mayNotGet: (name, what) => `${name} darf ${what} nicht bekommen.`,
  ended: (when) => ` Das endete am ${when}.`,
  notShown: 'Davor war nichts zu lesen.',
  mayDo: (name, command, device, how) => `${name} darf mit ${device}: ${command}, ${how}.`,
  mayNotDo: (name, command, device) => `${name} darf mit ${device} nicht: ${command}.`,
  onlyHours: (hours) => `, nur ${hours}`,
  asked: (name, what) =>
    what === 'erasure'
      ? `${name} wurde gebeten zu löschen, was dort ist`
      : `${name} wurde aufgefordert, nichts davon zu verkaufen oder weiterzugeben`,
  told: (when) => `mitgeteilt am ${when}`,
  noAnswer: 'keine Antwort vermerkt',
  answered: (answer, when) => `${answer}, am ${when}`,
  values: (count) => (count === 1 ? '1 Wert' : `${count} Werte`),
  got: (name, values, purpose, state, bytes) =>
    `${name}, ${values}, wozu: ${purpose}; ${STATES[state] ?? state}, ${bytes} Bytes`,
  possiblyReceived: (name, values) => `${name}: ${values}, vielleicht angekommen`,
  gotOf: (name, values, what, form) => `${name} bekam ${values}: ${what}, ${form}`,
  attempt: (name, host, outcome) => `${name} unter ${host}: ${outcome ?? 'nicht bekannt'}`,
  agreed: (name, what) => `${name} darf ${what} bekommen`,
  message: 'Eine Nachricht',
  stayed: (what, count, reason) => `${what} blieb ${count === 1 ? 'einmal' : `${count}-mal`} zu Hause: ${reason}`,
  changed: (from, to) => `${from === undefined ? '' : `von ${from} `}zu ${to}`,
};
