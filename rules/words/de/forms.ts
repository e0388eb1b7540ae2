import type { Grain, Statistic, Window } from '../../forms/form.ts';
import type { Sentences } from '../speak.ts';
import { list } from './list.ts';

/** After “je”. */
const spans: Readonly<Record<Grain | Window, string>> = {
  PT1S: 'Sekunde',
  PT10S: '10 Sekunden',
  PT1M: 'Minute',
  PT5M: '5 Minuten',
  PT15M: '15 Minuten',
  PT30M: '30 Minuten',
  PT1H: 'Stunde',
  P1D: 'Tag',
  P1W: 'Woche',
  P1M: 'Monat',
};

const statistics: Readonly<Record<Statistic, string>> = {
  mean: 'der Mittelwert',
  min: 'der niedrigste Wert',
  max: 'der höchste Wert',
  sum: 'die Summe',
  count: 'die Zahl der Messungen',
  last: 'der letzte Wert',
  histogram: 'wie oft jede Kategorie vorkam',
  timeInState: 'wie lange jeder Zustand dauerte',
};

/** `0,5` */
function number(value: number): string {
  return String(value).replace('.', ',');
}

function to(grain: Grain): string {
  const span = spans[grain];
  return /^\d/.test(span) ? span : `die ${span}`;
}

function every(ms: number): string {
  const span = duration(ms);
  return span.startsWith('1 ') ? `jede ${span.slice(2)}` : `alle ${span}`;
}

function within(ms: number): string {
  const span = duration(ms);
  return span.startsWith('1 ') ? `einer ${span.slice(2)}` : `von ${span}`;
}

function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes >= 60 && Number.isInteger(minutes / 60)) return minutes === 60 ? '1 Stunde' : `${minutes / 60} Stunden`;
  if (Number.isInteger(minutes) && minutes >= 1) return minutes === 1 ? '1 Minute' : `${minutes} Minuten`;
  return ms === 1000 ? '1 Sekunde' : `${number(ms / 1000)} Sekunden`;
}

export const forms: Sentences['forms'] = {
  withheld: 'nichts',
  exact: (grain) => `jeder Wert genau, Zeiten auf ${to(grain)} genau`,
  rounded: (step, grain) => `ein Wert, auf Schritte von ${number(step)} gerundet, höchstens einer je ${spans[grain]}`,
  category: (names, grain) => `eines der Wörter ${list(names)}, höchstens eines je ${spans[grain]}`,
  summary: ({ statistics: made, window, step, names }) =>
    `je ${spans[window]} ${list(made.map((one) => statistics[one]))}${step === undefined ? '' : `, in Schritten von ${number(step)}`}${names === undefined ? '' : `, unterschieden nach ${list(names)}`}`,
  noised: ({ statistic, window, names, most }) =>
    statistic === 'last'
      ? `je ${spans[window]} eine Antwort, die nur mit einer gewissen Wahrscheinlichkeit stimmt, eine von ${list(names ?? [])}`
      : `je ${spans[window]} ${statistics[statistic]}${most === undefined ? '' : `, höchstens ${most}`}${names === undefined ? '' : `, unterschieden nach ${list(names)}`}, mit Rauschen, auch wenn nichts war`,
  off: (error, unit) => `meist um etwa ${number(error)}${unit === undefined ? '' : ` ${unit}`} daneben`,
  falseOften: (percent) => `in etwa ${percent} von 100 Fällen falsch`,
  live: (withinMs) => `sobald es geschieht, innerhalb ${within(withinMs)}`,
  slots: (everyMs) => `${every(everyMs)}, auch wenn es nichts zu senden gibt`,
  slotsOpen: (everyMs) =>
    `${every(everyMs)}, aber nicht, wenn es nichts zu senden gibt; der Empfänger sieht also, wann nichts da war`,
  together: (form) => `Zusammengenommen ergibt sich daraus für diesen Empfänger: ${form}.`,
};
