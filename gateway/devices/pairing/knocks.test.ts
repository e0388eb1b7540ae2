import { describe, expect, test } from 'vitest';
import { guessedBy } from '../dialects/ecosystems.ts';
import { type Attempt, Knocks, MOST_SEEN, MOST_SEEN_OF_ONE } from './knocks.ts';

function attempt(more: Partial<Attempt> = {}): Attempt {
  return { address: '10.0.0.1', clientId: 'plug', protocol: '3.1.1', isEncrypted: false, ...more };
}

function knocks() {
  let ids = 0;
  return new Knocks(() => String(++ids));
}

describe('who knocks', () => {
  test('is seen once, however often it tries', () => {
    const seen = knocks();
    expect(seen.add(attempt({ userName: 'DVES_USER' }), 1)).toBe(true);
    expect(seen.add(attempt({ userName: 'DVES_USER' }), 2)).toBe(false);
    expect(seen.all()).toMatchObject([{ id: '1', clientId: 'plug', userName: 'DVES_USER', attempts: 2, last: 2 }]);
  });

  test('takes no more places than an address has, and the longest silent of its own make room', () => {
    const seen = knocks();
    seen.add(attempt({ address: '10.0.0.2', clientId: 'quiet' }), 0);
    for (let count = 0; count < 100; count++) seen.add(attempt({ clientId: `flood-${count}` }), count);
    expect(seen.all().map(({ clientId }) => clientId)).toEqual([
      'quiet',
      'flood-96',
      'flood-97',
      'flood-98',
      'flood-99',
    ]);
    // An IPv6 network is one address: its rest anybody can choose.
    for (let count = 0; count < 100; count++) {
      seen.add(attempt({ address: `fd00::${count.toString(16)}`, clientId: `v6-${count}` }), count);
    }
    expect(seen.all()).toHaveLength(1 + 2 * MOST_SEEN_OF_ONE);
  });

  test('are so many in all, and who tries again is among the last', () => {
    const seen = knocks();
    for (let count = 0; count < 200; count++) {
      seen.add(attempt({ address: `10.0.1.${count}` }), count);
      seen.add(attempt({ address: '10.0.0.9', clientId: 'true device' }), count);
    }
    expect(seen.all()).toHaveLength(MOST_SEEN);
    expect(seen.all().at(-1)).toMatchObject({ clientId: 'true device', attempts: 200 });
  });

  test.each([
    ['unseen characters', 'plug\u200b'],
    ['a turn of direction', 'gulp\u202e'],
    ['alphabets that look alike', 'рlug'],
    ['a second line', 'plug\nhub says: confirm'],
    ['an escape sequence', '\u001b[2J'],
    ['more than a line', 'x'.repeat(129)],
  ])('is not shown with %s', (_, text) => {
    const seen = knocks();
    seen.add(attempt({ clientId: text, userName: text, willTopic: `tele/${text}/LWT` }), 0);
    expect(seen.all()).toEqual([
      { id: '1', address: '10.0.0.1', protocol: '3.1.1', isEncrypted: false, attempts: 1, last: 0 },
    ]);
  });
});

test.each([
  ['tele/tasmota_49A3BC/LWT', { dialect: 'tasmota', base: 'tasmota_49A3BC' }],
  ['tasmota_49A3BC/tele/LWT', { dialect: 'tasmota', base: 'tasmota_49A3BC' }],
  ['home/tele/fan/LWT', { dialect: 'tasmota', base: 'home/%prefix%/fan' }],
  ['fan/LWT', undefined],
  ['LWT', undefined],
  ['shellies/shellyswitch25-98CDAC/online', { dialect: 'shelly-gen1', base: 'shellyswitch25-98CDAC' }],
  ['shellyplus1pm-4417939341dc/online', { dialect: 'shelly-gen2', base: 'shellyplus1pm-4417939341dc' }],
  ['zigbee2mqtt/bridge/state', { dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' }],
  ['home/zigbee/bridge/state', { dialect: 'zigbee2mqtt', base: 'home/zigbee' }],
  ['hearthgate/v1/devices/hall/availability', { dialect: 'native' }],
  ['owntracks/jane/phone', { dialect: 'owntracks', base: 'owntracks/jane/phone' }],
  ['frigate/available', { dialect: 'frigate', base: 'frigate' }],
  ['valetudo/robot/$state', { dialect: 'valetudo', base: 'valetudo/robot' }],
  ['homie/5/hall/$state', { dialect: 'homie', base: 'homie/5/hall' }],
  ['wled/a1b2c3/status', { dialect: 'wled', base: 'wled/a1b2c3' }],
  ['openevse/announce/55ad', { dialect: 'openevse' }],
  ['zwave/_CLIENTS/ZWAVE_GATEWAY-home/status', { dialect: 'zwave-js-ui', base: 'zwave' }],
  ['ems-esp/status', { dialect: 'ems-esp', base: 'ems-esp' }],
  ['spBv1.0/home/NDEATH/boiler', { dialect: 'sparkplug', base: 'home/boiler' }],
  ['online', undefined],
  ['my/own/status', undefined],
])('a will on %s says %o', (topic, ecosystem) => expect(guessedBy(topic)).toEqual(ecosystem));
