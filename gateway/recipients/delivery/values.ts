import type { Common, Json, OpenDelivery } from '../../../rules/delivery.ts';
import type { ShapedField } from '../../../rules/forms/form.ts';
import type { BatchRecord } from '../outbox/seal.ts';

/** One number, truth value or word that was permitted, with all that may be said of it. */
export interface Value {
  /** What stands for the device. */
  readonly device: string;
  readonly field: string;
  /** What the recipient calls the field; the field itself where it calls it nothing else. */
  readonly as: string;
  /** `mean`, `timeInState.heating`; empty for what is no summary. */
  readonly statistic: string;
  readonly value: number | boolean | string;
  readonly unit: string;
  /** Instants in ms, on whole seconds. */
  readonly from: number;
  readonly to: number;
  readonly form: ShapedField['form'];
}

/** A record with the household's own id of its device, which itself is never sent. */
export interface OpenRecord extends BatchRecord {
  readonly id: string;
}

/** Whether this field of this device can be said to the recipient at all. */
export function canSay(delivery: OpenDelivery, device: string, field: string, shaped: ShapedField): boolean {
  if (nameOf(delivery, device, field) === undefined) return false;
  return !delivery.numbersOnly || partsOf(shaped).every(([, value]) => typeof value === 'number');
}

/** Every value of these records, in their order. What the recipient has no name for is not among them. */
export function valuesOf(delivery: OpenDelivery, records: readonly OpenRecord[]): Value[] {
  return records.flatMap(({ id, device, from, to, fields }) =>
    [...fields].flatMap(([field, shaped]) => {
      const as = nameOf(delivery, id, field);
      if (as === undefined) return [];
      const about = { device, field, as, unit: unitOf(shaped), from, to, form: shaped.form };
      return partsOf(shaped).map(([statistic, value]): Value => ({ ...about, statistic, value }));
    }),
  );
}

/** The name for this device's field, else the one for the field of any. */
function nameOf({ as }: Pick<Common, 'as'>, device: string, field: string): string | undefined {
  if (as.length === 0) return field;
  const own = as.find((one) => one.field === field && one.device === device);
  return (own ?? as.find((one) => one.field === field && one.device === undefined))?.is;
}

/** Member by member, so that nothing rides along that a form did not define. `of` says how a number was made, and is none. */
function partsOf(shaped: ShapedField): [statistic: string, value: number | boolean | string][] {
  if ('value' in shaped) return [['', shaped.value]];
  const { mean, sum, count, last, histogram = {} } = shaped;
  const { min, max, timeInState = {} } = shaped.form === 'summary' ? shaped : {};
  const single = { mean, min, max, sum, count, last };
  return [
    ...Object.entries(single).flatMap(([name, value]): [string, number | boolean | string][] =>
      value === undefined ? [] : [[name, value]],
    ),
    ...Object.entries(histogram).map(([label, value]): [string, number] => [`histogram.${label}`, value]),
    ...Object.entries(timeInState).map(([label, value]): [string, number] => [`timeInState.${label}`, value]),
  ];
}

function unitOf(shaped: ShapedField): string {
  return 'unit' in shaped && shaped.unit !== undefined ? shaped.unit : '';
}

/** What a placeholder becomes; times are text, `2026-11-23T14:00:00Z`. */
export function placeOf(name: string, value: Value, purpose: string): Json {
  switch (name) {
    case 'from':
    case 'to':
      return `${new Date(value[name]).toISOString().slice(0, -5)}Z`;
    case 'purpose':
      return purpose;
    case 'device':
    case 'field':
    case 'as':
    case 'statistic':
    case 'unit':
    case 'value':
    case 'form':
      return value[name];
    default:
      throw new Error('a template has a placeholder that is none');
  }
}
