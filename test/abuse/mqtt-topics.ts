import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { type Arena, CANARY, type Raw } from './arena.ts';
import { block, bytes, connect, packet, publish, subscribe, text, two, UNSOUND } from './packets.ts';
import type { GuardName } from './switches.ts';

const DEVICES = 'hearthgate/v1/devices';
const OWN = `${DEVICES}/attacker`;
const VICTIM = `${DEVICES}/victim`;
const DENIED = 'topic not granted; see "hearthgate device list"';

/** In an open connection: ended, with the reason, and nothing reached anybody. */
function ends(
  id: string,
  done: string,
  reason: string,
  guard: readonly GuardName[],
  sent: () => Buffer,
  name = 'attacker',
): AbuseCase {
  return {
    id,
    done,
    expected: `ended, "${reason}"`,
    guard,
    async run(arena) {
      const raw = await arena.accepted(name);
      raw.send(sent());
      expect((await raw.ended()).length).toBe(4);
      expect(await arena.reasons()).toContain(reason);
      expect(arena.heard.filter((line) => line.includes(CANARY))).toEqual([]);
    },
  };
}

function refusesFilter(id: string, filter: string, guard: readonly GuardName[], name = 'attacker'): AbuseCase {
  return {
    id,
    done: `${name} subscribes to ${filter}`,
    expected: 'SUBACK 0x80, and nothing is delivered',
    guard,
    async run(arena) {
      const raw = await arena.accepted(name);
      raw.send(subscribe([filter], 1));
      await raw.until((received) => received.length >= 9);
      expect(raw.received().subarray(4).toString('hex')).toBe('9003000780');
    },
  };
}

/** What came as PUBLISH packets after `from` bytes, as text: enough to look for a canary. */
function came(raw: Raw): string {
  return raw.received().toString('latin1');
}

async function session(arena: Arena, name: string, filters: readonly string[]): Promise<void> {
  const raw = await arena.accepted(name, { flags: 0xc0 });
  raw.send(subscribe(filters, 1));
  await raw.until((received) => received.length >= 4 + 4 + filters.length);
  raw.send(packet(0xe0));
  await raw.ended();
}

async function published(arena: Arena, name: string, topic: string, payload = CANARY, parts = {}): Promise<void> {
  const raw = await arena.accepted(name, { id: `${name}-speaks` });
  raw.send(publish(topic, payload, { qos: 1, ...parts }));
  await raw.until((received) => received.length >= 8);
  raw.socket.destroy();
}

