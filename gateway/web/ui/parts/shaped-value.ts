import { visible } from '../../../../rules/visible.ts';
import type { ShapedField } from '../api/types.ts';
import { words } from '../words/words.ts';

type Value = number | boolean | string;

/** What a device said, as people write it. */
export function valueText(value: Value, unit?: string): string {
  const { preview } = words();
  if (typeof value === 'boolean') return preview.truth[value ? 'true' : 'false'];
  const text = typeof value === 'number' ? preview.number(value) : visible(value);
  return unit === undefined ? text : `${text} ${visible(unit)}`;
}

/** What one field became: a value, or what a summary has in it; of a noised one also how far off it is. */
export function shapedText(shaped: ShapedField): string {
  if ('value' in shaped) return valueText(shaped.value, 'unit' in shaped ? shaped.unit : undefined);
  const { preview } = words();
  const { histogram = {}, unit } = shaped;
  const { timeInState = {} } = shaped.form === 'summary' ? shaped : {};
  const statistics: { readonly [name in keyof typeof preview.statistics]?: Value } = shaped;
  const told = Object.entries(preview.statistics).flatMap(([name, word]) => {
    const value = statistics[name as keyof typeof preview.statistics];
    return value === undefined ? [] : [`${word} ${valueText(value, name === 'count' ? undefined : unit)}`];
  });
  const states = Object.entries(timeInState).map(([name, seconds]) => preview.state(named(name), seconds * 1000));
  const bins = Object.entries(histogram).map(([name, count]) => preview.bin(named(name), count));
  const all = preview.list([...told, ...states, ...bins]);
  if (shaped.form !== 'noised') return all;
  const { error } = shaped;
  return `${all} (${shaped.last === undefined ? preview.off(valueText(rough(error), unit)) : preview.falseOften(error)})`;
}

/** To two figures. */
function rough(value: number): number {
  return Number(value.toPrecision(2));
}

function named(name: string): string {
  return name === 'true' || name === 'false' || name === 'other' ? words().preview.truth[name] : visible(name);
}
