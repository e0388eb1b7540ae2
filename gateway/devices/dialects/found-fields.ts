import { fieldName } from '../../../rules/reading.ts';
import type { FoundField } from './dialect.ts';
import { MAX_TEXT } from './fields.ts';
import { isObject } from './json.ts';

const TYPES = ['number', 'boolean', 'category', 'text'] as const;

/**
 * The fields of a declaration, written as a list of `{ name, unit?, type?, values? }` or as an object from name to the
 * rest (or to a type alone). What cannot be read is left out: a declaration only helps to name things, it opens nothing.
 */
export function readFoundFields(raw: unknown): readonly FoundField[] {
  if (Array.isArray(raw)) {
    return raw.flatMap((item) => (isObject(item) && typeof item.name === 'string' ? readOne(item.name, item) : []));
  }
  if (!isObject(raw)) return [];
  return Object.entries(raw).flatMap(([name, about]) => readOne(name, isObject(about) ? about : { type: about }));
}

function readOne(raw: string, about: { readonly [key: string]: unknown }): readonly FoundField[] {
  const name = fieldName(raw);
  if (name === undefined) return [];
  const type = TYPES.find((known) => known === about.type);
  const values = textsOf(about.values);
  const unit = shortText(about.unit);
  return [
    {
      name,
      ...(unit === undefined ? {} : { unit }),
      ...(type === undefined ? {} : { type }),
      ...(values.length === 0 ? {} : { values }),
    },
  ];
}

export function textsOf(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.filter((item) => typeof item === 'string') : [];
}

/** What a device says about itself (vendor, model, firmware, a name): text that fits on a page, or nothing. */
export function shortText(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw !== '' && raw.length <= MAX_TEXT && raw.isWellFormed() ? raw : undefined;
}
