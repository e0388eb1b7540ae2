import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkServerIdentity, connect as connectSecured, type PeerCertificate } from 'node:tls';
import { type IConnackPacket, type IPublishPacket, MqttClient } from 'mqtt';
import { BrokerStream, TOO_LARGE } from '../../mqtt/broker-stream.ts';
import type { Bucket } from '../../runtime/rate.ts';
import { type Address, type Network, reach } from './address.ts';
import type { Problem } from './problem.ts';

/** A broker that somebody else runs, and how the hub is let in. */
export interface Target {
  readonly address: Address;
  readonly user?: string;
  readonly password?: string;
  /** PEM: the only trust where it is given. */
  readonly ca?: string;
}

export interface Wish {
  readonly clientId: string;
  /** How long the broker keeps what comes while nobody is connected; 0 for a connection that leaves nothing behind. */
  readonly keptForS: number;
  /** What was found to be spoken there before. */
  readonly version?: Version;
  /** Gives up what is under way. */
  readonly signal?: AbortSignal;
  /** What may still come, in units of a started KiB of each packet; what is beyond waits in the socket. */
  readonly pace?: Bucket;
  /** What the broker says for the hub, retained, where the connection breaks. */
  readonly will?: { readonly topic: string; readonly payload: string };
  /**
   * A message of the broker, in its order. Resolves with whether it is kept: only then is it acknowledged, and where it is
   * not, the connection ends and the broker says it again. `resumed`: the broker still knew this client.
   */
  onMessage(message: IPublishPacket, resumed: boolean): Promise<boolean>;
}

export type Version = 4 | 5;

/** Acknowledgements owed at most; what is sent beyond waits in the socket. MQTT 5 is told so. */
const MOST_OWED = 64;
/** No message of a home is larger; a list of devices is at most 4 MiB. */
const LARGEST_PACKET = 8 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
/** So long a broker that has something to say is not silent. */
const QUIET_MS = 250;
/** So long a broker that was told goodbye may take to hang up. */
const LEAVE_MS = 2_000;
/** So long it may take to say that it keeps something; who stops a hub waits for it. */
const KEEP_MS = 3_000;
const KEEP_ALIVE_S = 30;
const PINGREQ = Buffer.from([0xc0, 0]);

/** Connects with MQTT 5, and with 3.1.1 where that is refused; nothing is subscribed to yet. */
export async function connect(target: Target, wish: Wish, network?: Network): Promise<Connection | Problem> {
  const first = wish.version ?? 5;
  const found = await attempt(target, wish, first, network);
  if (found instanceof Connection || !refusesVersion(found, wish)) return found;
  return attempt(target, wish, first === 5 ? 4 : 5, network);
}

/** Return code 1 of MQTT 3.1.1, reason 0x84 of 5. A broker older than 5 may also close without a word (MQTT-3.1.2-2). */
function refusesVersion(problem: Problem, { version }: Wish): boolean {
  if (problem.why === 'refused it') return problem.code === 0x84 || problem.code === 0x01;
  return problem.why === 'no MQTT' && version === undefined;
}

async function attempt(
  target: Target,
  wish: Wish,
  version: Version,
  network: Network | undefined,
): Promise<Connection | Problem> {
  const socket = await open(target, wish.signal, network);
  if ('why' in socket) return socket;
  const connection = new Connection(socket, target, wish, version);
  const problem = await connection.accepted;
  return problem ?? connection;
}

/**
 * One connection to a broker, by an mqtt.js client of its own that is never connected again. It acknowledges what is kept
 * and in the order in which it came (MQTT-4.6.0-2), many at a time: mqtt.js itself would wait for each before the next.
 */
export class Connection {
  readonly version: Version;
  /** Resolves with why it was not accepted, or with nothing. */
  readonly accepted: Promise<Problem | undefined>;
  /** Resolves when it is over. */
  readonly ended: Promise<Problem>;
  readonly #client: MqttClient;
  readonly #stream: BrokerStream;
  readonly #wish: Wish;
  #resumed = false;
  /** Messages so far. */
  #came = 0;
  #owed: Owed[] = [];
  #goOn: (() => void) | undefined;
  #end: (problem: Problem) => void = () => undefined;
  readonly #inHand = new Set<Promise<void>>();

  constructor(socket: Socket, { user, password }: Target, wish: Wish, version: Version) {
    this.version = version;
    this.#wish = wish;
    const stream = new BrokerStream(socket, { version, packetBytes: LARGEST_PACKET, pace: wish.pace });
    this.#stream = stream;
    const client = new MqttClient(() => stream, {
      ...{ clientId: wish.clientId, protocolId: 'MQTT', protocolVersion: version },
      ...{ clean: wish.keptForS === 0, reconnectPeriod: 0, resubscribe: false, queueQoSZero: false },
      ...{ keepalive: KEEP_ALIVE_S, connectTimeout: TIMEOUT_MS, timerVariant: 'native' },
      ...(version === 5 && {
        properties: {
          sessionExpiryInterval: wish.keptForS,
          receiveMaximum: MOST_OWED,
          maximumPacketSize: LARGEST_PACKET,
        },
      }),
      ...(user !== undefined && { username: user }),
      ...(password !== undefined && { password }),
      ...(wish.will && { will: { ...wish.will, payload: Buffer.from(wish.will.payload), qos: 1, retain: true } }),
    });
    this.#client = client;
    client.handleMessage = (packet, next) => this.#take(packet, next);
    this.ended = new Promise((resolve) => {
      this.#end = (problem) => {
        resolve(problem);
        client.end(true);
        // Where it is ending already, mqtt.js waits for the other side.
        stream.destroy();
      };
    });
    wish.signal?.addEventListener('abort', () => this.#end({ why: 'ended' }), { once: true });
    this.accepted = this.#acceptance();
  }

