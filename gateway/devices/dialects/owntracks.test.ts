import { describe, expect, test } from 'vitest';
import { owntracks } from './owntracks.ts';
import { readingsOf, say, textsOf, told } from './say.testing.ts';

const TOPIC = 'owntracks/jane/phone';
const LOCATION = {
  _type: 'location',
  _id: 'f1e2',
  BSSID: '02:00:00:00:00:01',
  SSID: 'our home',
  tid: 'jp',
  acc: 12,
  alt: 0,
  batt: 81,
  bs: 1,
  conn: 'w',
  created_at: 1_777_888_800,
  inregions: ['Home', 'Oma'],
  inrids: ['6da9cf'],
  lat: 48.5,
  lon: -2.25,
  m: 1,
  motionactivities: ['walking'],
  p: 101.3,
  poi: 'clinic',
  image: 'A'.repeat(5_000),
  t: 'u',
  topic: TOPIC,
  tst: 1_777_888_799,
  vac: 3,
  vel: 4,
};
const ENTER = {
  _type: 'transition',
  event: 'enter',
  desc: 'Oma',
  rid: '6da9cf',
  lat: 48.5,
  lon: -2.25,
  acc: 5,
  t: 'c',
  tid: 'jp',
  tst: 1_777_888_799,
  wtst: 1_700_000_000,
};

describe('what a phone says of where it is', () => {
  const said = say(owntracks(), TOPIC, LOCATION);

  test('are numbers with their units, and the letters of the app', () => {
    expect(told(said)).toEqual({
      'jane/phone': {
        ...{ lat: '48.5 °', lon: '-2.25 °', alt: '0 m', acc: '12 m', vac: '3 m', vel: '4 km/h', p: '101.3 kPa' },
        ...{ batt: '81 %', bs: 1, m: 1, t: 'u', conn: 'w' },
      },
    });
    expect(readingsOf(said)[0]?.deviceTime).toBe(1_777_888_799_000);
  });

  test('no place, network, picture or initial is a field, nor counted as not understood', () => {
    expect(said).not.toHaveProperty('leftOver');
  });

  test('a member that nobody documented is left over, and so is a word that is not the app’s', () => {
    expect(say(owntracks(), TOPIC, { _type: 'location', lat: 1, diary: 'was here', t: 'Oma' })).toMatchObject({
      readings: [{ fields: [{ name: 'lat' }] }],
      leftOver: ['unexpected shape', 'text'],
    });
  });
});

test('coming and going has its own fields, without the name of the place', () => {
  const said = say(owntracks(), `${TOPIC}/event`, ENTER);
  expect(said).not.toHaveProperty('leftOver');
  expect(told(said)).toEqual({
    'jane/phone': {
      ...{ 'transition.event': 'enter', 'transition.lat': '48.5 °', 'transition.lon': '-2.25 °' },
      ...{ 'transition.acc': '5 m', 'transition.t': 'c' },
    },
  });
});

test('steps and beacons', () => {
  const steps = { _type: 'steps', tst: 1_777_888_799, steps: 4_321, from: 1, to: 2 };
  expect(told(say(owntracks(), `${TOPIC}/step`, steps))).toEqual({ 'jane/phone': { steps: 4_321 } });
  const beacon = { _type: 'beacon', desc: 'fridge', uuid: 'CA27', major: 1, minor: 2, acc: 0.5, rssi: -60, prox: 2 };
  expect(told(say(owntracks(), `${TOPIC}/beacon`, beacon))).toEqual({
    'jane/phone': { 'beacon.acc': '0.5 m', 'beacon.rssi': '-60 dBm', 'beacon.prox': 2 },
  });
});

test('a car’s tracker says how the car is, never which', () => {
  const car = { _type: 'location', lat: 1, lon: 2, vin: 'W0L', imei: '35', ign: true, odometer: 5.5, uext: 12.1 };
  expect(told(say(owntracks(), 'owntracks/jane/car', car))).toEqual({
    'jane/car': { lat: '1 °', lon: '2 °', ign: true, odometer: '5.5 km', uext: '12.1 V' },
  });
});

test.each<[string, object]>([
  ['', { _type: 'lwt', tst: 1 }],
  ['', { _type: 'encrypted', data: 'c2VjcmV0' }],
  ['', { _type: 'card', name: 'Jane', face: 'aaaa', tid: 'jp' }],
  ['/info', { _type: 'card', name: 'Jane' }],
  ['/cmd', { _type: 'cmd', action: 'dump' }],
  ['/dump', { _type: 'dump', configuration: { username: 'jane', password: 'x' } }],
  ['/waypoints', { _type: 'waypoints', waypoints: [{ desc: 'Home', lat: 1, lon: 2 }] }],
  ['/voltage/batt', { batt: 12.1 }],
  ['/status', { _type: 'status', iOS: { locale: 'de_DE' } }],
])('%s %o is ignored', (below, payload) => {
  expect(say(owntracks(), TOPIC + below, payload)).toEqual({ kind: 'ignored' });
});

test('what has no known type is quarantined, and topics of others are not claimed', () => {
  expect(say(owntracks(), TOPIC, { lat: 1, lon: 2 })).toMatchObject({ kind: 'quarantine' });
  expect(say(owntracks(), 'owntracks/jane', LOCATION)).toBe('not routed');
  expect(say(owntracks(), 'owntracks//phone', LOCATION)).toBe('not routed');
  expect(say(owntracks({ base: 'where/jane' }), TOPIC, LOCATION)).toBe('not routed');
  expect(told(say(owntracks({ base: 'where/jane' }), 'where/jane/event', ENTER))).toHaveProperty('where/jane');
});

test('every text is sensitive', () => {
  const said = [say(owntracks(), TOPIC, LOCATION), say(owntracks(), `${TOPIC}/event`, ENTER)];
  expect(textsOf('owntracks', said)).toEqual({
    conn: 'network, high',
    t: 'location, high',
    'transition.event': 'location, high',
    'transition.t': 'location, high',
  });
});
