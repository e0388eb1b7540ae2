import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Dialect, FoundDevice, Interpreter, Understood } from './dialect.ts';
import { bridgeRights, type Ecosystem } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { isObject, type JsonObject, MAX_LIST_BYTES, parseJson } from './json.ts';
import { IGNORED, ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { looksLikeJson, parseText, toJsonScalar } from './scalar.ts';
import { type KnownDevice, meaningOf, readDevices, readGroups } from './zigbee2mqtt-devices.ts';

/** Its topics under `bridge/` are its own words; nothing else that homes run has them. */
const BRIDGE = /^(.+)\/bridge\/(?:state|info|devices|groups|definitions|extensions)$/;
const baseOf = (topic: string) => BRIDGE.exec(topic)?.[1];
const USUAL = 'zigbee2mqtt';

export const zigbee2mqttEcosystem = {
  name: 'zigbee2mqtt',
  title: 'Zigbee2MQTT',
  kind: 'bridge',
  base: 'usually "zigbee2mqtt"',
  dialect: zigbee2mqtt,
  rights: bridgeRights,
  ofWill: (topic) => (topic.endsWith('/bridge/state') ? baseOf(topic) : undefined),
  recognise(topic) {
    const base = baseOf(topic);
    return base === USUAL ? undefined : base;
  },
} as const satisfies Ecosystem;

/**
 * zigbee2mqtt: `<base>/<friendly name>` with a JSON object, or `<base>/<friendly name>/<attribute>` with one scalar. A
 * friendly name may hold `/`, so a topic is only sure once the retained `bridge/devices` list is known. After that a
 * topic outside the list is an unknown device: retained leftovers of an old name would else come back as a second one.
 */
export function zigbee2mqtt(source: { readonly base?: string } = {}): Dialect {
  const base = `${source.base ?? USUAL}/`;
  let devices: ReadonlyMap<string, KnownDevice> | undefined;
  let groups: ReadonlySet<string> = new Set();
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(base) || topic.length === base.length) return undefined;
    const path = topic.slice(base.length);
    if (path === 'bridge/devices') return learnDevices;
    if (path === 'bridge/groups') return learnGroups;
    if (path.startsWith('bridge/')) return ignore;
    const words = path.split('/');
    const exact = devices?.get(path);
    if (exact !== undefined) return withObject((body) => readState(exact.source, exact, body));
    if (groups.has(path) || isOfNoInterest(words)) return ignore;
    return devices === undefined ? beforeTheList(path, words) : ofTheList(devices, words);
  }

  function learnDevices(payload: Uint8Array): Understood {
    const list = readList(payload);
    if ('refused' in list) return list.refused;
    const before = devices;
    const known = readDevices(list.items);
    devices = new Map(known.map((device) => [device.friendlyName, device]));
    generation++;
    const present = new Set(known.map((device) => device.source.key));
    const gone = [...(before?.values() ?? [])].filter(({ source: { key } }) => !present.has(key));
    const found: readonly FoundDevice[] = known.map((device) => device.found);
    return { kind: 'devices', devices: [...found, ...gone.map(({ source }) => ({ ...source, gone: true }))] };
  }

  function learnGroups(payload: Uint8Array): Understood {
    const list = readList(payload);
    if ('refused' in list) return list.refused;
    groups = new Set(readGroups(list.items));
    generation++;
    return IGNORED;
  }

  return {
    name: 'zigbee2mqtt',
    get generation() {
      return generation;
    },
    route,
  };
}

function readList(payload: Uint8Array): { readonly items: readonly unknown[] } | { readonly refused: Understood } {
  const parsed = parseJson(payload, MAX_LIST_BYTES);
  if ('reason' in parsed) return { refused: quarantine(parsed.reason, payload) };
  return Array.isArray(parsed.value) ? { items: parsed.value } : { refused: quarantine('unexpected shape', payload) };
}

/** Commands (`…/set`, `…/set/<attribute>`, `…/get`) and availability. */
function isOfNoInterest(words: readonly string[]): boolean {
  const last = words.at(-1);
  const parent = words.length > 2 ? words.at(-2) : undefined;
  return last === 'set' || last === 'get' || last === 'availability' || parent === 'set' || parent === 'get';
}

/** Without the list the topic is the name, unless the payload is a scalar: then its last word is the attribute. */
function beforeTheList(path: string, words: readonly string[]): Interpreter {
  const parent = words.slice(0, -1).join('/');
  const last = words.at(-1) ?? '';
  return (payload) => {
    const parsed = parseJson(payload);
    if ('value' in parsed && isObject(parsed.value))
      return readState({ key: path, name: path }, undefined, parsed.value);
    if (parent === '' || ('reason' in parsed && parsed.reason !== 'not JSON') || looksLikeJson(payload)) {
      return quarantine('reason' in parsed ? parsed.reason : 'unexpected shape', payload);
    }
    return attribute({ key: parent, name: parent }, undefined, last, payload);
  };
}

/** The longest friendly name that starts the topic wins; one more word is an attribute. */
function ofTheList(devices: ReadonlyMap<string, KnownDevice>, words: readonly string[]): Interpreter {
  for (let length = words.length - 1; length > 0; length--) {
    const device = devices.get(words.slice(0, length).join('/'));
    if (device === undefined) continue;
    const name = words.slice(length).join('.');
    const object = withObject((body) =>
      oneReading(device.source, flatten(body, { prefix: name, describe: describer(device) })),
    );
    return (payload, receivedAt) =>
      looksLikeJson(payload) ? object(payload, receivedAt) : attribute(device.source, device, name, payload);
  }
  return (payload) => quarantine('unknown device', payload);
}

const IDENTITY = new Set(['device']);

/** zigbee2mqtt can add a `device` object with addresses and names to every state; that is identity, and no field. */
function readState(source: KnownDevice['source'], device: KnownDevice | undefined, body: JsonObject): Understood {
  const skip = isObject(body.device) ? { skip: IDENTITY } : {};
  return oneReading(source, flatten(body, { ...skip, describe: describer(device) }));
}

function attribute(
  source: KnownDevice['source'],
  device: KnownDevice | undefined,
  name: string,
  payload: Uint8Array,
): Understood {
  const parsed = parseText(payload);
  if ('reason' in parsed) return quarantine(parsed.reason, payload);
  const property = device?.properties.get(name);
  // Text properties stay text: a code `0123` is no number.
  const isText = property?.type === 'text' || property?.type === 'category' || property?.on !== undefined;
  const value = isText ? parsed.text : toJsonScalar(parsed.text);
  if (typeof value === 'object') return quarantine(value.reason, payload);
  const flat: Flat = { fields: [], leftOver: [] };
  addValue(flat, name, value, describer(device));
  return oneReading(source, flat);
}

function describer(device: KnownDevice | undefined): (name: FieldName, value: Value) => Field {
  return (name, raw) => {
    const property = device?.properties.get(name);
    const value = meaningOf(property, raw);
    return property?.unit === undefined ? { name, value } : { name, value, unit: property.unit };
  };
}
