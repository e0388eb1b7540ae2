import { describe, expect, test } from 'vitest';
import { readingsOf, say, told } from './say.testing.ts';
import { shellyGen2 } from './shelly-gen2.ts';

const KEY = '441793000001';
const SRC = `shellyplus1pm-${KEY}`;
const notify = (method: string, params: object, src = SRC) => ({ src, dst: 'x/events', method, params });

describe('shelly gen 2', () => {
  test('a notification is about the device in src, at its time', () => {
    const params = {
      ts: 1661517432.85,
      'switch:0': {
        id: 0,
        output: true,
        source: 'WS_in',
        apower: 12.5,
        aenergy: { total: 7, by_minute: [1, 2, 3], minute_ts: 1 },
      },
      'temperature:0': { id: 0, tC: 40.5, tF: null },
      sys: { mac: KEY.toUpperCase(), uptime: 7 },
      wifi: { ssid: 'net' },
    };
    const said = say(shellyGen2(), 'shellies/plus1pm/events/rpc', notify('NotifyStatus', params));
    expect(told(said)).toEqual({
      [KEY]: {
        'switch:0.output': true,
        'switch:0.source': 'WS_in',
        'switch:0.apower': '12.5 W',
        'switch:0.aenergy.total': '7 Wh',
        'switch:0.aenergy.by_minute.0': '1 mWh',
        'switch:0.aenergy.by_minute.1': '2 mWh',
        'switch:0.aenergy.by_minute.2': '3 mWh',
        'switch:0.aenergy.minute_ts': 1,
        'temperature:0.tC': '40.5 °C',
        'sys.uptime': 7,
        'wifi.ssid': 'net',
      },
    });
    expect(readingsOf(said)[0]).toMatchObject({
      deviceTime: 1661517432850,
      device: { key: KEY, name: 'shellies/plus1pm' },
    });
  });

  test('each event is a reading of its own', () => {
    const events = [
      { component: 'input:0', id: 0, event: 'btn_down', ts: 1661517432.1 },
      { component: 'input:0', id: 0, event: 'single_push', ts: 1661517432.5 },
      { component: 'script:1', id: 1, event: 'told', data: { secret: 'x' }, ts: 1661517433 },
      { nothing: true },
    ];
    const said = say(shellyGen2(), `${SRC}/events/rpc`, notify('NotifyEvent', { ts: 1661517432, events }));
    expect(readingsOf(said).map(({ deviceTime, fields }) => [deviceTime, fields])).toEqual([
      [1661517432100, [{ name: 'input:0.event', value: 'btn_down' }]],
      [1661517432500, [{ name: 'input:0.event', value: 'single_push' }]],
      [1661517433000, [{ name: 'script:1.event', value: 'told' }]],
    ]);
    expect(said).toMatchObject({ leftOver: ['unexpected shape', 'unexpected shape'] });
  });

  test('a status is about the MAC in the prefix, or the one learned for it', () => {
    const dialect = shellyGen2();
    expect(told(say(dialect, `${SRC}/status/switch:0`, { id: 0, output: false }))).toEqual({
      [KEY]: { 'switch:0.output': false },
    });
    expect(told(say(dialect, 'haus/licht/status/switch:0', { id: 0, output: false }))).toEqual({
      'haus/licht': { 'switch:0.output': false },
    });
    say(dialect, 'haus/licht/events/rpc', notify('NotifyStatus', {}));
    expect(dialect.generation).toBe(1);
    expect(told(say(dialect, 'haus/licht/status/switch:0', { id: 0, output: true }))).toEqual({
      [KEY]: { 'switch:0.output': true },
    });
  });

  test('the base that a household gave stays the key, whatever src says', () => {
    const dialect = shellyGen2({ base: 'haus/licht' });
    for (let i = 0; i < 2; i++) {
      const said = say(dialect, 'haus/licht/status/switch:0', { output: true });
      expect(told(said)).toEqual({ 'haus/licht': { 'switch:0.output': true } });
      say(dialect, 'haus/licht/events/rpc', notify('NotifyStatus', {}));
    }
  });

  test('status/sys also tells the MAC, and does not keep it', () => {
    expect(told(say(shellyGen2(), 'flur/status/sys', { mac: KEY.toUpperCase(), uptime: 5 }))).toEqual({
      [KEY]: { 'sys.uptime': 5 },
    });
  });

  test('a component without a number is one where the prefix is known', () => {
    expect(told(say(shellyGen2(), `${SRC}/status/ht_ui`, { shown: 1 }))).toEqual({ [KEY]: { 'ht_ui.shown': 1 } });
  });

  test.each(['online', 'rpc', 'command', 'command/switch:0', 'debug/log'])(
    '%s of a known prefix is ignored',
    (word) => {
      expect(say(shellyGen2(), `${SRC}/${word}`, 'true')).toEqual({ kind: 'ignored' });
      expect(say(shellyGen2({ base: 'haus/licht' }), `haus/licht/${word}`, 'true')).toEqual({ kind: 'ignored' });
    },
  );

  test.each(['someone/rpc', 'x/online', 'x/status/whatever', 'status/switch:0', `${SRC}/other`])(
    '%s is not routed',
    (topic) => {
      expect(say(shellyGen2(), topic, '{}')).toBe('not routed');
    },
  );

  test.each([
    [{ id: 1, src: SRC, dst: 'me', result: { sys: { location: { lat: 1 } } } }],
    [notify('NotifyOther', {})],
    [{ method: 'NotifyStatus', params: {} }],
    [notify('NotifyEvent', { events: 7 })],
  ])('case %# on events/rpc is quarantined', (body) => {
    expect(say(shellyGen2(), `${SRC}/events/rpc`, body)).toMatchObject({
      kind: 'quarantine',
      reason: 'unexpected shape',
    });
  });
});
