import { choose, type Documented, measures, words } from './chosen.ts';
import type { Dialect, Interpreter, SourceDevice, SourceReading, Understood } from './dialect.ts';
import { DISCOVERY, type Ecosystem } from './ecosystem.ts';
import { addValue, type Flat } from './fields.ts';
import { HEARD, SEEN } from './frigate-labels.ts';
import { instantOf } from './instant.ts';
import { isObject, type JsonObject } from './json.ts';
import { IGNORED, ignore, oneReading, quarantine, readingOf, readings, withObject } from './outcome.ts';
import { parseText, toBoolean, toNumber } from './scalar.ts';

const USUAL = 'frigate';
/** Words of its own at the end of topics that nobody else has. */
const OWN = /^(.+)\/(?:tracked_object_update|camera_activity|[^/]+\/motion_contour_area\/state)$/;

export const frigateEcosystem = {
  name: 'frigate',
  title: 'Frigate',
  kind: 'bridge',
  base: 'usually "frigate"',
  dialect: frigate,
  rights: ({ base }) => ({ write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`, 'homeassistant/status'] }),
  ofWill: (topic) => (topic === `${USUAL}/available` ? USUAL : undefined),
  recognise(topic) {
    const base = OWN.exec(topic)?.[1];
    return base === USUAL ? undefined : base;
  },
} as const satisfies Ecosystem;

/**
 * Frigate (docs.frigate.video/integrations/mqtt): a camera or a zone is a device. That something is seen, heard or moves,
 * how sure Frigate is, and how cameras are switched become fields. Pictures, faces, plates, spoken and described text, and
 * whatever else a household gave a name to never do, and neither does an event's id, which finds its picture.
 */
export function frigate(source: { readonly base?: string } = {}): Dialect {
  const base = `${source.base ?? USUAL}/`;

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(base) || topic.length === base.length) return undefined;
    const [first = '', ...rest] = topic.slice(base.length).split('/');
    if (first === '') return undefined;
    if (first === 'notifications' || first === 'profile') return ignore;
    return rest.length === 0 ? (OF_ALL.get(first) ?? ignore) : ofCamera({ key: first }, rest);
  }

  return { name: 'frigate', generation: 0, route };
}

/** Frigate itself; no camera can be called so. */
const ITSELF: SourceDevice = { key: '$service' };

const OF_ALL: ReadonlyMap<string, Interpreter> = new Map([
  ['events', withObject((body) => change('event', body))],
  ['reviews', withObject((body) => change('review', body))],
  ['tracked_object_update', withObject(recognition)],
  [
    'triggers',
    withObject((body) => ofCameraIn(body, choose(body, TRIGGER, { prefix: 'trigger', withheld: WITHHELD }))),
  ],
  ['stats', withObject(statistics)],
]);

const CHANGE: Documented = new Map([words('type', 'new', 'update', 'end', 'genai')]);
const EVENT: Documented = new Map<string, string | ReadonlySet<string>>([
  ['label', SEEN],
  ...measures(
    'score, top_score, false_positive, stationary, active, has_snapshot, has_clip, motionless_count, position_changes',
    'current_estimated_speed, average_estimated_speed, velocity_angle °, area, ratio',
  ),
]);
const REVIEW: Documented = new Map([words('severity', 'detection', 'alert')]);
const UPDATE: Documented = new Map<string, string | ReadonlySet<string>>([
  words('type', 'face', 'lpr', 'classification', 'description'),
  ...measures('score'),
]);
const TRIGGER: Documented = new Map<string, string | ReadonlySet<string>>([
  words('type', 'thumbnail', 'description'),
  ...measures('score'),
]);

/** Who and which, where in the picture, when, and what is written by people and machines. */
const WITHHELD = new Set([
  ...['id', 'event_id', 'camera', 'frame_time', 'start_time', 'end_time', 'snapshot_time', 'timestamp', 'snapshot'],
  ...['sub_label', 'name', 'plate', 'recognized_license_plate', 'recognized_license_plate_score', 'plate_box'],
  ...['identifier', 'model', 'model_hash', 'attribute', 'attributes', 'current_attributes', 'description', 'label'],
  ...['box', 'region', 'path_data', 'current_zones', 'entered_zones', 'thumbnail', 'thumb_path', 'data', 'severity'],
  ...['max_severity', 'pending_loitering', 'loitering', 'speed_unit', 'has_been_reviewed'],
]);

/** `{ type, before, after }`: what is now is in `after`; `before` said the same a moment earlier. */
function change(name: 'event' | 'review', body: JsonObject): Understood | undefined {
  const { after } = body;
  if (!isObject(after)) return undefined;
  const flat = choose({ type: body.type }, CHANGE, { prefix: name });
  const about = choose(after, name === 'event' ? EVENT : REVIEW, { prefix: name, withheld: WITHHELD });
  flat.fields.push(...about.fields);
  flat.leftOver.push(...about.leftOver);
  return ofCameraIn(after, flat);
}

/** That a face or a plate was recognised, and how surely; never whose. A description names no camera, so it is no reading. */
function recognition(body: JsonObject): Understood | undefined {
  if (typeof body.type !== 'string') return undefined;
  if (body.camera === undefined) return IGNORED;
  return ofCameraIn(body, choose(body, UPDATE, { prefix: 'update', withheld: WITHHELD }));
}

function ofCameraIn(body: JsonObject, flat: Flat): Understood | undefined {
  const { camera } = body;
  if (typeof camera !== 'string' || camera === '') return undefined;
  return oneReading({ key: camera }, flat, instantOf(body.frame_time ?? body.timestamp, 's'));
}

const SERVICE: Documented = new Map(measures('uptime s'));
const STATISTICS: Documented = new Map(
  measures('camera_fps 1/s, process_fps 1/s, skipped_fps 1/s, detection_fps 1/s, detection_enabled'),
);
const MAX_CAMERAS = 100;

/** Cameras, detectors and processors stand in it as members of their names: only what they have in common is read. */
function statistics(body: JsonObject): Understood {
  const cameras = Object.entries(isObject(body.cameras) ? body.cameras : {}).slice(0, MAX_CAMERAS);
  const each = cameras.flatMap(([key, about]): readonly SourceReading[] => {
    const ofOne = isObject(about) && key !== '' ? choose(about, STATISTICS, { prefix: 'stats' }) : undefined;
    const reading = ofOne && readingOf({ key }, ofOne);
    return reading === undefined ? [] : [reading];
  });
  const service = choose(isObject(body.service) ? body.service : {}, SERVICE, { prefix: 'stats' });
  const itself = readingOf(ITSELF, service);
  return readings(itself === undefined ? each : [...each, itself], []);
}

/** What can be switched for a camera, each with `…/state` and `…/set`. */
const FEATURES = new Set([
  ...['enabled', 'detect', 'audio', 'audio_transcription', 'recordings', 'snapshots', 'motion', 'improve_contrast'],
  ...['motion_threshold', 'motion_contour_area', 'ptz_autotracker', 'birdseye', 'birdseye_mode', 'notifications'],
  ...['review_alerts', 'review_detections', 'object_descriptions', 'review_descriptions'],
]);
const BIRDSEYE = new Set(['CONTINUOUS', 'MOTION', 'OBJECTS', 'OFF']);
const REVIEW_STATUS = new Set(['NONE', 'DETECTION', 'ALERT']);

function ofCamera(device: SourceDevice, [word = '', ...rest]: readonly string[]): Interpreter {
  const [second, third] = rest;
  if (third !== undefined) return ignore;
  if (second === undefined) {
    if (word === 'motion') return scalar(device, 'motion');
    if (word === 'review_status') return scalar(device, 'review_status', REVIEW_STATUS);
    return counted(device, word, '');
  }
  if (second === 'state' && FEATURES.has(word)) return scalar(device, `${word}.state`, BIRDSEYE);
  if (word === 'ptz_autotracker' && second === 'active') return scalar(device, 'ptz_autotracker.active');
  if (word === 'audio') return heard(device, second);
  return second === 'active' ? counted(device, word, '.active') : ignore;
}

function counted(device: SourceDevice, label: string, end: string): Interpreter {
  const known = label.toLowerCase().replaceAll(' ', '_');
  return SEEN.has(known) ? scalar(device, `objects.${known}${end}`) : ignore;
}

function heard(device: SourceDevice, what: string): Interpreter {
  if (what === 'dBFS') return scalar(device, 'audio.dBFS', undefined, 'dBFS');
  if (what === 'rms') return scalar(device, 'audio.rms');
  const known = what.toLowerCase().replaceAll(' ', '_');
  return HEARD.has(known) ? scalar(device, `audio.${known}`) : ignore;
}

function scalar(device: SourceDevice, name: string, words?: ReadonlySet<string>, unit?: string): Interpreter {
  return (payload) => {
    const parsed = parseText(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const word = words?.has(parsed.text) && parsed.text !== 'OFF' ? parsed.text : undefined;
    const value = word ?? toBoolean(parsed.text) ?? toNumber(parsed.text);
    if (value === undefined) return quarantine('unexpected shape', payload);
    const flat: Flat = { fields: [], leftOver: [] };
    addValue(flat, name, value, (known, checked) => ({
      name: known,
      value: checked,
      ...(unit === undefined ? {} : { unit }),
    }));
    return oneReading(device, flat);
  };
}
