import { fieldName } from '../../../rules/reading.ts';
import { ADDRESS, addDocumented, type Documented, measures } from './chosen.ts';
import type { FoundField, SourceDevice, Understood } from './dialect.ts';
import { addValue, type Flat, MAX_FIELDS } from './fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { oneReading, quarantine } from './outcome.ts';
import { parseText } from './scalar.ts';

/** What a device says of a property; `format` lists the words of an enum. */
export interface Property {
  readonly datatype?: string;
  readonly unit?: string;
  readonly format?: string;
}

/** What the extension for a device's own state (and versions before 4) can say of it. */
export const STATISTICS: Documented = new Map(
  measures('uptime s, signal %, battery %, cputemp °C, cpuload %, freeheap B, supply V'),
);

/** `<node>/<property>` of a description of version 5, with what each is. */
export function propertiesOf({ nodes }: JsonObject): readonly (readonly [string, Property])[] {
  const all: (readonly [string, Property])[] = [];
  for (const [node, about] of Object.entries(isObject(nodes) ? nodes : {})) {
    const properties = isObject(about) && isObject(about.properties) ? about.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      if (all.length >= MAX_FIELDS) return all;
      if (isObject(property)) all.push([`${node}/${name}`, textsIn(property)]);
    }
  }
  return all;
}

function textsIn(property: JsonObject): Property {
  const { datatype, unit, format } = property;
  return {
    ...(typeof datatype === 'string' ? { datatype } : {}),
    ...(typeof unit === 'string' ? { unit } : {}),
    ...(typeof format === 'string' ? { format } : {}),
  };
}

/** An unlisted colour is three numbers, with or without the name of their space. */
const COLOR = /^(?:(?:rgb|hsv|xyz),)?\d{1,3}(?:\.\d+)?(?:,\d{1,3}(?:\.\d+)?){1,3}$/;
/** The unit of a property, the words of an enum, or undefined where its text can be anything. */
export function aboutOf(property: Property | undefined): string | ReadonlySet<string> | undefined {
  switch (property?.datatype) {
    case 'integer':
    case 'float':
    case 'percent':
    case undefined:
      return property?.unit ?? '';
    case 'boolean':
      return '';
    case 'enum':
      return new Set(property.format?.split(',').map((word) => word.trim()));
    default:
      return undefined;
  }
}

export function fieldOf(
  device: SourceDevice,
  name: string,
  property: Property | undefined,
  payload: Uint8Array,
): Understood {
  const parsed = parseText(payload);
  if ('reason' in parsed) return quarantine(parsed.reason, payload);
  const flat: Flat = { fields: [], leftOver: [] };
  const about = aboutOf(property);
  if (ADDRESS.test(name)) flat.leftOver.push('unexpected shape');
  else if (property?.datatype === 'color' && COLOR.test(parsed.text)) addValue(flat, name, parsed.text);
  else if (about === undefined) flat.leftOver.push('text');
  else addDocumented(flat, name, parsed.text, about);
  return oneReading(device, flat);
}

const TYPES: ReadonlyMap<string | undefined, FoundField['type']> = new Map([
  ['integer', 'number'],
  ['float', 'number'],
  ['boolean', 'boolean'],
  ['enum', 'category'],
  ['color', 'text'],
]);

/** The field that a property becomes, or none. */
export function foundFieldOf(
  path: string,
  { datatype, unit }: Property,
  about: string | ReadonlySet<string> | undefined,
): readonly FoundField[] {
  const name = fieldName(path);
  const type = TYPES.get(datatype);
  if (name === undefined || type === undefined || ADDRESS.test(name)) return [];
  const values = typeof about === 'object' ? [...about] : [];
  return [{ name, type, ...(unit === undefined ? {} : { unit }), ...(values.length === 0 ? {} : { values }) }];
}
