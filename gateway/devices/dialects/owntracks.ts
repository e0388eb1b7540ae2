import { choose, type Documented, measures, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { instantOf } from './instant.ts';
import type { JsonObject } from './json.ts';
import { IGNORED, ignore, oneReading, withObject } from './outcome.ts';

const USUAL = 'owntracks/';

export const owntracksEcosystem = {
  name: 'owntracks',
  title: 'OwnTracks',
  kind: 'device',
  base: 'the topic its phone publishes to, for example "owntracks/jane/phone"',
  dialect: owntracks,
  // Where the others of a family are is for them to grant: a phone reads its own commands alone.
  rights: ({ base }) => ({ write: [base, `${base}/#`], read: [`${base}/cmd`] }),
  ofWill: (topic) => (/^owntracks\/[^/]+\/[^/]+$/.test(topic) ? topic : undefined),
} as const satisfies Ecosystem;

/**
 * OwnTracks (owntracks.org/booklet/tech/json): `owntracks/<user>/<device>` and topics under it, each message with a
 * `_type`. Numbers and the app's own letters and words become fields, all of them the person's place or body. The names
 * that people give to their places, networks and phones never do, nor does what is encrypted for somebody else.
 */
export function owntracks(source: { readonly base?: string } = {}): Dialect {
  function route(topic: string): Interpreter | undefined {
    const { key, below } = splitOf(topic, source.base) ?? {};
    if (key === undefined || below === undefined) return undefined;
    return READ.has(below) ? withObject((body) => read({ key }, body)) : ignore;
  }

  return { name: 'owntracks', generation: 0, route };
}

function splitOf(topic: string, base: string | undefined): { key: string; below: string } | undefined {
  if (base !== undefined) {
    const isOwn = topic === base || topic.startsWith(`${base}/`);
    return isOwn ? { key: base, below: topic.slice(base.length + 1) } : undefined;
  }
  if (!topic.startsWith(USUAL)) return undefined;
  const [user, device, ...below] = topic.slice(USUAL.length).split('/');
  return user && device ? { key: `${user}/${device}`, below: below.join('/') } : undefined;
}

/**
 * Where a position, a crossing, steps and beacons are told. Beside them are commands, cards with a face, the whole
 * configuration, a person's places, and what trackers in cars say in words of their own.
 */
const READ = new Set(['', 'event', 'step', 'beacon']);

/** The letter that says why a message was sent; each app and tracker has its own. */
const TRIGGER = new Set('pcCbrutvfmTklLoM!aiIeE1239hs');

const LOCATION: Documented = new Map<string, string | ReadonlySet<string>>([
  ...measures(
    'lat °, lon °, alt m, acc m, vac m, rad m, vel km/h, cog °, dist m, trip m, odometer km, batt %, bs, m, p kPa',
    // Trackers in cars.
    'ubatt V, uext V, rpm 1/min, fcon l/100km, flvl %, hmc s, don s, doff s, ign, motion, tow',
  ),
  ['t', TRIGGER],
  words('conn', 'w', 'o', 'm'),
]);
const TRANSITION: Documented = new Map<string, string | ReadonlySet<string>>([
  ...measures('lat °, lon °, acc m'),
  words('event', 'enter', 'leave'),
  ['t', TRIGGER],
]);
const BEACON: Documented = new Map(measures('prox, acc m, rssi dBm'));
const STEPS: Documented = new Map(measures('steps'));

/** Who and where in words, networks, cells, pictures, and the times that `tst` says better. */
const WITHHELD = new Set([
  ...['_type', '_id', '_http', 'topic', 'tid', 'tst', 'isotst', 'created_at', 'wtst', 'sent', 'from', 'to'],
  ...['desc', 'inregions', 'inrids', 'rid', 'poi', 'tag', 'addr', 'cc', 'tz', 'locname', 'ghash', 'motionactivities'],
  ...['image', 'imagename', 'face', 'name', 'SSID', 'BSSID', 'uuid', 'major', 'minor'],
  ...['vin', 'imei', 'mcc', 'mnc', 'lac', 'cid', 'can', 'raw_line', 'username', 'device'],
]);

function read(device: SourceDevice, body: JsonObject): Understood | undefined {
  const time = instantOf(body.tst, 's');
  switch (body._type) {
    case 'location':
      return oneReading(device, choose(body, LOCATION, { withheld: WITHHELD }), time);
    case 'transition':
      return oneReading(device, choose(body, TRANSITION, { prefix: 'transition', withheld: WITHHELD }), time);
    case 'beacon':
      return oneReading(device, choose(body, BEACON, { prefix: 'beacon', withheld: WITHHELD }), time);
    case 'steps':
      return oneReading(device, choose(body, STEPS, { withheld: WITHHELD }), time);
    default:
      return typeof body._type === 'string' && OTHER_TYPES.has(body._type) ? IGNORED : undefined;
  }
}

/** Known and of no interest, or closed to us. */
const OTHER_TYPES = new Set([
  ...['lwt', 'cmd', 'card', 'configuration', 'dump', 'status', 'waypoint', 'waypoints'],
  ...['encrypted', 'request', 'msg', 'export'],
]);
