import { once } from 'node:events';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Aedes, type Client, type ConnectPacket, type PublishPacket } from 'aedes';
import type { ServerIdentity } from './authority.ts';
import { certificateOf, portOf } from './connection.ts';
import type { Receiver } from './receiver.ts';

/** `hang` never acknowledges; `keep silent` keeps what comes and does not say so; `disconnect` closes before anything is kept. */
type MqttAnswer = 'receive' | 'hang' | 'keep silent' | 'disconnect';

/** A connection as a vendor sees it: what of it could name the home. */
interface SeenConnection {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly protocolVersion: number | undefined;
  readonly cleanSession: boolean | undefined;
  readonly keepalive: number | undefined;
  /** SHA-256 of the client certificate, lower-case hex. */
  readonly certificate: string | null;
}

export interface MqttCloud {
  /** `mqtts://127.0.0.1:port` */
  readonly url: string;
  readonly ca: string;
  readonly connections: readonly SeenConnection[];
  answer(with_: MqttAnswer): void;
  /** Publishes a sealed command to a home. */
  command(home: string, sealed: Buffer | string): Promise<void>;
  /** Resolves once a home listens for commands, or (`false`) once it does not. */
  listens(home: string, wanted?: boolean): Promise<void>;
  /** How many commands homes acknowledged. */
  acknowledged(): number;
  stop(): Promise<void>;
}

const TOPIC = /^hearthgate\/v1\/([^/]+)\/(data|notices)$/;

/**
 * A vendor's broker: real MQTT over real TLS on a free loopback port. It asks for a client certificate and takes any,
 * or none: the hello inside says which one belongs to the home. A PUBACK goes out only when the batch is judged.
 */
export async function startMqttCloud(receiver: Receiver, identity: ServerIdentity): Promise<MqttCloud> {
  const connections: SeenConnection[] = [];
  let answer: MqttAnswer = 'receive';
  let acknowledged = 0;
  /** The topics that each connection reads. */
  const reading = new Map<Client, Set<string>>();
  const waiting = new Set<() => void>();

  const broker = await Aedes.createBroker({
    preConnect(client, packet, done) {
      witness(client, packet);
      done(null, true);
    },
    authorizePublish(client, packet, done) {
      if (client === null) return done(new Error('wills are not taken'));
      receive(client, packet).then(
        (acknowledge) => acknowledge && done(null),
        (cause: unknown) => done(new Error('receiving a batch', { cause })),
      );
    },
    // A home reads its own commands only.
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, /^hearthgate\/v1\/[^/+#]+\/commands$/.test(subscription.topic) ? subscription : null),
  });
  const changed = () => {
    for (const look of [...waiting]) look();
  };
  broker.on('subscribe', (subscriptions, client) => {
    const topics = reading.get(client) ?? new Set();
    for (const { topic } of subscriptions) topics.add(topic);
    reading.set(client, topics);
    changed();
  });
  broker.on('clientDisconnect', (client) => {
    reading.delete(client);
    changed();
  });
  broker.on('ack', () => {
    acknowledged++;
  });
  const server: Server = createServer(
    { key: identity.key, cert: identity.cert, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    (socket) => broker.handle(socket),
  );
  // A client that breaks the handshake is its own problem; without a listener it would be ours.
  server.on('tlsClientError', () => {});
  const sockets = new Set<TLSSocket>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function witness(client: Client, packet: ConnectPacket): void {
    const certificate = certificateOf(client.conn);
    connections.push({
      clientId: packet.clientId,
      username: packet.username,
      protocolVersion: packet.protocolVersion,
      cleanSession: packet.clean,
      keepalive: packet.keepalive,
      certificate: certificate?.fingerprint ?? null,
    });
    const { password, will, ...told } = packet;
    receiver.witness(JSON.stringify({ ...told, password: password?.toString(), will: will?.topic }));
    if (will?.payload) receiver.witness(Buffer.from(will.payload));
    if (certificate !== undefined) receiver.witness(certificate.der);
  }

  /** Whether to acknowledge. */
  async function receive(client: Client, packet: PublishPacket): Promise<boolean> {
    receiver.witness(packet.topic);
    if (answer === 'hang') return false;
    const [, home] = TOPIC.exec(packet.topic) ?? [];
    if (answer === 'disconnect' || home === undefined) {
      client.close();
      return false;
    }
    const bytes = Buffer.from(packet.payload);
    await receiver.receive(bytes, { home, certificate: certificateOf(client.conn)?.fingerprint ?? null });
    // Also what was rejected is acknowledged: sent again it would be rejected again.
    return answer !== 'keep silent';
  }

  return {
    url: `mqtts://127.0.0.1:${portOf(server)}`,
    ca: identity.ca,
    connections,
    answer(with_) {
      answer = with_;
    },
    command: (home, sealed) =>
      new Promise((resolve, reject) => {
        const topic = `hearthgate/v1/${home}/commands`;
        broker.publish({ cmd: 'publish', topic, payload: sealed, qos: 1, retain: false, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        );
      }),
    listens: (home, wanted = true) =>
      new Promise((resolve) => {
        const look = () => {
          const is = [...reading.values()].some((topics) => topics.has(`hearthgate/v1/${home}/commands`));
          if (is !== wanted) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    acknowledged: () => acknowledged,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => broker.close(resolve));
      server.close();
    },
  };
}
