import { describe, expect, test } from 'vitest';
import { frigate } from './frigate.ts';
import { readingsOf, say, textsOf, told } from './say.testing.ts';

const SEEN = {
  id: '1777888799.1-abc',
  camera: 'garden',
  frame_time: 1_777_888_799.5,
  snapshot: { frame_time: 1, box: [1, 2, 3, 4], score: 0.7, attributes: [] },
  label: 'person',
  sub_label: ['Jane Doe', 0.79],
  top_score: 0.95,
  false_positive: false,
  start_time: 1_777_888_790,
  end_time: null,
  score: 0.8,
  box: [1, 2, 3, 4],
  area: 100,
  ratio: 1.5,
  region: [1, 2, 3, 4],
  current_zones: ['path'],
  entered_zones: ['path', 'oma_garden'],
  thumbnail: 'A'.repeat(5_000),
  has_snapshot: true,
  has_clip: false,
  active: true,
  stationary: false,
  motionless_count: 0,
  position_changes: 2,
  attributes: { face: 0.64 },
  current_attributes: [{ label: 'face', box: [1], score: 0.8 }],
  current_estimated_speed: 0.7,
  average_estimated_speed: 14.3,
  velocity_angle: 180,
  recognized_license_plate: 'AB-CD 12',
  recognized_license_plate_score: 0.9,
};
const EVENT = { type: 'update', before: SEEN, after: SEEN };
const REVIEW = {
  type: 'end',
  before: {},
  after: {
    id: '1777888799.1-xyz',
    camera: 'garden',
    start_time: 1,
    end_time: 2,
    severity: 'alert',
    thumb_path: '/media/thumb-garden.webp',
    data: { objects: ['person'], sub_labels: ['Jane'], zones: ['path'], audio: [] },
  },
};

describe('an event', () => {
  const said = say(frigate(), 'frigate/events', EVENT);

  test('is what a camera sees, and how surely', () => {
    expect(told(said)).toEqual({
      garden: {
        ...{ 'event.type': 'update', 'event.label': 'person', 'event.score': 0.8, 'event.top_score': 0.95 },
        ...{ 'event.false_positive': false, 'event.active': true, 'event.stationary': false, 'event.has_clip': false },
        ...{ 'event.has_snapshot': true, 'event.motionless_count': 0, 'event.position_changes': 2 },
        ...{ 'event.current_estimated_speed': 0.7, 'event.average_estimated_speed': 14.3 },
        ...{ 'event.velocity_angle': '180 °', 'event.area': 100, 'event.ratio': 1.5 },
      },
    });
    expect(readingsOf(said)[0]?.deviceTime).toBe(1_777_888_799_500);
  });

  test('never holds who it is, where in the picture, a plate, an id or a picture', () => {
    const text = JSON.stringify(said);
    for (const secret of ['Jane', 'AB-CD', '1777888799.1', 'oma_garden', 'AAAA', 'thumb'])
      expect(text).not.toContain(secret);
    expect(said).not.toHaveProperty('leftOver');
  });

  test('of something a household gave a name to has no label', () => {
    const own = say(frigate(), 'frigate/events', { type: 'new', after: { camera: 'garden', label: 'jane' } });
    expect(told(own)).toEqual({ garden: { 'event.type': 'new' } });
    expect(own).toMatchObject({ leftOver: ['text'] });
  });
});

test('a review is how serious something is', () => {
  expect(told(say(frigate(), 'frigate/reviews', REVIEW))).toEqual({
    garden: { 'review.type': 'end', 'review.severity': 'alert' },
  });
});

test.each<[object, object]>([
  [
    { type: 'face', id: '1-a', name: 'Jane', score: 0.95, camera: 'door', timestamp: 1_777_888_799 },
    { door: { 'update.type': 'face', 'update.score': 0.95 } },
  ],
  [
    { type: 'lpr', id: '1-a', name: "Jane's car", plate: 'AB', score: 0.9, camera: 'door', plate_box: [1] },
    { door: { 'update.type': 'lpr', 'update.score': 0.9 } },
  ],
  [
    { type: 'classification', id: '1-a', camera: 'door', model: 'm', sub_label: 'Jane', score: 0.9 },
    { door: { 'update.type': 'classification', 'update.score': 0.9 } },
  ],
])('a recognition is one, without whose: %o', (body, expected) => {
  const said = say(frigate(), 'frigate/tracked_object_update', body);
  expect(told(said)).toEqual(expected);
  expect(JSON.stringify(said)).not.toContain('Jane');
});

