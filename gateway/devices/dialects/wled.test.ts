import { expect, test } from 'vitest';
import { say, textsOf, told } from './say.testing.ts';
import { wled } from './wled.ts';

test.each<[string, string, object]>([
  ['g', '128', { brightness: 128 }],
  ['c', '#FF8800', { color: '#FF8800' }],
  ['brightness', '31.5', { illuminance: '31.5 lx' }],
  ['motion', 'on', { motion: true }],
  ['temperature', '21.5', { temperature: '21.5 °C' }],
  ['ld2410/movement', 'on', { 'presence.moving': true }],
  ['relay/1', 'off', { 'relay.1': false }],
])('%s %s', (path, payload, expected) => {
  expect(told(say(wled(), `wled/a1b2c3/${path}`, payload))).toEqual({ a1b2c3: expected });
});

test.each([
  ['wled/a1b2c3', 'ON'],
  ['wled/a1b2c3/v', '<?xml version="1.0" ?><vs><ac>128</ac><ds>Janes lamp</ds></vs>'],
  ['wled/a1b2c3/status', 'online'],
  ['wled/a1b2c3/api', '{"on":true}'],
  ['wled/a1b2c3/col', '#FF0000'],
  ['wled/all/api', '{"on":true}'],
])('%s is ignored', (topic, payload) => {
  expect(say(wled(), topic, payload)).toEqual({ kind: 'ignored' });
});

test('what is no colour is quarantined, and what no usermod says is nobody’s', () => {
  expect(say(wled(), 'wled/a1b2c3/c', 'Janes favourite')).toMatchObject({ kind: 'quarantine' });
  expect(say(wled(), 'wled/a1b2c3/diary', '1')).toBe('not routed');
  expect(say(wled(), 'wled//g', '1')).toBe('not routed');
});

test('under a base it is that lamp alone', () => {
  expect(told(say(wled({ base: 'attic/lamp' }), 'attic/lamp/g', '7'))).toEqual({ 'attic/lamp': { brightness: 7 } });
  expect(say(wled({ base: 'attic/lamp' }), 'attic/lamp', 'ON')).toEqual({ kind: 'ignored' });
  expect(say(wled({ base: 'attic/lamp' }), 'wled/a1b2c3/g', '7')).toBe('not routed');
});

test('the colour is how a lamp is set', () => {
  expect(textsOf('wled', [say(wled(), 'wled/a/c', '#FF8800')])).toEqual({ color: 'state/control, medium' });
});
