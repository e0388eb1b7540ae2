import { connect as connectTls } from 'node:tls';
import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { type Arena, CANARY } from './arena.ts';
import {
  block,
  bytes,
  connect,
  HANDSHAKE,
  packet,
  publish,
  subscribe,
  text,
  two,
  UNSOUND,
  variable,
} from './packets.ts';
import type { GuardName } from './switches.ts';

const OWN = 'hearthgate/v1/devices/attacker/telemetry';

type Refusal = readonly [id: string, done: string, reason: string, ...guards: GuardName[]];

/** Ends the connection without an answer or with just this one; says why once; takes nothing in. */
function refusedAtOnce([id, done, reason, ...guard]: Refusal, sent: (arena: Arena) => Buffer, answer = ''): AbuseCase {
  return {
    id,
    done: `before a CONNECT was accepted: ${done}`,
    expected: `ended ${answer === '' ? 'without an answer' : `with ${answer}`}, "${reason}"`,
    guard,
    async run(arena) {
      const raw = await arena.raw();
      raw.send(sent(arena));
      expect((await raw.ended()).toString('hex')).toBe(answer);
      expect(await arena.reasons()).toContain(reason);
    },
  };
}

function refusedLater(
  [id, done, reason, ...guard]: Refusal,
  sent: () => Buffer,
  level: 4 | 5 = 4,
  answer = '',
): AbuseCase {
  return {
    id,
    done: `in an open connection of MQTT ${level === 5 ? '5' : '3.1.1'}: ${done}`,
    expected: `ended ${answer === '' ? 'without an answer' : `with ${answer}`}, "${reason}"`,
    guard,
    async run(arena) {
      const raw = await arena.accepted('attacker', { level });
      const before = raw.received().length;
      raw.send(sent());
      expect((await raw.ended()).subarray(before).toString('hex')).toBe(answer);
      expect(await arena.reasons()).toContain(reason);
    },
  };
}

/** Bytes one after the other, of what never becomes whole in time; without any, silence. */
function slow(
  id: string,
  what: string,
  port: 'mqtt' | 'mqtts',
  guard: readonly GuardName[],
  whole: Buffer = bytes(),
): AbuseCase {
  return {
    id,
    done: `forty connections that send ${what} byte by byte`,
    expected: 'all ended by one deadline, and a device still gets in within two seconds',
    guard,
    async run(arena) {
      const all = await Promise.all(
        Array.from({ length: 40 }, () => arena.raw(`127.2.${Number(id.slice(3))}.1`, port)),
      );
      let at = 0;
      const drops = setInterval(() => {
        for (const { socket } of all)
          if (socket.writable && at < whole.length) socket.write(whole.subarray(at, at + 1));
        at++;
      }, 50);
      try {
        const begun = performance.now();
        await arena.accepted('victim');
        expect(performance.now() - begun).toBeLessThan(2000);
        await arena.until(() => all.every(({ socket }) => socket.closed));
        for (const raw of all) expect(raw.received().length).toBe(0);
      } finally {
        clearInterval(drops);
      }
    },
  };
}

const HANDSHAKE_AND_MORE = Buffer.concat([HANDSHAKE, Buffer.alloc(400)]);
const attacker = (arena: Arena) => ({ user: 'attacker', password: arena.password('attacker') });
const NOT_FIRST = 'not a CONNECT';

