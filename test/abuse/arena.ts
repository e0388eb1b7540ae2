import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { BROKER_LIMITS, type BrokerLimits } from '../../gateway/devices/broker/limits.ts';
import type { Client } from '../../gateway/devices/clients.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { memoryInUse } from '../memory-in-use.ts';
import { type Link, Newcomer } from '../newcomer.ts';
import type { AbuseCase } from './abuse-case.ts';
import { type ConnectParts, connect } from './packets.ts';
import { type GuardName, type LimitName, without } from './switches.ts';
import { openWeb, type Web } from './web.ts';

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Changeable<T[Key]> : T[Key] };

/** Every attack carries it; it may be found nowhere but with local subscribers that may read it. */
export const CANARY = 'zq7abusecanaryzq7';
/** The one address whose `X-Forwarded-For` counts. */
export const PROXY = '127.9.9.9';
const MINUTE_MS = 60_000;
const LONGEST_MS = 3000;
const OUT_OF_REACH = 1e9;

/** The product's limits, some of them nearer, so that a case reaches them in a moment. */
function nearLimits(): Changeable<BrokerLimits> {
  const limits = structuredClone(BROKER_LIMITS) as Changeable<BrokerLimits>;
  Object.assign(limits.framing, { connectMs: 600, packetMs: 300, unsentMs: 300, unsentBytes: 4 * 1024 * 1024 });
  Object.assign(limits.attempts, { firstMs: 200, longestMs: 400 });
  Object.assign(limits.clients.device, { filters: 50, connections: 8 });
  Object.assign(limits.persistence.retained, { topics: 400 });
  Object.assign(limits.persistence.queue, { messages: 50 });
  Object.assign(limits.persistence.sessions, { perOwner: 5 });
  return limits;
}

const SWITCH_OFF: Readonly<Record<LimitName, (limits: Changeable<BrokerLimits>) => void>> = {
  'limit: CONNECT bytes': ({ framing }) => Object.assign(framing, { connectBytes: OUT_OF_REACH }),
  'limit: packet bytes': ({ framing }) => Object.assign(framing, { packetBytes: OUT_OF_REACH }),
  'limit: newcomer bytes': ({ framing }) => Object.assign(framing, { newcomerPacketBytes: OUT_OF_REACH }),
  'limit: newcomers': ({ clients }) => Object.assign(clients.newcomer, { connections: OUT_OF_REACH }),
  'limit: time for a CONNECT': ({ framing }) => Object.assign(framing, { connectMs: OUT_OF_REACH }),
  'limit: time for a packet': ({ framing }) => Object.assign(framing, { packetMs: OUT_OF_REACH }),
  'limit: filters': ({ clients }) => Object.assign(clients.device, { filters: OUT_OF_REACH }),
  'limit: connections': ({ clients }) => Object.assign(clients.device, { connections: OUT_OF_REACH }),
  'limit: connections of one address': ({ connections }) =>
    Object.assign(connections, { unacceptedPerAddress: OUT_OF_REACH }),
  'limit: wrong passwords': ({ attempts }) => Object.assign(attempts, { firstMs: 0, longestMs: 0 }),
  'limit: rate': ({ clients }) => Object.assign(clients.device.rate, { perSecond: OUT_OF_REACH, burst: OUT_OF_REACH }),
  'limit: keep-alive': (limits) => Object.assign(limits, { keepAliveS: 65_535 }),
  'limit: queue': ({ persistence }) => Object.assign(persistence.queue, { messages: OUT_OF_REACH }),
  'limit: unsent bytes': ({ framing }) => Object.assign(framing, { unsentBytes: OUT_OF_REACH, unsentMs: OUT_OF_REACH }),
  'limit: sessions': ({ persistence }) => Object.assign(persistence.sessions, { perOwner: OUT_OF_REACH }),
};

