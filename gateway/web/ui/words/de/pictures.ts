import type { Words } from '../words.ts';
import { f } from './f.ts';

export const pictures: Words['pictures'] = {
  table: 'Dasselbe als Tabelle',
  number: (value) => f.number(value),

  week: {
    title: 'Diese Woche',
    says: (left, stayed) =>
      `In sieben Tagen: ${f.count(left, 'Wert ging', 'Werte gingen')} über Hearthgate hinaus, ${f.count(stayed, 'Wert blieb', 'Werte blieben')} zu Hause.`,
    nothing: 'In sieben Tagen ging über Hearthgate nichts hinaus, und es blieb auch nichts zurück.',
    day: 'Tag',
    left: 'Hinaus',
    stayed: 'Zu Hause',
    dayName: (day) => f.day(Date.parse(`${day}T12:00`)),
    shortDay: (day) => f.shortDay(Date.parse(`${day}T12:00`)),
    short: (value) => f.short(value),
  },

  flows: {
    title: 'Heute, von Geräten zu Empfängern',
    says: (records, devices, recipients) =>
      `${f.count(records, 'Wert', 'Werte')} von ${f.count(devices, 'Gerät', 'Geräten')} an ${f.count(recipients, 'Empfänger', 'Empfänger')}.`,
    none: 'Heute ist über Hearthgate nichts hinausgegangen.',
    first: (count) => `Das Bild zeigt die ${f.number(count)} Wege mit den meisten.`,
    device: 'Gerät',
    recipient: 'Wer empfängt',
    values: 'Werte',
  },

  timeline: {
    atHome: 'Zu Hause',
    sees: (recipient) => `Was ${recipient} sieht`,
    says: (field, said, recipient, records) =>
      `Zu Hause gab es an einem Tag ${f.count(said, 'Wert', 'Werte')} von ${field}; ${recipient} sieht ${f.number(records)}.`,
    nothing: (recipient) => `${recipient} sieht davon nichts.`,
    from: 'Von',
    to: 'Bis',
    values: (count, least, most) =>
      count === 0 ? '–' : count === 1 ? least : `${f.count(count, 'Wert', 'Werte')}, ${least} bis ${most}`,
    time: (at) => f.time(at),
    first: (count) => `Die ersten ${f.number(count)} stehen in der Tabelle.`,
  },
};
