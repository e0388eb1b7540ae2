import { namesOf } from './forms/categories.ts';
import type { Form, Release } from './forms/form.ts';
import { expectedError, type Noised } from './forms/noised.ts';
import { joinAll } from './forms/union.ts';
import type { FieldSpec } from './manifest.ts';
import type { Because } from './precedence.ts';
import type { Sentences } from './words/speak.ts';

/** A decision in plain sentences, one for each rule that mattered, the deciding one first. */
export function explain(decision: { readonly because: readonly Because[] }, words: Sentences): string[] {
  return [...new Set(decision.because.map(({ rule }) => words.because.rules[rule]))];
}

/** The sentence of one rule; undefined for what is none. */
export function says(rule: string, { because: { rules } }: Sentences): string | undefined {
  return Object.hasOwn(rules, rule) ? rules[rule as Because['rule']] : undefined;
}

/** What a form lets out, as the end of a sentence that begins with the field's name. */
export function describe(form: Form, { forms }: Sentences): string {
  switch (form.form) {
    case 'withheld':
      return forms.withheld;
    case 'exact':
      return forms.exact(form.grain);
    case 'rounded':
      return forms.rounded(form.step, form.grain);
    case 'category':
      return forms.category(namesOf(form.categories), form.grain);
    case 'noised': {
      const { statistic, window } = form;
      const names = 'categories' in form ? { names: namesOf(form.categories) } : {};
      const most = form.statistic === 'count' ? { most: form.most } : {};
      return forms.noised({ statistic, window, ...names, ...most });
    }
    case 'summary': {
      const { statistics, window, step, categories } = form;
      const names = categories === undefined ? {} : { names: namesOf(categories) };
      return forms.summary({ statistics, window, ...(step === undefined ? {} : { step }), ...names });
    }
  }
}

/** The same of a field, with how far noise puts it off. */
export function describeOf(form: Form, spec: FieldSpec, words: Sentences): string {
  const leaves = describe(form, words);
  return form.form === 'noised' ? `${leaves}, ${describeError(form, spec, words)}` : leaves;
}

/** To two figures: in the unit of the value, or how often an answer is false. */
function describeError(form: Noised, spec: FieldSpec, { forms }: Sentences): string {
  const error = expectedError(form, spec);
  if (form.statistic === 'last') return forms.falseOften(Math.round(100 * error));
  const isOfValues = form.statistic === 'mean' || form.statistic === 'sum';
  return forms.off(Number(error.toPrecision(2)), isOfValues && spec.type === 'number' ? spec.unit : undefined);
}

/** Whoever gets nothing sealed is not told of slots in which there was nothing. */
export function describeRelease(release: Release, sealed: boolean, { forms }: Sentences): string {
  if (release.release === 'live') return forms.live(release.withinMs);
  return sealed ? forms.slots(release.everyMs) : forms.slotsOpen(release.everyMs);
}

/** What one recipient can work out from all these forms of one field together. */
export function describeUnion(all: readonly Form[], words: Sentences): string {
  return words.forms.together(describe(joinAll(all), words));
}
