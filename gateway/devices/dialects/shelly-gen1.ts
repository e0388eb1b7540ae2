import type { Dialect, Interpreter, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { shortText } from './found-fields.ts';
import type { JsonObject } from './json.ts';
import { ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { looksLikeJson, parseText, toValue } from './scalar.ts';

const BASE = 'shellies/';

export const shellyGen1Ecosystem = {
  name: 'shelly-gen1',
  title: 'Shelly, first generation',
  kind: 'device',
  base: 'its id, for example "shellyswitch25-98CDAC38E9F5"',
  dialect: shellyGen1,
  rights: ({ base }) => ({
    write: [`${BASE}${base}/#`, 'shellies/announce'],
    read: [`${BASE}${base}/#`, 'shellies/command'],
  }),
  ofWill: (topic) => /^shellies\/([^/]+)\/online$/.exec(topic)?.[1],
} as const satisfies Ecosystem;

/**
 * Shelly's first generation: `shellies/<id>/<component>/…`, one scalar a topic. The id is what the device was told to
 * use and may hold `/`. A source's base is the id of its one device; without it the id ends where the first word begins
 * that the ecosystem knows as a component.
 */
export function shellyGen1(source: { readonly base?: string } = {}): Dialect {
  const own = source.base;

  function route(topic: string): Interpreter | undefined {
    if (topic === 'shellies/announce') return announce((id) => (own === undefined || id === own ? id : undefined));
    if (topic === 'shellies/command') return ignore;
    if (!topic.startsWith(BASE)) return undefined;
    const path = topic.slice(BASE.length);
    const words = path.split('/');
    const start = own === undefined ? startOf(words) : path.startsWith(`${own}/`) ? own.split('/').length : -1;
    const isKnown = isComponent(words[start] ?? '', start, words);
    if (start < 1 || !isKnown || words[0] === '' || words.length - start > MAX_WORDS) return undefined;
    return interpreterOf(words.slice(0, start).join('/'), words.slice(start));
  }

  return { name: 'shelly-gen1', generation: 0, route };
}

function startOf(words: readonly string[]): number {
  return words.findIndex((word, index) => index > 0 && isComponent(word, index, words));
}

/** `status` alone ends a topic; with a component behind it the topic is of a later generation. */
function isComponent(word: string, index: number, words: readonly string[]): boolean {
  return COMPONENTS.has(word) || (word === 'status' && index === words.length - 1);
}

const MAX_WORDS = 4;

const COMPONENTS = new Set([
  ...['announce', 'online', 'info', 'command', 'settings'],
  ...['relay', 'roller', 'light', 'color', 'white', 'emeter', 'meter', 'input', 'input_event', 'longpush', 'sensor'],
  ...['temperature', 'temperature_f', 'temperature_status', 'overtemperature', 'voltage', 'adc', 'thermostat', 'valve'],
  ...['ext_temperature', 'ext_temperature_f', 'ext_humidity', 'ext_temperatures', 'ext_humidities', 'ext_switch'],
]);

/** Units by the topic without its numbers; a sensor's temperature is in whatever its owner chose, so it has none. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['relay.power', 'W'],
  ['relay.energy', 'Wmin'],
  ['light.power', 'W'],
  ['light.energy', 'Wmin'],
  ['roller.power', 'W'],
  ['roller.energy', 'Wmin'],
  ['roller.pos', '%'],
  ['emeter.power', 'W'],
  ['emeter.reactive_power', 'VAr'],
  ['emeter.voltage', 'V'],
  ['emeter.current', 'A'],
  ['emeter.energy', 'Wmin'],
  ['emeter.returned_energy', 'Wmin'],
  ['emeter.total', 'Wh'],
  ['emeter.total_returned', 'Wh'],
  ['temperature', '°C'],
  ['temperature_f', '°F'],
  ['ext_temperature', '°C'],
  ['ext_temperature_f', '°F'],
  ['ext_humidity', '%'],
  ['voltage', 'V'],
  ['sensor.humidity', '%'],
  ['sensor.battery', '%'],
  ['sensor.lux', 'lx'],
]);

/** The members of `info` that are measurements. The others are networks, addresses, accounts and settings. */
const INFO = new Set([
  ...['relays', 'rollers', 'lights', 'meters', 'emeters', 'inputs', 'adcs', 'thermostats', 'valves', 'total_power'],
  ...['temperature', 'overtemperature', 'temperature_status', 'tmp', 'hum', 'lux', 'bat', 'voltage', 'charger'],
  ...['sensor', 'accel', 'flood', 'smoke', 'rain_sensor', 'gas_sensor', 'concentration'],
  ...['ext_sensors', 'ext_temperature', 'ext_humidity', 'ext_switch', 'motion', 'vibration', 'active'],
]);

function interpreterOf(id: string, words: readonly string[]): Interpreter {
  const [first = '', last] = [words[0], words.at(-1)];
  if (last === 'command' || last === 'set' || words.includes('command')) return ignore;
  switch (first) {
    case 'announce':
      return announce(() => id);
    case 'online':
    case 'settings':
      return ignore;
    case 'info':
    // Battery devices like the motion sensor put all they measure into one `status`.
    case 'status':
      return withObject((body) => info(id, body));
    default: {
      // `light/0/status` says in one object what `light/0` is about.
      const name = (last === 'status' ? words.slice(0, -1) : words).join('.');
      return component(id, name);
    }
  }
}

function component(id: string, name: string): Interpreter {
  const unit = UNITS.get(name.replace(/\.\d+(?=\.|$)/g, ''));
  const object = withObject((body) => oneReading({ key: id }, flatten(body, { prefix: name })));
  return (payload, receivedAt) => {
    if (looksLikeJson(payload)) return object(payload, receivedAt);
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const value = toValue(parsed.text);
    if (typeof value === 'object') return quarantine(value.reason, payload);
    const flat: Flat = { fields: [], leftOver: [] };
    addValue(flat, name, value, (known, checked) =>
      unit === undefined || typeof checked !== 'number'
        ? { name: known, value: checked }
        : { name: known, value: checked, unit },
    );
    return oneReading({ key: id }, flat);
  };
}

function info(id: string, body: JsonObject): Understood {
  const others = new Set(Object.keys(body).filter((key) => !INFO.has(key)));
  const flat = flatten(body, { skip: others, listsOfObjects: true });
  for (const _ of others) flat.leftOver.push('unexpected shape');
  return oneReading({ key: id }, flat);
}

/** The key is the id and not the MAC beside it: the topics know only the id, and a device must not have two keys. */
function announce(keyOf: (id: string) => string | undefined): Interpreter {
  return (payload, receivedAt) => {
    const about = withObject((body) => {
      const key = keyOf(shortText(body.id) ?? '');
      if (key === undefined) return quarantine('unknown device', payload);
      if (key === '') return undefined;
      const model = shortText(body.model);
      const firmware = shortText(body.fw_ver);
      const known = { ...(model === undefined ? {} : { model }), ...(firmware === undefined ? {} : { firmware }) };
      return { kind: 'devices', devices: [{ key, vendor: 'Shelly', ...known }] };
    });
    return about(payload, receivedAt);
  };
}
