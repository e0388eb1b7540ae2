import { MqttClient, type Packet } from 'mqtt';
import { isPlain } from '../../../rules/delivery.ts';
import { BrokerStream } from '../../mqtt/broker-stream.ts';
import { partsIn } from '../delivery/parts.ts';
import { failure, type HelloSent, type LinkDeps, type Outcome, type SealedLink, TIMEOUT_MS } from './link.ts';
import { openConnection } from './open-connection.ts';
import { type Securing, secure } from './secured.ts';

const IN_FLIGHT = 8;
/** Reason codes of a broker that does not speak MQTT 5: [MQTT-3.1.2-2] of MQTT 5, return code 1 of 3.1.1. */
const WRONG_VERSION = new Set([0x84, 0x01]);

/** CONNACK and PUBACK are small, and so are commands. */
const LARGEST_ANSWER = 16 * 1024;

/**
 * Publishes to the recipient's broker. Each connection has its own mqtt.js client, clean and with nothing kept: what is
 * unacknowledged belongs to the outbox, and mqtt.js must never send it again by itself.
 */
export class MqttLink implements SealedLink {
  readonly answersLater = true;
  readonly #deps: LinkDeps;
  readonly #pending = new Set<(outcome: Outcome) => void>();
  #client: MqttClient | undefined;
  /** Has sent its CONNECT and waits for the answer. */
  #asking: MqttClient | undefined;
  #securing: Securing | undefined;
  #version: 4 | 5 = 5;
  #receiveMaximum = IN_FLIGHT;
  #stopped = false;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
  }

  /** A batch of many messages is under way alone. */
  get window(): number {
    return this.#deps.endpoint.delivery === undefined ? this.#inFlight : 1;
  }

  get #inFlight(): number {
    return Math.min(IN_FLIGHT, this.#receiveMaximum);
  }

  async connect(): Promise<'connected' | 'retry'> {
    if (this.#client?.connected) return 'connected';
    const reason = (await this.#attempt()) ?? (await this.#attempt());
    if (reason === 'connected') return 'connected';
    // Next time from the newest again: the older one was tried, and it was not that.
    this.#version = 5;
    this.#deps.failed(reason ?? 'MQTT version refused');
    return 'retry';
  }

  send(bytes: Uint8Array, kind: 'data' | 'notice', may: () => boolean): Promise<Outcome> {
    const client = this.#client;
    if (!client?.connected) return Promise.resolve('retry');
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        this.#pending.delete(settle);
        resolve(outcome);
      };
      const timer = setTimeout(() => this.#close(client, 'timeout'), TIMEOUT_MS);
      this.#pending.add(settle);
      const [...waiting] = this.#messages(bytes, kind);
      let underWay = 0;
      const next = () => {
        const message = may() ? waiting.shift() : undefined;
        if (message === undefined) {
          if (underWay === 0) settle(waiting.length === 0 ? 'acknowledged' : 'retry');
          return;
        }
        underWay++;
        const { topic, payload, retain } = message;
        client.publish(topic, payload, { qos: 1, retain }, (error) => {
          if (error) this.#deps.failed(failure(error));
          if (error) return settle('retry');
          timer.refresh();
          underWay--;
          if (this.#pending.has(settle)) next();
        });
      };
      for (let i = 0; i < this.#inFlight; i++) next();
    });
  }

  async hello(bytes: Uint8Array): Promise<HelloSent> {
    return { outcome: await this.send(bytes, 'notice', () => true) };
  }

  /** What is sealed is one message on the home's own topic; what is not is as many as the batch was made into. */
  #messages(bytes: Uint8Array, kind: 'data' | 'notice') {
    const { endpoint, home } = this.#deps;
    if (endpoint.delivery?.kind === 'mqtt-json') {
      const { retain } = endpoint.delivery;
      return partsIn(bytes).parts.map(({ topic = '', body }) => ({ topic, payload: Buffer.from(body), retain }));
    }
    const topic = `hearthgate/v1/${home.home}/${kind === 'data' ? 'data' : 'notices'}`;
    return [{ topic, payload: Buffer.from(bytes), retain: false }];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#securing?.cancel();
    this.#asking?.end(true);
    if (this.#client) this.#close(this.#client, undefined);
  }

  /** `connected`, why not, or undefined when the broker wants the older version: then once more with that. */
  async #attempt(): Promise<string | undefined> {
    if (this.#stopped) return 'stopped';
    const { endpoint } = this.#deps;
    const port = isPlain(endpoint) ? 1883 : 8883;
    this.#securing = (endpoint.delivery === undefined ? secure : openConnection)(this.#deps, port, 'mqtt');
    const socket = await this.#securing.done;
    if (typeof socket === 'string') return socket;
    const version = this.#version;
    const { credentials } = this.#deps;
    const stream = new BrokerStream(socket, { version, packetBytes: LARGEST_ANSWER });
    const client = new MqttClient(() => stream, {
      clientId: this.#deps.home.clientId,
      protocolId: 'MQTT',
      protocolVersion: version,
      clean: true,
      ...(version === 5 ? { properties: { maximumPacketSize: LARGEST_ANSWER } } : {}),
      keepalive: 60,
      reconnectPeriod: 0,
      connectTimeout: TIMEOUT_MS,
      resubscribe: false,
      queueQoSZero: false,
      timerVariant: 'native',
      ...(credentials && { username: credentials.user, password: credentials.password }),
    });
    this.#asking = client;
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'publish' && !this.#isCommand(packet)) this.#close(client, 'sent what nobody asked for');
    });
    return new Promise((resolve) => {
      const refused = (reason: string) => {
        // A connection that was taken and ended later says nothing of versions.
        if (this.#asking !== client) return;
        const older = version === 5 && !this.#stopped && (reason === 'closed' || WRONG_VERSION.has(Number(reason)));
        if (older) this.#version = 4;
        this.#asking = undefined;
        resolve(older ? undefined : reason);
      };
      client.on('error', (error) => {
        refused(failure(error));
        this.#close(client, failure(error));
      });
      // Brokers older than MQTT 5 may close without an answer ([MQTT-3.1.2-2] of MQTT 3.1.1 allows it).
      client.on('close', () => {
        refused('closed');
        this.#close(client, undefined);
      });
      client.on('connect', (connack) => {
        if (this.#stopped) return void client.end(true);
        this.#receiveMaximum = connack.properties?.receiveMaximum ?? IN_FLIGHT;
        this.#asking = undefined;
        this.#client = client;
        this.#listen(client);
        resolve('connected');
      });
    });
  }

  get #commandsTopic(): string {
    return `hearthgate/v1/${this.#deps.home.home}/commands`;
  }

  #isCommand(packet: Packet): boolean {
    const { commands } = this.#deps;
    return commands !== undefined && packet.cmd === 'publish' && packet.topic === this.#commandsTopic && packet.qos < 2;
  }

  /**
   * Commands: the PUBACK of each says that it came and nothing else, since it leaves before anything is looked at. One that
   * the broker retained is none: it is said to whoever comes, whenever that is.
   */
  #listen(client: MqttClient): void {
    const { commands, failed } = this.#deps;
    if (commands === undefined) return;
    client.on('message', (_topic, payload, packet) => {
      if (this.#isCommand(packet) && !packet.retain) commands(payload);
    });
    client.subscribe(this.#commandsTopic, { qos: 1, ...(this.#version === 5 ? { rh: 2 } : {}) }, (error) => {
      if (error && this.#client === client) failed('commands cannot be subscribed to');
    });
  }

  /** Ends a connection; what was under way on it is the outbox's again. */
  #close(client: MqttClient, reason: string | undefined): void {
    client.end(true);
    if (this.#client !== client) return;
    this.#client = undefined;
    if (reason) this.#deps.failed(reason);
    for (const settle of [...this.#pending]) settle('retry');
    if (!this.#stopped) this.#deps.lost?.();
  }
}
