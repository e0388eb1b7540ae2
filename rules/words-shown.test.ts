import { describe, expect, it } from 'vitest';
import { HOURLY, METER, manifest, NOW, name, request, SLOT } from './example-household.ts';
import type { Form } from './forms/form.ts';
import type { Manifest, Request } from './manifest.ts';
import { type Purposes, purposeWords } from './purposes.ts';
import type { KnownCategory } from './reveals.ts';
import { termsOf } from './terms.ts';
import { describeDuration } from './terms-words.ts';
import { en } from './words/en.ts';
import { type Shown, type ShownField, textOf, wordsShown } from './words-shown.ts';

const PURPOSES: Purposes = new Map([
  [
    'dpv:ServiceOptimisation',
    { soThatItCan: { en: 'make its service better', de: 'seinen Dienst verbessern' }, gain: 'recipient' },
  ],
]);

const QUARTERLY: Form = { form: 'summary', window: 'PT15M', statistics: ['mean'], step: 10 };

function field(more: Partial<ShownField> = {}, asked: Partial<Request> = {}, of: Partial<Manifest> = {}): ShownField {
  const one = request('usage', asked);
  const terms = termsOf(manifest({ requests: [one], ...of }), one, METER, name('power'));
  if (terms === undefined) throw new Error('not asked');
  return {
    device: 'meter',
    terms,
    answer: { field: name('power'), form: HOURLY, release: SLOT },
    reveals: { category: 'energy', sensitivity: 'high' },
    ...more,
  };
}

function shown(fields: Shown['fields'], more: Partial<Shown> = {}) {
  return wordsShown({ origin: 'vendor', fields, linkable: false, timeZone: 'Europe/Berlin', ...more }, PURPOSES, en);
}

function row(label: string, words: ReturnType<typeof shown>): string[] {
  return words.rows.filter((one) => one.label === label).map(({ text }) => text);
}

