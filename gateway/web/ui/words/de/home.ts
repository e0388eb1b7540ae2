import type { Words } from '../words.ts';
import { f } from './f.ts';

export const home: Words['home'] = {
  title: 'Start',
  today: (recipients, messages, devices) =>
    `Heute über Hearthgate: ${f.count(recipients, 'Empfänger hat', 'Empfänger haben')} ${f.count(messages, 'Nachricht', 'Nachrichten')} von ${f.count(devices, 'Gerät', 'Geräten')} erhalten.`,
  nothingLeft: 'Heute ist über Hearthgate nichts hinausgegangen.',
  stayed: (count) => `${f.count(count, 'Wert blieb', 'Werte blieben')} zu Hause.`,
  aroundIt:
    'Ein Gerät mit einem eigenen Weg ins Internet kann trotzdem an Hearthgate vorbei sprechen; auf seiner Seite steht es.',
  trend: {
    none: 'In den zwei Wochen davor ging nichts hinaus.',
    first: (now) =>
      `Hinaus gingen in den sieben Tagen vor heute ${f.count(now, 'Wert', 'Werte')}, in der Woche davor keiner.`,
    stopped: (before) =>
      `In den sieben Tagen vor heute ging nichts hinaus; in der Woche davor waren es ${f.count(before, 'Wert', 'Werte')}.`,
    more: (now, before) =>
      `Hinaus gingen in den sieben Tagen vor heute ${f.count(now, 'Wert', 'Werte')}, mehr als in der Woche davor (${f.number(before)}).`,
    fewer: (now, before) =>
      `Hinaus gingen in den sieben Tagen vor heute ${f.count(now, 'Wert', 'Werte')}, weniger als in der Woche davor (${f.number(before)}).`,
    same: (now) =>
      `Hinaus gingen in den sieben Tagen vor heute ${f.count(now, 'Wert', 'Werte')}, etwa so viele wie in der Woche davor.`,
  },

  needsYou: 'Braucht Sie',
  nothingNeeds: 'Nichts braucht Sie.',
  moreNeeds: (count) => `${f.number(count)} weitere`,
  notNow: 'Nicht jetzt',
  cards: {
    requests: {
      title: (count) => `${f.count(count, 'Anfrage wartet', 'Anfragen warten')} auf Ihre Antwort`,
      says: 'Bis Sie antworten, geht davon nichts hinaus.',
      changed: (count) =>
        `${f.count(count, 'davon sagt', 'davon sagen')} etwas anderes als das, worauf Sie geantwortet haben.`,
      go: 'Anfragen ansehen',
    },
    expiring: {
      title: (count) => `${f.count(count, 'Entscheidung läuft', 'Entscheidungen laufen')} in einer Woche ab`,
      says: 'Was sie hinausließen, bleibt dann zu Hause. Sie werden bei den Anfragen noch einmal gefragt.',
      go: 'Ansehen, wer was bekommt',
    },
    delivery: {
      title: (names) => `Nachrichten für ${f.list(names)} warten hier`,
      says: 'Nichts ist verloren, und nichts geht woandershin. Die Box versucht es von selbst wieder.',
      go: 'Ansehen, warum',
    },
    ledger: {
      title: 'Das Verzeichnis dessen, was hinausging, ist beschädigt',
      says: 'Mehr teilen wird abgelehnt, bis es in Ordnung ist; anhalten geht wie immer.',
      go: 'Verzeichnis ansehen',
    },
    notKept: {
      title: 'Ihre letzten Änderungen gelten, stehen aber noch nicht auf dem Datenträger',
      says: 'Verlöre die Box jetzt den Strom, wären sie weg. Schaffen Sie Platz; sie versucht es von selbst wieder.',
      go: 'Box ansehen',
    },
    disk: {
      title: 'Der Datenträger der Box nimmt nichts an',
      says: 'Die Geräte arbeiten weiter. Was sie sagen, wird nicht geteilt, bis wieder Platz ist; dann geht es von selbst weiter. Schaffen Sie Platz; auch eine Karte, die ausfällt, nimmt nichts an.',
      go: 'Box ansehen',
    },
    clock: {
      title: 'Die Box kennt das Datum nicht',
      says: 'Bis sie es kennt, wird nichts geteilt; dann geht es von selbst weiter. Bleibt es dabei, sehen Sie nach, ob die Box das Internet erreicht und wie ihre Uhr gestellt ist.',
      go: 'Box ansehen',
    },
    certificates: {
      title: (at) => `Ein Zertifikat der Box endet am ${f.day(at)}`,
      says: 'Was ihm vertraut, verbände sich dann nicht mehr. Wer die Box eingerichtet hat, kann es dort erneuern (hearthgate cert rotate).',
      go: 'Zertifikate ansehen',
    },
    rootKey: {
      title: 'Der Schlüssel der Box liegt auf ihrer Karte',
      says: 'Wer die Karte mitnimmt, kann alles darauf lesen. Der Schlüssel kann an einem anderen Ort liegen.',
      go: 'Ansehen, wo er liegen kann',
    },
  },

  now: {
    title: 'Gerade jetzt',
    none: 'Über Hearthgate ist nichts hinausgegangen.',
    heard: (count) =>
      `${f.count(count, 'Nachricht', 'Nachrichten')} in der letzten halben Minute versiegelt oder gesendet.`,
    all: 'Alles, was hinausging',
  },
};