export const mqttFraming: readonly AbuseCase[] = [
  refusedAtOnce(['FR-03a', 'PUBLISH first', NOT_FIRST, 'framing guard'], () => publish(OWN, CANARY)),
  refusedAtOnce(['FR-03b', 'SUBSCRIBE first', NOT_FIRST, 'framing guard'], () => subscribe(['#'])),
  refusedAtOnce(['FR-03c', 'PINGREQ first', NOT_FIRST, 'framing guard'], () => packet(0xc0)),
  refusedAtOnce(['FR-03d', 'DISCONNECT first', NOT_FIRST, 'framing guard'], () => packet(0xe0)),
  refusedAtOnce(['FR-03e', 'AUTH first', NOT_FIRST, 'framing guard'], () => packet(0xf0, bytes(0x18, 0))),
  refusedAtOnce(['FR-30', 'an HTTP request', NOT_FIRST, 'framing guard'], () =>
    Buffer.from(`GET /${CANARY} HTTP/1.1\r\nHost: hub\r\n\r\n`),
  ),
  refusedAtOnce(['FR-31', 'a TLS handshake', 'fixed header flags', 'first byte'], () =>
    Buffer.concat([bytes(0x16, 3, 1, 0, 200), Buffer.alloc(200)]),
  ),
  refusedAtOnce(['FR-05', 'a length of 256 MB', 'packet is too large', 'limit: CONNECT bytes'], () =>
    bytes(0x10, 0xff, 0xff, 0xff, 0x7f),
  ),
  refusedAtOnce(['FR-06', 'a length of five bytes', 'remaining length', 'framing guard'], () =>
    bytes(0x10, 0xff, 0xff, 0xff, 0xff, 1),
  ),
  refusedAtOnce(['FR-07', 'a length that could be shorter', 'remaining length', 'framing guard'], () =>
    bytes(0x10, 0x80, 0),
  ),
  refusedAtOnce(['FR-08', 'flags in the CONNECT’s fixed header', 'fixed header flags', 'first byte'], (arena) =>
    Buffer.concat([bytes(0x11), connect(attacker(arena)).subarray(1)]),
  ),
  refusedAtOnce(['FR-09', 'a client id longer than the packet', 'client id', 'CONNECT form'], () =>
    packet(0x10, text('MQTT'), bytes(4, 2, 0, 60, 0, 99, 65)),
  ),
  refusedAtOnce(['FR-14', 'bytes behind the password', 'bytes after the CONNECT', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), rest: bytes(1) }),
  ),
  refusedAtOnce(['FR-15', 'a password without a user name', 'password without user name', 'CONNECT form'], () =>
    packet(0x10, text('MQTT'), bytes(4, 0x42, 0, 60), text('x'), text(CANARY)),
  ),
  refusedAtOnce(['FR-16', 'the reserved connect flag', 'reserved connect flag', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), flags: 0xc3 }),
  ),
  refusedAtOnce(['FR-17', 'a will QoS without a will', 'will flags without a will', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), flags: 0xca }),
  ),
  refusedAtOnce(['FR-18', 'a will of QoS 3', 'will QoS 3', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), flags: 0xde, will: Buffer.concat([text(OWN), text(CANARY)]) }),
  ),
  refusedAtOnce(
    ['FR-19', 'no client id, but a session to keep', 'no client id', 'CONNECT form'],
    (arena) => connect({ ...attacker(arena), id: '', flags: 0xc0 }),
    '20020002',
  ),
  refusedAtOnce(['FR-32', 'another protocol name', 'protocol name', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), protocol: 'MQTX' }),
  ),
  refusedAtOnce(
    ['FR-33', 'MQTT 3.1', 'MQTT 3.1 is not spoken here', 'CONNECT form'],
    (arena) => connect({ ...attacker(arena), protocol: 'MQIsdp', level: 3 }),
    '20020001',
  ),
  refusedAtOnce(
    ['FR-34', 'a version after 5', 'protocol level', 'CONNECT form'],
    (arena) => connect({ ...attacker(arena), level: 6 }),
    '2003008400',
  ),
  refusedAtOnce(['FR-35', 'a client id of 2 KiB', 'client id is too long', 'CONNECT form'], (arena) =>
    connect({ ...attacker(arena), id: 'i'.repeat(2048) }),
  ),
  refusedAtOnce(['FR-36', 'a property twice', 'property 33 twice', 'properties'], (arena) =>
    connect({ ...attacker(arena), level: 5, properties: bytes(33, 0, 9, 33, 0, 9) }),
  ),
  refusedAtOnce(['FR-37', 'an unknown property', 'property 99 not allowed here', 'properties'], (arena) =>
    connect({ ...attacker(arena), level: 5, properties: bytes(99, 0) }),
  ),
  refusedAtOnce(['FR-38', 'a receive maximum of 0', 'value of property 33', 'properties'], (arena) =>
    connect({ ...attacker(arena), level: 5, properties: bytes(33, 0, 0) }),
  ),
  refusedAtOnce(['FR-39', 'a maximum packet size of 0', 'value of property 39', 'properties'], (arena) =>
    connect({ ...attacker(arena), level: 5, properties: bytes(39, 0, 0, 0, 0) }),
  ),
  refusedAtOnce(['FR-40', 'a request for problem information of 2', 'value of property 23', 'properties'], (arena) =>
    connect({ ...attacker(arena), level: 5, properties: bytes(23, 2) }),
  ),
  refusedAtOnce(['FR-41', 'properties longer than the packet', 'property length', 'CONNECT form'], () =>
    packet(0x10, text('MQTT'), bytes(5, 2, 0, 60, 0x7f, 33)),
  ),
  ...Object.entries(UNSOUND).flatMap(([what, value], index) => [
    refusedAtOnce([`TP-0${index + 1}a`, `${what} in the client id`, 'client id', 'UTF-8'], (arena) =>
      connect({ ...attacker(arena), id: value }),
    ),
    refusedAtOnce([`TP-0${index + 1}b`, `${what} in the user name`, 'user name', 'UTF-8'], (arena) =>
      connect({ ...attacker(arena), user: value }),
    ),
  ]),
  slow('FR-02', 'a CONNECT', 'mqtt', ['limit: time for a CONNECT'], connect({ user: 'attacker', password: CANARY })),
  slow('FR-71', 'nothing at all', 'mqtt', ['limit: time for a CONNECT']),
  slow('FR-72', 'a handshake of TLS', 'mqtts', ['limit: time for a handshake'], HANDSHAKE_AND_MORE),
  slow('FR-73', 'nothing at all, where TLS is spoken,', 'mqtts', ['limit: time for a handshake']),
  {
    id: 'FR-74',
    done: 'eighty connections from as many addresses of one IPv6 network that say nothing',
    expected: 'counted as one: 64 wait, the others are ended at once, and another address gets in',
    guard: ['one network, one address'],
    async run(arena) {
      const idle = await Promise.all(Array.from({ length: 80 }, (_, at) => arena.raw(`127.64.1.${at + 1}`)));
      await arena.accepted('victim');
      await arena.until(() => idle.filter((raw) => raw.socket.closed).length === 16);
    },
  },
  {
    id: 'FR-75',
    done: 'a CONNECT drop by drop once TLS speaks',
    expected: 'ended by the same deadline, and a device still gets in',
    guard: ['limit: time for a CONNECT'],
    async run(arena) {
      const raw = await arena.raw('127.2.0.5', 'mqtts');
      const tls = connectTls({ socket: raw.socket, rejectUnauthorized: false }).on('error', () => undefined);
      await new Promise((resolve) => tls.once('secureConnect', resolve));
      const whole = connect({ user: 'attacker', password: CANARY });
      let at = 0;
      const drops = setInterval(() => tls.write(whole.subarray(at, ++at)), 50);
      try {
        await arena.accepted('victim');
        await raw.ended();
      } finally {
        clearInterval(drops);
      }
    },
  },
  {
    id: 'FR-21',
    done: '60 packets right behind a CONNECT with a wrong password',
    expected: 'CONNACK 4, and none of them looked at',
    guard: ['framing guard'],
    async run(arena) {
      const raw = await arena.raw();
      const behind = Array.from({ length: 60 }, () => publish(OWN, CANARY));
      raw.send(connect({ id: 'attacker', user: 'attacker', password: 'wrong' }), ...behind);
      expect((await raw.ended()).toString('hex')).toBe('20020004');
    },
  },
  refusedLater(['FR-04', 'a second CONNECT', 'second CONNECT', 'framing guard'], () => connect({ id: 'again' })),
  refusedLater(['FR-22', 'a length of 256 MB, and then nothing', 'packet is too large', 'limit: packet bytes'], () =>
    bytes(0x30, 0xff, 0xff, 0xff, 0x7f),
  ),
  refusedLater(['FR-10a', 'PUBLISH with packet id 0', 'packet identifier', 'packet form'], () =>
    publish(OWN, CANARY, { qos: 1, id: 0 }),
  ),
  refusedLater(['FR-10b', 'PUBLISH of QoS 2 with packet id 0', 'packet identifier', 'packet form'], () =>
    publish(OWN, CANARY, { qos: 2, id: 0 }),
  ),
  refusedLater(['FR-10c', 'SUBSCRIBE with packet id 0', 'packet identifier', 'packet form'], () =>
    subscribe(['a'], 0, 0),
  ),
  refusedLater(['FR-11', 'PUBLISH of QoS 1 that ends behind its topic', 'packet identifier', 'packet form'], () =>
    packet(0x32, text(OWN)),
  ),
  refusedLater(['FR-12', 'a topic longer than its packet', 'topic', 'packet form'], () =>
    packet(0x30, bytes(0, 99, 65)),
  ),
  refusedLater(['FR-42', 'QoS 3', 'QoS 3', 'first byte'], () => publish(OWN, CANARY, { qos: 3 })),
  refusedLater(['FR-43', 'DUP with QoS 0', 'DUP with QoS 0', 'first byte'], () => publish(OWN, CANARY, { dup: true })),
  refusedLater(['FR-44', 'SUBSCRIBE with other flags', 'fixed header flags', 'first byte'], () =>
    packet(0x80, two(7), text('a'), bytes(0)),
  ),
  refusedLater(['FR-45', 'SUBSCRIBE with QoS 3', 'subscription options', 'packet form'], () => subscribe(['a'], 3)),
  refusedLater(['FR-46', 'SUBSCRIBE with reserved bits', 'subscription options', 'packet form'], () =>
    subscribe(['a'], 4),
  ),
  refusedLater(['FR-47', 'SUBSCRIBE without a filter', 'SUBSCRIBE without a filter', 'packet form'], () =>
    packet(0x82, two(7)),
  ),
  refusedLater(['FR-48', 'SUBSCRIBE with 501 filters', 'too many filters', 'packet form'], () =>
    subscribe(Array.from({ length: 501 }, (_, index) => `hearthgate/v1/devices/attacker/commands/${index}`)),
  ),
  refusedLater(['FR-49', 'UNSUBSCRIBE without a filter', 'UNSUBSCRIBE without a filter', 'packet form'], () =>
    packet(0xa2, two(7)),
  ),
  refusedLater(['FR-50', 'a CONNACK, which only a server sends', 'packet type', 'first byte', 'packet form'], () =>
    packet(0x20, bytes(0, 0)),
  ),
  refusedLater(['FR-51', 'a SUBACK, which only a server sends', 'packet type', 'first byte', 'packet form'], () =>
    packet(0x90, two(1), bytes(0)),
  ),
  refusedLater(['FR-52', 'packet type 0', 'packet type', 'first byte', 'packet form'], () => packet(0)),
  refusedLater(['FR-53', 'AUTH without a method', 'packet type', 'first byte', 'packet form'], () => packet(0xf0)),
  refusedLater(['FR-54', 'PINGREQ with a body', 'PINGREQ with a body', 'packet form'], () => packet(0xc0, bytes(1))),
  refusedLater(['FR-55', 'PUBACK with more than an id', 'bytes after the packet', 'packet form'], () =>
    packet(0x40, two(1), bytes(0)),
  ),
  refusedLater(['FR-56', 'PUBREL with packet id 0', 'packet identifier', 'packet form'], () => packet(0x62, two(0))),
  refusedLater(['FR-57', 'PUBREL with other flags', 'fixed header flags', 'first byte'], () => packet(0x60, two(1))),
  refusedLater(['FR-58', 'DISCONNECT with a body', 'bytes after the packet', 'packet form'], () =>
    packet(0xe0, bytes(1)),
  ),
  refusedLater(
    ['FR-59', 'a topic alias, which we announced none of', 'property 35 not allowed here', 'properties'],
    () => publish(OWN, CANARY, { properties: bytes(35, 0, 1) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-60', 'a topic alias of 0 and no topic', 'empty topic', 'packet form'],
    () => publish('', CANARY, { properties: bytes(35, 0, 0) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-61', 'a subscription identifier of 0', 'property 11 not allowed here', 'properties'],
    () => packet(0x82, two(7), block(bytes(11, 0)), text('a'), bytes(0)),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-62', 'a subscription identifier in a PUBLISH', 'property 11 not allowed here', 'properties'],
    () => publish(OWN, CANARY, { properties: bytes(11, 1) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-63', 'a response topic with a wildcard', 'value of property 8', 'properties'],
    () => publish(OWN, CANARY, { properties: Buffer.concat([bytes(8), text('hearthgate/#')]) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-64', 'a payload format of 2', 'value of property 1', 'properties'],
    () => publish(OWN, CANARY, { properties: bytes(1, 2) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-65', 'a hundred user properties', 'too many user properties', 'properties'],
    () =>
      publish(OWN, CANARY, {
        properties: Buffer.concat(Array.from({ length: 100 }, () => Buffer.concat([bytes(38), text('k'), text('v')]))),
      }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-66', '60 KiB of user properties', 'properties are too long', 'properties'],
    () => publish(OWN, '{}', { properties: Buffer.concat([bytes(38), text('k'), text('v'.repeat(60_000))]) }),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-67', 'a reason string that is no UTF-8 in a DISCONNECT', 'value of property 31', 'UTF-8'],
    () => packet(0xe0, bytes(0), block(Buffer.concat([bytes(31), text(bytes(0xff))]))),
    5,
    'e00182',
  ),
  refusedLater(
    ['FR-68', 'retain handling 3', 'subscription options', 'packet form'],
    () => packet(0x82, two(7), block(), text('a'), bytes(0x30)),
    5,
    'e00181',
  ),
  refusedLater(
    ['FR-69', 'a property length that could be shorter', 'property length', 'properties'],
    () => packet(0x30, text(OWN), bytes(0x80, 0), Buffer.from(CANARY)),
    5,
    'e00182',
  ),
  {
    id: 'FR-70',
    done: 'a packet drop by drop behind the CONNECT',
    expected: 'ended after the time a packet may take, "packet takes too long"',
    guard: ['limit: time for a packet'],
    async run(arena) {
      const raw = await arena.accepted('attacker');
      raw.send(bytes(0x30), variable(5000));
      const drip = setInterval(() => raw.send(bytes(0)), 20);
      try {
        await raw.ended();
      } finally {
        clearInterval(drip);
      }
      expect(await arena.reasons()).toContain('packet takes too long');
    },
  },
  {
    id: 'FR-20',
    done: '1,200 messages of QoS 2 whose PUBREL never comes',
    expected: 'ended, and forgotten with the session',
    guard: ['unreleased messages'],
    async run(arena) {
      const raw = await arena.accepted('attacker');
      raw.send(...Array.from({ length: 1200 }, (_, index) => publish(OWN, '{"a":1}', { qos: 2, id: index + 1 })));
      await raw.ended();
      await arena.until(async () => (await arena.house.hub.flow.read('broker incoming list')).length === 0);
    },
  },
];
