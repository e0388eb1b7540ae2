import { expect, test } from 'vitest';
import { say, textsOf, told } from './say.testing.ts';
import { teslamateEcosystem } from './teslamate.ts';

const dialect = () => teslamateEcosystem.dialect({});

test.each<[string, string, object]>([
  ['speed', '12', { speed: '12 km/h' }],
  ['latitude', '48.5', { latitude: '48.5 °' }],
  ['is_user_present', 'false', { is_user_present: false }],
  ['charging_state', 'Charging', { charging_state: 'Charging' }],
  [
    'location',
    '{"latitude":48.5,"longitude":-2.25}',
    { 'location.latitude': '48.5 °', 'location.longitude': '-2.25 °' },
  ],
  [
    'active_route',
    '{"destination":"Oma","minutes_to_arrival":23.5,"location":{}}',
    { 'active_route.minutes_to_arrival': '23.5 min' },
  ],
])('%s %s', (path, payload, expected) => {
  expect(told(say(dialect(), `teslamate/cars/1/${path}`, payload))).toEqual({ 1: expected });
});

test.each([
  ['display_name', 'Janes car'],
  ['geofence', 'Home'],
  ['active_route_destination', 'Oma'],
  ['since', '2026-05-04T10:00:00Z'],
  ['scheduled_charging_start_time', '2026-05-04T22:00:00Z'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `teslamate/cars/1/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('a word that is not TeslaMate’s is no value', () => {
  expect(say(dialect(), 'teslamate/cars/1/state', 'at Oma')).toMatchObject({ readings: [], leftOver: ['text'] });
});

test('every text is about where the car is or what it does', () => {
  const said = ['state online', 'charging_state Complete', 'shift_state D', 'climate_keeper_mode dog'].map((each) => {
    const [path = '', payload = ''] = each.split(' ');
    return say(dialect(), `teslamate/cars/1/${path}`, payload);
  });
  expect(textsOf('teslamate', said)).toEqual({
    state: 'activity, medium',
    charging_state: 'activity, medium',
    shift_state: 'location, high',
    climate_keeper_mode: 'state/control, medium',
  });
});
