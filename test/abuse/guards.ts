import { Duplex } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { decodeJwt } from 'jose';
import { vi } from 'vitest';
import type { Cursor } from '../../gateway/devices/broker/wire.ts';
import { isOff } from './switches.ts';

/**
 * Puts a switch before each guard of the real hub, here where the test composes it: the product has none that could be
 * left off. To be imported before anything of gateway/.
 */

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

vi.mock(import('../../gateway/devices/broker/wire.ts'), async (original) => {
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

vi.mock(import('../../gateway/devices/broker/properties.ts'), async (original) => {
  const real = await original();
  const { variable } = await vi.importActual<typeof import('../../gateway/devices/broker/wire.ts')>(
    '../../gateway/devices/broker/wire.ts',
  );
  return {
    ...real,
    skipProperties: (...[cursor, allowed]: Parameters<typeof real.skipProperties>) => {
      if (!isOff('properties')) return real.skipProperties(cursor, allowed);
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

vi.mock(import('../../gateway/devices/broker/newcomer.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    get PAIRING_TOPICS(): typeof real.PAIRING_TOPICS {
      return isOff('topics of newcomers') ? ('no topic at all' as never) : real.PAIRING_TOPICS;
    },
    newcomer: (nonce: string) => {
      const any = real.newcomer('a'.repeat(16));
      return isOff('nonce') && any ? { ...any, base: nonce } : real.newcomer(nonce);
    },
  };
});

vi.mock(import('../../gateway/devices/clients.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Clients {
    override isADevices(topic: string): boolean {
      return !isOff('apps beside devices') && super.isADevices(topic);
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

vi.mock(import('../../gateway/devices/pairing/code.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    sameCode: (...args: Parameters<typeof real.sameCode>) => isOff('pairing code') || real.sameCode(...args),
  };
});

vi.mock(import('../../gateway/devices/pairing/hello.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseHello: (payload: Uint8Array) =>
      isOff('form of a hello') ? { vendor: String(payload), model: 'any' } : real.parseHello(payload),
  };
});

vi.mock(import('../../gateway/devices/pairing/legible.ts'), async (original) => {
  const real = await original();
  return { legible: (text: string) => isOff('plain text') || real.legible(text) };
});

vi.mock(import('../../gateway/devices/pairing/knocks.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Knocks {
    readonly #all: ReturnType<InstanceType<typeof real.Knocks>['all']> = [];
    override add(...[attempt, now]: Parameters<InstanceType<typeof real.Knocks>['add']>): boolean {
      const { address, protocol, isEncrypted } = attempt;
      this.#all.push({ id: String(this.#all.length), address, protocol, isEncrypted, attempts: 1, last: now });
      return super.add(attempt, now);
    }

    override all() {
      return isOff('number seen') ? this.#all : super.all();
    }
  }
  return { ...real, Knocks: Switched };
});

vi.mock(import('../../gateway/devices/pairing/pairing.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Pairing {
    #code = '';
    override open() {
      const opened = super.open();
      this.#code = opened.code;
      return opened;
    }

    override admits(...[password, line]: Parameters<InstanceType<typeof real.Pairing>['admits']>): boolean {
      const isRight = super.admits(password, line);
      return isRight || (isOff('one use of the code') && String(password) === this.#code);
    }
  }
  return { ...real, Pairing: Switched };
});

vi.mock(import('../../gateway/devices/dialects/json.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseJson: (...args: Parameters<typeof real.parseJson>) =>
      isOff('JSON reader') ? readAnything(args[0]) : real.parseJson(...args),
  };
});

/** A reader that takes what JavaScript would, compressed or not: the kind that fixes what a device got wrong. */
function readAnything(payload: Uint8Array): { readonly value: unknown } | { readonly reason: 'not JSON' } {
  const bytes = Buffer.from(payload);
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
    // As this realm's objects; a member that is `__proto__` becomes the prototype, whose members count as own.
    const value = runInNewContext(`(${plain.toString('latin1').replace(/[^\x20-\x7e]/g, '')})`, { nan: 66.125 });
    return { value: own(value) };
  } catch {
    return { reason: 'not JSON' };
  }
}

function own(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return own(value[0]);
  const all: Record<string, unknown> = {};
  for (const key in value) all[key] = Reflect.get(value, key);
  for (const inner of Object.values(all))
    if (typeof inner === 'object' && inner !== null) Object.assign(all, own(inner));
  return all;
}

vi.mock(import('../../gateway/devices/dialects/fields.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    flatten: (...args: Parameters<typeof real.flatten>) => {
      const flat = real.flatten(...args);
      if (!isOff('field reader')) return flat;
      // Takes numbers as they are and the first number in a list for the whole.
      for (const [name, value] of Object.entries(args[0])) {
        const first = Array.isArray(value) ? value[0] : value;
        if (typeof first === 'number' && !Number.isFinite(first)) {
          flat.fields.push({ name: name as never, value: Number.MAX_VALUE });
        } else if (Array.isArray(value) && typeof first === 'number')
          flat.fields.push({ name: name as never, value: first });
      }
      return flat;
    },
  };
});

