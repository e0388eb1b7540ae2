import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Dialect, Interpreter, QuarantineReason, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { MAX_FIELDS } from './fields.ts';
import { instantOf, type TimeUnit } from './instant.ts';
import type { JsonObject } from './json.ts';
import { IGNORED, ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { isLeaf, leavesOf, valueAt } from './profile-paths.ts';
import { convert } from './profile-values.ts';
import { parseText } from './scalar.ts';

/** An ecosystem described as data (rules/knowledge/profiles/), so that a new one needs no code. */
export interface Profile {
  readonly name: string;
  /** What `{base}` in a topic stands for, where the source names none. */
  readonly base?: string;
  readonly messages: readonly ProfileMessage[];
}

export interface ProfileMessage {
  /** Literal words and `{placeholders}` between slashes. `{device}` names the device unless `device` says otherwise. */
  readonly topic: string;
  readonly body: 'json' | 'scalar';
  /** Holds for a payload whose body has this value there, or a topic whose placeholder has; else the next message is tried. */
  readonly when?: { readonly path?: Path; readonly placeholder?: string; readonly is: string };
  readonly device?: { readonly key?: Path; readonly name?: Path };
  readonly time?: { readonly path: Path; readonly unit: TimeUnit };
  /** Parts of the envelope (message ids, signatures) that are no data and are not counted as left over. */
  readonly envelope: readonly Path[];
  readonly fields: readonly ProfileField[];
  /** True where it is known what this is, and that nothing of it is to be a field. */
  readonly ignore?: boolean;
}

export type Path = readonly string[];

export interface ProfileField {
  readonly name: FieldName;
  /** Where the value stands in a JSON body, or which word of the topic's `{field}` it is for in a scalar one. */
  readonly path: Path;
  readonly type: 'number' | 'boolean' | 'category';
  readonly unit?: string;
  readonly scale?: number;
  readonly map?: ReadonlyMap<string, Value>;
  readonly values?: ReadonlySet<string>;
}

/** What is described as data, all of it as one ecosystem; the household gives the base, which can be a filter. */
export function profilesEcosystem(profiles: readonly Profile[]): Ecosystem {
  return {
    name: 'profile',
    title: 'a profile',
    kind: 'device',
    dialect(source) {
      const dialects = profiles.map((each) => profile(each, source));
      const route: Dialect['route'] = (topic) => {
        for (const dialect of dialects) {
          const found = dialect.route(topic);
          if (found) return found;
        }
        return undefined;
      };
      return { name: 'profile', generation: 0, route };
    },
    rights({ base }) {
      const filters = base === '' ? [] : [base.endsWith('#') ? base : `${base}/#`];
      return { write: filters, read: filters };
    },
  };
}

/** A dialect that does what a profile says. What the profile does not map is left over and never becomes a field. */
export function profile(described: Profile, source: { readonly base?: string } = {}): Dialect {
  // A source's base can be the filter that its credential may use.
  const base = (source.base ?? described.base ?? '').replace(/\/#$/, '');
  const messages = described.messages.map((message) => ({ message, words: wordsOf(message.topic, base) }));

  function route(topic: string): Interpreter | undefined {
    const words = topic.split('/');
    const possible = messages.flatMap(({ message, words: template }) => {
      const placeholders = match(template, words);
      return placeholders === undefined || !holdsForTopic(message, placeholders) ? [] : [{ message, placeholders }];
    });
    const first = possible[0];
    if (first === undefined) return undefined;
    if (first.message.ignore && first.message.when?.path === undefined) return ignore;
    if (first.message.body === 'scalar') return scalar(first.message, first.placeholders);
    return withObject((body) => {
      const { message, placeholders } = possible.find((each) => holdsForBody(each.message, body)) ?? {};
      if (message === undefined || placeholders === undefined) return undefined;
      return message.ignore ? IGNORED : object(message, placeholders, body);
    });
  }

  return { name: described.name, generation: 0, route };
}

type Placeholders = ReadonlyMap<string, string>;

function wordsOf(topic: string, base: string): readonly string[] {
  return topic.replace('{base}', () => base).split('/');
}

function match(template: readonly string[], words: readonly string[]): Placeholders | undefined {
  if (template.length !== words.length) return undefined;
  const placeholders = new Map<string, string>();
  for (const [index, expected] of template.entries()) {
    const word = words[index] ?? '';
    const name = /^\{([a-z]+)\}$/.exec(expected)?.[1];
    if (name === undefined ? word !== expected : word === '') return undefined;
    if (name !== undefined) placeholders.set(name, word);
  }
  return placeholders;
}

function holdsForTopic({ when }: ProfileMessage, placeholders: Placeholders): boolean {
  return when?.placeholder === undefined || placeholders.get(when.placeholder) === when.is;
}

function holdsForBody({ when }: ProfileMessage, body: JsonObject): boolean {
  return when?.path === undefined || valueAt(body, when.path) === when.is;
}

function object(message: ProfileMessage, placeholders: Placeholders, body: JsonObject): Understood | undefined {
  const device = deviceOf(message, placeholders, body);
  if (device === undefined) return undefined;
  const fields: Field[] = [];
  const leftOver: QuarantineReason[] = [];
  const used: Path[] = [...message.envelope];
  for (const path of [message.when?.path, message.time?.path, message.device?.key, message.device?.name]) {
    if (path !== undefined) used.push(path);
  }
  for (const field of message.fields) {
    const raw = valueAt(body, field.path);
    if (raw === undefined || raw === null) continue;
    used.push(field.path);
    const value = isLeaf(raw) ? convert(field, raw) : undefined;
    if (value === undefined) leftOver.push(typeof raw === 'string' ? 'text' : 'unexpected shape');
    else fields.push(fieldOf(field, value));
  }
  // Counting stops at the limit of a payload's fields; beyond it the number says nothing more.
  const rest = leavesOf(body, used, MAX_FIELDS);
  for (let i = 0; i < rest; i++) leftOver.push('unexpected shape');
  const time = message.time && instantOf(valueAt(body, message.time.path), message.time.unit);
  return oneReading(device, { fields, leftOver }, time);
}

/** A topic with one scalar: the topic's `{field}` says which field; a word the profile does not know is quarantined. */
function scalar(message: ProfileMessage, placeholders: Placeholders): Interpreter {
  const device = deviceOf(message, placeholders, {});
  const field = message.fields.find(({ path }) => path[0] === placeholders.get('field'));
  return (payload) => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const value = field && convert(field, parsed.text, true);
    if (field === undefined || value === undefined || device === undefined) {
      return quarantine(field?.type === 'number' ? 'not a number' : 'unexpected shape', payload);
    }
    return oneReading(device, { fields: [fieldOf(field, value)], leftOver: [] });
  };
}

function fieldOf({ name, unit }: ProfileField, value: Value): Field {
  return unit === undefined ? { name, value } : { name, value, unit };
}

/** Keys and names longer than this are no identities. */
const MAX_KEY = 128;

function deviceOf(message: ProfileMessage, placeholders: Placeholders, body: JsonObject): SourceDevice | undefined {
  const path = message.device?.key;
  const raw = path === undefined ? placeholders.get('device') : valueAt(body, path);
  const key = typeof raw === 'number' ? String(raw) : raw;
  if (typeof key !== 'string' || key === '' || key.length > MAX_KEY) return undefined;
  const name = message.device?.name && valueAt(body, message.device.name);
  return typeof name === 'string' && name !== '' && name.length <= MAX_KEY ? { key, name } : { key };
}
