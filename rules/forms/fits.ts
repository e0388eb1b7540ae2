import type { FieldSpec } from '../manifest.ts';
import type { Categories, Form } from './form.ts';
import { canBeNoised } from './noised.ts';
import { isCategorical, tellsNumbers } from './statistics.ts';

/** Whether a field of this type can leave in this form at all: only numbers are rounded or averaged, words never leave but by name. */
export function fits(form: Form, spec: FieldSpec): boolean {
  switch (form.form) {
    case 'withheld':
    case 'exact':
      return true;
    case 'rounded':
      return spec.type === 'number' && form.step > 0;
    case 'category':
      return categoriesFit(form.categories, spec);
    case 'noised':
      return canBeNoised(form, spec);
    case 'summary': {
      const named = form.statistics.includes('histogram') || form.statistics.includes('timeInState');
      if (form.statistics.length === 0 || (named && form.categories === undefined)) return false;
      if (form.categories !== undefined && !categoriesFit(form.categories, spec)) return false;
      return spec.type === 'number' || (form.statistics.every(isCategorical) && !tellsNumbers(form));
    }
  }
}

function categoriesFit(categories: Categories, spec: FieldSpec): boolean {
  return 'edges' in categories ? spec.type === 'number' : spec.type !== 'number';
}
