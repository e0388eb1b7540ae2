import type { Category } from './field-catalogue.ts';
import { fits } from './forms/fits.ts';
import type { Form } from './forms/form.ts';
import { atMost, meet } from './forms/order.ts';
import type { FieldSpec, Purpose } from './manifest.ts';
import type { Preset } from './presets.ts';

/** As much of an ask for one field as it takes. */
export interface AskedFor {
  readonly form: Form;
  readonly spec: FieldSpec;
  readonly category: Category;
}

/** How a request stands to the preset for the same purpose, and the usual form of each of its fields, in their order. */
export interface Usual {
  readonly preset: Preset;
  /** `more` where any of its fields is asked for in more than the usual form, or is none of what is usual. */
  readonly asks: 'same' | 'less' | 'more';
  /** What was asked for, where that is no more; else the most that is no more than either, withheld where there is none. */
  readonly forms: readonly Form[];
}

/**
 * The shipped preset that a request is to be measured by: one for its purpose of which something fits. Of several the one
 * that it asks like, then the one that it asks less than; undefined where none is for this purpose.
 */
export function usualFor(purpose: Purpose, asked: readonly AskedFor[], presets: readonly Preset[]): Usual | undefined {
  const found = presets
    .filter((preset) => preset.purpose === purpose)
    .flatMap((preset) => measured(preset, asked) ?? []);
  return ORDER.flatMap((asks) => found.filter((one) => one.asks === asks))[0];
}

const ORDER = ['same', 'less', 'more'] as const;

function measured(preset: Preset, asked: readonly AskedFor[]): Usual | undefined {
  const each = asked.map((one) => {
    const usual = usualForm(preset, one);
    const isNoMore = atMost(one.form, usual);
    const form = isNoMore ? one.form : meet(one.form, usual);
    return { isNoMore, isSame: isNoMore && atMost(usual, one.form), form: fits(form, one.spec) ? form : WITHHELD };
  });
  const forms = each.map(({ form }) => form);
  if (forms.every(({ form }) => form === 'withheld')) return undefined;
  if (!each.every(({ isNoMore }) => isNoMore)) return { preset, asks: 'more', forms };
  return { preset, asks: each.every(({ isSame }) => isSame) ? 'same' : 'less', forms };
}

/** Fields that it is not about, or whose values cannot leave like that, are not part of what is usual. */
function usualForm({ fields, going }: Preset, { spec, category }: AskedFor): Form {
  const at = fields.findIndex(({ reveals }) => reveals === category);
  const form = going[at]?.released;
  return form !== undefined && fits(form, spec) ? form : WITHHELD;
}

const WITHHELD: Form = { form: 'withheld' };
