import { createHash, X509Certificate } from 'node:crypto';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { House } from './house.ts';

/** A pairing link, read as docs/pairing.md says. */
export interface Link {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly code: string;
}

export function readLink(link: string): Link {
  const parts = /^hearthgate:1;([^;]+);(\d+);([A-Za-z0-9_-]{43});([a-z2-7]{26})$/.exec(link);
  if (!parts) throw new Error(`${link} is no link of version 1`);
  const [, host = '', port = '', fingerprint = '', code = ''] = parts;
  return { host, port: Number(port), fingerprint, code };
}

export async function openWindow(house: House): Promise<Link> {
  const { link } = await house.do<{ link: string }>('pair open', {});
  return readLink(link);
}

/** The authority's certificate as the hub shows it, when it is the one with the link's fingerprint; rejects otherwise. */
export async function authorityOf({ host, port, fingerprint }: Link): Promise<string> {
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const connecting = connectTls({ host, port, rejectUnauthorized: false }, () => resolve(connecting));
    connecting.once('error', reject);
  });
  const { issuerCertificate } = socket.getPeerCertificate(true);
  socket.destroy();
  const shown = createHash('sha256').update(issuerCertificate.raw).digest('base64url');
  if (shown !== fingerprint) throw new Error('that is another hub');
  return new X509Certificate(issuerCertificate.raw).toString();
}

export const HELLO = { vendor: 'acme', model: 'warm-2', name: 'Hall', credential: 'password' };

/** A device that pairs as docs/pairing.md says; only its words may be others. */
export class Newcomer {
  readonly client: MqttClient;
  readonly nonce: string;
  readonly answers: Record<string, string>[] = [];
  #closed = false;

  private constructor(client: MqttClient, nonce: string) {
    this.client = client;
    this.nonce = nonce;
    client.on('message', (_topic, payload) => this.answers.push(JSON.parse(payload.toString())));
    client.on('close', () => {
      this.#closed = true;
    });
    client.on('error', () => undefined);
  }

  /** Connects with the code, or rejects with what the hub answered. */
  static async connect(link: Link, nonce: string, more: IClientOptions = {}): Promise<Newcomer> {
    const client = mqtt.connect(`mqtts://${link.host}:${link.port}`, {
      ...{ ca: await authorityOf(link), username: 'pairing', password: link.code, clientId: nonce },
      ...{ reconnectPeriod: 0, protocolVersion: 4, ...more },
    });
    const newcomer = new Newcomer(client, nonce);
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed')));
    });
    return newcomer;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  async hello(said: object | string = HELLO): Promise<void> {
    await this.client.subscribeAsync(`hearthgate/v1/pairing/${this.nonce}/answer`, { qos: 1 });
    const payload = typeof said === 'string' ? said : JSON.stringify(said);
    await this.client.publishAsync(`hearthgate/v1/pairing/${this.nonce}/hello`, payload, { qos: 1 });
  }

  end(): void {
    this.client.end(true);
  }
}
