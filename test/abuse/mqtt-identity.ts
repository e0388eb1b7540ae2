import { connect as connectTls } from 'node:tls';
import { expect } from 'vitest';
import type { AbuseCase } from './abuse-case.ts';
import { type Arena, CANARY } from './arena.ts';
import { bytes, type ConnectParts, connect, packet, publish, subscribe, variable } from './packets.ts';

const OWN = 'hearthgate/v1/devices/attacker/telemetry';

function refused(id: string, done: string, connack: string, parts: (arena: Arena) => ConnectParts): AbuseCase {
  return {
    id,
    done,
    expected: `CONNACK ${connack}`,
    guard: ['authentication'],
    async run(arena) {
      const raw = await arena.raw();
      raw.send(connect({ id: 'attacker', ...parts(arena) }));
      expect((await raw.ended()).toString('hex')).toBe(connack);
      expect(arena.house.logged.join('')).toContain('connection refused');
    },
  };
}

/** Somebody else's session, by its client id. */
function takeOver(id: string, done: string, connack: string, parts: ConnectParts, connected: boolean): AbuseCase {
  return {
    id,
    done,
    expected: `CONNACK ${connack}, and the victim has what it had`,
    guard: ['authentication'],
    async run(arena) {
      const victim = await arena.accepted('victim', { flags: 0xc0 });
      victim.send(subscribe(['hearthgate/v1/devices/victim/commands/+'], 1));
      await victim.until((received) => received.length >= 9);
      if (!connected) {
        victim.send(packet(0xe0));
        await victim.ended();
      }
      const raw = await arena.raw();
      raw.send(connect({ id: 'victim', user: 'attacker', password: arena.password('attacker'), ...parts }));
      expect((await raw.ended()).toString('hex')).toBe(connack);
      if (connected) expect(victim.socket.closed).toBe(false);
      else {
        const back = await arena.raw();
        back.send(connect({ id: 'victim', user: 'victim', password: arena.password('victim'), flags: 0xc0 }));
        expect((await back.until((received) => received.length >= 4)).toString('hex')).toBe('20020100');
      }
    },
  };
}

