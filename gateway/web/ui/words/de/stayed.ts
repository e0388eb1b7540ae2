import type { Words } from '../words.ts';
import { f } from './f.ts';

export const stayed: Words['stayed'] = {
  title: 'Was zu Hause blieb',
  none: 'Noch ist nichts zu Hause geblieben: Kein Gerät hat etwas gesagt.',
  noneLike: 'So etwas blieb nicht zu Hause.',
  sum: (values, reasons) =>
    `${f.count(values, 'Wert blieb', 'Werte blieben')} zu Hause, aus ${f.count(reasons, 'Grund', 'Gründen')}.`,
  values: (count) => f.count(count, 'Wert', 'Werte'),
  which: 'Von welchen Geräten, und was',
  devices: 'Geräte',
  fields: 'Was',
  first: (count) => `Hier stehen die ${f.number(count)} mit den meisten.`,
  change: {
    answers: 'Anfragen ansehen',
    rules: 'Regeln ansehen',
    recipients: 'Ansehen, wer empfängt',
    budget: 'Das Privatsphäre-Budget ansehen',
    devices: 'Geräte ansehen',
  },
  sharing: 'Wer mehr teilt, sieht immer zuerst, was hinausginge.',
};
