import { expect, it } from 'vitest';
import { household, METER, NOW, name } from './example-household.ts';
import { describeUnion, describe as inWords } from './explain.ts';
import type { RecipientId } from './manifest.ts';
import { compile } from './plan.ts';
import { preview } from './preview.ts';
import { en } from './words/en.ts';

it('shows what every recipient would have got, and nothing of other fields', () => {
  const plan = compile(household(), NOW);
  const reading = (minutes: number, power: number) => ({
    device: METER.id,
    at: NOW + minutes * 60_000,
    fields: [
      { name: name('power'), value: power },
      { name: name('ssid'), value: 'home sweet home' },
    ],
  });
  const shown = preview(plan, [reading(0, 100), reading(30, 215), reading(70, 30)], NOW + 7_200_000, () => false);
  expect([...shown.keys()]).toEqual(['acme']);
  expect(shown.get('acme' as RecipientId)?.map(({ field, shaped }) => [field, shaped])).toEqual([
    ['power', { form: 'summary', mean: 160, unit: 'W' }],
    ['power', { form: 'summary', mean: 30, unit: 'W' }],
  ]);
});

it('says in words what leaves', () => {
  expect(inWords({ form: 'summary', window: 'PT1H', statistics: ['mean', 'max'], step: 10 }, en)).toBe(
    'the average and the highest value of every hour, in steps of 10',
  );
  expect(
    describeUnion(
      [
        { form: 'summary', window: 'P1D', statistics: ['mean'] },
        { form: 'summary', window: 'P1D', statistics: ['count'] },
      ],
      en,
    ),
  ).toBe('Put together, this recipient can work out the average, the sum and the number of readings of every day.');
});
