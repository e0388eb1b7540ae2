import type { Field, FieldName, Value } from '../../../rules/reading.ts';
import type { Dialect, Interpreter, SourceDevice, SourceReading, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { instantOf } from './instant.ts';
import { isObject, type JsonObject } from './json.ts';
import { ignore, oneReading, readingOf, readings, withObject } from './outcome.ts';

const MAX_PREFIXES = 2_000;
const MAX_EVENTS = 50;
/** A prefix or `src` as the factory gives it: model, dash, MAC. */
const FACTORY = /(?:^|\/)shelly[a-z0-9]*-([0-9a-f]{12})$/i;
const MAC = /([0-9a-f]{12})$/i;
const COMPONENT = /^[a-z][a-z0-9_]{0,30}(:\d{1,5})?$/;
/** Components that there is one of; a number behind the name is what tells the others from any other `…/status/…`. */
const SINGLE = new Set(['sys', 'wifi', 'cloud', 'mqtt', 'ble', 'ws', 'eth', 'modbus', 'bthome']);

export const shellyGen2Ecosystem = {
  name: 'shelly-gen2',
  title: 'Shelly, second generation and later',
  kind: 'device',
  base: 'its MQTT prefix, for example "shellyplus1pm-4417939341dc"',
  dialect: shellyGen2,
  rights: ({ base }) => ({ write: [`${base}/#`], read: [`${base}/rpc`, `${base}/command/#`] }),
  ofWill: (topic) => /^(.+)\/online$/.exec(topic)?.[1],
} as const satisfies Ecosystem;

/**
 * Shelly from the second generation on: notifications on `<prefix>/events/rpc`, whole components on
 * `<prefix>/status/<component:id>`. The prefix is free; the MAC stands in it or in the `src` of a notification, and is
 * the device's key: the same device keeps its consents when its prefix changes. A prefix is learned from its
 * notifications, unless it is the source's base: then the household named the device by it, and it stays the key.
 */
export function shellyGen2(source: { readonly base?: string } = {}): Dialect {
  const learned = new Map<string, string>();
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    if (topic.endsWith('/events/rpc')) return notifications(topic.slice(0, -'/events/rpc'.length));
    const at = topic.lastIndexOf('/status/');
    const component = topic.slice(at + '/status/'.length);
    const prefix = topic.slice(0, Math.max(at, 0));
    const isComponent =
      COMPONENT.test(component) && (component.includes(':') || SINGLE.has(component) || isKnown(prefix));
    if (at > 0 && isComponent) return status(prefix, component);
    return isOfNoInterest(topic) ? ignore : undefined;
  }

  /** Replies are sent wherever the asker said, and carry the whole configuration: only what is surely ours is claimed. */
  function isOfNoInterest(topic: string): boolean {
    const prefix = /^(.+)\/(?:online|rpc|announce|command(?:\/[^/]+)?|debug\/log)$/.exec(topic)?.[1];
    return prefix !== undefined && isKnown(prefix);
  }

  function isKnown(prefix: string): boolean {
    return prefix === source.base || learned.has(prefix) || FACTORY.test(prefix);
  }

  function deviceOf(prefix: string): SourceDevice {
    const key = FACTORY.exec(prefix)?.[1]?.toLowerCase() ?? learned.get(prefix) ?? prefix;
    return FACTORY.test(prefix) ? { key } : { key, name: prefix };
  }

  function learn(prefix: string, raw: unknown): void {
    const key = typeof raw === 'string' ? MAC.exec(raw)?.[1]?.toLowerCase() : undefined;
    if (key === undefined || prefix === source.base || FACTORY.test(prefix) || learned.get(prefix) === key) return;
    if (!learned.has(prefix) && learned.size >= MAX_PREFIXES) return;
    learned.set(prefix, key);
    generation++;
  }

  function notifications(prefix: string): Interpreter {
    return withObject(({ src, method, params }) => {
      if (typeof src !== 'string' || !isObject(params)) return undefined;
      learn(prefix, src);
      switch (method) {
        case 'NotifyStatus':
        case 'NotifyFullStatus':
          return changes(deviceOf(prefix), params);
        case 'NotifyEvent':
          return events(deviceOf(prefix), params);
        default:
          return undefined;
      }
    });
  }

  function status(prefix: string, component: string): Interpreter {
    return withObject((body) => {
      if (component === 'sys') learn(prefix, body.mac);
      return oneReading(deviceOf(prefix), flatten(body, { prefix: component, skip: IDENTITY, describe }));
    });
  }

  return {
    name: 'shelly-gen2',
    get generation() {
      return generation;
    },
    route,
  };
}

/** `id` repeats the number in the component's name; `mac` (of sys) is who the device is. */
const IDENTITY = new Set(['id', 'mac']);
const TIME = new Set(['ts']);

function changes(device: SourceDevice, params: JsonObject): Understood {
  const components = Object.entries(params).map(([name, status]) => [
    name,
    isObject(status) ? without(status) : status,
  ]);
  const flat = flatten(Object.fromEntries(components), { skip: TIME, describe });
  return oneReading(device, flat, instantOf(params.ts, 's'));
}

function without(status: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(status).filter(([key]) => !IDENTITY.has(key)));
}

/** Each event is a reading of its own: two presses of one button in one message would else share a name. */
function events(device: SourceDevice, params: JsonObject): Understood | undefined {
  if (!Array.isArray(params.events)) return undefined;
  const all: SourceReading[] = [];
  const leftOver: Flat['leftOver'] = [];
  for (const item of params.events.slice(0, MAX_EVENTS)) {
    const flat: Flat = { fields: [], leftOver: [] };
    if (isObject(item) && typeof item.component === 'string' && typeof item.event === 'string') {
      addValue(flat, `${item.component}.event`, item.event);
      // Scripts attach whatever they like; only the event's word has a known meaning.
      if (Object.keys(item).some((key) => !EVENT.has(key))) flat.leftOver.push('unexpected shape');
      const reading = readingOf(device, flat, instantOf(item.ts ?? params.ts, 's'));
      if (reading !== undefined) all.push(reading);
    } else flat.leftOver.push('unexpected shape');
    leftOver.push(...flat.leftOver);
  }
  return readings(all, leftOver);
}

const EVENT = new Set(['component', 'id', 'event', 'ts']);

/** Units by the end of a name, as Shelly's documentation gives them. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['apower', 'W'],
  ['act_power', 'W'],
  ['aprt_power', 'VA'],
  ['voltage', 'V'],
  ['current', 'A'],
  ['freq', 'Hz'],
  ['tC', '°C'],
  ['tF', '°F'],
  ['rh', '%'],
  ['percent', '%'],
  ['aenergy.total', 'Wh'],
  ['ret_aenergy.total', 'Wh'],
  ['total_act', 'Wh'],
  ['total_act_ret', 'Wh'],
  ['aenergy.by_minute', 'mWh'],
  ['ret_aenergy.by_minute', 'mWh'],
]);

function describe(name: FieldName, value: Value): Field {
  const unit = typeof value === 'number' ? unitOf(name) : undefined;
  return unit === undefined ? { name, value } : { name, value, unit };
}

function unitOf(name: string): string | undefined {
  const parts = name.split('.').slice(1);
  if (parts.length > 1 && /^\d+$/.test(parts.at(-1) ?? '')) parts.pop();
  return UNITS.get(parts.slice(-2).join('.')) ?? UNITS.get(parts.at(-1) ?? '');
}
