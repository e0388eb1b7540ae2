import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectClient, type IClientOptions, type IConnackPacket, type MqttClient } from 'mqtt';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { systemRandom } from '../../runtime/random.ts';
import { type Db, openDatabase } from '../../store/database.ts';
import { Flow } from '../../store/flow.ts';
import { Clients, type NewClient } from '../clients.ts';
import { type Arrival, Broker } from './broker.ts';
import type { Refused } from './framing.ts';
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts';

/** A broker over real databases in a temporary folder, for tests: clients, what arrived and what was refused. */
export class TestHome {
  readonly dir = mkdtempSync(join(tmpdir(), 'broker-'));
  readonly arrived: Arrival[] = [];
  readonly refused: Refused[] = [];
  readonly #passwords = new Map<string, string>();
  readonly #limits: BrokerLimits;
  readonly #open: { end(): void }[] = [];
  readonly db: Db = openDatabase(join(this.dir, 'household.db'), 'household');
  readonly clients = new Clients(this.db);
  flow = new Flow(join(this.dir, 'flow.db'));
  #broker: Broker | undefined;
  /** What a test does before a publish counts as kept. */
  commit: (arrival: Arrival) => Promise<void> = () => Promise.resolve();

  constructor(limits: Partial<BrokerLimits> = {}) {
    this.#limits = { ...BROKER_LIMITS, ...limits };
  }

  async start(): Promise<this> {
    this.flow = new Flow(join(this.dir, 'flow.db'));
    await this.flow.start();
    this.#broker = new Broker({
      flow: this.flow,
      clients: this.clients,
      clock: systemClock,
      log: createLog('silent'),
      limits: this.#limits,
      listeners: { host: '127.0.0.1', mqtt: { port: 0 } },
      onPublish: async (arrival, owed) => {
        this.arrived.push(arrival);
        await this.commit(arrival);
        return this.flow.write([...owed, ...this.broker.said()]).then(
          () => true,
          () => false,
        );
      },
      onRemembered: () => undefined,
      onRefused: (refused) => this.refused.push(refused),
    });
    await this.broker.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.broker.stop();
    await this.flow.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    for (const one of this.#open) one.end();
    await this.stop();
    this.db.close();
    rmSync(this.dir, { recursive: true });
  }

  get broker(): Broker {
    if (!this.#broker) throw new Error('not started');
    return this.#broker;
  }

  add(client: NewClient): void {
    const added = this.clients.addClient(client, systemRandom, 0);
    if (added.kind === 'refused') throw new Error(added.reason);
    this.#passwords.set(added.name, added.password);
  }

  password(name: string): string {
    return this.#passwords.get(name) ?? '';
  }

  get port(): number {
    return this.broker.ports().mqtt ?? 0;
  }

  options(name: string, more: IClientOptions = {}): IClientOptions {
    const { port } = this;
    const password = this.password(name);
    return { host: '127.0.0.1', port, username: name, password, reconnectPeriod: 0, protocolVersion: 4, ...more };
  }

  /** Connects, or rejects with what the broker answered. */
  connect(name: string, more: IClientOptions = {}): Promise<MqttClient> {
    return this.connectWith(this.options(name, more));
  }

  connectWith(options: IClientOptions): Promise<MqttClient> {
    const client = this.begin(options);
    return new Promise((resolve, reject) => {
      client.once('connect', () => resolve(client));
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed')));
    });
  }

  /** A client whose first events are of interest. */
  begin(options: IClientOptions): MqttClient {
    const client = connectClient(options);
    this.#open.push({ end: () => client.end(true) });
    client.on('error', () => undefined);
    return client;
  }

  /** A plain socket, for bytes no client would send. */
  async socket(): Promise<Socket> {
    const socket = connectSocket(this.port, '127.0.0.1');
    this.#open.push({ end: () => socket.destroy() });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }
}

/** All that comes until the broker closes; a reset is a way to close, and not an error of the test's. */
export async function untilClosed(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(parts);
}

const LONGEST_MS = 15_000;

/** Looks until it holds, for what comes without an event of its own; at its end it says what did not come. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`did not come: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The next messages a client gets, as `topic payload`. */
export function messages(client: MqttClient): string[] {
  const got: string[] = [];
  client.on('message', (topic, payload) => got.push(`${topic} ${payload.toString()}`));
  return got;
}

export function closed(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

export function connack(client: MqttClient): Promise<IConnackPacket> {
  return new Promise((resolve) => client.once('connect', resolve));
}
