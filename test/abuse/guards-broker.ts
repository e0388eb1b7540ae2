import { Duplex } from 'node:stream';
import { vi } from 'vitest';
import type { Cursor } from '../../gateway/mqtt/wire.ts';
import { near } from './near.ts';
import { isOff } from './switches.ts';

vi.mock('node:tls', async (original) => {
  const real = await original<typeof import('node:tls')>();
  const createServer = (...args: Parameters<typeof real.createServer>) => {
    const server = real.createServer(...args);
    near(server, 'handshake-timeout', 'limit: time for a handshake');
    return server;
  };
  return { ...real, createServer };
});

/** This machine has no IPv6 addresses to choose from: some of its IPv4 ones stand for those of one network. */
vi.mock(import('../../gateway/runtime/network.ts'), async (original) => {
  const real = await original();
  let count = 0;
  return {
    networkOf: (address: string) => {
      const seen = address.replace(/^127\.64\.(\d+)\.(\d+)$/, '2001:db8:0:$1::$2');
      if (isOff('connections of one address')) return `${seen} ${count++}`;
      return isOff('one network, one address') ? seen : real.networkOf(seen);
    },
  };
});

vi.mock(import('../../gateway/devices/broker/packets.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    checkFirstByte: (first: number) => (isOff('first byte') ? undefined : real.checkFirstByte(first)),
    checkPacket: (...args: Parameters<typeof real.checkPacket>) =>
      isOff('packet form') ? undefined : real.checkPacket(...args),
  };
});

vi.mock(import('../../gateway/devices/broker/connect-packet.ts'), async (original) => {
  const real = await original();
  return {
    checkConnect: (cursor: Cursor) => {
      if (!isOff('CONNECT form')) return real.checkConnect(cursor);
      return { kind: 'connect', version: cursor.bytes[cursor.at + 6] === 5 ? 5 : 4 } as const;
    },
  };
});

vi.mock(import('../../gateway/mqtt/wire.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    skipText: (cursor: Cursor) => (isOff('UTF-8') ? real.skipBinary(cursor) : real.skipText(cursor)),
    text: (cursor: Cursor) => {
      if (!isOff('UTF-8')) return real.text(cursor);
      const from = cursor.at + 2;
      return real.skipBinary(cursor) ? cursor.bytes.toString('utf8', from, cursor.at) : undefined;
    },
  };
});

vi.mock(import('../../gateway/mqtt/properties.ts'), async (original) => {
  const real = await original();
  const { variable } = await vi.importActual<typeof import('../../gateway/mqtt/wire.ts')>('../../gateway/mqtt/wire.ts');
  return {
    ...real,
    skipProperties: (...[cursor, allowed, most]: Parameters<typeof real.skipProperties>) => {
      if (!isOff('properties')) return real.skipProperties(cursor, allowed, most);
      cursor.at += Math.max(0, variable(cursor));
      return undefined;
    },
  };
});

vi.mock(import('../../gateway/devices/broker/topics.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    validFilter: (filter: string) => isOff('filter syntax') || isOff('names and bases') || real.validFilter(filter),
    isBrokersOwn: (topic: string) => !isOff('names and bases') && real.isBrokersOwn(topic),
    // An overlap instead of a subset: whether a topic of the grant matches the filter.
    covers: (grant: string, filter: string) =>
      isOff('subset of the grants')
        ? real.matches(filter, grant.replace('#', 'a').replaceAll('+', 'a'))
        : real.covers(grant, filter),
  };
});

vi.mock(import('../../gateway/devices/broker/rights.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    mayPublish: (...args: Parameters<typeof real.mayPublish>) => isOff('right to publish') || real.mayPublish(...args),
    maySubscribe: (...args: Parameters<typeof real.maySubscribe>) =>
      isOff('right to subscribe') || real.maySubscribe(...args),
    mayReceive: (...args: Parameters<typeof real.mayReceive>) => isOff('right to receive') || real.mayReceive(...args),
    maySayTheSame: (...args: Parameters<typeof real.maySayTheSame>) =>
      !isOff('topics of others are not proposed') && real.maySayTheSame(...args),
  };
});

