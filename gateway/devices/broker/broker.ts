import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { Aedes, type Client as AedesClient, type AedesOptions, type PublishPacket, type Subscription } from 'aedes';
import { Attempts } from '../../runtime/attempts.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import type { Client, Clients } from '../clients.ts';
import type { Attempt } from '../pairing/knocks.ts';
import type { NewcomerLine } from '../pairing/pairing.ts';
import { Allowances } from './allowances.ts';
import { narrowRouting } from './audience.ts';
import { Backlog } from './backlog.ts';
import { LARGEST_PACKET } from './connack.ts';
import { Connection } from './connection.ts';
import { asksForItself, isTooLargeFor, withoutDelay } from './delivery.ts';
import { Denied } from './denied.ts';
import { Discovery } from './discovery.ts';
import { Guard, type Refused } from './framing.ts';
import { MAX_INCOMING } from './incoming.ts';
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts';
import { type ListenerOptions, Listeners, type Ports, type Shown } from './listeners.ts';
import { type Message, payloadBytes } from './message.ts';
import { Acknowledged, NEWCOMER, NewcomerConnection, newcomer } from './newcomer.ts';
import type { PlainPublish } from './packets.ts';
import { pastAedes } from './past-aedes.ts';
import { Persistence } from './persistence.ts';
import type { Kept } from './retained.ts';
import { mayPublish, maySubscribe } from './rights.ts';
import { Seldom } from './seldom.ts';
import { UNBOUNDED } from './send-quota.ts';
import { clientMark, type Fingerprint, fingerprint } from './taken.ts';

/** A message that a client was allowed to publish and that nobody has acknowledged yet. */
export interface Arrival {
  readonly client: Client;
  readonly clientId: string;
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Milliseconds since 1970, by the hub's clock. */
  readonly receivedAt: number;
}

/** Who asks to be let in; whoever decides about it is handed its connection. */
export interface Newcomers {
  /** Whether the password lets a newcomer say hello; where it does, the line is its connection. */
  admits(password: Uint8Array, line: NewcomerLine): boolean;
  hello(line: NewcomerLine, payload: Uint8Array): void;
  left(line: NewcomerLine): void;
  /** Somebody was refused whom no credential and no certificate names. */
  knocked(attempt: Attempt): void;
}

export interface BrokerDeps {
  readonly clients: Pick<Clients, 'verify' | 'client' | 'isADevices'>;
  /** The name of the credential that a certificate is now; without it no certificate is any. */
  certified?(certificate: X509Certificate): string | undefined;
  /** Without it nobody is let in who has no credential. */
  readonly newcomers?: Newcomers;
  readonly flow: Flow;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Called for each message in order of arrival, before it is acknowledged. Resolves after the one commit that holds all it
   * led to, what the broker owes for it (`owed`), and `said()`; false: the disk did not take that. Undefined: it led to
   * nothing. Rejecting disconnects the client without an acknowledgement.
   */
  onPublish(arrival: Arrival, owed: readonly Operation[]): Promise<boolean> | undefined;
  /**
   * Called for each retained message that a former run kept, before anybody may connect: what a bridge said about its
   * devices it does not say again to a broker that remembers it.
   */
  onRemembered(message: Pick<Arrival, 'client' | 'topic' | 'payload'>): void;
  /** A connection that was closed for what it sent; one line for the quarantine, without its content. */
  onRefused(refused: Refused): void;
  readonly listeners: ListenerOptions;
  readonly limits?: BrokerLimits;
}

/** Everything aedes lets others decide; broker.test.ts compares it with aedes' own list. */
export const POLICIES = [
  'preConnect',
  'authenticate',
  'authorizePublish',
  'authorizeSubscribe',
  'authorizeForward',
  'published',
] as const;
type Policies = Required<Pick<AedesOptions, (typeof POLICIES)[number]>>;

const SWEEP_MS = 3_600_000;
/** A message that is sent again within so long is known. */
const AGE_MS = 600_000;
/** aedes' heartbeat goes to `$SYS`, where nobody may listen; four times this is setInterval's largest delay. */
const NO_HEARTBEAT_MS = 2 ** 29 - 1;

