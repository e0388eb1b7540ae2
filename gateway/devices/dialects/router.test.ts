import { describe, expect, test, vi } from 'vitest';
import type { Dialect, Interpreter } from './dialect.ts';
import { native } from './native.ts';
import { createRouter } from './router.ts';
import { bytes, NOW, told } from './say.testing.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

function counting(interpreter: Interpreter | undefined) {
  const dialect = { name: 'counting', generation: 0, route: vi.fn((_topic: string) => interpreter) };
  return dialect satisfies Dialect;
}

const ignored: Interpreter = () => ({ kind: 'ignored' });

describe('createRouter', () => {
  test('asks for a topic once, also when nobody knows it', () => {
    for (const answer of [ignored, undefined]) {
      const dialect = counting(answer);
      const router = createRouter([dialect]);
      for (let i = 0; i < 3; i++) router.understand('a/b', bytes('1'), NOW);
      expect(dialect.route).toHaveBeenCalledTimes(1);
    }
  });

  test('asks again when a dialect learned something', () => {
    const dialect = counting(ignored);
    const router = createRouter([native(), dialect]);
    router.understand('a/b', bytes('1'), NOW);
    dialect.generation++;
    router.understand('a/b', bytes('1'), NOW);
    expect(dialect.route).toHaveBeenCalledTimes(2);
  });

  test('remembers no more than it may, and keeps what is used', () => {
    const dialect = counting(ignored);
    const router = createRouter([dialect], { maxRoutes: 10 });
    for (let i = 0; i < 1_000; i++) {
      router.understand(`t/${i}`, bytes('1'), NOW);
      router.understand('hot', bytes('1'), NOW);
    }
    expect(dialect.route.mock.calls.filter(([topic]) => topic === 'hot')).toHaveLength(1);
    router.understand('t/0', bytes('1'), NOW);
    expect(dialect.route.mock.calls.filter(([topic]) => topic === 't/0')).toHaveLength(2);
  });

  test('the first dialect that routes a topic has it', () => {
    const second = counting(ignored);
    createRouter([counting(ignored), second]).understand('a', bytes('1'), NOW);
    expect(second.route).not.toHaveBeenCalled();
  });

  test('a topic that no dialect routes is unknown', () => {
    expect(createRouter([native()]).understand('a/b', bytes('{"x":1}'), NOW)).toEqual({
      kind: 'quarantine',
      reason: 'unknown topic',
      shape: 'object with 1 member, depth 1, 7 bytes',
    });
    expect(createRouter([]).understand('a', bytes('1'), NOW)).toMatchObject({ reason: 'unknown topic' });
  });

  test('a payload over the limit is too large, on known and unknown topics', () => {
    const router = createRouter([zigbee2mqtt()]);
    const large = bytes(`{"a":"${'x'.repeat(300_000)}"}`);
    for (const topic of ['zigbee2mqtt/a', 'other']) {
      expect(router.understand(topic, large, NOW)).toEqual({
        kind: 'quarantine',
        reason: 'too large',
        shape: 'over 256 KiB',
      });
    }
    expect(router.understand('zigbee2mqtt/bridge/devices', new Uint8Array(5_000_000), NOW)).toMatchObject({
      reason: 'too large',
    });
  });

  test('an empty payload deletes a retained message and says nothing', () => {
    expect(createRouter([native()]).understand('whatever', bytes(''), NOW)).toEqual({ kind: 'ignored' });
  });

  test('a dialect that throws is a quarantine', () => {
    const throws = counting(() => {
      throw new Error('broken');
    });
    expect(createRouter([throws]).understand('a', bytes('1'), NOW)).toMatchObject({ reason: 'unexpected shape' });
    const badRoute: Dialect = {
      name: 'bad',
      generation: 0,
      route: () => {
        throw new Error('broken');
      },
    };
    expect(createRouter([badRoute]).understand('a', bytes('1'), NOW)).toMatchObject({ reason: 'unexpected shape' });
  });

  test('what a bridge tells is used from the next message on', () => {
    const router = createRouter([zigbee2mqtt()]);
    const state = bytes({ power: 1 });
    expect(told(router.understand('zigbee2mqtt/plug', state, NOW))).toEqual({ plug: { power: 1 } });
    const list = [
      {
        ieee_address: '0x01',
        friendly_name: 'plug',
        definition: { exposes: [{ type: 'numeric', property: 'power', unit: 'W' }] },
      },
    ];
    router.understand('zigbee2mqtt/bridge/devices', bytes(list), NOW);
    expect(told(router.understand('zigbee2mqtt/plug', state, NOW))).toEqual({ '0x01': { power: '1 W' } });
  });

  test('an endless topic is unknown, and costs no search', () => {
    const dialect = counting(ignored);
    expect(createRouter([dialect]).understand('a/'.repeat(30_000), bytes('1'), NOW)).toMatchObject({
      reason: 'unknown topic',
    });
    expect(dialect.route).not.toHaveBeenCalled();
  });

  test('what is cleared is asked of no endless topic, and a dialect that throws there is a quarantine', () => {
    const cleared = vi.fn(() => {
      throw new Error('broken');
    });
    const router = createRouter([{ ...counting(ignored), cleared }]);
    expect(router.understand('a/'.repeat(30_000), new Uint8Array(), NOW)).toEqual({ kind: 'ignored' });
    expect(cleared).not.toHaveBeenCalled();
    expect(router.understand('a', new Uint8Array(), NOW)).toMatchObject({ reason: 'unexpected shape' });
  });
});