/** A plain connection and all that came on it. */
export interface Raw {
  readonly socket: Socket;
  send(...parts: readonly Buffer[]): void;
  /** What came so far. */
  received(): Buffer;
  /** Resolves with all that came, once it holds; rejects when that takes too long. */
  until(holds: (received: Buffer) => boolean): Promise<Buffer>;
  /** Resolves with all that came, once the hub has ended the connection; rejects when it does not. */
  ended(): Promise<Buffer>;
}

/** A real hub with a well-behaved device, a local subscriber, a consent and two vendors, and attackers with credentials. */
export class Arena {
  readonly house: House;
  readonly limits: Changeable<BrokerLimits>;
  /** What the local subscriber of everything got since the case began, as `topic payload`. */
  readonly heard: string[] = [];
  /** How long a case waits for an answer. */
  patience = 5000;
  readonly #thermostat: MqttClient;
  readonly #passwords = new Map<string, string>();
  readonly #web: Web | undefined;
  readonly #sent: number[] = [];
  #open: { end(): void }[] = [];
  #count = 0;
  #since = 0;
  #gotThrough = 0;
  #longestWait = 0;
  readonly #heapAtStart: number;

  private constructor(house: House, thermostat: MqttClient, limits: Changeable<BrokerLimits>, web: Web | undefined) {
    this.house = house;
    this.#web = web;
    this.#thermostat = thermostat;
    this.limits = limits;
    this.#heapAtStart = memoryInUse();
  }

  /** `web` also serves the API, with somebody of each role signed in. */
  static async open(web = false): Promise<Arena> {
    const limits = nearLimits();
    const house = await openHouse({ limits, mqtts: true, proxies: [PROXY] });
    await house.do('recipient add', { signed: house.acme.signed });
    const thermostat = await plugThermostat(house);
    const { password } = await house.do<{ password: string }>('device add', {
      name: 'hostile',
      dialect: 'native',
      read: [],
      write: [],
    });
    house.hub.registry.found(known(house, 'hostile'), 'native', [HOSTILE], house.clock.now());
    await house.give('acme-heating', 'setpoints');
    const asked = web ? await openWeb(house) : undefined;
    const arena = new Arena(house, thermostat, limits, asked);
    arena.#passwords.set('hostile', password);
    const local = await house.plugApp('watcher', { read: ['#'], write: ['free/#'] });
    local.on('message', (topic, payload) => arena.heard.push(`${topic} ${payload.toString()}`));
    await local.subscribeAsync('#', { qos: 1 });
    for (const name of ['attacker', 'victim']) await arena.add('device add', { name, dialect: 'native' });
    await arena.add('device add', { name: 'profiled', dialect: 'profile', base: 'x' });
    await arena.add('app add', { name: 'reader', read: ['free/#'], write: ['free/#'] });
    return arena;
  }

  async add(operation: 'device add' | 'app add', asked: { readonly name: string; readonly [more: string]: unknown }) {
    const { password } = await this.house.do<{ password: string }>(operation, { read: [], write: [], ...asked });
    this.#passwords.set(asked.name, password);
  }