/** Return codes of CONNACK (table 3.1); aedes makes MQTT 5's of them. */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;
const NOT_AUTHORIZED = 5;

/** The household's MQTT broker: aedes behind a framing guard, with our decision on everything it asks. */
export class Broker {
  readonly denied = new Denied();
  readonly #deps: BrokerDeps;
  readonly #limits: BrokerLimits;
  readonly #listeners: Listeners;
  readonly #persistence: Persistence;
  readonly #connections = new WeakMap<AedesClient, Connection>();
  /** Accepted connections by client id. */
  readonly #live = new Map<string, Connection>();
  readonly #accepted = new WeakMap<Guard, () => void>();
  readonly #allowances: Allowances;
  readonly #attempts: Attempts;
  readonly #backlog: Backlog;
  readonly #logged: Seldom;
  readonly #shown = new WeakMap<Guard, Shown>();
  readonly #acknowledged: Acknowledged;
  readonly #discovery: Discovery;
  #aedes: Aedes | undefined;
  /** Whether anybody at home would get what is said on a topic. */
  #hears: (topic: string) => boolean = () => true;
  #inFlight = 0;
  #idle: (() => void) | undefined;
  #stopping = false;
  #cancel: (() => void)[] = [];

  constructor(deps: BrokerDeps) {
    this.#deps = deps;
    this.#limits = deps.limits ?? BROKER_LIMITS;
    this.#allowances = new Allowances({
      limits: this.#limits.clients,
      rate: this.#limits.rate,
      now: () => deps.clock.monotonic(),
    });
    this.#attempts = new Attempts(this.#limits.attempts);
    this.#backlog = new Backlog(this.#limits.unsentBytes);
    this.#logged = new Seldom(this.#limits.refusalsLogged);
    this.#discovery = new Discovery(this.#limits.discoveryTopics);
    this.#acknowledged = new Acknowledged((ms, call) => deps.clock.after(ms, call));
    this.#persistence = new Persistence(
      {
        flow: deps.flow,
        log: deps.log,
        now: () => deps.clock.now(),
        mayHold: (clientId, filter) => {
          const client = this.#live.get(clientId)?.client;
          return client !== undefined && maySubscribe(client, filter);
        },
        owner: (clientId) => this.#live.get(clientId)?.client?.name,
        onFull: (owner) => {
          if (!this.#mayLog(owner ?? '')) return;
          deps.log.warn({ client: owner }, 'retained message not kept: its part of the store is full');
        },
      },
      this.#limits.persistence,
    );
    this.#listeners = new Listeners(deps.listeners, {
      limits: this.#limits.connections,
      onConnection: (socket, accepted, shown) => this.#connected(socket, accepted, shown),
    });
  }

  /** The ports it really listens on, where port 0 was asked for. */
  ports(): Ports {
    return this.#listeners.ports;
  }

  /** Loads what the former run kept, then listens; rejects when a port cannot be had. */
  async start(): Promise<void> {
    const aedes = new Aedes({
      ...this.#policies(),
      persistence: this.#persistence,
      heartbeatInterval: NO_HEARTBEAT_MS,
      maximumPacketSize: LARGEST_PACKET,
      receiveMaximum: MAX_INCOMING,
      topicAliasMaximum: 0,
      sessionExpiryIntervalLimit: this.#limits.sessionS,
      keepaliveLimit: this.#limits.keepAliveS,
      pendingSessionsLimit: this.#limits.persistence.sessions.total,
    });
    this.#aedes = aedes;
    // Client ids are names of what strangers chose: `constructor` must not find Object.prototype's.
    Object.assign(aedes, { clients: Object.create(null), brokers: Object.create(null) });
    this.#hears = narrowRouting(aedes, (topic) => this.#persistence.hasSubscriber(topic));
    this.#acknowledged.listen(aedes);
    this.#listen(aedes);
    await aedes.listen();
    this.#remember();
    await this.#listeners.start();
    this.#cancel.push(this.#deps.clock.after(this.#limits.willGraceMs, () => this.#publishLeftWills()));
    this.#cancel.push(this.#deps.clock.after(AGE_MS, () => this.#ageTaken()));
    this.#sweep();
  }

  /** Ends all connections, waits for what is being committed; wills stay for the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const cancel of this.#cancel) cancel();
    this.#persistence.keepWills();
    const aedes = this.#aedes;
    if (aedes) await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await this.#listeners.stop();
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    // All that was written so far is committed once this is; without a disk there is nothing to wait for.
    await this.#deps.flow.write([]).catch(() => undefined);
  }

  /** Publishes as the hub itself: commands and `sharing`. Resolves once it is kept and on its way. */
  async publish(message: {
    readonly topic: string;
    readonly payload: Buffer;
    readonly qos: 0 | 1;
    readonly retain?: boolean;
  }): Promise<void> {
    const packet: PublishPacket = { cmd: 'publish', dup: false, retain: false, ...message };
    const operations = this.#persistence.stage(packet, { clientId: '', messageId: undefined });
    if (operations.length > 0) await this.#deps.flow.write(operations);
    await this.#route(packet);
  }

  /** Ends a credential's connections; who comes back has the grants of now, and what its sessions wait for. */
  disconnect(name: string): void {
    this.denied.forget(name);
    for (const connection of this.#live.values()) if (connection.client?.name === name) connection.guard.destroy();
  }

  /** Ends a removed credential's connections and sessions, with all that waits for them. */
  forget(name: string): void {
    this.disconnect(name);
    this.#allowances.forget(name);
    this.#discovery.forget(name);
    this.#persistence.disown(name);
    for (const clientId of this.#persistence.sessions.ofOwner(name)) this.#persistence.endSession(clientId);
  }

  /** Shows new connections the hub's certificate of now, and trusts the roots of now. */
  renewCertificate(): Promise<void> {
    return this.#listeners.renew();
  }

  /** Ends the connections whose certificate opens nothing any more: revoked, ended, or of a root that is not trusted now. */
  checkCertificates(): void {
    for (const { certificate, client, guard } of this.#live.values()) {
      if (certificate && this.#deps.certified?.(certificate) !== client?.name) guard.destroy();
    }
  }

  /**
   * Forgets messages that are kept for local subscribers, retained or on their way, without a word to them. Resolves with
   * how many they were once the database has none.
   */
  forgetMessages(which: (message: Kept) => boolean): Promise<number> {
    return this.#persistence.forget(which);
  }

  /** The messages that `forgetMessages` would forget of those that are retained. */
  retained(which: (message: Kept) => boolean): number {
    return this.#persistence.countRetained(which);
  }

  /** What was said since the last call, to be committed with all that it led to: by this a repetition is known. */
  said(): Operation[] {
    return this.#persistence.taken.drain();
  }

  /** How many clients are connected now. */
  get connected(): number {
    return this.#live.size;
  }

  #connected(socket: Socket, accepted: () => void, shown: Shown | undefined): void {
    if (this.#stopping || !this.#aedes) {
      socket.destroy();
      return;
    }
    const { clock } = this.#deps;
    const onRefused = (refused: Refused) => this.#deps.onRefused(refused);
    const guard = new Guard(socket, { clock, limits: this.#limits.framing, backlog: this.#backlog, onRefused });
    this.#accepted.set(guard, accepted);
    if (shown) this.#shown.set(guard, shown);
    this.#aedes.handle(guard);
  }

  #policies(): Policies {
    return {
      preConnect: (client, packet, callback) => {
        const { conn } = client;
        if (!(conn instanceof Guard)) return callback(new Error('not from a listener'), false);
        // Filters are names of what strangers chose, too.
        Object.assign(client, { subscriptions: Object.create(null) });
        // MQTT 5 is told a Server Keep Alive (MQTT5-3.2.2-22); aedes would refuse 3.1.1, which cannot be told.
        if (packet.protocolVersion !== 5) packet.keepalive = this.#keepAlive(packet.keepalive);
        if (packet.protocolVersion === 5) conn.receiveMaximum = packet.properties?.receiveMaximum ?? UNBOUNDED;
        this.#connections.set(client, new Connection(conn, packet.will));
        callback(null, true);
      },
      authenticate: (client, name, password, callback) => {
        const guard = this.#connections.get(client)?.guard;
        const address = guard?.address ?? '';
        const wait = this.#attempts.waitMs(address, name ?? '', this.#now());
        const answer = () => {
          if (guard?.destroyed) return;
          const refusal = this.#authenticate(client, name, password);
          if (refusal === undefined) {
            this.#attempts.succeeded(address, name ?? '');
            return callback(null, true);
          }
          if (refusal === BAD_CREDENTIALS) this.#attempts.failed(address, name ?? '', this.#now());
          if (guard) this.#knocked(client, guard, name);
          if (this.#mayLog(address)) this.#deps.log.info({ code: refusal }, 'connection refused');
          callback(Object.assign(new Error('connection refused'), { returnCode: refusal }), false);
        };
        if (wait === 0) answer();
        else this.#deps.clock.after(wait, answer);
      },
      authorizePublish: (client, packet, callback) => this.#authorizePublish(client, packet, callback),
      authorizeSubscribe: (client, subscription: Subscription, callback) => {
        const granted = this.#mayHold(this.#connections.get(client), subscription.topic);
        callback(null, granted ? subscription : null);
      },
      // Asked for each delivery, so that nothing stored earlier gets around today's rights.
      authorizeForward: (client, packet) => {
        const may = this.#connections.get(client)?.mayReceive(packet.topic) && !isTooLargeFor(client, packet);
        return may ? packet : null;
      },
      published: (_packet, _client, callback) => callback(null),
    };
  }

  /** The CONNACK return code to refuse with, or undefined. */
  #authenticate(
    client: AedesClient,
    name: string | undefined,
    password: Uint8Array | undefined,
  ): 2 | 3 | 4 | 5 | undefined {
    const connection = this.#connections.get(client);
    if (!connection) return NOT_AUTHORIZED;
    const credential = this.#credential(client, connection, name, password);
    if (typeof credential === 'number') return credential;
    // A client id is no secret: it must not open another credential's session.
    const owners = [this.#live.get(client.id)?.client?.name, this.#persistence.sessions.owner(client.id)];
    if (owners.some((owner) => owner !== undefined && owner !== credential.name)) return IDENTIFIER_REJECTED;
    const { willTopic } = connection;
    if (willTopic !== undefined && !this.#mayPublish(credential, willTopic)) {
      this.#denied(credential, willTopic, 0);
      return NOT_AUTHORIZED;
    }
    if (!this.#allowances.mayConnect(credential)) return SERVER_UNAVAILABLE;
    if (!client.clean && !this.#persistence.sessions.makeRoom(client.id, credential.name)) return SERVER_UNAVAILABLE;
    connection.client = credential;
    connection.clientMark = clientMark(credential.name, client.id);
    if (credential.kind === 'bridge') connection.guard.packetBytes = this.#limits.framing.bridgePacketBytes;
    if (credential.kind === 'newcomer') connection.guard.packetBytes = this.#limits.framing.newcomerPacketBytes;
    this.#live.set(client.id, connection);
    this.#allowances.connected(connection, credential);
    connection.guard.once('close', () => {
      if (this.#live.get(client.id) === connection) this.#live.delete(client.id);
    });
    this.#persistence.revise(client.id);
    return undefined;
  }

  /**
   * Whose connection it is. Who shows a certificate is who that names, or nobody: a wrong one never falls back to a
   * password, and a right one needs none.
   */
  #credential(
    client: AedesClient,
    connection: Connection,
    name: string | undefined,
    password: Uint8Array | undefined,
  ): Client | 2 | 4 | 5 {
    const shown = this.#shown.get(connection.guard);
    if (!shown) {
      if (name === undefined || password === undefined) return NOT_AUTHORIZED;
      if (name === NEWCOMER) return this.#newcomer(client, connection, password);
      return this.#deps.clients.verify(name, password) ?? BAD_CREDENTIALS;
    }
    const certified = shown.isVerified ? this.#deps.certified?.(shown.certificate) : undefined;
    if (certified === undefined || (name !== undefined && name !== certified)) return NOT_AUTHORIZED;
    connection.certificate = shown.certificate;
    return this.#deps.clients.client(certified) ?? NOT_AUTHORIZED;
  }

  /**
   * Who has the code of an open window, in TLS, where nobody reads the code or the answer along. It leaves nothing
   * behind: no session, no will.
   */
  #newcomer(client: AedesClient, connection: Connection, password: Uint8Array): Client | 2 | 4 | 5 {
    const { guard, will } = connection;
    const { newcomers } = this.#deps;
    const credential = newcomer(client.id);
    if (!guard.isEncrypted || will !== undefined) return NOT_AUTHORIZED;
    if (!credential || !client.clean || this.#live.has(client.id)) return IDENTIFIER_REJECTED;
    const line = new NewcomerConnection(client, guard, this.#acknowledged);
    if (!newcomers?.admits(password, line)) return BAD_CREDENTIALS;
    connection.newcomer = line;
    guard.once('close', () => newcomers.left(line));
    return credential;
  }

  #knocked(client: AedesClient, guard: Guard, userName: string | undefined): void {
    if (this.#shown.has(guard) || userName === NEWCOMER) return;
    const willTopic = this.#connections.get(client)?.willTopic;
    this.#deps.newcomers?.knocked({
      ...{ address: guard.address, clientId: client.id, isEncrypted: guard.isEncrypted },
      ...(userName === undefined ? {} : { userName }),
      ...(willTopic === undefined ? {} : { willTopic }),
      protocol: guard.version === 5 ? '5' : '3.1.1',
    });
  }

  #authorizePublish(client: AedesClient | null, packet: PublishPacket, callback: (error?: Error | null) => void): void {
    const connection = client ? this.#connections.get(client) : undefined;
    const credential = connection?.client;
    // aedes passes no client for wills of brokers that died; `publishLeftWills` serves ours.
    if (!client || !connection || !credential) {
      callback(new Error('nobody published this'));
      return;
    }
    const isWill = packet === connection.will;
    if (isWill && this.#stopping) {
      callback(new Error('the hub is stopping'));
      return;
    }
    if (isWill && !this.#mayPublishNow(credential, packet.topic)) {
      callback(new Error('topic not granted any more'));
      return;
    }
    if (credential.kind === 'newcomer') {
      this.#hello(connection, packet, callback);
      return;
    }
    // A credential that was removed says nothing more, its will neither: it would come back as a new device.
    if (this.#deps.clients.client(credential.name) === undefined) {
      connection.guard.destroy();
      queueMicrotask(() => callback(new Error('the credential was removed')));
      return;
    }
    const settle = connection.arrivals.add();
    const done = (error: Error | null) => {
      settle(() => {
        if (!isWill) connection.guard.settled(packet.payload.length);
        if (!isWill && error === null && client.closed) this.#routeFor(client, packet);
        else callback(error);
      });
    };
    if (isWill) withoutDelay(packet);
    const mayPublish = connection.mayPublish(packet.topic) && this.#isItsOwn(credential, packet.topic);
    if (!mayPublish || !asksForItself(credential, packet)) {
      if (this.#mayLog(credential.name)) {
        this.#deps.log.info({ client: credential.name }, 'publish refused: topic not granted');
      }
      this.#denied(credential, packet.topic, packet.payload.length);
      // Not at once: aedes would read the next packet while it still parses this one.
      queueMicrotask(() => done(new Error('topic not granted')));
      return;
    }
    // MQTT-4.3.3-2: a repetition of what is kept already is answered, not taken in again.
    if (packet.qos === 2 && packet.messageId !== undefined && this.#persistence.tookIn(client.id, packet.messageId)) {
      queueMicrotask(() => done(null));
      return;
    }
    const said = packet.messageId ? fingerprint(connection.clientMark, packet.messageId, packet) : undefined;
    const take = () => this.#take(credential, client.id, packet, said);
    const before = said && packet.dup ? this.#persistence.taken.again(said) : undefined;
    // What is kept already is answered; what could not be kept was never said.
    const taken = before ? before.then((kept) => (kept ? undefined : take())) : take();
    taken.then(
      () => done(null),
      (error: unknown) => {
        this.#notKept(connection, error);
        done(new Error('not kept'));
      },
    );
  }

  /** Goes to who decides about newcomers and to nobody else; what is no hello ends the connection. */
  #hello(connection: Connection, packet: PublishPacket, callback: (error?: Error | null) => void): void {
    const { guard, newcomer: line } = connection;
    const isHello = connection.mayPublish(packet.topic) && packet.qos < 2 && !packet.retain;
    queueMicrotask(() => {
      guard.settled(packet.payload.length);
      callback(isHello ? null : new Error('topic not granted'));
      if (isHello && line) this.#deps.newcomers?.hello(line, payloadBytes(packet.payload));
      else guard.destroy();
    });
  }

  /** A will was allowed at its CONNECT; what was taken from the credential since then counts (ID-06). */
  #mayPublishNow({ name }: Client, topic: string): boolean {
    const client = this.#deps.clients.client(name);
    return client !== undefined && this.#mayPublish(client, topic);
  }

  #mayPublish(client: Client, topic: string): boolean {
    return mayPublish(client, topic) && this.#isItsOwn(client, topic);
  }

  /** Beyond its grants: not another's discovery, and for an app not what a device says. */
  #isItsOwn({ name, kind }: Client, topic: string): boolean {
    return this.#discovery.isFreeFor(name, topic) && !(kind === 'app' && this.#deps.clients.isADevices(topic));
  }

  #mayHold(connection: Connection | undefined, filter: string): boolean {
    const client = connection?.client;
    if (!connection || !client || !maySubscribe(client, filter)) return false;
    return this.#allowances.mayHold(connection, client, filter, () =>
      this.#persistence.filtersAway(client.name, (clientId) => this.#live.has(clientId)),
    );
  }

  #keepAlive(asked: number | undefined): number {
    const { keepAliveS } = this.#limits;
    return asked === undefined || asked === 0 ? keepAliveS : Math.min(asked, keepAliveS);
  }

  #mayLog(key: string): boolean {
    return this.#logged.may(key, this.#now());
  }

  #now(): number {
    return this.#deps.clock.monotonic();
  }

  #denied({ name }: Client, topic: string, bytes: number): void {
    this.denied.add(name, topic);
    this.#deps.onRefused({ client: name, reason: 'topic not granted; see "hearthgate device list"', bytes });
  }

  /** Hands the message to the line; resolves when it and what the broker owes for it are committed. */
  async #take(client: Client, clientId: string, packet: PublishPacket, said?: Fingerprint): Promise<void> {
    const payload = payloadBytes(packet.payload);
    if (packet.retain) this.#discovery.said(client.name, packet.topic, payload.length === 0);
    this.#began();
    try {
      const owed = this.#persistence.stage(packet, { clientId, messageId: packet.messageId });
      const arrival: Arrival = {
        ...{ client, clientId, topic: packet.topic, payload, qos: packet.qos, retain: packet.retain, dup: packet.dup },
        receivedAt: this.#deps.clock.now(),
      };
      const taken = this.#deps.onPublish(arrival, owed);
      if (!taken) return;
      if (said) this.#persistence.remember(said, taken);
      // A disk that takes nothing does not stop the home.
      await taken;
    } finally {
      this.#ended();
    }
  }

  #began(): void {
    this.#inFlight += 1;
  }

  #ended(): void {
    this.#inFlight -= 1;
    if (this.#inFlight === 0) this.#idle?.();
  }

  /** What the client says and nobody at home listens to goes past aedes, where aedes would refuse none of it. */
  #pastAedes(client: AedesClient, connection: Connection, credential: Client): (publish: PlainPublish) => boolean {
    const { clients, clock, onPublish } = this.#deps;
    return pastAedes({
      ...{ client, connection, credential },
      mayPass: (topic) =>
        !this.#stopping &&
        !this.#hears(topic) &&
        connection.mayPublish(topic) &&
        this.#isItsOwn(credential, topic) &&
        clients.client(credential.name) !== undefined,
      now: () => clock.now(),
      onPublish: (arrival) => onPublish(arrival, NOTHING_OWED),
      remember: (said, taken) => this.#persistence.remember(said, taken),
      failed: (error) => this.#notKept(connection, error),
      began: () => this.#began(),
      ended: () => this.#ended(),
    });
  }

  #notKept({ client, guard }: Connection, error: unknown): void {
    this.#deps.log.error({ err: error, client: client?.name }, 'publish not kept: disconnecting its client');
    guard.destroy();
  }

  /** aedes drops what a client published before it left; it is kept, so its subscribers get it. */
  #routeFor(client: AedesClient, packet: PublishPacket): void {
    const routed = packet.qos === 2 ? this.#persistence.incomingStorePacket(client, packet) : Promise.resolve();
    routed
      .then(() => this.#route(packet))
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'routing failed'));
  }

  async #route(packet: PublishPacket): Promise<void> {
    const aedes = this.#aedes;
    if (!aedes || aedes.closed) return;
    await new Promise<void>((resolve, reject) => {
      aedes.publish(packet, (error?: Error) => (error ? reject(error) : resolve()));
    });
  }

  #listen(aedes: Aedes): void {
    aedes.on('client', (client) => {
      const owner = this.#connections.get(client)?.client?.name;
      if (!client.clean && owner !== undefined) this.#persistence.claim(client.id, owner, client.sessionExpiryInterval);
    });
    aedes.on('connackSent', (connack, client) => {
      const connection = this.#connections.get(client);
      if (!connection?.client || (connack.returnCode ?? connack.reasonCode) !== 0) return;
      this.#accepted.get(connection.guard)?.();
      if (connection.client.kind !== 'newcomer')
        connection.guard.takes = this.#pastAedes(client, connection, connection.client);
      connection.guard.accept(connection.client.name);
    });
    aedes.on('subscribe', (_subscriptions, client) => this.#connections.get(client)?.guard.subscribed());
    aedes.on('clientDisconnect', (client) => {
      if (client.clean) this.#persistence.endSession(client.id);
      else this.#persistence.left(client.id, client.sessionExpiryInterval);
    });
    const failed = (client: AedesClient, error: Error) => {
      const name = this.#connections.get(client)?.client?.name;
      this.#deps.log.debug({ client: name, reason: error.message }, 'connection ended');
    };
    aedes.on('clientError', failed);
    aedes.on('connectionError', failed);
    Reflect.apply(aedes.on, aedes, ['error', (error: Error) => this.#deps.log.error({ err: error }, 'broker failed')]);
  }

  #remember(): void {
    for (const { owner, topic, payload } of this.#persistence.retained()) {
      const client = owner === undefined ? undefined : this.#deps.clients.client(owner);
      if (client && mayPublish(client, topic)) {
        this.#discovery.said(client.name, topic, false);
        this.#deps.onRemembered({ client, topic, payload: payloadBytes(payload) });
      }
    }
  }

  /** MQTT-3.1.2-8, for connections that the end of the former run broke and that did not come back. */
  #publishLeftWills(): void {
    for (const { clientId, owner, will } of this.#persistence.leftWills()) {
      if (this.#live.has(clientId)) continue;
      const client = this.#deps.clients.client(owner);
      const packet = willPacket(will);
      const published =
        client && this.#mayPublish(client, will.topic)
          ? this.#take(client, clientId, packet).then(() => this.#route(packet))
          : Promise.resolve();
      published
        .then(() => this.#persistence.delWill({ id: clientId }))
        .catch((error: unknown) => this.#deps.log.error({ err: error }, 'publishing a left will failed'));
    }
  }

  /** Bounded by time, and by number where much is said. */
  #ageTaken(): void {
    this.#persistence.ageTaken();
    this.#cancel.push(this.#deps.clock.after(AGE_MS, () => this.#ageTaken()));
  }

  #sweep(): void {
    for (const clientId of this.#persistence.sessions.expired(this.#deps.clock.now())) {
      this.#persistence.endSession(clientId);
    }
    this.#cancel.push(this.#deps.clock.after(SWEEP_MS, () => this.#sweep()));
  }
}

const NOTHING_OWED: readonly Operation[] = [];

function willPacket(will: Message): PublishPacket {
  const qos = will.qos === 1 || will.qos === 2 ? will.qos : 0;
  return { cmd: 'publish', topic: will.topic, payload: will.payload, qos, retain: will.retain, dup: false };
}
