import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Category } from './field-catalogue.ts';
import { fits } from './forms/fits.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import type { FieldSpec, Purpose } from './manifest.ts';
import { parsePresets } from './presets.ts';
import type { FieldName } from './reading.ts';
import { usualFor } from './usual.ts';

const presets = parsePresets(parse(readFileSync(new URL('./knowledge/presets.yaml', import.meta.url), 'utf8')));
const TIPS: Purpose = 'dpv:ProvidePersonalisedRecommendations';
const ABOUT = { name: 'it' as FieldName, category: 'any', sensitivity: 'medium' } as const;
const NUMBER: FieldSpec = { ...ABOUT, type: 'number', unit: '°C', bounds: [0, 40], resolution: 0.1 };
const USUAL: Form = { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 0.5 };
const asked = (form: Form, category: Category = 'climate', spec: FieldSpec = NUMBER) => ({ form, spec, category });
const usual = (...fields: readonly ReturnType<typeof asked>[]) => usualFor(TIPS, fields, presets);

describe('the usual form of what is asked for', () => {
  it('is what is asked for, where that is the preset or less', () => {
    expect(usual(asked(USUAL))).toMatchObject({ preset: { preset: 'heating-tips' }, asks: 'same', forms: [USUAL] });
    const daily: Form = { ...USUAL, window: 'P1D' };
    expect(usual(asked(daily))).toMatchObject({ asks: 'less', forms: [daily] });
  });

  it('is the preset where more is asked for', () => {
    expect(usual(asked({ form: 'exact', grain: 'PT1S' }))).toMatchObject({ asks: 'more', forms: [USUAL] });
    expect(usual(asked({ ...USUAL, statistics: ['mean', 'max'] }))).toMatchObject({ asks: 'more', forms: [USUAL] });
  });

  it('leaves out what is no part of what is usual, and what cannot leave like that', () => {
    const heating = asked({ form: 'exact', grain: 'PT1S' }, 'climate', { ...ABOUT, type: 'boolean' });
    const presence = asked({ form: 'exact', grain: 'PT1S' }, 'presence', { ...ABOUT, type: 'boolean' });
    expect(usual(asked(USUAL), heating, presence)).toMatchObject({
      ...{ asks: 'more', forms: [USUAL, { form: 'withheld' }, { form: 'withheld' }] },
    });
    expect(usual(presence)).toBeUndefined();
  });

  it('is that of the purpose alone, and of two presets the one that is asked like', () => {
    expect(usualFor('dpv:Marketing', [asked(USUAL)], presets)).toBeUndefined();
    const many = presets.find(({ preset }) => preset === 'energy-of-many-homes')?.going[0]?.released ?? USUAL;
    const power: FieldSpec = { ...ABOUT, type: 'number', unit: 'W', bounds: [0, 20_000], resolution: 1 };
    const energy = (form: Form) => usualFor('dpv:ServiceOptimisation', [asked(form, 'energy', power)], presets);
    expect(energy(many)).toMatchObject({ preset: { preset: 'energy-of-many-homes' }, asks: 'same' });
    expect(energy({ form: 'exact', grain: 'PT1S' })).toMatchObject({ preset: { preset: 'energy-statistics' } });
  });

  it('is never more than what was asked for, fits the field, and is less wherever more is asked for', () => {
    fc.assert(
      fc.property(numberForm, (form) => {
        const found = usual(asked(form));
        if (!found) return;
        const [answer] = found.forms;
        if (!answer) throw new Error('no form');
        expect(atMost(answer, form)).toBe(true);
        expect(fits(answer, NUMBER)).toBe(true);
        if (found.asks === 'more') expect(atMost(form, answer)).toBe(false);
      }),
    );
  });
});
