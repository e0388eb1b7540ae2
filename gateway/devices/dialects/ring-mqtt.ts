import { choose, type Documented, measures, scalarOf, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { ignore, oneReading, withObject } from './outcome.ts';
import { looksLikeJson } from './scalar.ts';

const USUAL = 'ring';
const CATEGORIES = 'alarm|camera|chime|lighting|intercom|smoke_alarm|smoke|beams';
const PATH = new RegExp(`^[^/]+/(?:${CATEGORIES})/([^/]+)/([^/]+)(?:/([^/]+))?$`);

export const ringMqttEcosystem = {
  name: 'ring-mqtt',
  title: 'ring-mqtt',
  kind: 'bridge',
  base: 'usually "ring"',
  dialect: ringMqtt,
  rights: ({ base }) => ({
    write: [`${base}/#`, ...DISCOVERY],
    read: [`${base}/#`, 'homeassistant/status', 'hass/status'],
  }),
} as const satisfies Ecosystem;

/**
 * ring-mqtt (its wiki): `ring/<location>/<category>/<device>/<entity>/state`. How sensors, locks, the alarm and switches
 * stand become fields, called by the entity. Pictures, streams, addresses of recordings, times of who was there and the
 * home's network never do; the location stands in every topic and in no key.
 */
export function ringMqtt(source: { readonly base?: string } = {}): Dialect {
  const base = `${source.base ?? USUAL}/`;

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(base)) return undefined;
    const [, key, entity = '', what] = PATH.exec(topic.slice(base.length)) ?? [];
    if (key === undefined) return undefined;
    return what === undefined ? ignore : interpreterOf({ key }, entity, what);
  }

  return { name: 'ring-mqtt', generation: 0, route };
}

const ENTITIES = new Set([
  ...['motion', 'ding', 'contact', 'zone', 'lock', 'alarm', 'mode', 'siren', 'police', 'fire', 'panic', 'bypass_mode'],
  ...[
    'smoke',
    'co',
    'flood',
    'freeze',
    'temperature',
    'thermostat',
    'humidity',
    'valve',
    'fan',
    'light',
    'outlet',
    'switch',
  ],
  ...['battery', 'tamper', 'volume', 'snooze', 'snooze_minutes', 'snapshot_interval', 'motion_detection', 'glassbreak'],
  ...['motion_warning', 'nightlight_enabled', 'beam_duration', 'motion_duration', 'ding_duration', 'play_ding_sound'],
  ...['play_motion_sound', 'chirps', 'wireless', 'tilt', 'vibration'],
]);

/** What it calls by words that mean less elsewhere. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['alarm', 'alarm_panel'],
  ['mode', 'alarm_panel_mode'],
  ['zone', 'contact'],
]);

const STATES: ReadonlySet<string> = new Set([
  ...['LOCKED', 'UNLOCKED', 'LOCKING', 'UNLOCKING', 'JAMMED', 'armed_home', 'armed_away', 'disarmed', 'arming'],
  ...[
    'disarming',
    'pending',
    'triggered',
    'open',
    'closed',
    'heat',
    'cool',
    'auto',
    'idle',
    'heating',
    'cooling',
    'fan',
  ],
  ...[
    'low',
    'medium',
    'high',
    'Low',
    'Medium',
    'High',
    'Auto',
    'On',
    'None',
    'home',
    'away',
    'Home',
    'Away',
    'Disarmed',
  ],
]);

/** `info` and the attributes of entities, as far as they are about the device itself. */
const ATTRIBUTES: Documented = new Map<string, string | ReadonlySet<string>>([
  ...measures('batteryLevel %, batteryLevel2 %, wirelessSignal dBm, personDetected, minutes_remaining min, brightness'),
  words('tamperStatus', 'ok', 'tamper'),
  words('acStatus', 'ok', 'error', 'connected', 'brownout', 'lost'),
]);

function interpreterOf(device: SourceDevice, entity: string, what: string): Interpreter {
  const object = withObject((body) => oneReading(device, choose(body, ATTRIBUTES, { prefix: entity })));
  if (what === 'attributes' || (entity === 'info' && what === 'state')) return object;
  const measure = /^(?:(.+)_)?state$/.exec(what);
  if (measure === null || !ENTITIES.has(entity)) return ignore;
  const name = `${NAMES.get(entity) ?? entity}.${measure[1] ?? 'state'}`;
  const [number, word] = [scalarOf(device, name, ''), scalarOf(device, name, STATES)];
  return (payload, receivedAt) => {
    if (looksLikeJson(payload)) return object(payload, receivedAt);
    const said = number(payload, receivedAt);
    return said.kind === 'readings' && said.readings.length === 0 ? word(payload, receivedAt) : said;
  };
}
