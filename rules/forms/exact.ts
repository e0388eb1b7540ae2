import type { Value } from '../reading.ts';
import type { ShapedField } from './form.ts';

/** The value as it is. */
export function shapeExact(value: Value, unit: string | undefined): ShapedField {
  return unit === undefined || typeof value !== 'number' ? { form: 'exact', value } : { form: 'exact', value, unit };
}
