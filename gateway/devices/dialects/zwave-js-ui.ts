import type { Field } from '../../../rules/reading.ts';
import type { Dialect, FoundDevice, Interpreter, SourceDevice, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { addValue, type Flat } from './fields.ts';
import { shortText } from './found-fields.ts';
import { instantOf } from './instant.ts';
import { isObject, parseJson } from './json.ts';
import { ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { classOf } from './zwave-classes.ts';

const USUAL = 'zwave';
const GATEWAY = /^(.+)\/(?:_CLIENTS|_EVENTS_?)\/ZWAVE_GATEWAY-[^/]+\//;

export const zwaveJsUiEcosystem = {
  name: 'zwave-js-ui',
  title: 'Z-Wave JS UI',
  kind: 'bridge',
  base: 'its prefix, usually "zwave"',
  dialect: zwaveJsUi,
  rights: ({ base }) => ({ write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`, 'homeassistant/status'] }),
  ofWill: (topic) => (topic.endsWith('/status') ? GATEWAY.exec(topic)?.[1] : undefined),
  recognise(topic) {
    const base = GATEWAY.exec(topic)?.[1];
    return base === USUAL ? undefined : base;
  },
} as const satisfies Ecosystem;

/**
 * Z-Wave JS UI (docs/usage/setup.md there): `<prefix>/[<room>/]<node>/<class>/<endpoint>/<property>[/<key>]`, the class as a
 * number or by name. Numbers and booleans become fields, called by class and property. Texts never do: they are codes,
 * names and versions; nor does any value of a class that is about who may come in.
 */
export function zwaveJsUi(source: { readonly base?: string } = {}): Dialect {
  const base = `${source.base ?? USUAL}/`;

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(base) || topic.length === base.length) return undefined;
    const words = topic.slice(base.length).split('/');
    const last = words.at(-1) ?? '';
    if (words[0] === '_CLIENTS' || words[0]?.startsWith('_EVENTS') || words[0] === 'driver') return ignore;
    if (last === 'set' || (words.length > 1 && OF_NODE.has(last)) || words.includes('statistics')) return ignore;
    if (last === 'nodeinfo' && words.length > 1) return nodeInfo(nodeOf(words.slice(0, -1)));
    const at = classAt(words);
    const known = classOf(words[at] ?? '');
    if (known === undefined) return undefined;
    if (known.withheld) return ignore;
    const endpoint = /^(?:endpoint_)?0$/.test(words[at + 1] ?? '') ? [] : [named(words[at + 1] ?? '')];
    const name = [known.name, ...endpoint, ...words.slice(at + 2)].join('.');
    // A property is called as its label in a list that Z-Wave JS keeps, with whatever stands in it.
    return saying(nodeOf(words.slice(0, at)), name.replaceAll(/[^\p{L}\p{N}_.:-]+/gu, '_'));
  }

  return { name: 'zwave-js-ui', generation: 0, route };
}

const OF_NODE = new Set(['status', 'lastActive', 'version']);

function nodeOf(words: readonly string[]): SourceDevice {
  const key = words.join('/');
  return /^(?:nodeID_)?\d+$/.test(key) ? { key } : { key, name: key };
}

function named(endpoint: string): string {
  return endpoint.startsWith('endpoint_') ? endpoint : `endpoint_${endpoint}`;
}

/**
 * Where the class stands: the last word that can be one and has an endpoint and a property behind it. Rooms and nodes
 * can be called like numbers, too, but they come before.
 */
function classAt(words: readonly string[]): number {
  for (let at = words.length - 3; at > 0; at--) {
    const word = words[at] ?? '';
    const endpoint = words[at + 1] ?? '';
    const isNumbered = /^\d{2,3}$/.test(word) && /^\d{1,3}$/.test(endpoint);
    if ((isNumbered || /^endpoint_\d{1,3}$/.test(endpoint)) && classOf(word) !== undefined) return at;
  }
  return -1;
}

function nodeInfo(device: SourceDevice): Interpreter {
  return withObject((body) => {
    const about = {
      vendor: shortText(body.manufacturer),
      model: shortText(body.productLabel) ?? shortText(body.productDescription),
      firmware: shortText(body.firmwareVersion),
    };
    const known = Object.entries(about).filter(([, text]) => text !== undefined);
    const found: FoundDevice = { ...device, ...Object.fromEntries(known) };
    return { kind: 'devices', devices: [found] };
  });
}

const COLORS = ['red', 'green', 'blue', 'warmWhite', 'coldWhite'] as const;

/** A bare value, `{ time, value }`, or everything that is known of a value with its `value` among it. */
function saying(device: SourceDevice, name: string): Interpreter {
  return (payload): Understood => {
    const parsed = parseJson(payload);
    // A bare text is no JSON, and no field either.
    if ('reason' in parsed) {
      return parsed.reason === 'not JSON'
        ? oneReading(device, { fields: [], leftOver: ['text'] })
        : quarantine(parsed.reason, payload);
    }
    const { value: body } = parsed;
    const isWrapped = isObject(body) && 'value' in body;
    const flat: Flat = { fields: [], leftOver: [] };
    const raw = isWrapped ? body.value : body;
    if (typeof raw === 'string') flat.leftOver.push('text');
    else if (isObject(raw) && name.startsWith('color.'))
      for (const color of COLORS) addValue(flat, `${name}.${color}`, raw[color]);
    else addValue(flat, name, raw, describe(isWrapped ? shortText(body.unit) : undefined));
    const time = isWrapped ? instantOf(body.time ?? body.lastUpdate, 'ms') : undefined;
    return oneReading(device, flat, time);
  };
}

function describe(unit: string | undefined): (name: Field['name'], value: Field['value']) => Field {
  return (name, value) => (unit === undefined || typeof value !== 'number' ? { name, value } : { name, value, unit });
}
