import { fullTopicOf, fullTopicsOf, type TasmotaPrefix, under } from '../full-topic.ts';
import type { Dialect, FoundField, Interpreter, SourceDevice, Understood } from './dialect.ts';
import { type Ecosystem, DISCOVERY as ENTITIES, type Rights } from './ecosystem.ts';
import { addValue, type Flat, flatten } from './fields.ts';
import { shortText } from './found-fields.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { IGNORED, ignore, oneReading, quarantine, withObject } from './outcome.ts';
import { parseText } from './scalar.ts';
import { macOf, readConfig, readSensors, type TasmotaDevice } from './tasmota-discovery.ts';
import { DEFAULT_WORDS, describeSensor, isPower, powerOf, SENSOR_ENVELOPE, type Words } from './tasmota-fields.ts';
import { readZigbee, withoutAddress } from './tasmota-zigbee.ts';

const DISCOVERY = /^tasmota\/discovery\/([^/]+)\/(config|sensors)$/;
/** The FullTopic of a fresh device, and the bounds of one source's discovery. */
const DEFAULT_TOPIC = '%prefix%/%topic%/';
const MAX_DEVICES = 2_000;

export const tasmotaEcosystem = {
  name: 'tasmota',
  title: 'Tasmota',
  kind: 'device',
  base: 'its %topic%, for example "tasmota_49A3BC", or its FullTopic filled in, for example "home/%prefix%/fan"',
  dialect: tasmota,
  rights: rightsOf,
  ofWill,
} as const satisfies Ecosystem;

/**
 * Tasmota. Every device's FullTopic is free (`tele/plug/SENSOR`, `plug/tele/SENSOR`), so retained discovery says where
 * its words are. Without it a source whose base is one device's `%topic%` may write it on either side of the prefix, one
 * whose base is a device's FullTopic (`home/%prefix%/plug`) writes it there, and one without base, or with `%topic%` left
 * open in it, is read by that template (default `%prefix%/%topic%/`). Positions are never guessed: in a topic like
 * `tele/stat/tele/STATE` no guess is right.
 */
export function tasmota(source: { readonly base?: string } = {}): Dialect {
  const isTemplate = source.base === undefined || source.base.includes('%topic%');
  const template = isTemplate ? templateOf(source.base ?? DEFAULT_TOPIC) : undefined;
  // The household gave this credential to one device under this topic. The topic stays its key: a device speaks before
  // it publishes its discovery, and must not be a second device from then on.
  const own = isTemplate ? undefined : source.base;
  const devices = new Map<string, TasmotaDevice>();
  const sensors = new Map<string, readonly FoundField[]>();
  let bases = basesOf(own, []);
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    const discovery = DISCOVERY.exec(topic);
    if (discovery !== null) return (payload) => learn(macOf(discovery[1]), discovery[2] === 'config', payload);
    for (let cut = topic.lastIndexOf('/'); cut > 0; cut = topic.lastIndexOf('/', cut - 1)) {
      const known = bases.get(topic.slice(0, cut + 1));
      if (known === undefined) continue;
      const { prefix, words, source: device } = known;
      return interpreterOf(prefix, topic.slice(cut + 1).split('/'), { words, device: () => device });
    }
    const found = template?.exec(topic)?.groups;
    const [prefix, name, word] = [PREFIXES.find((each) => each === found?.prefix), found?.topic, found?.word];
    if (prefix === undefined || name === undefined || word === undefined) return undefined;
    const device = (received?: JsonObject): SourceDevice => {
      const key = received === undefined ? name : withoutAddress(name, received);
      return { key, name: key };
    };
    return interpreterOf(prefix, [word], { words: DEFAULT_WORDS, device });
  }

  function learn(mac: string | undefined, isConfig: boolean, payload: Uint8Array): Understood {
    const parsed = parseJson(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    if (mac === undefined || !isObject(parsed.value)) return quarantine('unexpected shape', payload);
    const learned = isConfig ? devices : sensors;
    if (learned.size >= MAX_DEVICES && !learned.has(mac)) return quarantine('too large', payload);
    if (isConfig) {
      const device = readConfig(mac, parsed.value, own);
      if (device === undefined) return quarantine('unexpected shape', payload);
      devices.set(mac, device);
      bases = basesOf(own, [...devices.values()]);
      generation++;
    } else {
      const sample = parsed.value.sn;
      if (!isObject(sample)) return quarantine('unexpected shape', payload);
      sensors.set(mac, readSensors(sample, devices.get(mac)?.words ?? DEFAULT_WORDS));
    }
    const found = devices.get(mac)?.found;
    // Sensors alone do not say whose they are; the configuration follows and brings them along.
    if (found === undefined) return IGNORED;
    return { kind: 'devices', devices: [{ ...found, fields: [...(found.fields ?? []), ...(sensors.get(mac) ?? [])] }] };
  }

  return {
    name: 'tasmota',
    get generation() {
      return generation;
    },
    route,
  };
}

