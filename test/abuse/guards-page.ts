import { isIP } from 'node:net';
import { vi } from 'vitest';
import { near } from './near.ts';
import { isOff } from './switches.ts';

/** A request that Node takes as it comes: its parser lenient, its limits none. The product's own limits otherwise, nearer. */
vi.mock('node:https', async (original) => {
  const real = await original<typeof import('node:https')>();
  const createServer = (options: import('node:https').ServerOptions, serve: import('node:http').RequestListener) => {
    const server = real.createServer({ ...options, connectionsCheckingInterval: 50 }, serve);
    near(server, 'headersTimeout', 'limit: time for headers');
    near(server, 'requestTimeout', 'limit: time for a request');
    near(server, 'keepAliveTimeout', 'limit: time between requests');
    near(server, 'handshake-timeout', 'limit: time for a handshake');
    Object.defineProperty(server, 'maxHeaderSize', {
      get: () => (isOff('limit: bytes of headers') ? 1024 * 1024 : options.maxHeaderSize),
    });
    Object.defineProperty(server, 'insecureHTTPParser', { get: () => isOff('strict HTTP') || undefined });
    return server;
  };
  return { ...real, createServer };
});

/** A body of any length, in a hub whose page is opened while the guard is off. */
vi.mock('fastify', async (original) => {
  const real = await original<typeof import('fastify')>();
  const open = (options: object) =>
    real.default({ ...options, ...(isOff('limit: bytes of a body') && { bodyLimit: 1e9 }) });
  return { ...real, default: open };
});

/** A door that takes what it is asked for what it may mean, as many do. */
vi.mock(import('../../gateway/web/gate.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Gate {
    override refusedBy(request: Parameters<InstanceType<typeof real.Gate>['refusedBy']>[0]) {
      const { headers, method = '', url = '' } = request;
      if (isOff('one spelling of an address')) request.url = tidied(url);
      if (isOff('one host')) request.rawHeaders = ['host', headers.host ?? ''];
      if (isOff('JSON alone')) headers['content-type'] = 'application/json';
      if (isOff('one cookie') && headers.cookie) headers.cookie = headers.cookie.replace(/;.*/, '');
      if (isOff('methods of the hub') && !/^(GET|POST|PUT|DELETE)$/.test(method)) request.method = 'GET';
      if (isOff('method of the first line')) request.method = String(headers['x-http-method-override'] ?? method);
      const refused = super.refusedBy(request);
      return isOff('limit: length of an address') && refused?.code === 'too-long' ? undefined : refused;
    }
  }
  return { Gate: Switched };
});

/** What other servers make of an address: of its host, its escapes, its dots, its parameters and what ends a C string. */
function tidied(url: string): string {
  const decoded = decodeURIComponent(decodeURIComponent(url.replace(/^https?:\/\/[^/]*/, '')));
  const cut = decoded.replace(/[;\0\r\n].*/s, '').replaceAll('\\', '/');
  return new URL(cut.replace(/\/+/g, '/'), 'https://hub').pathname;
}

vi.mock(import('../../gateway/web/guard.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    get HEADERS() {
      return isOff('answers for own pages alone')
        ? { ...real.HEADERS, 'access-control-allow-origin': '*' }
        : real.HEADERS;
    },
  };
});

vi.mock(import('../../gateway/web/host.ts'), async (original) => {
  const real = await original();
  class Switched extends real.Proxies {
    override addressOf(request: Parameters<InstanceType<typeof real.Proxies>['addressOf']>[0]): string {
      const said = request.headers['x-forwarded-for'];
      if (said === undefined) return super.addressOf(request);
      // As it was read once: what is no address, for its port, is passed over.
      const first = String(said)
        .split(',')
        .findLast((each) => isIP(each.trim()) !== 0);
      if (isOff('address with a port')) return first?.trim() ?? super.addressOf(request);
      return isOff('listed proxies') ? String(said) : super.addressOf(request);
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
    personName: (text: string) => (isOff('visible names') ? text.trim() : real.personName(text)),
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

    override endInvitations(): void {
      if (!isOff('invitations end with their maker')) super.endInvitations();
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
