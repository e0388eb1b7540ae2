import type { ShapedField } from './form.ts';
import { roundTo } from './step.ts';

/** The nearest point of the grid, with the grid, so that nobody takes it for a measurement. */
export function shapeRounded(value: number, step: number, unit: string | undefined): ShapedField {
  const rounded = roundTo(value, step);
  return unit === undefined
    ? { form: 'rounded', value: rounded, step }
    : { form: 'rounded', value: rounded, step, unit };
}
