import type { FieldSpec } from '../manifest.ts';
import type { Value } from '../reading.ts';
import { shapeCategory } from './category.ts';
import { asDeclared } from './declared.ts';
import { shapeExact } from './exact.ts';
import type { Form, ShapedField } from './form.ts';
import type { EventForm } from './order.ts';
import { shapeRounded } from './rounded.ts';
import { roundTo } from './step.ts';

/**
 * What is known of a value once it went through the manifest's declaration and the agreed form: a rounding that the
 * household agreed to happens before everything else. (Agreed categories need no step of their own: released ones
 * draw no border that they do not.) Undefined when it is of another type than declared.
 */
export function asAgreed(spec: FieldSpec, agreed: Form, value: Value): Value | undefined {
  const declared = asDeclared(spec, value);
  return agreed.form === 'rounded' && typeof declared === 'number' ? roundTo(declared, agreed.step) : declared;
}

/** One reading in a form that makes one record of it. */
export function shapeEvent(form: EventForm, value: Value, unit: string | undefined): ShapedField {
  switch (form.form) {
    case 'exact':
      return shapeExact(value, unit);
    case 'rounded':
      return shapeRounded(Number(value), form.step, unit);
    case 'category':
      return shapeCategory(value, form.categories);
  }
}