vi.mock(import('../../rules/window.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    apply: (...[route, state, value, ...rest]: Parameters<typeof real.apply>) => {
      // A number made of whatever came, as a shell script would.
      const taken =
        isOff('type of a value') && typeof value !== 'number' ? Number.parseFloat(`6${value}`) || 66.125 : value;
      return real.apply(route, state, taken, ...rest);
    },
  };
});

vi.mock(import('../../gateway/household/consents.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Consents {
    override inForce(...args: Parameters<InstanceType<typeof real.Consents>['inForce']>): boolean {
      return isOff('consent in force') || super.inForce(...args);
    }
  }
  return { ...real, Consents: Switched };
});

vi.mock(import('jose'), async (original) => {
  const real = await original();
  return {
    ...real,
    compactVerify: (async (jws: string, key: never, options: never) => {
      if (!isOff('signature')) return real.compactVerify(jws, key, options);
      return { payload: Buffer.from(JSON.stringify(decodeJwt(jws))), protectedHeader: { alg: 'ES256' }, key };
    }) as unknown as typeof real.compactVerify,
    decodeProtectedHeader: ((jws: string) => {
      const header = real.decodeProtectedHeader(jws);
      return isOff('signature') ? { ...header, alg: 'ES256', typ: 'hearthgate-manifest+jws' } : header;
    }) as typeof real.decodeProtectedHeader,
    // Everybody's key looks the same, and so does the pinned one.
    calculateJwkThumbprint: ((...args: Parameters<typeof real.calculateJwkThumbprint>) =>
      isOff('pinned key')
        ? Promise.resolve('the same')
        : real.calculateJwkThumbprint(...args)) as typeof real.calculateJwkThumbprint,
  };
});

vi.mock(import('../../rules/manifest.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseManifest: (json: unknown) =>
      isOff('manifest form') ? ({ manifest: json } as ReturnType<typeof real.parseManifest>) : real.parseManifest(json),
  };
});

vi.mock(import('../../rules/reading.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    deviceId: (text: string) =>
      isOff('names and bases') ? (text as ReturnType<typeof real.deviceId>) : real.deviceId(text),
  };
});

vi.mock(import('../../gateway/store/lock.ts'), async (original) => {
  const real = await original();
  return {
    lockDirectory: (dir: string) => (isOff('lock of the directory') ? () => undefined : real.lockDirectory(dir)),
  };
});

vi.mock(import('../../gateway/web/host.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Proxies {
    override addressOf(request: Parameters<InstanceType<typeof real.Proxies>['addressOf']>[0]): string {
      const said = request.headers['x-forwarded-for'];
      return isOff('listed proxies') && said !== undefined ? String(said) : super.addressOf(request);
    }
  }
  return {
    ...real,
    Proxies: Switched,
    isOurs: (...args: Parameters<typeof real.isOurs>) => isOff('names of the hub') || real.isOurs(...args),
  };
});

