import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Clock } from '../../gateway/runtime/clock.ts';
import type { Message, Source } from './device.ts';
import type { Home } from './home.ts';

export interface Credential {
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  /** The id the hub issued to a native device; its topics are published under it. Absent: the simulated device's own. */
  readonly device?: string;
}

export interface PublishOptions {
  /** `mqtt://` or `mqtts://`; a function where sources differ. */
  readonly url: string | ((source: Source) => string);
  /** PEM of the authority that alone is trusted. */
  readonly ca?: string;
  /** By source id; a source without one stays unplugged. */
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly clock: Clock;
  readonly home: Home;
  /** Real milliseconds before a device whose connection broke tries again; 1000 where nothing is said. */
  readonly reconnectMs?: number;
}

export interface Publisher {
  /** Messages handed to the network (QoS 0) or acknowledged (QoS 1). */
  published(): number;
  /** Resolves when the home has no more to say. */
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

/** Beyond this many unfinished messages the home waits for the network: real devices would drop, a test must not. */
const MOST_PENDING = 500;

/** Plugs every source in and lets it publish over MQTT as the clock reaches each message. Resolves when all are connected. */
export async function publishHome(options: PublishOptions): Promise<Publisher> {
  const { url, ca, credentials, clock, home, reconnectMs = 1000 } = options;
  const plugged = home.sources.filter((source) => credentials.has(source.id));
  const clients = new Map<string, MqttClient>();
  let published = 0;
  let pending = 0;
  let stopped = false;
  /** Ends whatever the home waits for: the next message's time, or the network. */
  let wake = () => {};

  await Promise.all(plugged.map(connect)).catch(async (cause: unknown) => {
    await endAll(true);
    throw new Error('connecting the simulated devices', { cause });
  });
  const finished = live();

  async function connect(source: Source): Promise<void> {
    const credential = credentials.get(source.id);
    if (credential === undefined) return;
    const address = typeof url === 'string' ? url : url(source);
    clients.set(source.id, await mqtt.connectAsync(address, connection(source, credential, ca, reconnectMs), false));
  }

  async function live(): Promise<void> {
    const from = Math.max(clock.now(), home.start);
    for (const message of home.greetings(from)) await deliver(message);
    const speaks = new Set(plugged.map(({ id }) => id));
    for (const message of home.messages(from + 1, home.end, (device) => speaks.has(device.source.id))) {
      if (message.at > clock.now()) await until(message.at);
      if (stopped) return;
      await deliver(message);
    }
    while (pending > 0 && !stopped) await roomInNetwork();
  }

  async function deliver(message: Message): Promise<void> {
    const client = clients.get(message.source);
    if (client === undefined || stopped) return;
    while (pending >= MOST_PENDING && !stopped) await roomInNetwork();
    pending++;
    client.publish(issued(message), message.payload, { qos: message.qos, retain: message.retain }, (error) => {
      pending--;
      if (!error) published++;
      if (pending === 0 || pending === MOST_PENDING - 1) wake();
    });
  }

  /** Native topics name the device by the id the hub issued. */
  function issued({ source, topic }: Message): string {
    const device = credentials.get(source)?.device;
    return device === undefined ? topic : topic.replace(/^(hearthgate\/v1\/devices\/)[^/]+/, `$1${device}`);
  }

  function until(at: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.at(at, resolve);
      wake = () => {
        if (!stopped) return;
        cancel();
        resolve();
      };
    });
  }

  function roomInNetwork(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  async function endAll(force: boolean): Promise<void> {
    await Promise.all([...clients.values()].map((client) => client.endAsync(force)));
  }

  return {
    published: () => published,
    finished,
    async stop() {
      stopped = true;
      wake();
      await finished;
      await endAll(true);
    },
  };
}

function connection(
  source: Source,
  credential: Credential,
  ca: string | undefined,
  reconnectPeriod: number,
): IClientOptions {
  const { username, password, clientId, device } = credential;
  const topic = (will: string) => will.replace(/^(hearthgate\/v1\/devices\/)[^/]+/, `$1${device ?? source.id}`);
  return {
    protocolVersion: source.protocol,
    username,
    password,
    clientId,
    clean: true,
    keepalive: 60,
    reconnectPeriod,
    ...(ca === undefined ? {} : { ca }),
    ...(source.will === undefined
      ? {}
      : { will: { topic: topic(source.will.topic), payload: Buffer.from(source.will.payload), qos: 1, retain: true } }),
  };
}