  get web(): Web {
    if (!this.#web) throw new Error('this arena has no web');
    return this.#web;
  }

  password(name: string): string {
    return this.#passwords.get(name) ?? '';
  }

  /** A connection from an address that no case before had, unless one is given, to the port without TLS or the other. */
  async raw(address = this.#address(), port: 'mqtt' | 'mqtts' = 'mqtt'): Promise<Raw> {
    const socket = connectSocket({
      port: this.house.hub.broker.ports()[port] ?? 0,
      host: '127.0.0.1',
      localAddress: address,
    });
    this.#open.push({ end: () => socket.destroy() });
    socket.on('error', () => undefined);
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    const received = () => Buffer.concat(parts);
    await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
    return {
      socket,
      received,
      send: (...sent) => void socket.write(Buffer.concat(sent)),
      until: async (holds) => {
        await this.until(() => holds(received()));
        return received();
      },
      ended: async () => {
        await this.until(() => socket.closed);
        return received();
      },
    };
  }

  /** A connection to the page's port that says nothing yet; `stays` when the hub has nothing more to say to it. */
  page(address: string, stays = false): Socket {
    const asked = { port: this.web.port, host: '127.0.0.1', localAddress: address, allowHalfOpen: stays };
    const socket = connectSocket(asked);
    this.#open.push({ end: () => socket.destroy() });
    return socket.on('error', () => undefined).resume();
  }

  /** The same when TLS speaks. */
  async pageInTls(address: string, stays = false): Promise<TLSSocket> {
    const socket = connectTls({ socket: this.page(address, stays), rejectUnauthorized: false });
    socket.on('error', () => undefined).resume();
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    return socket;
  }

  /** A device that pairs, gone when the case is over. */
  async newcomer(link: Link, nonce: string, more?: IClientOptions): Promise<Newcomer> {
    const newcomer = await Newcomer.connect(link, nonce, more);
    this.#open.push(newcomer);
    return newcomer;
  }

  /** A connection whose CONNECT was accepted. */
  async accepted(name: string, parts: ConnectParts = {}, address?: string): Promise<Raw> {
    const raw = await this.raw(address);
    raw.send(connect({ id: name, user: name, password: this.password(name), ...parts }));
    const connack = await raw.until((received) => received.length >= 4 || raw.socket.closed);
    if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error(`refused: ${connack.toString('hex')}`);
    return raw;
  }

  async until(holds: () => boolean | Promise<boolean>, patience = this.patience): Promise<void> {
    const begun = performance.now();
    while (!(await holds())) {
      if (performance.now() - begun > patience) throw new Error(`did not come: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    this.#longestWait = Math.max(this.#longestWait, performance.now() - begun);
  }

  /** A reading that may leave, from the device that also says what it should not. */
  mayLeave(value: number): void {
    this.#sent.push(value);
  }

  /** Moves the clock from slot to slot until all that may leave has arrived; a batch takes so many records and no more. */
  async delivered(): Promise<void> {
    for (let slot = 0; slot < 10 && this.#arrived < this.#sent.length; slot++) {
      await this.house.clock.advance(HOUR);
      await this.until(() => this.#arrived >= this.#sent.length, 1000).catch(() => undefined);
    }
    expect(this.#arrived).toBe(this.#sent.length);
  }

  /** Why the hub refused or did not understand something, since the case began: the one place where that is told. */
  async reasons(): Promise<string[]> {
    await this.#roundTrip();
    const rows = await this.house.hub.flow.read<{ at: number; reason: string }>('quarantine list', 1000);
    return rows.filter(({ at }) => at >= this.#since).map(({ reason }) => reason);
  }

  /** Plays a case and looks at the hub afterwards; resolves with the milliseconds of its longest wait. */
  async play(abuse: AbuseCase): Promise<number> {
    this.#longestWait = 0;
    // Room for lines in the quarantine, which are so many a minute.
    await this.house.clock.advance(MINUTE_MS);
    this.#since = this.house.clock.now();
    this.heard.length = 0;
    try {
      await abuse.run(this);
      await this.#roundTrip();
      this.#nothingWasTold();
      expect(this.heard.filter((line) => line.includes(CANARY) && !line.startsWith('free/'))).toEqual([]);
    } finally {
      this.house.hub.pairing.close();
      for (const each of this.#open) each.end();
      this.#open = [];
      // Kept sessions and messages of one case are no part of the next.
      for (const name of ['attacker', 'victim', 'profiled', 'reader', 'hostile']) this.house.hub.broker.forget(name);
    }
    await this.until(() => this.house.hub.broker.connected === 2, LONGEST_MS);
    return this.#longestWait;
  }

  /**
   * Plays it with its guards switched off; rejects when the case still holds. `tookMs` is its longest wait with them: it
   * waits well beyond that, so that it fails for want of its guard and not of time.
   */
  async playWithout(guards: readonly GuardName[], abuse: AbuseCase, tookMs = LONGEST_MS): Promise<void> {
    const { patience } = this;
    const before = structuredClone(this.limits);
    this.patience = 150 + 1.5 * tookMs;
    for (const guard of guards) if (guard in SWITCH_OFF) SWITCH_OFF[guard as LimitName](this.limits);
    try {
      await expect(without(guards, () => this.play(abuse))).rejects.toThrow();
    } finally {
      restore(this.limits, before);
      this.patience = patience;
    }
  }

  /** Whether another case can be played here; one whose guards were off may have broken anything. */
  async isWell(): Promise<boolean> {
    // A request that got through may have stopped all sharing: what has to leave would be waited for in vain.
    if (this.house.hub.standing.all().length > 0) await this.house.do('sharing resume', { confirmed: true });
    // What got through for want of a guard is looked for no more.
    this.#gotThrough = (await this.#records()) + this.#arrived - this.#sent.length;
    return this.#roundTrip().then(
      async () => this.house.hub.broker.connected === 2 && (await this.#web?.isWell()) !== false,
      () => false,
    );
  }

  /** Without a look, and without waiting for what does not end: for a hub that a case has broken. */
  async stop(): Promise<void> {
    const stopped = Promise.resolve(this.#web?.stop()).then(() => this.house.stop());
    await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
  }

  /** At the end of all: what left is what was agreed to, and memory is where it was. */
  async close(): Promise<void> {
    await this.delivered();
    const left = this.house.acme.receiver.records.map(({ fields }) => JSON.stringify(fields));
    expect(left.sort()).toEqual(
      this.#sent.map((value) => JSON.stringify({ target: { form: 'exact', value, unit: '°C' } })).sort(),
    );
    this.#nothingWasTold();
    this.house.logged.length = 0;
    this.heard.length = 0;
    expect(memoryInUse() - this.#heapAtStart).toBeLessThan(20 * 1024 * 1024);
    await this.#web?.stop();
    await this.house.stop();
  }

  /** The device that behaves: its reading is acknowledged, reaches the local subscriber and becomes one record. */
  async #roundTrip(): Promise<void> {
    const value = 10 + this.#count++ / 64;
    // Nothing is on its way out: each record waits or has arrived.
    await this.#allAreAccountedFor();
    const begun = performance.now();
    await this.#thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ target: value }), { qos: 1 });
    await this.until(() => this.heard.includes(`${telemetry('thermostat')} {"target":${value}}`), LONGEST_MS);
    expect(performance.now() - begun).toBeLessThan(2000);
    this.#sent.push(value);
    await this.#allAreAccountedFor();
  }

  /** Each record that may leave waits or has arrived, and there is no other. */
  async #allAreAccountedFor(): Promise<void> {
    await this.until(async () => {
      const records = (await this.#records()) + this.#arrived - this.#gotThrough;
      if (records > this.#sent.length) throw new Error('a record that may not leave waits to leave');
      return records === this.#sent.length;
    }, LONGEST_MS);
  }

  get #arrived(): number {
    return this.house.acme.receiver.records.length;
  }

  async #records(): Promise<number> {
    const [row] = await this.house.hub.flow.read<{ records: number }>('outbox free size', 'acme-heating');
    return row?.records ?? 0;
  }

  #nothingWasTold(): void {
    expect(this.house.everythingOutside().includes(CANARY)).toBe(false);
    expect(this.house.logged.filter((line) => line.includes(CANARY))).toEqual([]);
  }

  #address(): string {
    this.#count++;
    return `127.1.${this.#count >> 7}.${(this.#count & 127) + 1}`;
  }
}

/** What the vendor's manifest speaks of, so that it has a consent to abuse. */
const HOSTILE = { key: 'hostile', vendor: 'acme', model: 'warm-2' };

function known(house: House, name: string): Client {
  const client = house.hub.clients.client(name);
  if (!client) throw new Error(`${name} was just added`);
  return client;
}

function restore(limits: Changeable<BrokerLimits>, before: Changeable<BrokerLimits>): void {
  for (const [name, value] of Object.entries(before)) {
    const now: unknown = Reflect.get(limits, name);
    if (typeof value === 'object' && typeof now === 'object') restore(now as never, value as never);
    else Reflect.set(limits, name, value);
  }
}