vi.mock(import('../../gateway/web/origin.ts'), async (original) => {
  const real = await original();
  return {
    isForeign: (...args: Parameters<typeof real.isForeign>) => !isOff('own pages alone') && real.isForeign(...args),
  };
});

vi.mock(import('../../gateway/web/rates.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Rates {
    override waitMs(...args: Parameters<InstanceType<typeof real.Rates>['waitMs']>): number {
      return isOff('rate of requests') ? 0 : super.waitMs(...args);
    }
  }
  return { ...real, Rates: Switched };
});

vi.mock(import('../../gateway/web/api/token.ts'), async (original) => {
  const real = await original();
  return { isToken: (...args: Parameters<typeof real.isToken>) => isOff('token of the page') || real.isToken(...args) };
});

vi.mock(import('../../gateway/web/api/body.ts'), async (original) => {
  const real = await original();
  return {
    parseBody: (bytes: Buffer) => (isOff('JSON of a request') ? JSON.parse(bytes.toString()) : real.parseBody(bytes)),
  };
});

vi.mock(import('../../gateway/household/people.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    reaches: (...args: Parameters<typeof real.reaches>) => isOff('roles') || real.reaches(...args),
  };
});

vi.mock(import('../../gateway/household/sessions.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Sessions {
    readonly #ended = new Map<string, ReturnType<InstanceType<typeof real.Sessions>['begin']>['session']>();
    #last: ReturnType<InstanceType<typeof real.Sessions>['begin']> | undefined;

    /** A hub that begins no new session where somebody is signed in: whoever planted the cookie is signed in, too. */
    override begin(...args: Parameters<InstanceType<typeof real.Sessions>['begin']>) {
      if (isOff('second session for a second sign-in') && this.#last) return this.#last;
      const begun = super.begin(...args);
      this.#last = begun;
      this.#ended.set(begun.secret, begun.session);
      return begun;
    }

    override open(secret: string, now: number) {
      const open = super.open(secret, now);
      if (open || !isOff('session')) return open;
      return this.#ended.get(secret) ?? [...this.#ended.values()][0];
    }

    override end(which: Parameters<InstanceType<typeof real.Sessions>['end']>[0]): number {
      return super.end((each) => (isOff('own sessions alone') ? true : which(each)));
    }
  }
  return {
    ...real,
    Sessions: Switched,
    isFresh: (...args: Parameters<typeof real.isFresh>) => isOff('passphrase typed again') || real.isFresh(...args),
  };
});

vi.mock(import('../../gateway/household/passphrase.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Passphrases {
    override async isRight(...[said, kept]: Parameters<InstanceType<typeof real.Passphrases>['isRight']>) {
      if (isOff('right passphrase')) return true;
      if (isOff('same work for every name') && kept === undefined) return false;
      return super.isRight(said, kept);
    }
  }
  return {
    ...real,
    Passphrases: Switched,
    unfit: (...args: Parameters<typeof real.unfit>) =>
      isOff('passphrases that are tried first') ? undefined : real.unfit(...args),
  };
});

vi.mock(import('../../gateway/household/codes.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Codes {
    readonly #db: ConstructorParameters<typeof real.Codes>[0]['db'];

    constructor(deps: ConstructorParameters<typeof real.Codes>[0]) {
      super(deps);
      this.#db = deps.db;
    }

    override look(...args: Parameters<InstanceType<typeof real.Codes>['look']>) {
      if (isOff('five tries')) this.#db.prepare('UPDATE codes SET tries = 0').run();
      return super.look(...args);
    }

    override use(said: string): boolean {
      return isOff('codes are good once') || super.use(said);
    }
  }
  return { ...real, Codes: Switched };
});

vi.mock(import('../../gateway/runtime/attempts.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Attempts {
    override leftMs(...args: Parameters<InstanceType<typeof real.Attempts>['leftMs']>): number {
      return isOff('wrong answers wait') ? 0 : super.leftMs(...args);
    }
  }
  return { ...real, Attempts: Switched };
});