  /** True when the broker still knew this client, and what it had not acknowledged comes again. */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** Whether more may wait in the socket, since it came faster than it is taken. */
  get isHeld(): boolean {
    return this.#stream.isHeld;
  }

  /** Asks for these topics, with what the broker keeps of them or without; gives those that it refused. */
  async subscribe(filters: readonly string[], qos: 0 | 1, withRetained: boolean): Promise<string[]> {
    const refused: string[] = [];
    const options = this.version === 5 ? { nl: true, rap: false, rh: withRetained ? 0 : 2 } : {};
    for (const filter of filters) {
      // Each by itself, so that one refusal says which.
      await this.#client.subscribeAsync(filter, { qos, ...options }).catch((error: unknown) => {
        // With a SUBACK the broker refused it; a connection that broke says nothing about rights.
        if (error instanceof Error && 'packet' in error && error.packet !== undefined) refused.push(filter);
      });
    }
    return refused;
  }

  /** At most once: nothing is kept here to be said again later. */
  publish(topic: string, payload: Uint8Array, retain: boolean): void {
    if (this.#client.connected) this.#client.publish(topic, Buffer.from(payload), { qos: 0, retain });
  }

  /**
   * Has the broker keep it. Resolves with whether it took it, as far as it says: 3.1.1 has no word for a refusal. One that
   * does not answer is given up.
   */
  async keep(topic: string, payload: string): Promise<boolean> {
    if (!this.#client.connected) return false;
    const timer = setTimeout(() => this.#end({ why: 'no answer' }), KEEP_MS);
    const taken = this.#client.publishAsync(topic, payload, { qos: 1, retain: true }).then(
      () => true,
      () => false,
    );
    return Promise.race([taken, this.ended.then(() => false)]).finally(() => clearTimeout(timer));
  }

  /**
   * Resolves when nothing waits for the hub there any more: everything was acknowledged, and the broker answered and had
   * nothing to say for a while. The answer alone does not show it: mosquitto may send it before what waits.
   */
  async caughtUp(): Promise<void> {
    for (let before = -1; (before !== this.#came || this.isHeld) && this.#client.connected; ) {
      before = this.#came;
      await this.settled();
      await this.answered();
      await sleep(QUIET_MS, undefined, { ref: false });
    }
  }

  /** Resolves when the broker has looked at everything that was sent to it so far. */
  async answered(): Promise<void> {
    const answer = new Promise<void>((resolve) => {
      const look = ({ cmd }: { cmd?: string }) => {
        if (cmd !== 'pingresp') return;
        this.#client.off('packetreceive', look);
        resolve();
      };
      this.#client.on('packetreceive', look);
    });
    this.#client.stream.write(PINGREQ);
    await Promise.race([answer, this.ended]);
  }

  /** Acknowledges what is in hand and says goodbye; nothing more is taken. */
  async stop(): Promise<void> {
    // What still comes is read and left: while nothing is read, the end of the connection is not seen either.
    this.#client.handleMessage = (_packet, next) => next(LATER);
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
    await this.settled();
    const left = new Promise<void>((resolve) => this.#client.end(false, () => resolve()));
    await Promise.race([left, this.ended, sleep(LEAVE_MS, undefined, { ref: false })]);
    this.#end({ why: 'ended' });
  }

  /** Gives it up at once. */
  close(problem: Problem): void {
    this.#end(problem);
  }

  /** Resolves when everything that was handed over is decided. */
  async settled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all(this.#inHand);
  }

  #acceptance(): Promise<Problem | undefined> {
    const client = this.#client;
    return new Promise((resolve) => {
      // Before the first message is handled, which may be in the same segment.
      client.on('packetreceive', (packet) => {
        if (packet.cmd === 'connack') this.#resumed = packet.sessionPresent === true;
      });
      client.on('connect', (_connack: IConnackPacket) => resolve(undefined));
      client.on('error', (error) => {
        const problem = problemOf(error);
        resolve(problem);
        this.#end(problem);
      });
      client.on('close', () => {
        resolve({ why: 'no MQTT' });
        this.#end({ why: 'ended' });
      });
    });
  }

  #take(packet: IPublishPacket, next: (error?: Error) => void): void {
    this.#came += 1;
    const { messageId } = packet;
    const owed: Owed = { packet: packet.qos === 1 ? messageId : undefined, kept: false };
    this.#owed.push(owed);
    const taken = this.#wish.onMessage(packet, this.#resumed).then(
      (kept) => this.#settle(owed, kept),
      () => this.#settle(owed, false),
    );
    this.#inHand.add(taken);
    void taken.finally(() => this.#inHand.delete(taken));
    // An error makes mqtt.js go on to the next packet without a PUBACK of its own; a test holds it to that.
    this.#goOn = () => (packet.qos === 1 ? next(LATER) : next());
    this.#readOn();
  }

  #settle(owed: Owed, kept: boolean): void {
    if (!kept) {
      this.#owed = [];
      this.#end({ why: 'the disk' });
      return;
    }
    owed.kept = true;
    const waiting = this.#owed.findIndex((each) => !each.kept);
    const ready = this.#owed.splice(0, waiting === -1 ? this.#owed.length : waiting);
    const packets = ready.flatMap(({ packet }) => packet ?? []);
    // The same four bytes in MQTT 3.1.1 (3.4) and in 5, where the reason Success is left out (3.4.2.1).
    const bytes = Buffer.from(packets.flatMap((packet) => [0x40, 2, packet >> 8, packet & 0xff]));
    if (bytes.length > 0 && this.#client.connected) this.#client.stream.write(bytes);
    this.#readOn();
  }

  #readOn(): void {
    if (this.#owed.length >= MOST_OWED) return;
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }
}

interface Owed {
  readonly packet: number | undefined;
  kept: boolean;
}

const LATER = new Error('acknowledged later');

/** A connection that nothing was written to yet: a verified one where it is secured. */
async function open(
  target: Target,
  signal: AbortSignal | undefined,
  network: Network | undefined,
): Promise<Socket | Problem> {
  const { address, ca } = target;
  const host = await reach(address, network);
  if (typeof host !== 'string') return host;
  const { port } = address;
  const socket = address.secured
    ? connectSecured({
        ...{ host, port, minVersion: 'TLSv1.2', rejectUnauthorized: true },
        ...(isIP(host) ? {} : { servername: host }),
        ...(ca === undefined ? {} : { ca, allowPartialTrustChain: true }),
        checkServerIdentity: (name, shown) => (isPinned(shown, ca) ? undefined : checkServerIdentity(name, shown)),
      })
    : connectPlain({ host, port });
  // For all of its life: an error that comes right behind the handshake would otherwise have nobody to go to.
  socket.on('error', () => undefined);
  const timer = setTimeout(
    () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
    TIMEOUT_MS,
  );
  try {
    await once(socket, address.secured ? 'secureConnect' : 'connect', signal ? { signal } : {});
    return socket;
  } catch (error) {
    socket.destroy();
    if (signal?.aborted) return { why: 'ended' };
    const problem = problemOf(error);
    // A broker that speaks no TLS does not understand what is said first, and hangs up.
    if (problem.why === 'ended' && address.secured) return { why: 'no TLS' };
    if (problem.why !== 'certificate') return problem;
    const fingerprint = await shownBy(host, port);
    return { ...problem, ...(fingerprint === undefined ? {} : { fingerprint }) };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether it is the very certificate that was pinned: then the name in it says nothing more. */
function isPinned({ raw }: PeerCertificate, ca: string | undefined): boolean {
  const pinned = ca?.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return pinned.some((pem) => Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64').equals(raw));
}

/** The fingerprint of what a server shows, for people to compare; nothing is said to it. */
async function shownBy(host: string, port: number): Promise<string | undefined> {
  const socket = connectSecured({ host, port, rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) });
  socket.on('error', () => undefined);
  const timer = setTimeout(() => socket.destroy(), TIMEOUT_MS);
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().fingerprint256;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE|HOSTNAME_)/;

function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') {
    // MQTT 3.1.1 (3.2.2.3): 4 and 5; MQTT 5 (3.2.2.2): 0x86 and 0x87, busy is 0x88, 0x89 and 0x97.
    if ([4, 5, 0x86, 0x87].includes(code)) return { why: 'user or password' };
    if ([3, 0x88, 0x89, 0x97].includes(code)) return { why: 'busy' };
    return code === 0x95 ? { why: 'too large' } : { why: 'refused it', code };
  }
  const text = String(code ?? '');
  if (text === 'ENOTFOUND' || text === 'EAI_AGAIN') return { why: 'name not found' };
  if (text === 'ECONNREFUSED') return { why: 'refused' };
  if (text === 'EHOSTUNREACH' || text === 'ENETUNREACH') return { why: 'unreachable' };
  if (text === 'ETIMEDOUT' || (error instanceof Error && error.message === 'connack timeout'))
    return { why: 'no answer' };
  if (text === TOO_LARGE) return { why: 'too large' };
  if (CERTIFICATE.test(text)) return { why: 'certificate', code: text };
  if (/^(ERR_SSL_|EPROTO)/.test(text)) return { why: 'no TLS' };
  if (text === 'ECONNRESET' || text === 'EPIPE') return { why: 'ended' };
  return { why: 'no MQTT' };
}
