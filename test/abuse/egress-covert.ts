import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { CANARY } from './arena.ts';
import { bytes, type PublishParts, publish, text } from './packets.ts';

const OWN = 'hearthgate/v1/devices/hostile/telemetry';

/** A reading that may leave, with something beside it that may not. */
function carries(
  id: string,
  done: string,
  value: number,
  beside: object,
  level: 4 | 5,
  parts: PublishParts,
): AbuseCase {
  return {
    id,
    done,
    expected: 'the reading leaves as agreed, and nothing beside it',
    guard: {
      cannot: 'a batch is built of typed, permitted values: there is no step that could be left out',
      proof: 'the value itself is found at the vendor, by the same look',
    },
    async run(arena) {
      const raw = await arena.accepted('hostile', { level, id: CANARY });
      const before = raw.received().length;
      arena.mayLeave(value);
      raw.send(publish(OWN, JSON.stringify({ target: value, ...beside }), { qos: 1, ...parts }));
      await raw.until((received) => received.length >= before + 4);
      await arena.delivered();
      expect(arena.house.everythingOutside().includes(String(value))).toBe(true);
    },
  };
}

const ADDRESS = '3c:6a:9d:14:f7:b2';
const SPELT = [0x3c6a9d14f7b2, 0xb2f7149d6a3c, 0x14f7b2, 0x14f7b2 / 100];

const pair = (name: string, value: string) => Buffer.concat([bytes(38), text(name), text(value)]);

export const egressCovert: readonly AbuseCase[] = [
  carries('EG-02a', 'data in user properties', 41.5, {}, 5, { properties: pair(CANARY, CANARY) }),
  carries('EG-02b', 'data in the content type and the correlation', 42.5, {}, 5, {
    properties: Buffer.concat([bytes(3), text(CANARY), bytes(9), text(CANARY)]),
  }),
  carries('EG-02c', 'data in the client id', 43.5, {}, 4, {}),
  carries('EG-06', 'data in QoS, DUP, retain and the packet id', 44.5, {}, 4, {
    qos: 1,
    id: 0x4142,
    dup: true,
    retain: true,
  }),
  carries('EG-13', 'data in a field that nobody asked for', 45.5, { note: 'x', ssid: 'y', lat: 52.1 }, 4, {}),
  carries('EG-14', 'data in the name of a field', 46.5, { [`a${'b'.repeat(100)}`]: 1 }, 4, {}),
  carries('EG-16', 'data in the device’s own time', 47.5, { ts: 1_234_567 }, 4, {}),
  {
    id: 'EG-17',
    done: 'an address of the home in a number that was agreed to',
    expected: 'the number stays, and the next one leaves',
    guard: ['names of the home'],
    async run(arena) {
      const raw = await arena.accepted('hostile', { level: 4, id: CANARY });
      const before = raw.received().length;
      const said = [{ mac: ADDRESS }, ...SPELT.map((target) => ({ target })), { target: 48.5 }];
      arena.mayLeave(48.5);
      for (const one of said) raw.send(publish(OWN, JSON.stringify(one), { qos: 1 }));
      await raw.until((received) => received.length >= before + 4 * said.length);
      await arena.delivered();
      for (const number of SPELT) expect(arena.house.everythingOutside().includes(String(number))).toBe(false);
    },
  },
];