interface Base {
  readonly prefix: TasmotaPrefix;
  readonly source: SourceDevice;
  readonly words: Words;
}

/** What topics begin with, and whose they then are; discovery wins over what the credential's topic alone allows. */
function basesOf(own: string | undefined, devices: readonly TasmotaDevice[]): ReadonlyMap<string, Base> {
  const bases = new Map<string, Base>();
  if (own !== undefined) {
    const name = own
      .split('/')
      .filter((level) => level !== '%prefix%')
      .join('/');
    for (const prefix of PREFIXES) {
      const base = { prefix, source: { key: own, name }, words: DEFAULT_WORDS };
      for (const fullTopic of fullTopicsOf(own)) bases.set(under(fullTopic, prefix), base);
    }
  }
  for (const { bases: discovered, source, words } of devices) {
    for (const [base, prefix] of discovered) bases.set(base, { prefix, source, words });
  }
  return bases;
}

const PREFIXES: readonly TasmotaPrefix[] = ['cmnd', 'stat', 'tele'];

/** A FullTopic as an expression with the groups prefix, topic and word; the topic is greedy, it may hold `/`. */
function templateOf(fullTopic: string): RegExp {
  const literal = fullTopic.replace(/\/$/, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const groups = literal
    .replace('%prefix%', '(?<prefix>cmnd|stat|tele)')
    .replace('%topic%', '(?<topic>.+)')
    .replace(/%(prefix|topic|hostname|id)%/g, '[^/]+');
  return new RegExp(`^${groups}/(?<word>[^/]+)$`, 'u');
}

interface Speaker {
  readonly words: Words;
  /** The device of a message, given what a Zigbee bridge relays where it does. */
  readonly device: (received?: JsonObject) => SourceDevice;
}

function interpreterOf(prefix: TasmotaPrefix, words: readonly string[], speaker: Speaker): Interpreter | undefined {
  const word = words.at(-1) ?? '';
  if (prefix === 'cmnd') return ignore;
  // A Zigbee bridge with SetOption89 puts the relayed device's address before the word.
  if (words.length > 1 && (words.length > 2 || !/^(SENSOR|ZbReceived)$/.test(word))) return undefined;
  return prefix === 'tele' ? teleOf(word, speaker) : statOf(word, speaker);
}

function teleOf(word: string, speaker: Speaker): Interpreter | undefined {
  switch (word) {
    case 'LWT':
    case 'INFO2':
    case 'INFO3':
      return ignore;
    case 'INFO1':
      return withObject((body) => info(body, speaker));
    case 'STATE':
    case 'SENSOR':
    case 'MARGINS':
    case 'UPTIME':
    case 'ZbReceived':
      return withObject((body) => sensor(body, speaker));
    case 'RESULT':
      return withObject((body) => result(body, speaker));
    default:
      return undefined;
  }
}

function statOf(word: string, speaker: Speaker): Interpreter | undefined {
  if (isPower(word)) return (payload) => power(word, payload, speaker);
  if (/^STATUS(0|8|10|11)?$/.test(word)) return withObject((body) => status(body, speaker));
  // The other STATUS numbers are the configuration: networks, addresses, the broker's user name.
  if (/^STATUS\d+$/.test(word) || word === 'LOGGING') return ignore;
  // RESULT, or with SetOption4 the name of the command that is answered.
  return /^[A-Z][A-Z0-9_]*$/.test(word) ? withObject((body) => result(body, speaker)) : undefined;
}

function sensor(body: JsonObject, { words, device }: Speaker): Understood {
  const { ZbReceived: received } = body;
  if (isObject(received)) return readZigbee(device(received), received);
  // ZbInfo, ZbState and the like describe the bridge's own table, with the addresses of all that it knows.
  const table = Object.keys(body).filter((key) => key.startsWith('Zb'));
  const skip = table.length === 0 ? SENSOR_ENVELOPE : new Set([...SENSOR_ENVELOPE, ...table]);
  const flat = flatten(body, { skip, describe: describeSensor(body, words) });
  for (const _ of table) flat.leftOver.push('unexpected shape');
  return oneReading(device(), flat);
}

/** STATUS 8 and 10 repeat SENSOR, 11 repeats STATE, 0 has all; everything else in them is configuration. */
function status(body: JsonObject, { words, device }: Speaker): Understood {
  const all: Flat = { fields: [], leftOver: [] };
  for (const [key, part] of Object.entries(body)) {
    if ((key !== 'StatusSNS' && key !== 'StatusSTS') || !isObject(part)) {
      all.leftOver.push('unexpected shape');
      continue;
    }
    const flat = flatten(part, { skip: SENSOR_ENVELOPE, describe: describeSensor(part, words) });
    all.fields.push(...flat.fields);
    all.leftOver.push(...flat.leftOver);
  }
  return oneReading(device(), all);
}

/** Answers that say what the device now does. Any command is answered, also `MqttPassword`: the rest is left over. */
const RESULTS =
  /^(POWER\d{0,2}|Dimmer\d?|Color|HSBColor|White\d?|CT|Channel\d{0,2}|Fade|Speed|Scheme|Shutter\d{1,2}|ShutterPosition\d{1,2}|Button\d{1,2}|Switch\d{1,2}|Counter\d?)$/;

function result(body: JsonObject, { words, device }: Speaker): Understood {
  const others = Object.keys(body).filter((key) => !RESULTS.test(key) && key !== 'Time');
  const flat = flatten(body, { skip: new Set([...others, ...SENSOR_ENVELOPE]), describe: describeSensor(body, words) });
  for (const _ of others) flat.leftOver.push('unexpected shape');
  return oneReading(device(), flat);
}

function power(name: string, payload: Uint8Array, { words, device }: Speaker): Understood {
  const parsed = parseText(payload);
  if ('reason' in parsed) return quarantine(parsed.reason, payload);
  const value = powerOf(parsed.text, words);
  if (typeof value !== 'boolean') return quarantine('unexpected shape', payload);
  const flat: Flat = { fields: [], leftOver: [] };
  addValue(flat, name, value);
  return oneReading(device(), flat);
}

function info(body: JsonObject, { device }: Speaker): Understood {
  const about = isObject(body.Info1) ? body.Info1 : body;
  const model = shortText(about.Module);
  const firmware = shortText(about.Version);
  if (model === undefined || firmware === undefined) return IGNORED;
  return { kind: 'devices', devices: [{ ...device(), model, firmware }] };
}

function rightsOf({ base }: { readonly base: string }): Rights {
  const all = (prefix: TasmotaPrefix) => fullTopicsOf(base).map((fullTopic) => `${under(fullTopic, prefix)}#`);
  return { write: [...all('tele'), ...all('stat'), 'tasmota/discovery/#', ...ENTITIES], read: all('cmnd') };
}

/** `tele/fan/LWT` and `fan/tele/LWT` give `fan`, another order the FullTopic. */
function ofWill(topic: string): string | undefined {
  const levels = topic.split('/');
  if (levels.at(-1) !== 'LWT') return undefined;
  const [first, second] = levels;
  if (levels.length === 3 && first === 'tele' && second) return second;
  if (levels.length === 3 && second === 'tele' && first) return first;
  return fullTopicOf(levels.at(-2) ?? '', topic);
}