vi.mock(import('../../gateway/devices/broker/delivery.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    asksForItself: (...args: Parameters<typeof real.asksForItself>) =>
      isOff('own response topics') || real.asksForItself(...args),
  };
});

vi.mock(import('../../gateway/devices/broker/persistence.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Persistence {
    constructor(...[deps, limits]: ConstructorParameters<typeof real.Persistence>) {
      super({ ...deps, mayHold: (client, filter) => isOff('stored filters') || deps.mayHold(client, filter) }, limits);
    }

    override tookIn(...args: Parameters<InstanceType<typeof real.Persistence>['tookIn']>): boolean {
      return !isOff('QoS 2 memory') && super.tookIn(...args);
    }
  }
  return { ...real, Persistence: Switched };
});

vi.mock(import('../../gateway/devices/broker/incoming.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Incoming {
    override has(...args: [string, number]): boolean {
      return !isOff('QoS 2 memory') && super.has(...args);
    }

    override get(...args: [string, number]) {
      return isOff('QoS 2 memory') ? undefined : super.get(...args);
    }

    override store(...args: Parameters<InstanceType<typeof real.Incoming>['store']>) {
      if (isOff('unreleased messages')) this.clear(args[0]);
      return super.store(...args);
    }
  }
  return { ...real, Incoming: Switched };
});

vi.mock(import('../../gateway/devices/broker/retained.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Retained {
    override fits(...[message, owner]: Parameters<InstanceType<typeof real.Retained>['fits']>): boolean {
      return super.fits(message, isOff('share of the retained store') ? undefined : owner);
    }
  }
  return { ...real, Retained: Switched };
});

vi.mock(import('../../gateway/devices/broker/framing.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    Guard: new Proxy(real.Guard, {
      construct: (target, args) => {
        if (isOff('framing guard')) return passThrough(args[0]);
        const guard: object = Reflect.construct(target, args);
        return isOff('TLS for newcomers') ? Object.assign(guard, { isEncrypted: true }) : guard;
      },
      get: (target, name) =>
        name === Symbol.hasInstance ? (value: unknown) => value instanceof Duplex : Reflect.get(target, name),
    }),
  };
});

/** What a broker without a guard has between socket and aedes: nothing. */
function passThrough(socket: Duplex): object {
  const open = new Duplex({
    read: () => socket.resume(),
    write: (chunk, _encoding, done) => {
      socket.write(chunk);
      done();
    },
    final: (done) => {
      socket.end();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => open.push(chunk));
  socket.on('end', () => open.push(null));
  socket.on('close', () => open.destroy());
  return Object.assign(open, { accept: () => undefined, settled: () => undefined, address: '', unsent: 0 });
}

vi.mock(import('aedes'), async (original) => {
  const real = await original();
  class Switched extends real.Aedes {
    constructor(options: ConstructorParameters<typeof real.Aedes>[0] = {}) {
      const { authenticate } = options;
      super({
        ...options,
        authenticate: (client, name, password, callback) => {
          if (isOff('authentication')) callback(null, true);
          else authenticate?.(client, name, password, callback);
        },
      });
    }
  }
  return { ...real, Aedes: Switched };
});

vi.mock(import('../../gateway/devices/clients.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Clients {
    override isADevices(topic: string): boolean {
      return !isOff('apps beside devices') && super.isADevices(topic);
    }

    override isBeingDelivered(name: string): boolean {
      return isOff('whose name it is by now') || super.isBeingDelivered(name);
    }
  }
  return { ...real, Clients: Switched };
});

vi.mock(import('../../gateway/devices/broker/discovery.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Discovery {
    override isFreeFor(...args: [string, string]): boolean {
      return isOff('owner of a discovery') || super.isFreeFor(...args);
    }
  }
  return { ...real, Discovery: Switched };
});
