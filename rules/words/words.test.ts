import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { HOURLY, METER, manifest, NOW, name, request, SLOT } from '../example-household.ts';
import { describeRelease, describeUnion, describe as inWords } from '../explain.ts';
import { numberForm, wordForm } from '../forms/form.arbitrary.ts';
import { describeHours } from '../schedule.ts';
import { termsOf } from '../terms.ts';
import { describeDuration } from '../terms-words.ts';
import { textOf, wordsShown } from '../words-shown.ts';
import { LANGUAGES, type Sentences, speak } from './speak.ts';

const [en, de] = [speak('en'), speak('de')];

/** Every sentence with its place, builders among them. */
function sentencesIn(at: unknown, path = ''): [string, unknown][] {
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return [[path, at]];
  return Object.entries(at).flatMap(([key, value]) => sentencesIn(value, path === '' ? key : `${path} / ${key}`));
}

/** What the ledger and the line write, which English readers read as it is. */
const WORDS = /^(activity \/ words|recipients \/ states|own \/ wrong|reveals \/ reasons)/;

describe('a sentence', () => {
  it('is there in every language, also where rules are looked up by their name', () => {
    const places = (words: Sentences) => sentencesIn(words).map(([path]) => path);
    const known = places(en).sort();
    expect(known.length).toBeGreaterThan(200);
    for (const language of LANGUAGES)
      expect(
        places(speak(language))
          .filter((path) => !WORDS.test(path))
          .sort(),
      ).toEqual(known);
  });

  it('is empty nowhere, and German where German was asked for', () => {
    const english = new Map(sentencesIn(en));
    for (const [path, value] of sentencesIn(de)) {
      expect(value, path).not.toBe('');
      if (typeof value === 'string') expect(value, path).not.toBe(english.get(path));
      if (typeof value === 'string')
        expect(value, path).not.toMatch(/[“"]\p{L}|\b(the|household(?!\.db)|nothing|consent)\b/u);
    }
  });

  it('calls people Sie', () => {
    for (const [path, value] of sentencesIn(de)) expect(String(value), path).not.toMatch(/\b(du|dein|deine|dir)\b/);
  });
});

/** The numbers in a text, however the language writes them. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)?(?:e-?\d+)?/g)]
    .map(([found]) => Number(found.replace(',', '.')))
    .sort((a, b) => a - b);
}

test('a form is described with the same numbers and names in every language', () => {
  fc.assert(
    fc.property(fc.oneof(numberForm, wordForm), (form) => {
      const [english, german] = [inWords(form, en), inWords(form, de)];
      expect(numbersIn(german)).toEqual(numbersIn(english));
      if (form.form !== 'category' && form.form !== 'summary') return;
      const { categories } = form;
      const names = categories === undefined ? [] : 'values' in categories ? categories.values : categories.labels;
      for (const each of names) expect(german).toContain(each);
    }),
  );
});

test('two forms that differ in English differ in German', () => {
  fc.assert(
    fc.property(fc.oneof(numberForm, wordForm), fc.oneof(numberForm, wordForm), (a, b) => {
      expect(inWords(a, de) === inWords(b, de)).toBe(inWords(a, en) === inWords(b, en));
    }),
  );
});

test.each([
  [{ form: 'withheld' }, 'nichts'],
  [{ form: 'exact', grain: 'PT1M' }, 'jeder Wert genau, Zeiten auf die Minute genau'],
  [{ form: 'exact', grain: 'PT10S' }, 'jeder Wert genau, Zeiten auf 10 Sekunden genau'],
  [{ form: 'rounded', step: 0.5, grain: 'PT1H' }, 'ein Wert, auf Schritte von 0,5 gerundet, höchstens einer je Stunde'],
  [
    { form: 'category', categories: { values: ['on', 'off'] }, grain: 'PT5M' },
    'eines der Wörter on, off und other, höchstens eines je 5 Minuten',
  ],
  [
    { form: 'summary', window: 'P1D', statistics: ['mean', 'max'], step: 0.5 },
    'je Tag der Mittelwert und der höchste Wert, in Schritten von 0,5',
  ],
] as const)('%j is said in German', (form, words) => {
  expect(inWords(form, de)).toBe(words);
});

test('times, hours and unions are said in German', () => {
  const minutes = (count: number) => count * 60_000;
  expect(describeRelease({ release: 'slot', everyMs: minutes(60) }, true, de)).toBe(
    'jede Stunde, auch wenn es nichts zu senden gibt',
  );
  expect(describeRelease({ release: 'slot', everyMs: minutes(360) }, false, de)).toMatch(/^alle 6 Stunden, aber nicht/);
  expect(describeRelease({ release: 'live', withinMs: minutes(1) }, true, de)).toBe(
    'sobald es geschieht, innerhalb einer Minute',
  );
  expect(describeRelease({ release: 'live', withinMs: 10_000 }, true, de)).toMatch(/innerhalb von 10 Sekunden$/);
  expect(describeHours({ days: [1, 2, 3, 4, 5], from: 1320, to: 360 }, de)).toBe('Montag bis Freitag, 22:00 bis 06:00');
  expect(describeDuration('P1Y6M', de)).toBe('1 Jahr und 6 Monate');
  expect(describeDuration('PT0.25S', de)).toBe('0,25 Sekunden');
  expect(describeUnion([HOURLY], de)).toMatch(/^Zusammengenommen .*: je Stunde der Mittelwert/);
});

test('everything that is shown before a decision is German, and names its language', () => {
  const one = request('usage', { necessity: 'required' });
  const terms = termsOf(manifest({ requests: [one] }), one, METER, name('power'));
  if (terms === undefined) throw new Error('not asked');
  const answer = {
    ...{ field: name('power'), form: HOURLY, release: SLOT, until: NOW },
    schedule: { days: [6, 7], from: 1320, to: 360 } as const,
  };
  const reveals = { category: 'health', sensitivity: 'high' } as const;
  const words = wordsShown(
    {
      ...{ origin: 'vendor', linkable: false, timeZone: 'Europe/Berlin' },
      fields: [{ device: 'meter', terms, answer, reveals, before: { ...terms, retention: 'P1M' } }],
    },
    new Map([
      ['dpv:ServiceOptimisation', { soThatItCan: { en: 'x', de: 'seinen Dienst verbessern' }, gain: 'recipient' }],
    ]),
    de,
  );
  expect(words.language).toBe('de');
  expect(textOf(words)).toBe(`Acme fragt nach power
Seit Ihrer letzten Antwort geändert: wie lange es aufbewahrt wird: 1 Monat → 6 Monate — sagt Acme
Von: meter
Wozu: seinen Dienst verbessern — sagt Acme
In den Worten der Anfrage: „To show you what your home uses.“ — sagt Acme
Wem es nützt: vor allem Acme
Was hinausgeht: power von meter: je Stunde der Mittelwert, in Schritten von 10
Wann: jede Stunde, auch wenn es nichts zu senden gibt
Nur was gemessen wird: Samstag, Sonntag, 22:00 bis 06:00, Europe/Berlin
Für wie lange: bis Montag, 1. Juni 2026, 14:00 (Europe/Berlin)
Unter welchem Namen: ein Code statt des Gerätenamens, jeden Monat ein neuer; Acme kann zusammenführen, was unter einem Code ankommt
Gesendet an: acme.example:8883, und nirgendwohin sonst
Unterwegs: unterwegs geschützt, lesbar für alle, die jenen Server betreiben
Besonders empfindlich: power: Das enthält vielleicht Gesundheitsdaten; Acme nennt keine Rechtsgrundlage für besondere Kategorien
Rechtsgrundlage: Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO) — sagt Acme
Dort aufbewahrt: 6 Monate — sagt Acme
Weitergegeben an: niemanden — sagt Acme
Nötig: ja, für das Angebot — sagt Acme
Wenn Sie Nein sagen: There is no chart — sagt Acme
Dort nach Ihren Daten fragen: privacy@acme.example — sagt Acme
Was das hier ist: ${de.shown.limits}`);
});

test('shows the same rows in the same order as English, claims among them', () => {
  const one = request('usage');
  const terms = termsOf(manifest({ requests: [one] }), one, METER, name('power'));
  if (terms === undefined) throw new Error('not asked');
  const rows = (words: Sentences) => {
    const answer = { field: name('power'), form: HOURLY, release: SLOT };
    const reveals = { category: 'unknown', sensitivity: 'high' } as const;
    const about = { origin: 'household', linkable: true, timeZone: 'UTC' } as const;
    return wordsShown({ ...about, fields: [{ device: 'm', terms, answer, reveals }] }, new Map(), words).rows.map(
      ({ label, claim }) => {
        const key = Object.entries(words.shown.labels).find(([, one]) => one === label)?.[0];
        return [key, claim];
      },
    );
  };
  expect(rows(de)).toEqual(rows(en));
  expect(rows(de).every(([key]) => key !== undefined)).toBe(true);
});
