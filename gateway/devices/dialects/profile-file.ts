import { LineCounter, parseDocument } from 'yaml';
import { type FieldName, fieldName, type Value } from '../../../rules/reading.ts';
import type { JsonObject } from './json.ts';
import type { Path, Profile, ProfileField, ProfileMessage } from './profile.ts';
import { listOf, objectOf, oneOf, optionalText, Place, textOf } from './profile-place.ts';

/** The profile a YAML text describes. Throws with the file's name, the place in it and what to do: a start-up refuses. */
export function loadProfile(text: string, path: string): Profile {
  const lines = new LineCounter();
  // Aliases are refused: they let a small file grow without bound, and no profile needs them.
  const document = parseDocument(text, { uniqueKeys: true, lineCounter: lines, strict: true });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line } = lines.linePos(problem.pos[0]);
    throw new Error(`reading the profile ${path}: line ${line} is not YAML (${problem.code}); correct that line`);
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new Error(`reading the profile ${path}: it uses aliases (*name); write the parts out`, { cause });
  }
  return readProfile(raw, new Place(path, ''));
}

function readProfile(raw: unknown, place: Place): Profile {
  const body = objectOf(raw, place, ['name', 'about', 'base', 'messages']);
  const base = optionalText(body.base, place.in('base'));
  const messages = listOf(body.messages, place.in('messages')).map((item, index) =>
    readMessage(item, place.in(`messages[${index}]`)),
  );
  if (base === undefined && messages.some(({ topic }) => topic.includes('{base}'))) {
    throw place
      .in('base')
      .wrong('given, as a topic uses {base}: the words that stand for it where a source names none');
  }
  return { name: textOf(body.name, place.in('name')), ...(base === undefined ? {} : { base }), messages };
}

const MESSAGE_KEYS = ['topic', 'body', 'when', 'device', 'time', 'envelope', 'fields', 'ignore'];

function readMessage(raw: unknown, place: Place): ProfileMessage {
  const item = objectOf(raw, place, MESSAGE_KEYS);
  const topic = topicOf(item.topic, place.in('topic'));
  if (item.ignore !== undefined) return ignored(item, topic, place);
  const body = oneOf(item.body ?? 'json', ['json', 'scalar'] as const, place.in('body'));
  if (body === 'scalar' && !topic.includes('{field}'))
    throw place.in('topic').wrong('a topic with {field}, as its body is one scalar');
  const when = item.when === undefined ? undefined : readWhen(item.when, place.in('when'));
  const device = item.device === undefined ? undefined : readDevice(item.device, place.in('device'));
  if (device?.key === undefined && !topic.includes('{device}')) {
    throw place.wrong('given a device: write {device} into its topic, or device.key with a path into the body');
  }
  const time = item.time === undefined ? undefined : readTime(item.time, place.in('time'));
  const envelope = item.envelope === undefined ? [] : listOf(item.envelope, place.in('envelope'));
  return {
    topic,
    body,
    ...(when === undefined ? {} : { when }),
    ...(device === undefined ? {} : { device }),
    ...(time === undefined ? {} : { time }),
    envelope: envelope.map((path, index) => pathOf(path, place.in(`envelope[${index}]`))),
    fields: fieldsOf(item.fields, place.in('fields')),
  };
}

/** What is ignored is told by its topic and `when` alone; anything else beside it would be forgotten. */
function ignored(item: JsonObject, topic: string, place: Place): ProfileMessage {
  if (item.ignore !== true) throw place.in('ignore').wrong('true, or left out');
  const { when, ...rest } = item;
  objectOf(rest, place, ['topic', 'ignore']);
  const known = when === undefined ? {} : { when: readWhen(when, place.in('when')) };
  return { topic, body: 'json', ...known, envelope: [], fields: [], ignore: true };
}

