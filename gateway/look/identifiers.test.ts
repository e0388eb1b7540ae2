import { describe, expect, test } from 'vitest';
import { identifiersIn, type Kind } from './identifiers.ts';

function kindsIn(topic: string, payload: string | object): string[] {
  const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return identifiersIn(topic, bytes).map(({ kind, where }) => `${kind} in ${where}`);
}

describe('what gives a home, a person or a thing away is found', () => {
  test.each<[string, string | object, string, Kind]>([
    ['tele/a/STATE', { Wifi: { SSId: 'Nest' } }, 'Wifi.SSId', 'name of a Wi-Fi network'],
    ['/roomba/feedback/r/wlcfg_ssid', '4e657374', 'wlcfg_ssid', 'name of a Wi-Fi network'],
    ['tele/a/STATE', { Wifi: { APMac: '34:31:C4:C6:EB:0F' } }, 'Wifi.APMac', 'hardware address'],
    ['a/b', { mac: '34-31-c4-c6-eb-0f' }, 'mac', 'hardware address'],
    ['a/b', { mac: '3431.c4c6.eb0f' }, 'mac', 'hardware address'],
    ['a/b', { text: 'seen 4417939341dc again' }, 'text', 'hardware address'],
    ['shelly-4417939341dc/online', 'true', 'topic', 'hardware address'],
    ['zigbee2mqtt/0x00124b0001020304', '{}', 'topic', 'hardware address'],
    ['tele/tasmota_49A3BC/LWT', 'Online', 'topic', 'hardware address'],
    ['a/b', { ip: '192.168.15.10' }, 'ip', 'network address'],
    ['a/b', { address: 'fe80::1:2' }, 'address', 'network address'],
    ['/roomba/feedback/r/netinfo_addr', '3232261301', 'netinfo_addr', 'network address'],
    ['owntracks/jane/phone', { lat: 48.85 }, 'lat', 'position on the map'],
    ['teslamate/cars/1/longitude', '2.29', 'longitude', 'position on the map'],
    ['a/b', { contact: 'Write to jane.doe@example.org' }, 'contact', 'e-mail address'],
    ['owntracks/jane/phone', '{}', 'topic', 'name of a person or user'],
    ['homeassistant/person/jane/state', 'home', 'topic', 'name of a person or user'],
    ['double-take/matches/david', '{}', 'topic', 'name of a person or user'],
    ['frigate/tracked_object_update', { type: 'face', name: 'John' }, 'name', 'name of a person or user'],
    ['stat/a/STATUS6', { StatusMQT: { MqttUser: 'jane' } }, 'StatusMQT.MqttUser', 'name of a person or user'],
    ['stat/a/RESULT', { MqttPassword: 'open sesame' }, 'MqttPassword', 'password, key or code'],
    ['ring/1/camera/2/info/state', { stream: 'rtsp://me:secret@10.0.0.2/a' }, 'stream', 'password, key or code'],
    ['zigbee2mqtt/door', { action_user: 1, pin_code: 4711 }, 'pin_code', 'password, key or code'],
    ['tuya/bf12/0123456789abcdef/10.0.0.7/state', 'ON', 'topic', 'password, key or code'],
    [
      'zigbee2mqtt/bridge/info',
      { network: { network_key: [1, 2, 3] } },
      'network.network_key',
      'password, key or code',
    ],
    [
      'frigate/events',
      { after: { recognized_license_plate: 'AB 123' } },
      'after.recognized_license_plate',
      'number plate',
    ],
    ['hermes/asr/textCaptured', { text: 'turn the light off' }, 'text', 'what was said'],
    ['espresense/devices/phone-of-jane/kitchen', '{}', 'topic', 'phone or tag that somebody carries'],
    ['a/b', { serialNumber: '12345' }, 'serialNumber', 'serial number or id'],
  ])('%s %j: %s', (topic, payload, where, kind) => {
    expect(kindsIn(topic, payload)).toContain(`${kind} in ${where}`);
  });
});

describe('what is none is not called one', () => {
  test.each<[string, string | object]>([
    ['zigbee2mqtt/lamp', { brightness: 254, color: { hex: '#ffaa00' }, last_seen: '2026-11-02T08:00:58+02:00' }],
    ['a/b', { firmware: '1.14.0', time: '12:30:45', uptime: '0T23:47:32', id: 12 }],
    ['a/b', { password: '********', token: null, pin: 0, ssid: '', passwordSet: true, user: 'unknown' }],
    ['zigbee2mqtt/lock', { child_lock: 'LOCK', token_type: 'bearer' }],
    ['a/b', { lat: 0, lon: 0, x: 48.1, latency: 12 }],
    ['tele/decade/STATE', { face: 3, facade: 'accede', counter: 202611020800 }],
    ['a/b', { mask: '0.0.0.0', run: '550e8400-e29b-41d4-a716-446655440000' }],
  ])('%s %j', (topic, payload) => {
    expect(kindsIn(topic, payload)).toEqual([]);
  });
});

test('a message of any size and shape is looked through in bounded time', () => {
  const deep = `${'['.repeat(30)}"34:31:C4:C6:EB:0F"${']'.repeat(30)}`;
  const wide = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => ({ a: `x${i}` })));
  const long = JSON.stringify({
    text: '0a:'.repeat(60_000),
    mail: `${'a.'.repeat(40_000)}@`,
    url: `//${'a'.repeat(60_000)}`,
  });
  const began = performance.now();
  for (const payload of [deep, wide, long]) kindsIn('a/b', payload);
  expect(performance.now() - began).toBeLessThan(2_000);
});
