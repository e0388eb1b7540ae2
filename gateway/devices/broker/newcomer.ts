import type { Aedes, Client as AedesClient, PublishPacket } from 'aedes';
import type { Client } from '../clients.ts';
import type { Guard } from './framing.ts';

/** The user name of a device that is not let in yet; no credential has it. */
export const NEWCOMER = 'pairing';

/** What newcomers say is nobody else's, whatever was granted. */
export const PAIRING_TOPICS = 'hearthgate/v1/pairing/';

const NONCE = /^[A-Za-z0-9_-]{16,64}$/;

/**
 * What a newcomer may do, by the client id it drew; undefined where that is not one. It is never among the household's
 * credentials: its rights are its connection's, and end with it.
 */
export function newcomer(nonce: string): Client | undefined {
  if (!NONCE.test(nonce)) return undefined;
  return { name: NEWCOMER, kind: 'newcomer', base: nonce, grants: { read: [], write: [] } };
}

export function answerTopic(nonce: string): string {
  return `${PAIRING_TOPICS}${nonce}/answer`;
}

export function helloTopic(nonce: string): string {
  return `${PAIRING_TOPICS}${nonce}/hello`;
}

/** How long a newcomer may take to acknowledge what it is told. */
const ANSWER_MS = 10_000;

/** A newcomer's connection, spoken to directly: its answers are routed to nobody and kept nowhere. */
export class NewcomerConnection {
  readonly address: string;
  readonly #client: AedesClient;
  readonly #guard: Guard;
  readonly #acknowledged: Acknowledged;

  constructor(client: AedesClient, guard: Guard, acknowledged: Acknowledged) {
    this.address = guard.address;
    this.#client = client;
    this.#guard = guard;
    this.#acknowledged = acknowledged;
  }

  /** Resolves with whether it was acknowledged (a QoS 1 PUBACK) before the connection ended. */
  async tell(payload: Buffer): Promise<boolean> {
    if (this.#guard.destroyed) return false;
    const topic = answerTopic(this.#client.id);
    const packet: PublishPacket = { cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false };
    const acknowledged = this.#acknowledged.next(this.#client, this.#guard);
    this.#client.publish(packet, () => undefined);
    return acknowledged;
  }

  end(): void {
    this.#guard.destroy();
  }
}

/** Who waits for the acknowledgement of what it told a client: in the order it was told. */
export class Acknowledged {
  readonly #after: (ms: number, call: () => void) => () => void;
  readonly #waiting = new WeakMap<AedesClient, ((isTaken: boolean) => void)[]>();

  constructor(after: (ms: number, call: () => void) => () => void) {
    this.#after = after;
  }

  listen(aedes: Aedes): void {
    aedes.on('ack', (_packet, client) => this.#waiting.get(client)?.shift()?.(true));
  }

  /** Resolves once: acknowledged, or ended, or too late. */
  next(client: AedesClient, guard: Guard): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#after(ANSWER_MS, () => resolve(false));
      const done = (isTaken: boolean) => {
        cancel();
        resolve(isTaken);
      };
      guard.once('close', () => done(false));
      const waiting = this.#waiting.get(client) ?? [];
      waiting.push(done);
      this.#waiting.set(client, waiting);
    });
  }
}
