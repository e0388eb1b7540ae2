import type { Field, Value } from '../../../rules/reading.ts';
import type { QuarantineReason, SourceReading, Understood } from './dialect.ts';
import { addValue, asValue, type Flat, flatten, MAX_FIELDS } from './fields.ts';
import { NO_ATTRIBUTES } from './home-assistant-attributes.ts';
import type { Listener } from './home-assistant-entities.ts';
import type { Named } from './home-assistant-names.ts';
import type { Place } from './home-assistant-places.ts';
import type { Template } from './home-assistant-template.ts';
import { isObject, parseJson } from './json.ts';
import { quarantine, readingOf, readings } from './outcome.ts';
import { isLeaf, leavesOf, valueAt } from './profile-paths.ts';
import { parseText, toBoolean, toJsonScalar, toNumber } from './scalar.ts';

/** What a payload says of every device that discovery connects with its topic. */
export function readPayload(listeners: readonly Listener[], payload: Uint8Array): Understood {
  const said = saidBy(payload);
  const all: SourceReading[] = [];
  const leftOver: QuarantineReason[] = [];
  const used: (readonly string[])[] = [];
  for (const { device, named } of listeners) {
    const flat = readDevice(named, said, used);
    const reading = readingOf(device.source, flat);
    if (reading !== undefined) all.push(reading);
    leftOver.push(...flat.leftOver);
  }
  const takesAll = listeners.some(({ named }) => named.some(({ place }) => place.isAttributes));
  if (isObject(said.json) && !takesAll) {
    const rest = leavesOf(said.json, used, MAX_FIELDS);
    for (let i = 0; i < rest; i++) leftOver.push('unexpected shape');
  }
  const [reason] = leftOver;
  return all.length === 0 && reason !== undefined ? quarantine(reason, payload) : readings(all, leftOver);
}

interface Said {
  readonly json: unknown;
  readonly notJson?: QuarantineReason;
  readonly text?: string;
  readonly notText?: QuarantineReason;
}

function saidBy(payload: Uint8Array): Said {
  const parsed = parseJson(payload);
  const text = parseText(payload);
  return {
    ...('reason' in parsed ? { json: undefined, notJson: parsed.reason } : { json: parsed.value }),
    ...('reason' in text ? { notText: text.reason } : { text: text.text }),
  };
}

function readDevice(named: readonly Named[], said: Said, used: (readonly string[])[]): Flat {
  const flat: Flat = { fields: [], leftOver: [] };
  const taken = new Set<string>();
  const paths: (readonly string[])[] = [];
  for (const { place, name } of named) {
    const { template } = place;
    if (place.isAttributes || (name !== undefined && taken.has(name))) continue;
    if (template === undefined) flat.leftOver.push('template');
    else if (name === undefined) flat.leftOver.push('duplicate key');
    else {
      const value = foundAt(place, template, said);
      if (template.json) paths.push(template.path);
      if (value === undefined) continue;
      if (isLeaf(value)) addValue(flat, name, value, described(place));
      else flat.leftOver.push(value.reason);
      taken.add(name);
    }
  }
  used.push(...paths);
  for (const { place, name } of named) {
    if (!place.isAttributes || (name !== undefined && taken.has(name))) continue;
    addAttributes(flat, place, name, said, paths);
    if (name !== undefined) taken.add(name);
  }
  return flat;
}

function described({ unit }: Place): (name: Field['name'], value: Value) => Field {
  return (name, value) => (unit === undefined || typeof value !== 'number' ? { name, value } : { name, value, unit });
}

type Found = Value | { readonly reason: QuarantineReason } | undefined;

function foundAt(place: Place, template: Template, said: Said): Found {
  if (!template.json || (place.isBareToo && !isObject(said.json))) return bareValue(place, template, said);
  if (said.notJson !== undefined) return place.isTrigger ? undefined : { reason: said.notJson };
  const raw = valueAt(said.json, template.path);
  if (raw === undefined || raw === null) return undefined;
  const value = asValue(raw);
  return typeof value === 'object' ? value : typed(place, template, value);
}

function bareValue(place: Place, template: Template, said: Said): Found {
  if (said.text === undefined) return { reason: said.notText ?? 'text' };
  if (isObject(said.json) || Array.isArray(said.json)) return { reason: 'unexpected shape' };
  return typed(place, template, said.text);
}

/** What Home Assistant writes and takes where nothing is known. */
const NOTHING = new Set(['', 'none', 'null', 'unknown', 'unavailable']);

function typed(place: Place, { as, json }: Template, raw: Value): Found {
  if (typeof raw === 'string' && NOTHING.has(raw.toLowerCase())) return undefined;
  if (place.isTrigger) return place.values?.includes(String(raw)) ? String(raw) : undefined;
  const value =
    typeof raw !== 'string' ? raw : as === 'lower' ? raw.toLowerCase() : as === 'upper' ? raw.toUpperCase() : raw;
  if (place.type === 'boolean') return booleanOf(place, value);
  if (place.type === 'number' || as === 'number') return numberOf(value);
  if (as === 'boolean') return typeof value === 'string' ? (toBoolean(value) ?? toJsonScalar(value)) : value;
  if (place.type === undefined && typeof value === 'string' && !json) return toJsonScalar(value);
  return value;
}

/** Compared as text, as Home Assistant does, where `True` of a template stands for `true`. */
function booleanOf({ on, off }: Place, value: Value): Found {
  const text = String(value);
  const is = (word: string | undefined) =>
    word !== undefined && (word === text || (typeof value !== 'string' && word.toLowerCase() === text));
  if (is(on)) return true;
  if (is(off)) return false;
  if (typeof value === 'boolean') return value;
  return (on === undefined ? toBoolean(text) : undefined) ?? { reason: 'unexpected shape' };
}

function numberOf(value: Value): Found {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return toNumber(value.trim()) ?? { reason: 'not a number' };
}

/** The members that no entity names, under a name of their own. */
function addAttributes(
  flat: Flat,
  place: Place,
  name: string | undefined,
  said: Said,
  named: readonly (readonly string[])[],
): void {
  if (place.template === undefined) flat.leftOver.push('template');
  else if (name === undefined) flat.leftOver.push('duplicate key');
  else {
    const { path } = place.template;
    const root = valueAt(said.json, path);
    if (!isObject(root)) {
      if (root !== undefined || said.json !== null) flat.leftOver.push(said.notJson ?? 'unexpected shape');
      return;
    }
    const others = new Set(named.map((each) => `${name}.${each.slice(path.length).join('.')}`));
    const attributes = flatten(root, { prefix: name, skip: NO_ATTRIBUTES });
    flat.leftOver.push(...attributes.leftOver);
    flat.fields.push(
      ...attributes.fields.filter((field) => !others.has(field.name)).slice(0, MAX_FIELDS - flat.fields.length),
    );
  }
}
