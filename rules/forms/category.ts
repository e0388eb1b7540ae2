import type { Value } from '../reading.ts';
import { cellOf, nameOf } from './categories.ts';
import type { Categories, ShapedField } from './form.ts';

/** The name of the category the value lies in. */
export function shapeCategory(value: Value, categories: Categories): ShapedField {
  return { form: 'category', value: nameOf(categories, cellOf(categories, value)) };
}