export const mqttIdentity: readonly AbuseCase[] = [
  refused('ID-01a', 'a CONNECT without user and password', '20020005', () => ({ flags: 2 })),
  refused('ID-01b', 'a user name without a password', '20020005', () => ({ flags: 0x82, user: 'victim' })),
  refused('ID-01c', 'an empty password', '20020004', () => ({ user: 'victim', password: '' })),
  refused('ID-03a', 'a wrong password', '20020004', () => ({ user: 'victim', password: CANARY })),
  refused('ID-03b', 'another device’s password', '20020004', (arena) => ({
    user: 'victim',
    password: arena.password('attacker'),
  })),
  refused('ID-03c', 'the password with a space behind it', '20020004', (arena) => ({
    user: 'victim',
    password: `${arena.password('victim')} `,
  })),
  refused('ID-12', 'a name that nobody has', '20020004', () => ({ user: 'nobody', password: CANARY })),
  refused('ID-04a', 'the name of an object’s own members', '20020004', () => ({ user: '__proto__', password: '' })),
  refused('ID-04b', 'the name in capitals', '20020004', (arena) => ({
    user: 'Victim',
    password: arena.password('victim'),
  })),
  refused('ID-05', 'MQTT 5 without a name', '2003008700', () => ({ flags: 2, level: 5 })),
  takeOver('ID-02a', 'another’s client id while it is connected', '20020002', {}, true),
  takeOver('ID-02b', 'another’s client id while it is away', '20020002', { flags: 0xc0 }, false),
  takeOver('ID-02c', 'another’s client id, to wipe its session', '20020002', { flags: 0xc2 }, false),
  {
    id: 'ID-07',
    done: 'a credential that was removed while it was connected',
    expected: 'ended at once, and refused afterwards',
    guard: ['authentication'],
    async run(arena) {
      await arena.add('device add', { name: 'removed', dialect: 'native' });
      const raw = await arena.accepted('removed');
      await arena.house.do('device remove', { name: 'removed' });
      await raw.ended();
      await expect(arena.accepted('removed')).rejects.toThrow('20020004');
    },
  },
  {
    id: 'ID-08',
    done: 'an authentication method of MQTT 5 that we do not speak',
    expected: 'CONNACK 0x8c',
    guard: {
      cannot: 'aedes itself refuses it, and has no other way',
      proof: 'the same CONNECT without the method is accepted',
    },
    async run(arena) {
      const asked = { id: 'a', user: 'attacker', password: arena.password('attacker'), level: 5 };
      const raw = await arena.raw();
      raw.send(connect({ ...asked, properties: bytes(21, 0, 1, 65) }));
      expect((await raw.ended())[3]).toBe(0x8c);
      const plain = await arena.raw();
      plain.send(connect(asked));
      expect((await plain.until((received) => received.length >= 4))[3]).toBe(0);
    },
  },
  {
    id: 'ID-09',
    done: 'client ids that are names of an object’s own members',
    expected: 'names like any other',
    guard: {
      cannot: 'aedes crashes on them, and the test with it',
      proof: 'broker.test.ts fails when the maps have Object.prototype',
    },
    async run(arena) {
      for (const id of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
        const raw = await arena.accepted('attacker', { id });
        raw.send(publish(OWN, '{"a":1}', { qos: 1 }));
        await raw.until((received) => received.length >= 8);
      }
    },
  },
  {
    id: 'ID-11a',
    done: 'guessing one device’s password over and over',
    expected: 'each answer comes later; the true device is in at once from elsewhere',
    guard: ['limit: wrong passwords'],
    async run(arena) {
      let took = 0;
      for (let guess = 0; guess < 4; guess++) {
        const raw = await arena.raw('127.3.0.1');
        const begun = performance.now();
        raw.send(connect({ id: 'a', user: 'victim', password: `${guess}` }));
        await raw.until(() => raw.socket.closed || raw.received().length > 0);
        took = performance.now() - begun;
      }
      const begun = performance.now();
      await arena.accepted('victim');
      expect(performance.now() - begun).toBeLessThan(190);
      expect(took).toBeGreaterThan(350);
    },
  },
  {
    id: 'ID-11b',
    done: 'a thousand guesses over many names from one address, hanging up at once',
    expected: 'few are looked at, and the hub answers others meanwhile',
    guard: ['limit: wrong passwords', 'limit: connections of one address'],
    async run(arena) {
      const before = arena.house.hub.clients.listClients().length;
      const looked: string[] = [];
      const { clients } = arena.house.hub;
      const verify = clients.verify.bind(clients);
      clients.verify = (name, password) => {
        if (name.startsWith('guess-')) looked.push(name);
        return verify(name, password);
      };
      for (let round = 0; round < 20; round++) {
        const guesses = await Promise.all(Array.from({ length: 50 }, () => arena.raw('127.3.0.2')));
        guesses.forEach((raw, index) => {
          raw.send(connect({ id: `g${index}`, user: `guess-${round}-${index}`, password: 'x' }));
        });
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const raw of guesses) raw.socket.destroy();
      }
      clients.verify = verify;
      expect(clients.listClients().length).toBe(before);
      expect(looked.length).toBeLessThan(150);
    },
  },
  {
    id: 'ID-13',
    done: 'one device connects ten times at once',
    expected: 'eight are let in, the others get CONNACK 3',
    guard: ['limit: connections'],
    async run(arena) {
      for (let index = 0; index < 8; index++) await arena.accepted('attacker', { id: `a${index}` });
      for (let index = 8; index < 10; index++) {
        await expect(arena.accepted('attacker', { id: `a${index}` })).rejects.toThrow('20020003');
      }
    },
  },
  {
    id: 'ID-15',
    done: '80 connections of one address that say nothing',
    expected: '64 wait, the others are ended at once, and another address gets in',
    guard: ['limit: connections of one address'],
    async run(arena) {
      const idle = await Promise.all(Array.from({ length: 80 }, () => arena.raw('127.4.0.1')));
      await arena.accepted('victim');
      await arena.until(() => idle.filter((raw) => raw.socket.closed).length >= 16);
      expect(idle.filter((raw) => raw.socket.closed).length).toBe(16);
    },
  },
  {
    id: 'ID-16',
    done: 'a device publishes 3,000 messages at once',
    expected: 'it is slowed down, stays connected, and others are answered meanwhile',
    guard: ['limit: rate'],
    async run(arena) {
      Object.assign(arena.limits.clients.device.rate, rate(arena, { perSecond: 1000, burst: 100 }));
      await arena.add('device add', { name: 'fast', dialect: 'native' });
      try {
        const raw = await arena.accepted('fast');
        const topic = 'hearthgate/v1/devices/fast/telemetry';
        raw.send(...Array.from({ length: 3000 }, () => publish(topic, '{"a":1}')), publish(topic, '{}', { qos: 1 }));
        const begun = performance.now();
        await arena.reasons();
        // 3,000 at 1,000 a second; as fast as it can be where nothing slows it down.
        await arena.until(() => raw.received().length > 4, 10_000);
        expect(performance.now() - begun).toBeGreaterThan(2300);
        expect(raw.socket.closed).toBe(false);
      } finally {
        await arena.house.do('device remove', { name: 'fast' });
        Object.assign(arena.limits.clients.device.rate, rate(arena, { perSecond: 500, burst: 10_000 }));
      }
    },
  },
  {
    id: 'ID-17',
    done: 'a subscriber that reads nothing while another floods it',
    expected: 'it is ended, and the flood reaches those who read',
    guard: ['limit: unsent bytes'],
    async run(arena) {
      const hung = await arena.accepted('profiled', { id: 'hung' });
      hung.send(subscribe(['x/#']));
      await hung.until((received) => received.length >= 9);
      hung.socket.pause();
      const loud = await arena.accepted('profiled', { id: 'loud' });
      const big = Buffer.alloc(200_000, 65);
      let sent = 0;
      const heard = () => arena.heard.filter((line) => line.startsWith('x/a ')).length;
      // As fast as the subscriber who reads takes them, however much the system's own buffers hold for the one who does not.
      await arena.until(async () => {
        for (let more = 0; more < 5; more++) loud.send(publish('x/a', big, { qos: 1, id: ++sent }));
        await arena.until(() => heard() === sent);
        return arena.house.hub.broker.connected === 3;
      });
    },
  },
  {
    id: 'ID-18',
    done: 'a keep-alive of 65,535 seconds, or none, and silence',
    expected: 'ended after one and a half times the longest keep-alive',
    guard: ['limit: keep-alive'],
    async run(arena) {
      if (arena.limits.keepAliveS < 65_535) arena.limits.keepAliveS = 1;
      try {
        const silent = await arena.accepted('attacker', { keepAlive: 65_535 });
        const never = await arena.accepted('attacker', { keepAlive: 0, id: 'never' });
        const { patience } = arena;
        if (patience < 1000) arena.patience = 1800;
        await silent.ended();
        await never.ended();
        arena.patience = patience;
      } finally {
        arena.limits.keepAliveS = 4 * 3600;
      }
    },
  },
  {
    id: 'ID-19',
    done: 'one device keeps ten sessions',
    expected: 'five are kept, the longest-gone make room',
    guard: ['limit: sessions'],
    async run(arena) {
      for (let index = 0; index < 10; index++) {
        const raw = await arena.accepted('attacker', { id: `session-${index}`, flags: 0xc0 });
        raw.send(packet(0xe0));
        await raw.ended();
      }
      const rows = await arena.house.hub.flow.read<{ owner: string }>('broker sessions');
      expect(rows.filter(({ owner }) => owner === 'attacker').length).toBeLessThanOrEqual(5);
    },
  },
  {
    id: 'ID-20',
    done: 'a hundred connections after each other, each broken off',
    expected: 'nothing of them is left',
    guard: {
      cannot: 'what is forgotten is spread over the whole broker',
      proof: 'the count of connections is looked at after every case, and memory at the end of all',
    },
    async run(arena) {
      for (let index = 0; index < 100; index++) {
        const raw = await arena.accepted('attacker', { id: `churn-${index}` });
        raw.socket.resetAndDestroy();
      }
      await arena.until(() => arena.house.hub.broker.connected === 2);
    },
  },
  {
    id: 'DU-03a',
    done: 'a message of QoS 2 sent twice before its PUBREL',
    expected: 'taken in once',
    guard: ['QoS 2 memory'],
    async run(arena) {
      const raw = await arena.accepted('attacker');
      raw.send(publish(OWN, '{"twice":1}', { qos: 2, id: 5 }));
      await raw.until((received) => received.length >= 8);
      raw.send(publish(OWN, '{"twice":1}', { qos: 2, id: 5, dup: true }), packet(0x62, bytes(0, 5)));
      await raw.until((received) => received.length >= 16);
      await arena.reasons();
      expect(arena.heard.filter((line) => line.includes('twice'))).toHaveLength(1);
    },
  },
  {
    id: 'DU-03b',
    done: 'a storm of PUBRELs for messages that never were',
    expected: 'PUBCOMP for each (MQTT-3.6.4-1)',
    guard: {
      cannot: 'aedes answers them, and nothing else stands there',
      proof: 'the number of answers is counted',
    },
    async run(arena) {
      const raw = await arena.accepted('attacker');
      const ids = Array.from({ length: 500 }, (_, index) => index + 1);
      raw.send(...ids.map((id) => packet(0x62, bytes(id >> 8, id & 255))));
      await raw.until((received) => received.length >= 4 + 4 * ids.length);
      expect(raw.received().length).toBe(4 + 4 * ids.length);
    },
  },
  {
    id: 'DU-03c',
    done: 'PUBACK, PUBREC and PUBCOMP for messages that nobody sent',
    expected: 'no harm',
    guard: {
      cannot: 'there is nothing to stop: no state changes',
      proof: 'the well-behaved device is looked at after every case',
    },
    async run(arena) {
      const raw = await arena.accepted('attacker', { flags: 0xc0 });
      for (const type of [0x40, 0x50, 0x70]) raw.send(...[...Array(200)].map((_, id) => packet(type, bytes(1, id))));
      raw.send(packet(0xc0));
      await raw.until((received) => received.includes(Buffer.from([0xd0, 0])));
    },
  },
  {
    id: 'ID-21',
    done: 'a TLS client hello with a version of ours and garbage on the plain port, after a CONNECT',
    expected: 'ended as a second CONNECT',
    guard: ['framing guard'],
    async run(arena) {
      const raw = await arena.accepted('attacker');
      const tls = connectTls({ socket: raw.socket, rejectUnauthorized: false });
      tls.on('error', () => undefined);
      await new Promise((resolve) => tls.once('close', resolve));
      expect(await arena.reasons()).toContain('second CONNECT');
    },
  },
  {
    id: 'ID-22',
    done: 'a CONNECT of 60 KiB',
    expected: 'refused on its header',
    guard: ['limit: CONNECT bytes'],
    async run(arena) {
      const raw = await arena.raw();
      raw.send(bytes(0x10), variable(60_000));
      await raw.ended();
      expect(await arena.reasons()).toContain('packet is too large');
    },
  },
];

/** The rate for credentials that are new; without its guard there is none. */
function rate(arena: Arena, asked: { perSecond: number; burst: number }): { perSecond: number; burst: number } {
  const { perSecond, burst } = arena.limits.clients.device.rate;
  return perSecond > 1e6 ? { perSecond, burst } : asked;
}