describe('the words before a decision', () => {
  it('say everything in one order, and who says what the hub cannot know', () => {
    expect(textOf(shown([field()]))).toBe(
      `Acme asks for power
From: meter
So that it can: make its service better — Acme says
In its words: “To show you what your home uses.” — Acme says
Who gains: mainly Acme
What leaves: power of meter: the average of every hour, in steps of 10
When: every hour, also when there is nothing to send
For how long: until you change it
Under which name: a code instead of the device’s name, new every month; Acme can put together what it gets under one code
Sent to: acme.example:8883, and nowhere else
On the way: protected on the way, readable by whoever runs that server
Legal ground: your consent (GDPR Art. 6(1)(a)) — Acme says
Kept by it: 6 months — Acme says
Passed on to: nobody — Acme says
Needed: no — Acme says
If you say no: There is no chart — Acme says
Ask it about your data: privacy@acme.example — Acme says
What this is: ${en.shown.limits}`,
    );
  });

  it('mark every claim, and nothing that the hub itself sees to', () => {
    const { rows } = shown([field()]);
    expect(rows.filter(({ claim }) => claim).every(({ text }) => text.endsWith('— Acme says'))).toBe(true);
    expect(rows.filter(({ claim }) => !claim).map(({ text }) => text)).not.toContainEqual(
      expect.stringMatching(/says/),
    );
    const own = shown([field()], { origin: 'household' });
    expect(row('Kept by it', own)).toEqual(['6 months — as your household wrote it down']);
  });

  it('tell all that the household chose: hours, an end, once, codes that stay', () => {
    const answer = { ...field().answer, until: NOW, schedule: { days: [1, 2, 3, 4, 5], from: 1320, to: 360 } as const };
    const words = shown([field({ answer })], { linkable: true });
    expect(row('Only what is measured', words)).toEqual(['Monday to Friday, 22:00 to 06:00, Europe/Berlin']);
    expect(row('For how long', words)).toEqual(['until Monday 1 June 2026, 14:00 (Europe/Berlin)']);
    expect(row('Under which name', words)[0]).toContain('stays the same');
    const once = shown([field({ answer: { ...answer, once: 'open' } })]);
    expect(row('For how long', once)).toEqual([
      'just once, until Monday 1 June 2026, 14:00 (Europe/Berlin) at the latest',
    ]);
  });

  it('say of what leaves live that it can be watched, and what that ends', () => {
    const answer = { ...field().answer, release: { release: 'live', withinMs: 60_000 } as const };
    expect(row('When', shown([field({ answer })]))).toEqual([
      'as it happens, within one minute; whoever watches the connection sees when something happens, and what leaves to this recipient is then no longer constant',
    ]);
  });

  it('put devices with the same form together, and say what several purposes add up to', () => {
    const words = shown([
      field(),
      field({ device: 'plug' }),
      field({
        device: 'oven',
        answer: { ...field().answer, form: { form: 'exact', grain: 'PT1M' } },
        others: [HOURLY],
      }),
    ]);
    expect(row('From', words)).toEqual(['meter, plug and oven']);
    expect(row('What leaves', words)).toEqual([
      'power of meter and power of plug: the average of every hour, in steps of 10',
      'power of oven: every value exactly, times to minute',
    ]);
    expect(row('With its other purposes', words)[0]).toMatch(/^power of oven: Put together, .* every value exactly/);
  });

  it('say when a key seals it, whom it is passed on to, and what changed', () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' } as const;
    const words = shown([
      field(
        { before: field().terms },
        { recipients: ['Data Ltd', 'Ads Inc'], necessity: 'required' },
        { keys: { encryption: [key] } },
      ),
    ]);
    expect(row('On the way', words)).toEqual(['sealed, so that only Acme can open it']);
    expect(row('Passed on to', words)).toEqual(['Data Ltd and Ads Inc — Acme says']);
    expect(row('Needed', words)).toEqual(['yes, for what it offers — Acme says']);
    expect(row('Changed since your last answer', words)).toEqual([
      'whose key it is sealed for',
      'whether it is needed: no → yes, for what it offers — Acme says',
      'whom it is passed on to: nobody → Data Ltd and Ads Inc — Acme says',
    ]);
  });

  it.each<[string, Partial<Request>, string]>([
    ['the time it is kept', { retention: 'P1Y' }, 'how long it is kept: 6 months → 1 year — Acme says'],
    [
      'the window',
      { fields: [{ name: name('power'), form: QUARTERLY }] },
      'what leaves: the average of every hour, in steps of 10 → the average of every 15 minutes, in steps of 10',
    ],
    [
      'the words',
      { sentence: 'To sell it.' },
      'its words: “To show you what your home uses.” → “To sell it.” — Acme says',
    ],
    ['the release', { release: { release: 'live', withinMs: 60_000 } }, 'when it leaves: every hour'],
  ])('say of %s how it was and how it is', (_, change, says) => {
    const words = shown([field({ before: field().terms }, change)]);
    expect(row('Changed since your last answer', words)).toEqual([expect.stringContaining(says)]);
    // Three fields of which all changed alike are one change.
    const device = ['oven', 'plug', 'pump'] as const;
    const [first, ...more] = device.map((each) => field({ device: each, before: field().terms }, change));
    if (first) expect(row('Changed since your last answer', shown([first, ...more]))).toHaveLength(1);
  });

  it.each<[KnownCategory | 'unknown', boolean]>([
    ['health', true],
    ['audio/video', true],
    ['unknown', true],
    ['presence', false],
    ['energy', false],
    ['climate', false],
  ])('flag special categories: %s is one or may be: %s', (category, special) => {
    const reveals = { category, sensitivity: 'high' } as const;
    const without = row('Especially sensitive', shown([field({ reveals })]));
    expect(without).toHaveLength(special ? 1 : 0);
    const basis = { legalBasis: ['eu-gdpr:A6-1-a', 'eu-gdpr:A9-2-a'] } as const;
    const named = shown([field({ reveals }, basis)]);
    if (special) expect(without[0]).toContain('Acme names no legal ground for special categories');
    expect(row('Especially sensitive', named).join()).not.toContain('no legal ground');
    expect(row('Legal ground', named)[0]).toContain('your explicit consent (GDPR Art. 9(2)(a))');
  });

  it('say what noise hides, with its unit, and nothing of that where other fields go without it', () => {
    const form: Form = {
      form: 'noised',
      window: 'P1D',
      statistic: 'count',
      most: 5,
      microEpsilon: 500_000,
      unit: 'home-day',
      useful: 10,
    };
    const answer = { field: name('power'), form, release: SLOT };
    const label = 'What the noise hides';
    expect(row(label, shown([field({ answer, covered: true })])).join()).toMatch(
      /at most 1.65 times as likely .* \(ε = 0.5 for one day of the whole home\)$/,
    );
    expect(row(label, shown([field({ answer })])).join()).not.toContain('0.5');
    expect(row(label, shown([field({ answer })]))).toHaveLength(1);
    expect(row(label, shown([field()]))).toEqual([]);
    expect(row('What leaves', shown([field({ answer })]))).toEqual([
      'power of meter: the number of readings of every day, up to 5, with noise added, also when there was nothing, usually off by about 10',
    ]);
  });

  it('are honest about a purpose that is not known', () => {
    const purpose = 'dpv:MakeTheWorldABetterPlace';
    const words = shown([field({}, { purpose })]);
    expect(row('So that it can', words)).toEqual([`${purposeWords(PURPOSES, purpose, en).soThatItCan} — Acme says`]);
    expect(row('Who gains', words)).toEqual(['this hub does not know']);
  });

  it.each([
    ['P1Y6M', '1 year and 6 months'],
    ['P30D', '30 days'],
    ['P12M', '1 year'],
    ['P2W', '14 days'],
    ['PT1H30M', '1 hour and 30 minutes'],
    ['PT0.25S', '0.25 seconds'],
    ['P1M1DT1S', '1 month, 1 day and 1 second'],
  ])('say %s as %s', (iso, words) => {
    expect(describeDuration(iso, en)).toBe(words);
  });
});
