import type { Words } from '../words.ts';
import { f } from './f.ts';

const weekday = (day: number) => f.weekday(day);

export const settings: Words['settings'] = {
  postureTitle: 'Womit Sie beginnen',
  posture: 'Was von Neuem hinausgeht',
  nothing: 'Nichts teilen, bis ich es sage',
  nothingSays: 'Jede Anfrage wartet auf Ihre Antwort.',
  needed: 'Nur, was Geräte brauchen, um zu funktionieren',
  neededSays:
    'Sie sehen zuerst die genaue Liste. Was eine Firma selbst für nötig erklärt, zählt nicht; was später kommt, wartet auf Sie.',
  nothingDone: 'Nichts wird geteilt, bis Sie es sagen.',
  neededDone: (count) => `${f.count(count, 'Angabe wird', 'Angaben werden')} geteilt, wie in der Liste.`,
  lookAtNeeded: 'Liste ansehen',
  startSo: 'So beginnen',
  shareThis: 'Genau das teilen',
  agreedByIt: (count) =>
    `Durch diese Antwort ${count === 1 ? 'wird' : 'werden'} jetzt ${f.count(count, 'Angabe', 'Angaben')} geteilt.`,
  nothingNeeded: 'Soweit Hearthgate weiß, muss keines Ihrer Geräte etwas senden. Dadurch geht nichts hinaus.',
  exactly: 'Genau das geht hinaus, sonst nichts:',
  allWords: 'Alles, was man dazu wissen kann',

  rules: 'Regeln über allen anderen',
  rulesSay:
    'Sie gelten, was immer Sie vereinbart haben. Keine Firma kann eine Regel von einem stillen Gerät unterscheiden.',
  noRules: 'Es gibt keine.',
  until: (at) => `bis ${f.moment(at)}`,
  end: 'Beenden …',
  endTitle: 'Diese Regel beenden',
  endGo: 'Regel beenden',
  ended: 'Die Regel ist beendet.',
  addRule: 'Regel hinzufügen',
  added: 'Die Regel gilt ab jetzt.',
  add: 'Gelten lassen',
  kind: 'Regel',
  kinds: {
    night: 'Nachts geht nichts hinaus',
    'never this category': 'Nie etwas von dieser Art',
    'never from this room': 'Nie aus diesem Raum',
    visitors: 'Besuch ist da',
  },
  from: 'Von',
  to: 'Bis',
  onDays: 'Beginnend am',
  weekday,
  noDay: 'Wählen Sie mindestens einen Tag.',
  nightSays: (from, to, days) =>
    `Was von ${from} bis ${to} Uhr${to <= from ? ' des nächsten Tages' : ''} gemessen wird, bleibt zu Hause, ${days.length === 7 ? 'jeden Tag' : `beginnend ${f.list(days.map(weekday))}`}.`,
  category: 'Art',
  room: 'Raum',
  visitorsSay: 'Solange Besuch da ist, geht nur hinaus, was wenig über Menschen sagt.',
  forHowLong: 'Für wie lange',
  spans: { always: 'Bis ich sie beende', day: 'Für einen Tag', week: 'Für eine Woche' },

  pages: 'Diese Seiten',
  pagesSay: 'Bleibt nur in diesem Browser.',
  language: 'Sprache',
  look: 'Aussehen',
  looks: { system: 'Wie dieses Gerät', light: 'Hell', dark: 'Dunkel' },

  box: 'Diese Box',
  version: 'Version',
  reached: 'Geräte verbinden sich mit',
  noPort: 'kein Gerät über TLS: Dieser Port ist geschlossen',
  devices: 'Geräte',
  stayed: 'Werte, die seit dem Start zu Hause blieben',
  count: (count) => f.number(count),
  record: 'Protokoll',
  clock: 'Uhrzeit',
  stolen: 'Wenn jemand sie mitnimmt',
  authority: {
    page: (until, server) =>
      `Was Browsern bekannt ist, gilt bis ${f.longDate(until)}; ihr eigenes Zertifikat erneuert die Box vor dem ${f.longDate(server)}.`,
    devices: (until, server) =>
      `Was Geräten bekannt ist, gilt bis ${f.longDate(until)}; ihr eigenes Zertifikat erneuert die Box vor dem ${f.longDate(server)}.`,
  },
  issued: (count) => `${f.count(count, 'Gerätezertifikat ist', 'Gerätezertifikate sind')} in Kraft.`,
  trust: 'Dieses Gerät mit der Box bekannt machen',
};
