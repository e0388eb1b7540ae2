import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseEvaluated, type Way } from './evaluated.ts';
import { HOURLY, POWER, route } from './example-household.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import type { Noised } from './forms/noised.ts';
import { couldLearn, describeWatched, isConstant, TELLS } from './learn.ts';
import type { Reveals } from './reveals.ts';
import { speak } from './words/speak.ts';

const evaluated = parseEvaluated(parse(readFileSync(new URL('./knowledge/evaluated.yaml', import.meta.url), 'utf8')));
const ENERGY: Reveals = { category: 'energy', sensitivity: 'medium' };
const noised: Noised = {
  ...{ form: 'noised', statistic: 'mean', window: 'PT1H', slot: 'PT1H' },
  ...{ microEpsilon: 1_000_000, unit: 'home-day', useful: 1e9 },
};
const daily: Form = { form: 'summary', window: 'P1D', statistics: ['mean'], step: 10 };
const going = (form: Form, slotMs = 3_600_000) => route(POWER, form, form, { slotMs });
const learnt = (routes: Parameters<typeof couldLearn>[0], reveals: Reveals = ENERGY, language: 'en' | 'de' = 'en') =>
  couldLearn(routes, () => reveals, evaluated, speak(language), true);
const of = (topic: string, all: ReturnType<typeof learnt>) => all.find((one) => one.topic === topic);

describe('what could they still learn', () => {
  it('of a meter by the hour: who is at home and when nobody was, with the figures of our trials', () => {
    const all = learnt([going(HOURLY)]);
    expect(of('home', all)).toMatchObject({ way: 'hourly', field: 'power', found: evaluated.home.hourly });
    expect(of('home', all)?.words).toContain('96 % of the hours');
    expect(of('away', all)?.words).toContain('can tell on which days');
    expect(of('says', all)).toBeUndefined();
  });

  it('is told by the field that tells most', () => {
    expect(of('home', learnt([going(noised), going(daily)]))?.way).toBe('daily');
    expect(of('home', learnt([going(daily), going({ form: 'exact', grain: 'PT1S' }), going(noised)]))?.way).toBe(
      'every value',
    );
  });

  it('is not more than habits where all is noised', () => {
    const all = learnt([going(noised)]);
    expect(of('home', all)?.words).toBe(speak('en').learn.no.home);
    expect(of('home', all)?.found?.most).toBeLessThanOrEqual(TELLS);
    expect(of('away', all)?.words).toContain('if at all');
  });

  it('needs no attack where the field says it itself, and nobody knows what an unknown one says', () => {
    for (const category of ['presence', 'access/security', 'unknown'] as const)
      expect(of('says', learnt([going(HOURLY)], { category, sensitivity: 'high' }))).toBeDefined();
    expect(learnt([going(HOURLY)], { category: 'climate', sensitivity: 'low' }).map(({ topic }) => topic)).toEqual([
      'traffic',
      'again',
    ]);
  });

  it('of the connection: when something happens, unless all leaves at fixed times', () => {
    expect(of('traffic', learnt([going(HOURLY)]))?.words).toContain('fixed times');
    const live = [going(HOURLY), going(HOURLY, 0)];
    expect(isConstant(live, true)).toBe(false);
    expect(of('traffic', learnt(live))?.words).toContain('as it happens');
  });

  it('of the connection in words: constant, or observable and why', () => {
    const { learn } = speak('en');
    const slots = [going(HOURLY), going(noised)];
    expect(describeWatched(slots, true, speak('en'))).toBe(learn.constant);
    expect(describeWatched([...slots, going(HOURLY, 0)], true, speak('en'))).toBe(learn.observable(learn.traffic));
    expect(describeWatched([going(HOURLY), going({ form: 'withheld' }, 0)], true, speak('en'))).toBe(learn.constant);
    expect(describeWatched([going({ form: 'withheld' })], true, speak('en'))).toBeUndefined();
    // Without a seal there are no messages where there is nothing.
    expect(describeWatched(slots, false, speak('en'))).toBe(learn.observable(learn.trafficOpen));
    expect(isConstant(slots, false)).toBe(false);
    expect(
      of(
        'traffic',
        couldLearn(slots, () => ENERGY, evaluated, speak('en'), false),
      )?.words,
    ).toBe(learn.trafficOpen);
  });

  it('is nothing where nothing leaves', () => {
    expect(learnt([])).toEqual([]);
    expect(learnt([going({ form: 'withheld' })])).toEqual([]);
  });

  it('has words in both languages for whatever leaves, and no time of day in any', () => {
    fc.assert(
      fc.property(
        fc.array(numberForm, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('en', 'de'),
        (forms, language) => {
          for (const { words } of learnt(
            forms.map((form) => going(form)),
            ENERGY,
            language as 'en' | 'de',
          )) {
            expect(words).toMatch(/\.$/);
            expect(words).not.toMatch(/\d:\d\d/);
          }
        },
      ),
    );
  });
});

describe('the figures', () => {
  const page = readFileSync(new URL('../docs/privacy-evaluation.md', import.meta.url), 'utf8');
  const section = (title: string) => page.split(/^## /m).find((each) => each.startsWith(title)) ?? '';
  const row = (of: string, title: string) =>
    section(of)
      .split('\n')
      .find((line) => line.startsWith(`| ${title} |`))
      ?.split('|')
      .map((cell) => cell.trim()) ?? [];
  const between = (cell = '') => [...cell.matchAll(/-?\d\.\d{3}/g)].map(([number]) => Number(number)).slice(1);
  const TITLES = {
    'every value': 'every value, once a minute',
    hourly: 'hourly means',
    daily: 'daily mean',
    weekly: 'weekly mean',
  };

  it.each(Object.entries(TITLES))('of %s are those of the page that the evaluation wrote', (way, title) => {
    const [home, away] = [evaluated.home[way as Way], evaluated.away[way as Way]];
    const [, , right, clock, advantage] = row('A1: is somebody at home', title);
    expect([Number(right), Number(clock), ...between(advantage)]).toEqual([
      home.right,
      home.guess,
      home.least,
      home.most,
    ]);
    const [, , days, more] = row('A1 for whole days', title);
    expect([Number(days), 0.5, ...between(more)]).toEqual([away.right, away.guess, away.least, away.most]);
  });

  it('of noise are the worse of its rows', () => {
    for (const title of ['hourly means, noised', 'daily sum, noised']) {
      const [, most] = between(row('A1: is somebody at home', title)[4]);
      expect(most).toBeLessThanOrEqual(evaluated.home.noised.most);
      const [, days] = between(row('A1 for whole days', title)[3]);
      expect(days).toBeLessThanOrEqual(evaluated.away.noised.most);
    }
  });
});