export const mqttTopics: readonly AbuseCase[] = [
  ends('TP-05a', 'a topic of 65,535 bytes', 'topic is too long', ['packet form'], () =>
    publish('a'.repeat(65_535), CANARY),
  ),
  ends('TP-05b', 'a topic of 1,000 levels', 'topic has too many levels', ['packet form'], () =>
    publish('/'.repeat(999), CANARY),
  ),
  ends('TP-06', 'an empty topic', 'empty topic', ['packet form'], () => publish('', CANARY)),
  ends('TP-07a', 'publishing to a topic with #', 'wildcard in a topic', ['packet form'], () =>
    publish(`${OWN}/#`, CANARY),
  ),
  ends('TP-07b', 'publishing to a topic with +', 'wildcard in a topic', ['packet form'], () =>
    publish(`${DEVICES}/+/telemetry`, CANARY),
  ),
  ends('TP-08', 'publishing to $SYS/x/new/clients with a victim’s id', DENIED, ['right to publish'], () =>
    publish('$SYS/x/new/clients', 'thermostat', { qos: 1 }),
  ),
  ends('TP-20', 'publishing as another device', DENIED, ['right to publish'], () =>
    publish(`${VICTIM}/telemetry`, CANARY),
  ),
  ends('TP-21', 'retaining a message on another device’s topic', DENIED, ['right to publish'], () =>
    publish(`${VICTIM}/declaration`, CANARY, { qos: 1, retain: true }),
  ),
  ends('TP-22', 'forging what the hub tells the device about sharing', DENIED, ['right to publish'], () =>
    publish(`${OWN}/sharing`, CANARY, { qos: 1, retain: true }),
  ),
  ends('TP-23', 'commanding another device', DENIED, ['right to publish'], () =>
    publish(`${VICTIM}/commands/open`, CANARY, { qos: 1 }),
  ),
  ends('TP-24', 'a topic that only looks like its own: capitals', DENIED, ['right to publish'], () =>
    publish(`${DEVICES}/Attacker/telemetry`, CANARY),
  ),
  ends('TP-25', 'a topic that only looks like its own: an empty level', DENIED, ['right to publish'], () =>
    publish(`${DEVICES}//attacker/telemetry`, CANARY),
  ),
  ends('TP-26', 'a topic that only looks like its own: dots', DENIED, ['right to publish'], () =>
    publish(`${OWN}/../victim/telemetry`, CANARY),
  ),
  ends(
    'TP-27',
    'an app speaking for a device',
    DENIED,
    ['right to publish', 'apps beside devices'],
    () => publish(`${VICTIM}/telemetry`, CANARY),
    'reader',
  ),
  ...Object.entries(UNSOUND).flatMap(([what, value], index) => [
    ends(`TP-0${index + 1}c`, `${what} in a topic`, 'topic', ['UTF-8'], () =>
      publish(Buffer.concat([Buffer.from(`${OWN}/`), value]), CANARY),
    ),
    ends(`TP-0${index + 1}d`, `${what} in a filter`, 'topic filter', ['UTF-8', 'filter syntax'], () =>
      subscribe([Buffer.concat([Buffer.from(`${OWN}/`), value])]),
    ),
  ]),
  refusesFilter('TP-10a', '#', ['right to subscribe']),
  refusesFilter('TP-10b', '+/#', ['right to subscribe']),
  refusesFilter('TP-10c', `${DEVICES}/+/telemetry`, ['right to subscribe']),
  refusesFilter('TP-10d', `${VICTIM}/#`, ['right to subscribe']),
  refusesFilter('TP-10e', '+/v1/devices/attacker/sharing', ['subset of the grants']),
  refusesFilter('TP-10f', '+/a', ['subset of the grants'], 'profiled'),
  refusesFilter('TP-12a', '$SYS/#', ['right to subscribe']),
  refusesFilter('TP-12b', '$share/g/hearthgate/#', ['right to subscribe']),
  refusesFilter('TP-12c', '$share//x', ['right to subscribe']),
  refusesFilter('TP-12d', '$queue/secret', ['right to subscribe']),
  ...['a#', 'a/#/b', '+a', 'a+', '', '__proto__', 'constructor'].map((filter, index) =>
    ends(`TP-11${'abcdefg'[index]}`, `the filter "${filter}"`, 'topic filter', ['filter syntax'], () =>
      subscribe([filter]),
    ),
  ),
  {
    id: 'TP-13',
    done: 'one SUBSCRIBE with an allowed and a denied filter, away, and back',
    expected: 'what the denied one matches was never kept for it',
    guard: ['stored filters', 'right to receive'],
    async run(arena) {
      await session(arena, 'attacker', [`${OWN}/sharing`, `${VICTIM}/#`]);
      await published(arena, 'victim', `${VICTIM}/telemetry`, '{"secret":1}');
      await arena.house.hub.broker.publish({ topic: `${OWN}/sharing`, payload: Buffer.from('{"own":1}'), qos: 1 });
      const back = await arena.accepted('attacker', { flags: 0xc0 });
      await back.until(() => came(back).includes('own'));
      expect(came(back)).not.toContain('secret');
    },
  },
  {
    id: 'TP-14a',
    done: 'an app whose grant is revoked while it listens',
    expected: 'ended at once, and back it gets nothing',
    guard: ['right to receive', 'right to subscribe'],
    async run(arena) {
      await arena.house.do('device grant', { name: 'reader', read: [`${DEVICES}/#`], write: [] });
      const raw = await arena.accepted('reader');
      raw.send(subscribe([`${DEVICES}/#`], 1));
      await raw.until((received) => received.length >= 9);
      await arena.house.do('device revoke', { name: 'reader', read: [`${DEVICES}/#`], write: [] });
      await raw.ended();
      const back = await arena.accepted('reader');
      back.send(subscribe([`${DEVICES}/#`, 'free/x'], 1));
      await back.until((received) => received.length >= 10);
      await published(arena, 'victim', `${VICTIM}/telemetry`, '{"secret":1}');
      await published(arena, 'reader', 'free/x', 'after');
      await back.until(() => came(back).includes('after'));
      expect(came(back)).not.toContain('secret');
    },
  },
  {
    id: 'TP-14b',
    done: 'an app whose grant is revoked while it is away, with messages waiting',
    expected: 'none of them is delivered',
    guard: ['right to receive', 'stored filters'],
    async run(arena) {
      await arena.house.do('device grant', { name: 'reader', read: [`${DEVICES}/#`], write: [] });
      await session(arena, 'reader', [`${DEVICES}/#`, 'free/x']);
      await published(arena, 'victim', `${VICTIM}/telemetry`, '{"secret":1}');
      await arena.house.do('device revoke', { name: 'reader', read: [`${DEVICES}/#`], write: [] });
      const back = await arena.accepted('reader', { flags: 0xc0 });
      await published(arena, 'reader', 'free/x', 'after');
      await back.until(() => came(back).includes('after'));
      expect(came(back)).not.toContain('secret');
    },
  },
  {
    id: 'TP-30',
    done: 'a response topic that is another device’s, to make an answering app command it (MQTT 5)',
    expected: 'PUBACK 0x87, and nobody gets the question',
    guard: ['own response topics'],
    async run(arena) {
      const raw = await arena.accepted('attacker', { level: 5 });
      const before = raw.received().length;
      const properties = Buffer.concat([bytes(8), text(`${VICTIM}/commands/open`)]);
      raw.send(publish(`${OWN}/telemetry`, '{"question":1}', { qos: 1, properties }));
      await raw.until((received) => received.length > before + 4);
      expect(raw.received()[before + 4]).toBe(0x87);
      await arena.reasons();
      expect(arena.heard.filter((line) => line.includes('question'))).toEqual([]);
    },
  },
  {
    id: 'TP-31',
    done: 'publishing as another device in MQTT 5',
    expected: 'PUBACK 0x87, the connection stays, and nobody gets it',
    guard: ['right to publish'],
    async run(arena) {
      const raw = await arena.accepted('attacker', { level: 5 });
      const before = raw.received().length;
      raw.send(publish(`${VICTIM}/telemetry`, CANARY, { qos: 1, properties: bytes() }));
      await raw.until((received) => received.length > before + 4);
      expect(raw.received()[before + 4]).toBe(0x87);
      expect(await arena.reasons()).toContain(DENIED);
      expect(raw.socket.closed).toBe(false);
    },
  },
  {
    id: 'TP-32',
    done: 'one credential retains a message on 390 topics of a store for 400',
    expected: 'it gets half of the store, and another’s message is kept',
    guard: ['share of the retained store'],
    async run(arena) {
      const raw = await arena.accepted('profiled');
      raw.send(
        ...Array.from({ length: 390 }, (_, id) => publish(`x/${id}`, 'v', { qos: 1, id: id + 1, retain: true })),
      );
      await raw.until((received) => received.length >= 4 + 390 * 4);
      const rows = await arena.house.hub.flow.read<{ topic: string }>('broker retained list');
      // Emptied for the next case.
      raw.send(
        ...rows.filter(({ topic }) => topic.startsWith('x/')).map(({ topic }) => publish(topic, '', { retain: true })),
      );
      expect(rows.filter(({ topic }) => topic.startsWith('x/')).length).toBeLessThanOrEqual(200);
    },
  },
  {
    id: 'TP-33',
    done: 'a device subscribes to sixty filters of its own',
    expected: 'fifty are granted',
    guard: ['limit: filters'],
    async run(arena) {
      const raw = await arena.accepted('attacker');
      raw.send(subscribe(Array.from({ length: 60 }, (_, index) => `${OWN}/commands/${index}`)));
      const suback = (await raw.until((received) => received.length >= 4 + 4 + 60)).subarray(8);
      expect(suback.filter((code) => code === 0x80).length).toBe(10);
    },
  },
  {
    id: 'TP-34',
    done: 'a subscriber that stays away while a hundred messages come',
    expected: 'the fifty newest wait',
    guard: ['limit: queue'],
    async run(arena) {
      await session(arena, 'profiled', ['x/#']);
      const raw = await arena.accepted('profiled', { id: 'profiled-speaks' });
      raw.send(...Array.from({ length: 100 }, (_, id) => publish('x/a', `${id}`, { qos: 1, id: id + 1 })));
      await raw.until((received) => received.length >= 4 + 400);
      await arena.until(async () => (await arena.house.hub.flow.read('broker outgoing list')).length <= 50);
    },
  },
  {
    id: 'TP-35',
    done: 'overlapping filters, to get each message many times',
    expected: 'it comes once (MQTT-3.3.5-1 lets the server choose)',
    guard: {
      cannot: 'aedes itself drops the copies, by the number that each message gets',
      proof: 'another connection of the same credential with the same filters gets a copy of its own',
    },
    async run(arena) {
      const filters = ['x/#', 'x/+', 'x/a', 'x/a/#'];
      const [one, two] = [await arena.accepted('profiled'), await arena.accepted('profiled', { id: 'second' })];
      for (const raw of [one, two]) {
        raw.send(subscribe(filters, 1));
        await raw.until((received) => received.length >= 4 + 4 + filters.length);
      }
      await published(arena, 'profiled', 'x/a', 'copied');
      await published(arena, 'profiled', 'x/a', 'after');
      for (const raw of [one, two]) {
        await raw.until(() => came(raw).includes('after'));
        expect(came(raw).split('copied').length - 1).toBe(1);
      }
    },
  },
  {
    id: 'TP-36',
    done: 'a will on another device’s topic',
    expected: 'CONNACK 5',
    guard: ['right to publish'],
    run: (arena) => refusedWill(arena, `${VICTIM}/availability`),
  },
  {
    id: 'TP-37',
    done: 'a will on $SYS/x/new/clients',
    expected: 'CONNACK 5',
    guard: ['right to publish'],
    run: (arena) => refusedWill(arena, '$SYS/x/new/clients'),
  },
  {
    id: 'TP-38',
    done: 'a will on #',
    expected: 'ended without an answer',
    guard: ['CONNECT form'],
    async run(arena) {
      const raw = await withWill(arena, '#');
      expect((await raw.ended()).length).toBe(0);
      expect(await arena.reasons()).toContain('will topic');
    },
  },
  {
    id: 'TP-39',
    done: 'a will whose grant was revoked before the connection broke',
    expected: 'it is not published',
    guard: ['right to publish'],
    async run(arena) {
      await arena.house.do('device grant', { name: 'reader', read: [], write: ['elsewhere/#'] });
      const will = Buffer.concat([text('elsewhere/will'), text(CANARY)]);
      const raw = await arena.accepted('reader', { flags: 0xc6, will });
      await arena.house.do('device revoke', { name: 'reader', read: [], write: ['elsewhere/#'] });
      await raw.ended();
      await arena.reasons();
      expect(arena.heard.filter((line) => line.startsWith('elsewhere/'))).toEqual([]);
    },
  },
  {
    id: 'TP-40',
    done: 'a delayed will (MQTT 5)',
    expected: 'subscribers get it without the delay’s property, which is no property of a PUBLISH',
    guard: {
      cannot: 'without it the subscriber of MQTT 5 is sent what its standard forbids, which aedes does not notice',
      proof: 'gateway/devices/broker/limits.test.ts fails with the property left in',
    },
    async run(arena) {
      const listener = await arena.accepted('profiled', { id: 'listens', level: 5 });
      listener.send(packet(0x82, two(7), block(), text('x/will'), bytes(1)));
      const before = (await listener.until((received) => received.includes(bytes(0x90, 4, 0, 7)))).length;
      const will = Buffer.concat([block(bytes(24, 0, 0, 0, 1)), text('x/will'), text('gone')]);
      const raw = await arena.accepted('profiled', { level: 5, flags: 0xc6, properties: bytes(17, 0, 0, 0, 60), will });
      raw.socket.destroy();
      await listener.until((received) => received.length > before);
      // PUBLISH, topic, no properties at all, payload.
      expect(listener.received().subarray(before).toString('latin1')).toMatch(/x\/will\0gone$/);
    },
  },
];

async function refusedWill(arena: Arena, topic: string): Promise<void> {
  const raw = await withWill(arena, topic);
  expect((await raw.ended()).toString('hex')).toBe('20020005');
  expect(await arena.reasons()).toContain(DENIED);
}

async function withWill(arena: Arena, topic: string): Promise<Raw> {
  const raw = await arena.raw();
  const will = Buffer.concat([text(topic), text(CANARY)]);
  const password = arena.password('attacker');
  raw.send(connect({ id: 'attacker', user: 'attacker', password, flags: 0xc6, will }));
  return raw;
}