test.each<[string, string, object]>([
  ['garden/person', '2', { garden: { 'objects.person': 2 } }],
  ['garden/all', '3', { garden: { 'objects.all': 3 } }],
  ['garden/person/active', '1', { garden: { 'objects.person.active': 1 } }],
  ['garden/sports ball', '1', { garden: { 'objects.sports_ball': 1 } }],
  ['garden/motion', 'ON', { garden: { motion: true } }],
  ['garden/motion/state', 'OFF', { garden: { 'motion.state': false } }],
  ['garden/detect/state', 'ON', { garden: { 'detect.state': true } }],
  ['garden/motion_threshold/state', '30', { garden: { 'motion_threshold.state': 30 } }],
  ['garden/birdseye_mode/state', 'OBJECTS', { garden: { 'birdseye_mode.state': 'OBJECTS' } }],
  ['garden/birdseye_mode/state', 'OFF', { garden: { 'birdseye_mode.state': false } }],
  ['garden/audio/bark', 'ON', { garden: { 'audio.bark': true } }],
  ['garden/audio/state', 'ON', { garden: { 'audio.state': true } }],
  ['garden/audio/dBFS', '-42.5', { garden: { 'audio.dBFS': '-42.5 dBFS' } }],
  ['garden/audio/rms', '12.1', { garden: { 'audio.rms': 12.1 } }],
  ['garden/review_status', 'ALERT', { garden: { review_status: 'ALERT' } }],
  ['garden/ptz_autotracker/active', 'OFF', { garden: { 'ptz_autotracker.active': false } }],
])('%s says %s', (path, payload, expected) => {
  expect(told(say(frigate(), `frigate/${path}`, payload))).toEqual(expected);
});

test.each<[string, string | Uint8Array]>([
  ['available', 'online'],
  ['restart', ''],
  ['camera_activity', '{"garden":{"motion":true}}'],
  ['model_state', '{}'],
  ['notifications/state', 'ON'],
  ['garden/person/snapshot', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0])],
  ['garden/jane', '1'],
  ['garden/jane/active', '1'],
  ['garden/jane/snapshot', new Uint8Array([0xff, 0xd8])],
  ['garden/audio/transcription', 'come in, Jane'],
  ['garden/audio/jane', 'ON'],
  ['garden/classification/jane_at_home', 'yes'],
  ['garden/detect/set', 'ON'],
  ['garden/ptz', 'MOVE_UP'],
  ['garden/status/detect', 'online'],
  ['garden/zone/jane/state', 'ON'],
  ['garden/notifications/suspended', '0'],
])('%s is ignored', (path, payload) => {
  expect(say(frigate(), `frigate/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('statistics are of each camera and of Frigate, without names in the names of fields', () => {
  const said = say(frigate(), 'frigate/stats', {
    cameras: {
      garden: { camera_fps: 5, process_fps: 5.1, skipped_fps: 0, detection_enabled: 1, pid: 4, ffmpeg_pid: 5 },
    },
    detectors: { 'janes-coral': { inference_speed: 9.5, pid: 1 } },
    cpu_usages: { 1: { cpu: '3', cmdline: 'ffmpeg -i rtsp://jane:secret@10.0.0.7' } },
    service: { uptime: 5, version: '0.16', storage: { '/media/jane': { free: 1 } } },
  });
  expect(told(said)).toEqual({
    garden: {
      ...{ 'stats.camera_fps': '5 1/s', 'stats.process_fps': '5.1 1/s', 'stats.skipped_fps': '0 1/s' },
      'stats.detection_enabled': 1,
    },
    $service: { 'stats.uptime': '5 s' },
  });
  expect(JSON.stringify(said)).not.toContain('jane');
});

test('what is no event, count or word is quarantined', () => {
  expect(say(frigate(), 'frigate/events', { type: 'new' })).toMatchObject({ kind: 'quarantine' });
  expect(say(frigate(), 'frigate/garden/person', 'many')).toMatchObject({ kind: 'quarantine' });
  expect(say(frigate(), 'frigate/events', 'not json')).toMatchObject({ kind: 'quarantine', reason: 'not JSON' });
});

test('under another prefix it is recognised by its own words', () => {
  expect(say(frigate(), 'nvr/garden/person', '1')).toBe('not routed');
  expect(told(say(frigate({ base: 'nvr' }), 'nvr/garden/person', '1'))).toEqual({ garden: { 'objects.person': 1 } });
});

test('every text is about what cameras see, and all of it sensitive', () => {
  const face = { type: 'face', score: 0.9, camera: 'door' };
  const trigger = { name: 'Jane', camera: 'door', event_id: '1-a', type: 'thumbnail', score: 0.8 };
  const said = [
    say(frigate(), 'frigate/events', EVENT),
    say(frigate(), 'frigate/reviews', REVIEW),
    say(frigate(), 'frigate/tracked_object_update', face),
    say(frigate(), 'frigate/triggers', trigger),
    say(frigate(), 'frigate/garden/review_status', 'ALERT'),
    say(frigate(), 'frigate/garden/birdseye_mode/state', 'OBJECTS'),
  ];
  const names = [
    'birdseye_mode.state',
    'event.label',
    'event.type',
    'review.severity',
    'review.type',
    'review_status',
    'trigger.type',
    'update.type',
  ];
  expect(textsOf('frigate', said)).toEqual(Object.fromEntries(names.map((name) => [name, 'audio/video, high'])));
});
