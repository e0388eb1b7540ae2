import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Interpreter, SourceDevice } from './dialect.ts';
import { addValue, type Flat, MAX_FIELDS } from './fields.ts';
import type { JsonObject } from './json.ts';
import { oneReading, quarantine } from './outcome.ts';
import { parseText, toBoolean, toNumber } from './scalar.ts';

/**
 * The members that an ecosystem documents: the unit of a number or a boolean ('' where it has none), or all the words
 * that a text can be. Other text is a person's, a place's or a network's, so it is never a field.
 */
export type Documented = ReadonlyMap<string, string | ReadonlySet<string>>;

/** `measures('hum %, open', 'volt V')`: names with their units, in any number of lines. */
export function measures(...lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines
    .flatMap((line) => line.split(', '))
    .map((each) => {
      const [name = '', unit = ''] = each.split(' ');
      return [name, unit] as const;
    });
}

/** `words('state', 'on', 'off')`: a name with the words that its text can be. */
export function words(name: string, ...all: readonly string[]): readonly [string, ReadonlySet<string>] {
  return [name, new Set(all)];
}

/** An address or a serial number in what a device calls its parts would be in the name of a field. */
export const ADDRESS = /[0-9a-f]{12}|[0-9a-f]{2}(?:[-_:][0-9a-f]{2}){5}/i;

export interface ChooseOptions {
  /** Written before every name, with a dot. */
  readonly prefix?: string;
  /** Members that are known to be no data: who and where, times, encoded pictures. They are not counted as left over. */
  readonly withheld?: ReadonlySet<string>;
}

/** The documented members of a body as fields. What nobody documented is left over. */
export function choose(body: JsonObject, documented: Documented, options: ChooseOptions = {}): Flat {
  const flat: Flat = { fields: [], leftOver: [] };
  const prefix = options.prefix === undefined ? '' : `${options.prefix}.`;
  for (const key of Object.keys(body)) {
    if (flat.leftOver.length >= MAX_FIELDS) break;
    const about = documented.get(key);
    if (about !== undefined) addDocumented(flat, prefix + key, body[key], about);
    else if (!options.withheld?.has(key)) flat.leftOver.push('unexpected shape');
  }
  return flat;
}

/** Adds a value if it is of the kind that is documented; a number or a boolean may come as the text of one. */
export function addDocumented(flat: Flat, name: string, raw: unknown, about: string | ReadonlySet<string>): void {
  if (raw === null) return;
  if (typeof about !== 'string') {
    if ((typeof raw === 'string' || typeof raw === 'number') && about.has(String(raw))) addValue(flat, name, raw);
    else flat.leftOver.push('text');
    return;
  }
  const value = typeof raw === 'string' ? (toBoolean(raw) ?? toNumber(raw)) : raw;
  if (value === undefined) flat.leftOver.push('text');
  // What has a unit is a number; some devices say false where they have no such sensor.
  else if (typeof value === 'boolean' && about !== '') flat.leftOver.push('unexpected shape');
  else addValue(flat, name, value, (known, checked) => withUnit(known, checked, about));
}

function withUnit(name: FieldName, value: Value, unit: string): Field {
  return unit === '' || typeof value !== 'number' ? { name, value } : { name, value, unit };
}

/** An interpreter of one documented value that has a topic of its own. */
export function scalarOf(device: SourceDevice, name: string, about: string | ReadonlySet<string>): Interpreter {
  return (payload) => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const flat: Flat = { fields: [], leftOver: [] };
    addDocumented(flat, name, parsed.text, about);
    return oneReading(device, flat);
  };
}