function readWhen(raw: unknown, place: Place): NonNullable<ProfileMessage['when']> {
  const item = objectOf(raw, place, ['path', 'placeholder', 'is']);
  const is = textOf(item.is, place.in('is'));
  if (item.path !== undefined) return { path: pathOf(item.path, place.in('path')), is };
  return { placeholder: textOf(item.placeholder, place.in('placeholder')), is };
}

function readDevice(raw: unknown, place: Place): NonNullable<ProfileMessage['device']> {
  const item = objectOf(raw, place, ['key', 'name']);
  return {
    ...(item.key === undefined ? {} : { key: pathOf(item.key, place.in('key')) }),
    ...(item.name === undefined ? {} : { name: pathOf(item.name, place.in('name')) }),
  };
}

function readTime(raw: unknown, place: Place): NonNullable<ProfileMessage['time']> {
  const item = objectOf(raw, place, ['path', 'unit']);
  return {
    path: pathOf(item.path, place.in('path')),
    unit: oneOf(item.unit, ['s', 'ms', 'iso'] as const, place.in('unit')),
  };
}

function fieldsOf(raw: unknown, place: Place): readonly ProfileField[] {
  const fields = listOf(raw, place).map((item, index) => readField(item, place.in(`[${index}]`)));
  const names = new Set<FieldName>();
  for (const { name } of fields) {
    if (names.has(name)) throw place.wrong(`a list in which each name stands once; "${name}" stands twice`);
    names.add(name);
  }
  return fields;
}

function readField(raw: unknown, place: Place): ProfileField {
  const item = objectOf(raw, place, ['name', 'path', 'type', 'unit', 'scale', 'map', 'values']);
  const name = fieldName(textOf(item.name, place.in('name')));
  if (name === undefined) throw place.in('name').wrong('a field name: letters, digits and _ - . :');
  const type = oneOf(item.type, ['number', 'boolean', 'category'] as const, place.in('type'));
  const unit = optionalText(item.unit, place.in('unit'));
  const { scale } = item;
  if (scale !== undefined && (typeof scale !== 'number' || !Number.isFinite(scale)))
    throw place.in('scale').wrong('a number');
  const map = item.map === undefined ? undefined : mapOf(item.map, type, place.in('map'));
  const values = item.values === undefined ? undefined : listOf(item.values, place.in('values'));
  if (type === 'category' && map === undefined && values === undefined) {
    throw place.wrong('given `values` or a `map`, because it is a category: text that nobody listed is never a field');
  }
  return {
    name,
    path: pathOf(item.path, place.in('path')),
    type,
    ...(unit === undefined ? {} : { unit }),
    ...(scale === undefined ? {} : { scale }),
    ...(map === undefined ? {} : { map }),
    ...(values === undefined ? {} : { values: new Set(values.map((value) => textOf(value, place.in('values')))) }),
  };
}

function mapOf(raw: unknown, type: ProfileField['type'], place: Place): ReadonlyMap<string, Value> {
  const expected = type === 'category' ? 'string' : type;
  return new Map(
    Object.entries(objectOf(raw, place)).map(([key, value]) => {
      if (typeof value !== expected) throw place.in(key).wrong(`a ${expected}, as the field is a ${type}`);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw place.in(key).wrong('a scalar');
      return [key, value];
    }),
  );
}

/** A path written with dots, or as a list where a key itself holds a dot. */
function pathOf(raw: unknown, place: Place): Path {
  const steps = typeof raw === 'string' ? raw.split('.') : listOf(raw, place).map((step) => textOf(step, place));
  if (steps.length === 0 || steps.includes('')) throw place.wrong('a path like state.reported.battery');
  return steps;
}

function topicOf(raw: unknown, place: Place): string {
  const topic = textOf(raw, place);
  if (/[+#\0]/.test(topic)) throw place.wrong('a topic with {placeholders}; the wildcards + and # are for subscribing');
  for (const word of topic.split('/')) {
    if (/[{}]/.test(word) && !/^\{[a-z]+\}$/.test(word))
      throw place.wrong('a topic whose {placeholders} fill a whole word');
  }
  return topic;
}
