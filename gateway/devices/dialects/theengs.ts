import { choose, scalarOf } from './chosen.ts';
import type { Dialect, FoundDevice, Interpreter, SourceDevice, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import type { Flat } from './fields.ts';
import { shortText } from './found-fields.ts';
import type { JsonObject } from './json.ts';
import { IGNORED, ignore, oneReading, withObject } from './outcome.ts';
import { looksLikeJson } from './scalar.ts';
import { MEASURED, OF_GATEWAY, radioMeasure } from './theengs-measures.ts';

/** `BTtoMQTT`, `RTL_433toMQTT`, `SYStoMQTT`: which radio or part of the gateway a message is from; nobody else has them. */
const MODULE = /^([A-Za-z0-9_]{1,20})toMQTT$/;
const MAX_GATEWAYS = 200;

export const theengsEcosystem = {
  name: 'theengs',
  title: 'OpenMQTTGateway, Theengs Gateway',
  kind: 'bridge',
  base: 'its base topic and name, for example "home/OpenMQTTGateway"',
  dialect: theengs,
  rights: ({ base }) => ({ write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`, 'homeassistant/status'] }),
} as const satisfies Ecosystem;

/**
 * OpenMQTTGateway and Theengs Gateway: `<base>/<gateway>/<module>toMQTT[/<who>]` with what a radio heard. It hears the whole
 * neighbourhood, so only messages that hold a documented measurement become readings. Beacons, trackers, phones, watches
 * with changing addresses and cars' tyres are somebody's, and codes of remote controls open things: both stay home.
 */
export function theengs(source: { readonly base?: string } = {}): Dialect {
  const gateways = new Set<string>();
  let generation = 0;

  function route(topic: string): Interpreter | undefined {
    if (source.base !== undefined && !topic.startsWith(`${source.base}/`)) return undefined;
    if (PRESENCE.test(topic)) return ignore;
    const words = topic.split('/');
    const at = words.findIndex((word, index) => index > 0 && MODULE.test(word));
    if (at < 0) return isBesideModules(topic) ? ignore : undefined;
    const gateway = words.slice(0, at).join('/');
    learn(gateway);
    return heardBy(gateway, MODULE.exec(words[at] ?? '')?.[1] ?? '', words.slice(at + 1));
  }

  function isBesideModules(topic: string): boolean {
    const gateway = BESIDE.exec(topic)?.[1];
    return gateway !== undefined && (gateway === source.base || gateways.has(gateway) || FACTORY.test(gateway));
  }

  function learn(gateway: string): void {
    if (gateways.has(gateway) || gateways.size >= MAX_GATEWAYS) return;
    gateways.add(gateway);
    generation++;
  }

  return {
    name: 'theengs',
    get generation() {
      return generation;
    },
    route,
  };
}

/** Which phones and tags are near, for others to work out who is in which room. */
const PRESENCE = /^home\/(?:home_)?presence\//;
/** What gateways are called unless somebody calls them otherwise: a retained will is heard before anything else. */
const FACTORY = /^home\/(?:OpenMQTTGateway\w*|OMG_\w+|TheengsGateway)$/;
/** A gateway's will, its version, its commands and who was seen near it. */
const BESIDE = /^(.+?)\/(?:LWT|version|presence|commands|status)(?:\/|$)/;
/** Codes of remote controls, text messages and what other radios carry raw. */
const CODES = new Set(['433', 'RF', 'RF2', 'SRFB', 'IR', 'Pilight', '2G', 'SMS', 'GSM', 'RFM69', 'RS232', 'SERIAL']);

function heardBy(gateway: string, module: string, who: readonly string[]): Interpreter {
  if (CODES.has(module) || who.at(-1) === 'undecoded') return ignore;
  const device = (key: string): SourceDevice => ({ key });
  switch (module) {
    case 'SYS':
      return withObject((body) => ofGateway(device(gateway), body));
    case 'BT':
    case 'BLE':
      return scalarOr(
        who,
        MEASURED.get(who.at(-1) ?? ''),
        withObject((body) => bluetooth(gateway, who, body)),
      );
    case 'RTL_433':
      return scalarOr(
        who,
        radioMeasure(who.at(-1) ?? ''),
        withObject((body) => radio(who, body)),
      );
    default:
      return scalarOr(
        [gateway, module, ...who],
        MEASURED.get(who.at(-1) ?? ''),
        withObject((body) => oneReading(device([gateway, module, ...who].join('/')), choose(body, MEASURED))),
      );
  }
}

/** A gateway can be told to publish each value under a topic of its own, which ends in the value's name. */
function scalarOr(
  who: readonly string[],
  about: string | ReadonlySet<string> | undefined,
  object: Interpreter,
): Interpreter {
  const name = who.at(-1) ?? '';
  const device = { key: keyOf(who.slice(0, -1).join('/')) };
  const scalar = about === undefined || who.length < 2 ? ignore : scalarOf(device, name, about);
  return (payload, receivedAt) => (looksLikeJson(payload) ? object : scalar)(payload, receivedAt);
}

function ofGateway(device: SourceDevice, body: JsonObject): Understood {
  const model = shortText(body.env);
  const firmware = shortText(body.version);
  const about = { ...(model === undefined ? {} : { model }), ...(firmware === undefined ? {} : { firmware }) };
  return told(device, choose(body, OF_GATEWAY, { withheld: NETWORK }), { vendor: 'OpenMQTTGateway', ...about });
}

/** Networks, addresses and what is written on the gateway's own page. */
const NETWORK = new Set([
  ...['SSID', 'BSSID', 'ip', 'mac', 'env', 'version', 'modules', 'mqttport', 'mqttsecure', 'mqtthost', 'gateway_name'],
  ...['presencetopic', 'extDecoderTopic', 'wifiPrt', 'origin', 'cnt_index', 'msgprefix'],
]);

/** Kinds of things that people carry or drive past. */
const OF_SOMEBODY = new Set(['TRACK', 'RMAC', 'TIRE']);

function bluetooth(gateway: string, who: readonly string[], body: JsonObject): Understood | undefined {
  if (who.length === 0 && body.id === undefined) return ofGateway({ key: gateway }, body);
  const isOfSomebody =
    body.prmac === true ||
    (typeof body.type === 'string' && OF_SOMEBODY.has(body.type)) ||
    body.model_id === 'IBEACON' ||
    body.model === 'iBeacon';
  const flat = choose(body, MEASURED, { withheld: IDENTITY });
  if (isOfSomebody || !flat.fields.some(({ name }) => name !== 'rssi')) return IGNORED;
  const key = keyOf(shortText(body.mac) ?? shortText(body.id) ?? who[0] ?? '');
  if (key === '') return undefined;
  const vendor = shortText(body.brand);
  const model = shortText(body.model_id) ?? shortText(body.model);
  return told({ key }, flat, {
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
  });
}

const IDENTITY = new Set([
  ...[
    'id',
    'mac',
    'mac_type',
    'adv_type',
    'name',
    'brand',
    'model',
    'model_id',
    'type',
    'device',
    'serial',
    'modeltype',
  ],
  ...[
    'servicedata',
    'servicedatauuid',
    'manufacturerdata',
    'uuid',
    'mfid',
    'major',
    'minor',
    'beaconmodel',
    'rpi',
    'aem',
  ],
  ...['cipher', 'ctr', 'mic', 'packet', 'seq', 'session', 'track', 'prmac', 'unlocked', 'cidc', 'acts', 'cont', 'ctrl'],
  ...['encr', 'txpower', 'tx', 'distance', 'time', 'time_min', 'time_max', 'color', 'version', 'gatewaymac', 'sync'],
]);

function radio(who: readonly string[], body: JsonObject): Understood | undefined {
  if (body.type === 'TPMS') return IGNORED;
  const documented = new Map(
    Object.keys(body).flatMap((name) => {
      const about = radioMeasure(name);
      return about === undefined ? [] : [[name, about] as const];
    }),
  );
  const flat = choose(body, documented, { withheld: RADIO_ENVELOPE });
  const ids = [body.model, body.subtype, body.channel, body.id].filter(
    (part) => typeof part === 'string' || typeof part === 'number',
  );
  const key = who.length > 0 ? who.join('/') : ids.join('/');
  if (key === '') return undefined;
  const model = shortText(body.model);
  return told({ key }, flat, model === undefined ? {} : { model });
}

const RADIO_ENVELOPE = new Set([
  ...['id', 'code', 'channel', 'model', 'subtype', 'type', 'uid', 'sid', 'address', 'unit', 'button', 'cmd', 'data'],
  ...['mic', 'mod', 'protocol', 'duration', 'length', 'time', 'freq', 'freq1', 'freq2', 'sequence_num', 'sequence'],
  ...[
    'msg_counter',
    'counter',
    'flags',
    'raw_msg',
    'raw',
    'device',
    'learn',
    'exception',
    'msg_type',
    'sensor_type',
    'startup',
  ],
]);

function told(device: SourceDevice, flat: Flat, about: Omit<FoundDevice, 'key'>): Understood {
  const said = oneReading(device, flat);
  return said.kind === 'readings' && said.readings.length > 0 ? { ...said, devices: [{ ...device, ...about }] } : said;
}

/** One address has many spellings; what is none stays as it is. */
function keyOf(address: string): string {
  const letters = address.replaceAll(/[:-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(letters) ? letters : address;
}
