import { constants, type X509Certificate } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { networkOf } from '../../runtime/network.ts';
import { Unusable } from '../../runtime/unusable.ts';

export interface ListenerOptions {
  /** All addresses when absent. */
  readonly host?: string;
  /** Plain MQTT: off unless the household switched it on. Port 0 is any free one. */
  readonly mqtt?: { readonly port: number };
  readonly mqtts?: {
    readonly port: number;
    /**
     * Asked at the start and at each `renew` for the devices' authority: who it signed for may show it, and the hub shows
     * what it signed for the hub.
     */
    certificate(): Promise<{
      readonly caPem: string;
      server(): Promise<{ readonly key: string; readonly cert: string }>;
    }>;
  };
}

export interface ConnectionLimits {
  readonly total: number;
  /** Of all addresses together, before their CONNECT is accepted; more than an IPv4 network of a home has addresses. */
  readonly unaccepted: number;
  /** Of one address (an IPv6 /64), before their CONNECT is accepted. */
  readonly unacceptedPerAddress: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = { total: 2000, unaccepted: 500, unacceptedPerAddress: 64 };

export interface ListenerDeps {
  readonly limits: ConnectionLimits;
  /** A connection ready to speak MQTT; call `accepted` once its CONNECT was. */
  onConnection(socket: Socket, accepted: () => void, shown?: Shown): void;
}

/** A certificate that the other side showed, and has the key of; nobody has asked yet whom it opens. */
export interface Shown {
  readonly certificate: X509Certificate;
  /** OpenSSL's word on chain, dates and use. */
  readonly isVerified: boolean;
}

export interface Ports {
  readonly mqtt?: number;
  readonly mqtts?: number;
}

const HANDSHAKE_MS = 10_000;
/** RFC 9325 §4.2: forward secrecy and authenticated encryption; the first three are TLS 1.3's. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');
/** TCP probes find devices that lost power and set no keep-alive. */
const PROBE_MS = 60_000;

const SETTINGS = {
  mqtt: { setting: 'mqtt.port', environment: 'HEARTHGATE_MQTT_PORT' },
  mqtts: { setting: 'mqtts.port', environment: 'HEARTHGATE_MQTTS_PORT' },
} as const;

/** The ports that devices connect to, and how many may. */
export class Listeners {
  readonly #options: ListenerOptions;
  readonly #deps: ListenerDeps;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  /** Whose CONNECT is not accepted yet, the longest waiting first. */
  readonly #waiting: Waiting[] = [];
  #secure: TlsServer | undefined;
  /** Certificates in force on the TLS port. */
  #shown = '';
  #ports: Ports = {};

  constructor(options: ListenerOptions, deps: ListenerDeps) {
    this.#options = options;
    this.#deps = deps;
  }

  /** The ports that are really listened on, where port 0 was asked for. */
  get ports(): Ports {
    return this.#ports;
  }

  /** Rejects with a sentence that names the port and its setting when it cannot be had. */
  async start(): Promise<void> {
    const { mqtt, mqtts } = this.#options;
    if (mqtt) {
      const server = createServer({ noDelay: true }, (socket) => this.#take(socket, this.#admit(socket)));
      this.#ports = { ...this.#ports, mqtt: await this.#listen('mqtt', server, mqtt.port) };
    }
    if (mqtts) {
      const server = createTlsServer({
        ...(await this.#context()),
        // Asked for and never required, so that who is refused hears why in a CONNACK; the broker decides.
        requestCert: true,
        rejectUnauthorized: false,
        handshakeTimeout: HANDSHAKE_MS,
        noDelay: true,
      });
      this.#secure = server;
      // Counted from the first byte of the handshake on, not only after it.
      const admitted = new Map<string, () => void>();
      server.on('connection', (raw: Socket) => {
        const peer = peerOf(raw);
        admitted.set(peer, this.#admit(raw));
        raw.once('close', () => admitted.delete(peer));
      });
      server.on('secureConnection', (socket) =>
        this.#take(socket, admitted.get(peerOf(socket)) ?? (() => undefined), shownBy(socket)),
      );
      server.on('tlsClientError', (_error, socket) => socket.destroy());
      this.#ports = { ...this.#ports, mqtts: await this.#listen('mqtts', server, mqtts.port) };
    }
  }

  /** New connections are shown what the authority has now, and tickets of before end where that changed; others go on. */
  async renew(): Promise<void> {
    if (!this.#secure) return;
    const before = this.#shown;
    const context = await this.#context();
    if (this.#shown !== before) this.#secure.setSecureContext(context);
  }

  /** Stops taking connections and ends those there are. */
  async stop(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  /** Counts a connection, or ends it when there are too many; the result tells that it was accepted. */
  #admit(socket: Socket): () => void {
    const network = networkOf(socket.remoteAddress ?? '');
    const { total, unaccepted, unacceptedPerAddress } = this.#deps.limits;
    const ofNetwork = this.#waiting.filter((each) => each.network === network).length;
    if (this.#sockets.size >= total || ofNetwork >= unacceptedPerAddress) {
      socket.destroy();
      return () => undefined;
    }
    if (this.#waiting.length >= unaccepted) this.#makeRoom();
    const one = { network, socket };
    this.#sockets.add(socket);
    this.#waiting.push(one);
    const accepted = () => this.#noLongerWaits(one);
    socket.setKeepAlive(true, PROBE_MS);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#sockets.delete(socket);
      accepted();
    });
    return accepted;
  }

  /**
   * The network with the most that wait gives up its longest waiting: who floods pushes itself out, and a device that
   * comes once gets in.
   */
  #makeRoom(): void {
    const byNetwork = Map.groupBy(this.#waiting, ({ network }) => network);
    const [most] = [...byNetwork.values()].sort((a, b) => b.length - a.length);
    const [longest] = most ?? [];
    if (!longest) return;
    this.#noLongerWaits(longest);
    longest.socket.destroy();
  }

  #noLongerWaits(one: Waiting): void {
    const at = this.#waiting.indexOf(one);
    if (at !== -1) this.#waiting.splice(at, 1);
  }

  #take(socket: Socket, accepted: () => void, shown?: Shown): void {
    if (!socket.destroyed) this.#deps.onConnection(socket, accepted, shown);
  }

  async #context() {
    const authority = await this.#options.mqtts?.certificate();
    if (!authority) throw new Error('listening with TLS: there is no authority');
    const { key, cert } = await authority.server();
    this.#shown = cert + authority.caPem;
    return {
      key,
      cert,
      // OpenSSL also shows the root behind the hub's certificate: who knows its fingerprint alone can compare.
      ca: authority.caPem,
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      honorCipherOrder: true,
      secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    } as const;
  }

  async #listen(which: 'mqtt' | 'mqtts', server: Server, port: number): Promise<number> {
    const { host } = this.#options;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(which, port, error)));
      server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
    });
    server.on('error', () => undefined);
    this.#servers.push(server);
    const address: AddressInfo | string | null = server.address();
    return typeof address === 'object' && address ? address.port : port;
  }
}

interface Waiting {
  readonly network: string;
  readonly socket: Socket;
}

/** Also in a session that is resumed, where it is the certificate of the first time. */
function shownBy(socket: TLSSocket): Shown | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate && { certificate, isVerified: socket.authorized };
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

function cannotListen(which: 'mqtt' | 'mqtts', port: number, error: NodeJS.ErrnoException): Error {
  const { setting, environment } = SETTINGS[which];
  const why =
    error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${error.code ?? 'unknown'})`;
  return new Unusable(`port ${port} ${why}; choose another with ${setting} or ${environment}`, { cause: error });
}
