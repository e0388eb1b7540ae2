import { hardwareAddressesIn } from '../../rules/hardware-addresses.ts';
import { decode, isObject, MAX_BYTES, MAX_LIST_BYTES, parseJson } from '../devices/dialects/json.ts';
import { emailsIn, networkAddressesIn } from './masked.ts';

/** What tells a home, a person or a thing from all others, in the order of how much it tells. */
export const KINDS = [
  'password, key or code',
  'position on the map',
  'name of a person or user',
  'e-mail address',
  'number plate',
  'what was said',
  'phone or tag that somebody carries',
  'name of a Wi-Fi network',
  'hardware address',
  'network address',
  'serial number or id',
  'name that somebody gave',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Identifier {
  readonly kind: Kind;
  /** `topic`, or the path of a member with dots; of a topic that carries one value, its last level. */
  readonly where: string;
  /** Is counted and never shown. */
  readonly value: string;
}

/** A device list of a large home has some ten thousand members. */
const MOST_LEAVES = 50_000;
/** Longer text is a picture, a map or a log; what stands at its beginning is enough. */
const LONGEST_TEXT = 4_096;

/** What a message gives away beside what it measures, by the words of its topic and members and by how values look. */
export function identifiersIn(topic: string, payload: Uint8Array): Identifier[] {
  const levels = topic.split('/');
  return [...inTopic(topic), ...inPayload(topic, levels, payload)];
}

/** What ecosystems put into their topics, by their documentation. */
const IN_TOPICS: readonly (readonly [RegExp, Kind])[] = [
  [/^owntracks\/([^/]+)\//, 'name of a person or user'],
  [/^double-take\/matches\/([^/]+)/, 'name of a person or user'],
  [/(?:^|\/)(?:person|device_tracker)\/([^/]+)\//, 'name of a person or user'],
  [/^[^/]+\/states\/users\/([^/]+)/, 'name of a person or user'],
  [/^espresense\/devices\/([^/]+)\//, 'phone or tag that somebody carries'],
  [/^room-assistant\/entity\/[^/]+\/[^/]+\/([^/]+)/, 'phone or tag that somebody carries'],
  [/^(?:hermes|rhasspy)\/intent\/([^/]+)/, 'what was said'],
  [/^tuya\/[^/]+\/([0-9a-z]{16})\/[0-9.]+\//i, 'password, key or code'],
  [/^ring\/([^/]+)\//, 'serial number or id'],
  [/^device\/([0-9A-Z]{10,})\/(?:report|request)$/, 'serial number or id'],
];

function inTopic(topic: string): Identifier[] {
  const known = IN_TOPICS.flatMap(([shape, kind]) => {
    const value = shape.exec(topic)?.[1];
    return value === undefined ? [] : [{ kind, where: 'topic', value }];
  });
  return [...known, ...spelt(topic.slice(0, LONGEST_TEXT), 'topic')];
}

function inPayload(topic: string, levels: readonly string[], payload: Uint8Array): Identifier[] {
  const last = levels.at(-1) ?? '';
  const parsed = parseJson(payload, MAX_LIST_BYTES);
  // One value alone is what stands there: a network called 4e657374 is no number.
  if ('value' in parsed && typeof parsed.value !== 'number')
    return leavesOf(parsed.value, last).flatMap((leaf) => inLeaf(topic, leaf));
  const text = payload.byteLength > MAX_BYTES ? undefined : decode(payload.subarray(0, LONGEST_TEXT));
  return text === undefined ? [] : inLeaf(topic, { key: last, path: last, value: text });
}

interface Leaf {
  /** The nearest member's name: items of a list have that of the list. */
  readonly key: string;
  readonly path: string;
  readonly value: string | number;
}

/** Texts and numbers, without recursion: how deep it nests was checked when it was parsed. */
function leavesOf(root: unknown, topicKey: string): Leaf[] {
  const leaves: Leaf[] = [];
  const open: { readonly value: unknown; readonly key: string; readonly path: string }[] = [
    { value: root, key: topicKey, path: '' },
  ];
  for (let next = open.pop(); next !== undefined && leaves.length < MOST_LEAVES; next = open.pop()) {
    const { value, key, path } = next;
    if (typeof value === 'string' || typeof value === 'number') leaves.push({ key, path: path || key, value });
    else if (Array.isArray(value)) for (const item of value) open.push({ value: item, key, path });
    else if (isObject(value)) {
      for (const [name, member] of Object.entries(value))
        open.push({ value: member, key: name, path: path === '' ? name : `${path}.${name}` });
    }
  }
  return leaves;
}

function inLeaf(topic: string, { key, path, value }: Leaf): Identifier[] {
  const named = namedKind(topic, key, value);
  const found = typeof value === 'string' ? spelt(value.slice(0, LONGEST_TEXT), path) : [];
  if (named === undefined || found.some(({ kind }) => kind === named)) return found;
  return [...found, { kind: named, where: path, value: String(value) }];
}

/** What its looks give away. */
function spelt(text: string, where: string): Identifier[] {
  const each = (kind: Kind, values: readonly string[]) => values.map((value) => ({ kind, where, value }));
  return [
    ...each('hardware address', hardwareAddressesIn(text)),
    ...each('network address', networkAddressesIn(text)),
    ...each('e-mail address', emailsIn(text)),
    ...each('password, key or code', text.match(SECRET) ?? []),
  ];
}

/** A user and password in an address, a token signed by somebody (RFC 7519), an address that opens by its signature. */
const SECRET =
  /\/\/[^/\s:@]{1,64}:[^/\s@]{1,64}@|\beyJ[\w-]{8,}\.[\w-]{8,}\.|[?&](?:token|sig|signature|X-Amz-Signature)=[^&\s]{8,}/g;

/** What the name of its member gives away. */
function namedKind(topic: string, key: string, value: string | number): Kind | undefined {
  const letters = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (POSITION.test(letters)) return isDegrees(value) ? 'position on the map' : undefined;
  if (ADDRESS.test(letters) && Number(value) > 2 ** 24) return 'network address';
  if (CODE.test(letters)) return isTold(value) ? 'password, key or code' : undefined;
  if (SERIAL.test(letters)) return isTold(value) ? 'serial number or id' : undefined;
  if (typeof value !== 'string' || !isTold(value)) return undefined;
  if (KEY.test(letters) && !ABOUT_A_KEY.test(letters)) return value.length >= 4 ? 'password, key or code' : undefined;
  if (NETWORK.test(letters)) return 'name of a Wi-Fi network';
  if (PLATE.test(letters)) return 'number plate';
  if (SPOKEN.test(letters) || (OF_VOICE.test(topic) && SAID.test(letters))) return 'what was said';
  if (PERSON.test(letters) || (OF_FACES.test(topic) && NAMED.test(letters))) return 'name of a person or user';
  return undefined;
}

const POSITION = /^(?:lat|lon|lng|latitude|longitude|gpslat|gpslon)$|(?:latitude|longitude)$/;
const ADDRESS = /(?:^ip|ipaddr|addr|ipaddress)$/;
const CODE = /^(?:pin|pincode|pinenc|usercode|lastcode|setupcode|networkkey|extpanid)$/;
const SERIAL =
  /serial(?:number|no)?$|^(?:sn|uuid|imei|imsi|iccid|vin|blid|homeid|userid|accountid|deviceid|robotid|uniqueid|uniqid)$/;
const KEY =
  /passw|passphrase|passwd|psk$|secret|token$|apikey|accesskey|privatekey|localkey|encryptionkey|authkey|bindkey|irks?$|credential/;
const ABOUT_A_KEY = /(?:type|count|length|state|enabled|required|expir\w*|valid\w*)$/;
const NETWORK = /(?<!b)ssid\d?$|^(?:wirelessnetwork|wifiname|wifinetwork)$/;
const PLATE = /(?:^|license|licence|number)plate$/;
const SPOKEN = /^(?:transcript|transcription|utterance|rawtext)$/;
const OF_VOICE = /^(?:hermes|rhasspy)\//;
const SAID = /^(?:input|text|rawinput|value)$/;
const PERSON =
  /^(?:person|persons|face|faces|user|username|mqttuser|owner|firstname|lastname|nickname|fullname|sublabel|authorizationname|caller)$/;
const OF_FACES = /^(?:frigate|double-take)\//;
const NAMED = /^(?:name|sublabel|match)$/;

/** What stands there instead of a value, or says that there is none. */
const NOTHING =
  /^(?:|\**|x{3,}|none|null|unknown|unavailable|redacted|hidden|unset|on|off|true|false|yes|no|[0.]+|<.*>)$/i;

function isTold(value: string | number): boolean {
  return typeof value === 'number' ? value !== 0 : !NOTHING.test(value.trim());
}

function isDegrees(value: string | number): boolean {
  const number = typeof value === 'number' ? value : Number(value.trim() || Number.NaN);
  return Number.isFinite(number) && number !== 0 && Math.abs(number) <= 180;
}
