import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Dialect, FoundField, Interpreter, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem, type Source } from './ecosystem.ts';
import { COMPONENTS, fieldOf } from './esphome-names.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { readEntities } from './home-assistant-config.ts';
import { readDevice } from './home-assistant-device.ts';
import type { JsonObject } from './json.ts';
import { ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { looksLikeJson, parseText, toBoolean, toJsonScalar } from './scalar.ts';

const MAX_FIELDS_LEARNED = 500;
const CONFIG = /^homeassistant\/([a-z_]+)\/([\w-]+)\/([\w-]+)\/config$/;

export const esphomeEcosystem = {
  name: 'esphome',
  title: 'ESPHome',
  kind: 'device',
  base: 'its topic prefix, which is the node\'s name where it was not changed, for example "garage-door"',
  dialect: esphome,
  rights: ({ base }) => ({
    // It tells Home Assistant where it is when it is asked, and would be put out for a topic that it may not write.
    write: [`${base}/#`, `esphome/discover/${nodeOf(base)}`, ...DISCOVERY],
    read: [
      `${base}/+/+/command`,
      `${base}/+/+/+/command`,
      'homeassistant/status',
      'esphome/discover',
      `esphome/ping/${nodeOf(base)}`,
    ],
  }),
  /** Nothing else that homes run writes its log there; without it and without discovery a node is not known from outside. */
  recognise: (topic) => /^([^/]+)\/debug$/.exec(topic)?.[1],
} as const satisfies Ecosystem;

/**
 * ESPHome: `<node>/<component>/<object>/[<aspect>/]state` with a bare value, or an object for lights and events. A source's
 * base is one node's prefix, and the node its one device; without a base there are only the topics that all nodes share.
 * Discovery brings units and classes; the fields have the same names with and without it.
 */
export function esphome({ base }: Source = {}): Dialect {
  const fields = new Map<string, FoundField>();

  function route(topic: string): Interpreter | undefined {
    // Who is there, with addresses, for whoever asked.
    if (/^esphome\/(?:discover|ping)(?:\/|$)/.test(topic)) return ignore;
    if (base === undefined) return undefined;
    const [, component, node, object] = CONFIG.exec(topic) ?? [];
    if (component && node && object) return withObject((body) => learn(base, { component, node, id: object }, body));
    if (topic === 'homeassistant/status') return ignore;
    return topic.startsWith(`${base}/`) ? ofNode(base, topic.slice(base.length + 1).split('/')) : undefined;
  }

  function ofNode(node: string, words: readonly string[]): Interpreter | undefined {
    if (words.length === 1) return OF_NO_INTEREST.has(words[0] ?? '') ? ignore : undefined;
    const [component = '', object = '', ...rest] = words;
    if (!COMPONENTS.has(component) || object === '' || rest.length > 2) return undefined;
    if (rest.at(-1) === 'command') return ignore;
    if (rest.at(-1) !== 'state') return undefined;
    // What somebody wrote is text of a person's.
    if (component === 'text' || component === 'button') return ignore;
    const name = fieldOf(nodeOf(node), component, object, rest.slice(0, -1));
    return (payload) => state(node, component, name, payload);
  }

  function state(node: string, component: string, name: string | undefined, payload: Uint8Array): Understood {
    if (name === undefined) return quarantine('reserved name', payload);
    const describe = describer(component);
    if (looksLikeJson(payload)) {
      return withObject((body) => oneReading({ key: node, name: node }, flatten(body, { prefix: name, describe })))(
        payload,
        0,
      );
    }
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const value = toJsonScalar(parsed.text);
    if (typeof value === 'object') return quarantine(value.reason, payload);
    const flat: Flat = { fields: [], leftOver: [] };
    if (parsed.text !== '') addValue(flat, name, value, describe);
    return oneReading({ key: node, name: node }, flat);
  }

  function describer(component: string): (name: FieldName, value: Value) => Field {
    return (name, raw) => {
      const unit = fields.get(name)?.unit;
      const value = typeof raw === 'string' && isSwitched(component, name) ? (toBoolean(raw) ?? raw) : raw;
      return unit === undefined || typeof value !== 'number' ? { name, value } : { name, value, unit };
    };
  }

  function learn(node: string, about: { component: string; node: string; id: string }, body: JsonObject): Understood {
    const entities = readEntities(about, body);
    for (const { places } of entities) {
      for (const { topic, unit, type, values, deviceClass, template } of places) {
        if (!topic.startsWith(`${node}/`) || template === undefined || fields.size >= MAX_FIELDS_LEARNED) continue;
        const [component = '', object = '', ...rest] = topic.slice(node.length + 1).split('/');
        const aspect = [...rest.slice(0, -1), ...(template.json ? template.path : [])];
        const name = fieldOf(about.node, component, object, aspect);
        if (name === undefined) continue;
        fields.set(name, {
          name,
          ...(unit === undefined ? {} : { unit }),
          ...(type === undefined ? {} : { type }),
          ...(values === undefined ? {} : { values }),
          ...(deviceClass === undefined ? {} : { deviceClass }),
        });
      }
    }
    const { found } = readDevice(about, body, entities);
    return { kind: 'devices', devices: [{ ...found, key: node, fields: [...fields.values()], partial: true }] };
  }

  return { name: 'esphome', generation: 0, route };
}

/** The node's name, which its topic prefix is or ends in. */
function nodeOf(base: string): string {
  return base.slice(base.lastIndexOf('/') + 1);
}

const OF_NO_INTEREST = new Set(['status', 'debug', 'ping', 'command']);

/** Components whose words ON and OFF mean true and false; of a light, its `state`. */
const SWITCHED = new Set(['binary_sensor', 'switch', 'fan']);

function isSwitched(component: string, name: string): boolean {
  return SWITCHED.has(component) || (component === 'light' && name.endsWith('.state'));
}
