import { type Json, placesIn, SHARED, type Template } from '../../../rules/delivery.ts';
import { lengthSafe } from '../../../rules/length-safe.ts';
import { placeOf, type Value } from './values.ts';

/** A template's body for these values, as JSON text; where it names what values share, the first tells it. */
export function filled({ body, value }: Template, values: readonly [Value, ...Value[]], purpose: string): string {
  const list = value === undefined ? [] : values.map((each) => fill(value, each, purpose, []));
  return JSON.stringify(fill(body, values[0], purpose, list));
}

/** Lists of at most so many values that are alike in everything the texts name of what values of one request share. */
export function together(
  texts: readonly string[],
  values: readonly Value[],
  most: number,
): (readonly [Value, ...Value[]])[] {
  const named = new Set(texts.flatMap(placesIn));
  const shared = SHARED.filter((name) => named.has(name));
  const key = (value: Value) => lengthSafe(shared.map((name) => String(placeOf(name, value, ''))));
  return [...Map.groupBy(values, key).values()].flatMap((alike) => chunks(alike, most));
}

/** Lists of at most so many. */
export function chunks<Item>(items: readonly Item[], most: number): (readonly [Item, ...Item[]])[] {
  const lists: [Item, ...Item[]][] = [];
  for (const item of items) {
    const last = lists.at(-1);
    if (last !== undefined && last.length < most) last.push(item);
    else lists.push([item]);
  }
  return lists;
}

/** What a text with placeholders becomes for one value; each part is `changed` before it is put in. */
export function textWith(text: string, value: Value, purpose: string, changed = (part: string) => part): string {
  return text.replace(/\{([^{}]*)\}/g, (_, name: string) => changed(String(placeOf(name, value, purpose))));
}

function fill(template: Json, value: Value, purpose: string, list: readonly Json[]): Json {
  if (typeof template === 'string') {
    if (template === '{values}') return list;
    const [, only] = /^\{([^{}]*)\}$/.exec(template) ?? [];
    return only === undefined ? textWith(template, value, purpose) : placeOf(only, value, purpose);
  }
  if (Array.isArray(template)) return template.map((item: Json) => fill(item, value, purpose, list));
  if (typeof template !== 'object' || template === null) return template;
  const made: Record<string, Json> = Object.create(null);
  for (const [name, item] of Object.entries(template)) made[name] = fill(item, value, purpose, list);
  return made;
}
