import { scalarOf } from './chosen.ts';
import type { Dialect, FoundDevice, Interpreter, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { MAX_TEXT } from './fields.ts';
import { shortText } from './found-fields.ts';
import { aboutOf, fieldOf, foundFieldOf, type Property, propertiesOf, STATISTICS } from './homie-properties.ts';
import { ignore, quarantine, withObject } from './outcome.ts';
import { parseText } from './scalar.ts';

const USUAL = 'homie/';
/** Properties of more devices than any home has. */
const MAX_PROPERTIES = 5_000;

export const homieEcosystem = {
  name: 'homie',
  title: 'Homie',
  kind: 'device',
  base: 'its device topic, for example "homie/thermostat" or "homie/5/thermostat"',
  dialect: homie,
  rights: ({ base }) => ({ write: [`${base}/#`], read: [`${base}/+/+/set`, ...broadcastsOf(base)] }),
  ofWill: (topic) => /^(homie\/(?:5\/)?[^/$]+)\/\$(?:state|online)$/.exec(topic)?.[1],
  recognise(topic) {
    const base = /^(.+)\/\$(?:homie|description)$/.exec(topic)?.[1];
    return base?.startsWith(USUAL) ? undefined : base;
  },
} as const satisfies Ecosystem;

/** What every device of the domain is told at once. */
function broadcastsOf(base: string): readonly string[] {
  const domain = base.split('/').slice(0, -1).join('/');
  return domain === '' ? [] : [`${domain}/$broadcast/#`];
}

/**
 * Homie (homieiot.github.io), versions 3 to 5: `homie/[5/]<device>/<node>/<property>`. The device itself says what its
 * properties are: numbers, booleans, colours and words of a list become fields, named by node and property. Text that is
 * none of a list can be anybody's, and so can alerts and logs: they never do.
 */
export function homie(source: { readonly base?: string } = {}): Dialect {
  const properties = new Map<string, Property>();
  /** Devices of version 5, which say all their properties in one description. */
  const described = new Set<string>();

  function route(topic: string): Interpreter | undefined {
    const { device, words } = splitOf(topic, source.base) ?? {};
    if (device === undefined || words === undefined) return undefined;
    const [first = '', second = '', third] = words;
    if (first.startsWith('$')) return attribute(device, words);
    if (second === '' || words.length > 3) return undefined;
    if (second.startsWith('$')) return ignore;
    return third === undefined ? value(device, first, second) : learns(`${device.key}/${first}/${second}`, third);
  }

  function attribute(device: SourceDevice, words: readonly string[]): Interpreter {
    switch (words.join('/')) {
      case '$description':
        return withObject((body) => {
          const all = propertiesOf(body);
          if (!described.has(device.key) && described.size < MAX_PROPERTIES) described.add(device.key);
          for (const [path, property] of all) remember(`${device.key}/${path}`, property);
          return { kind: 'devices', devices: [found(device, shortText(body.name), all)] };
        });
      case '$name':
        return saying((name) => ({ ...device, name }));
      case '$fw/name':
        return saying((model) => ({ ...device, model }));
      case '$fw/version':
        return saying((firmware) => ({ ...device, firmware }));
      default: {
        const about = words.length === 2 && words[0] === '$stats' ? STATISTICS.get(words[1] ?? '') : undefined;
        return about === undefined ? ignore : scalarOf(device, `stats.${words[1]}`, about);
      }
    }
  }

  /** What a property is said to be is looked up when it speaks: retained messages come in any order. */
  function value(device: SourceDevice, node: string, name: string): Interpreter {
    const path = `${device.key}/${node}/${name}`;
    return (payload) => {
      const property = properties.get(path);
      // Version 5 says all its properties at once, so what is not among them is nobody's.
      if (property === undefined && described.has(device.key)) return quarantine('unexpected shape', payload);
      return fieldOf(device, `${node}.${name}`, property, payload);
    };
  }

  function learns(path: string, attribute: string): Interpreter {
    const key = LEARNT.get(attribute);
    if (key === undefined) return attribute === 'set' || attribute.startsWith('$') ? ignore : UNKNOWN;
    return (payload, receivedAt) => {
      const parsed = parseText(payload);
      if ('text' in parsed) remember(path, { ...properties.get(path), [key]: parsed.text });
      return ignore(payload, receivedAt);
    };
  }

  function remember(path: string, property: Property): void {
    if (properties.has(path) || properties.size < MAX_PROPERTIES) properties.set(path, property);
  }

  return { name: 'homie', generation: 0, route };
}

const LEARNT: ReadonlyMap<string, keyof Property> = new Map([
  ['$datatype', 'datatype'],
  ['$unit', 'unit'],
  ['$format', 'format'],
]);

const UNKNOWN: Interpreter = (payload) => quarantine('unexpected shape', payload);

function splitOf(topic: string, base: string | undefined): { device: SourceDevice; words: string[] } | undefined {
  const start = base === undefined ? USUAL : `${base}/`;
  if (!topic.startsWith(start)) return undefined;
  const words = topic.slice(start.length).split('/');
  if (base === undefined && words[0] === '5') words.shift();
  const key = base === undefined ? words.shift() : base.split('/').at(-1);
  if (words.length === 0 || !key) return undefined;
  return { device: { key }, words: key.startsWith('$') ? [key, ...words] : words };
}

/** One retained text of a device about itself. */
function saying(found: (text: string) => FoundDevice): Interpreter {
  return (payload): Understood => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const text = parsed.text.slice(0, MAX_TEXT);
    return { kind: 'devices', devices: [found(text)] };
  };
}

function found(
  device: SourceDevice,
  name: string | undefined,
  all: readonly (readonly [string, Property])[],
): FoundDevice {
  const fields = all.flatMap(([path, property]) => foundFieldOf(path.replace('/', '.'), property, aboutOf(property)));
  return { ...device, ...(name === undefined ? {} : { name }), fields };
}
