import type { Form, ShapedField } from '../../rules/forms/form.ts';
import { expectedError, type Noised, type NoisedValue } from '../../rules/forms/noised.ts';
import type { FieldSpec, Manifest } from '../../rules/manifest.ts';
import type { Told } from './forge.ts';

/** Something that the first request of a manifest asks for, in the form that it asks for. */
export function toldFor({ requests, products }: Manifest): Told {
  const specs = products.flatMap(({ fields }) => fields);
  for (const { purpose, fields } of requests) {
    for (const { name, form } of fields) {
      const spec = specs.find((each) => each.name === name);
      const shaped = spec && shapedAs(form, spec);
      if (shaped) return { purpose, field: name, shaped };
    }
  }
  throw new Error('the manifest asks for nothing that could be sent');
}

function shapedAs(form: Form, spec: FieldSpec): ShapedField | undefined {
  const unit = spec.type === 'number' && spec.unit !== undefined ? { unit: spec.unit } : {};
  const [least, most] = spec.type === 'number' ? (spec.bounds ?? [0, 43]) : [0, 0];
  const middle = (least + most) / 2;
  switch (form.form) {
    case 'withheld':
      return undefined;
    case 'exact':
      return { form: 'exact', value: anyOf(spec, middle), ...unit };
    case 'rounded':
      return { form: 'rounded', value: middle, step: form.step, ...unit };
    case 'category':
      return { form: 'category', value: 'other' };
    case 'noised':
      return { form: 'noised', ...noisedAs(form.statistic, middle), error: expectedError(form, spec), ...unit };
    case 'summary': {
      const has = (name: (typeof form.statistics)[number]) => form.statistics.includes(name);
      const numbers = (['mean', 'min', 'max', 'sum'] as const).filter(has).map((name) => [name, middle]);
      return {
        form: 'summary',
        ...Object.fromEntries(numbers),
        ...(has('count') ? { count: 4 } : {}),
        ...(has('last') ? { last: form.categories === undefined ? middle : 'other' } : {}),
        ...(has('histogram') ? { histogram: { other: 4 } } : {}),
        ...(has('timeInState') ? { timeInState: { other: 3600 } } : {}),
        ...unit,
      };
    }
  }
}

function noisedAs(statistic: Noised['statistic'], middle: number): NoisedValue {
  if (statistic === 'last') return { last: 'other' };
  return statistic === 'histogram' ? { histogram: { other: 4 } } : { [statistic]: middle };
}

function anyOf(spec: FieldSpec, number: number): number | boolean | string {
  if (spec.type === 'number') return number;
  return spec.type === 'boolean' ? true : (spec.values[0] ?? 'other');
}
