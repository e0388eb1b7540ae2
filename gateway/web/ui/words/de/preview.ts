import type { Words } from '../words.ts';
import { f } from './f.ts';

export const preview: Words['preview'] = {
  title: 'Vorher und nachher',
  sample: 'Zeigen an',
  samples: {
    last: 'der letzten echten Nachricht',
    'typical day': 'einem gewöhnlichen Tag',
    'worst case': 'dem ungünstigsten Fall, erfunden',
  },
  field: 'Was',
  before: 'Zu Hause',
  after: 'Geht hinaus',
  how: 'Wie',
  device: 'Der Name des Geräts',
  code: 'ein Code',
  nothing: 'nichts',
  sum: (leaves, stays) =>
    `${f.count(leaves, 'Feld geht', 'Felder gehen')} hinaus, ${f.count(stays, 'Feld bleibt', 'Felder bleiben')} zu Hause.`,
  values: (count, least, most) => `${f.count(count, 'Wert', 'Werte')}, ${least} bis ${most}`,
  manyValues: (count, last) => `${f.count(count, 'Wert', 'Werte')}, zuletzt ${last}`,
  records: (count, last) => `${f.number(count)}-mal, zuletzt ${last}`,

  becomes: {
    'left out': 'Weggelassen',
    'sent as is': 'Unverändert',
    rounded: 'Gerundet',
    'replaced by a word': 'Durch ein Wort ersetzt',
    'summed up': 'Zusammengefasst',
    noised: 'Mit Rauschen',
  },
  noise:
    'Das Rauschen wird bei jedem Ansehen neu gezogen und für das Gesendete noch einmal: Keine Zahl hier geht hinaus. Es kann eine Zahl zu klein oder zu groß machen, auch kleiner als null.',
  overBudget: 'Es gibt nichts zu zeigen: Es passt nicht in das Privatsphäre-Budget. Was Sie tun können, steht unten.',
  off: (error) => `meist um etwa ${error} daneben`,
  falseOften: (share) => `in etwa ${f.number(Math.round(100 * share))} von 100 Fällen falsch`,
  replacedByCode: 'Durch einen Code ersetzt',
  averaged: 'Gemittelt',
  averagedWith: (others) => `Mit ${f.count(others, 'anderem', 'anderen')} gemittelt`,
  statistics: {
    mean: 'Mittelwert',
    min: 'niedrigster',
    max: 'höchster',
    sum: 'Summe',
    count: 'wie viele',
    last: 'letzter',
  },
  state: (name, ms) => `${name}: ${f.span(ms)}`,
  bin: (name, count) => `${name}: ${f.number(count)} ×`,
  truth: { true: 'ja', false: 'nein', other: 'anderes' },
  number: (value) => f.number(value),
  list: (items) => f.list(items),
  exact: 'Genaue Daten',
  exactSays: 'Die Einträge, wie sie in der Nachricht stünden, bevor sie versiegelt wird.',
  onlyAdults: 'Die Vorschau zeigt Werte aus Ihrem Zuhause. Erwachsene des Haushalts können sie sehen.',
};
