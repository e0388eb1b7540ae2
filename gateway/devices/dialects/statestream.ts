import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Dialect, FoundDevice, FoundField, Interpreter, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem, Source } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { shortText } from './found-fields.ts';
import { NO_ATTRIBUTES } from './home-assistant-attributes.ts';
import { isObject, parseJson } from './json.ts';
import { IGNORED, ignore, oneReading, quarantine } from './outcome.ts';
import { parseText, toNumber } from './scalar.ts';
import { DOMAINS, ITS_OWN, isSwitched, isWritten } from './statestream-words.ts';

const MAX_ENTITIES = 5_000;
const ENTITY = /^(.+)\/([a-z_]+)\/[a-z0-9_]+\/([a-z_]+)$/;
/** Attributes and times that Home Assistant alone writes behind an entity's id. */
const SIGNS = new Set(['last_changed', 'last_updated', 'friendly_name']);

export const statestreamEcosystem = {
  name: 'statestream',
  title: 'Home Assistant MQTT Statestream',
  kind: 'bridge',
  base: 'its base_topic, for example "ha-states"',
  dialect: statestream,
  rights: ({ base }) => ({ write: [`${base}/#`, 'homeassistant/status'], read: [] }),
  recognise(topic) {
    const [, base, domain = '', word = ''] = ENTITY.exec(topic) ?? [];
    return (SIGNS.has(word) && DOMAINS.has(domain)) || (word === 'state' && ITS_OWN.has(domain)) ? base : undefined;
  },
} as const satisfies Ecosystem;

/**
 * Home Assistant's `mqtt_statestream`: every entity under `<base>/<domain>/<object id>/`, its state as bare text and each
 * attribute as JSON. An entity is a device here: its id is what somebody called it, so it is the key and never a field.
 * Fields are `<domain>.state` and `<domain>.<attribute>`, the same in every home. Without a base nothing is understood.
 */
export function statestream({ base }: Source = {}): Dialect {
  const entities = new Map<string, About>();

  function route(topic: string): Interpreter | undefined {
    if (base === undefined || !topic.startsWith(`${base}/`)) return undefined;
    const [domain = '', object = '', word = '', ...rest] = topic.slice(base.length + 1).split('/');
    if (!DOMAINS.has(domain) || object === '' || word === '' || word === 'config' || rest.length > 0) return undefined;
    const key = `${domain}/${object}`;
    if (word === 'state') return (payload) => state(domain, key, payload);
    if (LEARNED.has(word)) return (payload) => learn(domain, key, word, payload);
    if (isOfNoInterest(domain, word)) return ignore;
    return (payload) => attribute(domain, key, word, payload);
  }

  function state(domain: string, key: string, payload: Uint8Array): Understood {
    if (isWritten(domain)) return IGNORED;
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const { text } = parsed;
    if (text === '' || text === 'unknown' || text === 'unavailable') return IGNORED;
    const about = entities.get(key);
    const flat: Flat = { fields: [], leftOver: [] };
    const value = stateOf(domain, text);
    // Sensors hold addresses, networks and what somebody wrote as well; words count where a class says that they are few.
    if (domain === 'sensor' && typeof value === 'string' && about?.deviceClass !== 'enum')
      return quarantine('text', payload);
    addValue(flat, `${domain}.state`, value, (name, checked) => withUnit(name, checked, about?.unit));
    return oneReading(deviceOf(key, about), flat);
  }

  function attribute(domain: string, key: string, word: string, payload: Uint8Array): Understood {
    const parsed = parseJson(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const flat = flatten({ [word]: parsed.value }, { prefix: domain });
    return oneReading(deviceOf(key, entities.get(key)), flat);
  }

  /** What describes an entity comes on topics of its own, one by one, and behind the state. */
  function learn(domain: string, key: string, word: string, payload: Uint8Array): Understood {
    const parsed = parseJson(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const text = shortText(parsed.value)?.trim();
    const known = entities.get(key) ?? {};
    if (text === undefined || text === '')
      return isObject(parsed.value) ? quarantine('unexpected shape', payload) : IGNORED;
    if (!entities.has(key) && entities.size >= MAX_ENTITIES) return quarantine('too large', payload);
    const about = { ...known, ...LEARNED.get(word)?.(text) };
    entities.set(key, about);
    return { kind: 'devices', devices: [foundOf(domain, key, about)] };
  }

  return { name: 'statestream', generation: 0, route };
}

/** What attributes told of an entity. */
interface About {
  readonly name?: string;
  readonly unit?: string;
  readonly deviceClass?: string;
}

const LEARNED: ReadonlyMap<string, (text: string) => About> = new Map<string, (text: string) => About>([
  ['friendly_name', (name: string) => ({ name })],
  ['unit_of_measurement', (unit: string) => ({ unit })],
  ['device_class', (deviceClass: string) => ({ deviceClass })],
]);

function isOfNoInterest(domain: string, word: string): boolean {
  return word === 'last_changed' || word === 'last_updated' || isWritten(domain) || NO_ATTRIBUTES.has(word);
}

function deviceOf(key: string, about: About | undefined): SourceDevice {
  return about?.name === undefined ? { key } : { key, name: about.name };
}

function foundOf(domain: string, key: string, about: About): FoundDevice {
  const { unit, deviceClass } = about;
  if (unit === undefined && deviceClass === undefined) return deviceOf(key, about);
  const field: FoundField = {
    name: `${domain}.state`,
    ...(unit === undefined ? {} : { unit, type: 'number' }),
    ...(deviceClass === undefined ? {} : { deviceClass }),
  };
  return { ...deviceOf(key, about), fields: [field], partial: true };
}

function stateOf(domain: string, text: string): Value {
  if (isSwitched(domain) && (text === 'on' || text === 'off')) return text === 'on';
  return toNumber(text) ?? text;
}

function withUnit(name: FieldName, value: Value, unit: string | undefined): Field {
  return unit === undefined || typeof value !== 'number' ? { name, value } : { name, value, unit };
}
