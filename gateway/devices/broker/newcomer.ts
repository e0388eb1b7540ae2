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

  say(payload: Buffer): void {
    this.#send(payload, 0);
  }

  /** Resolves with whether it was acknowledged (a QoS 1 PUBACK) before the connection ended; for one message. */
  tell(payload: Buffer): Promise<boolean> {
    if (this.#guard.destroyed) return Promise.resolve(false);
    const acknowledged = this.#acknowledged.next(this.#client, this.#guard);
    this.#send(payload, 1);
    return acknowledged;
  }

  end(): void {
    this.#guard.destroy();
  }

  #send(payload: Buffer, qos: 0 | 1): void {
    const topic = answerTopic(this.#client.id);
    const packet: PublishPacket = { cmd: 'publish', topic, payload, qos, retain: false, dup: false };
    this.#client.publish(packet, () => undefined);
  }
}

/** Who waits for the acknowledgement of the one thing that a client was told. */
export class Acknowledged {
  readonly #after: (ms: number, call: () => void) => () => void;
  readonly #waiting = new WeakMap<AedesClient, () => void>();

  constructor(after: (ms: number, call: () => void) => () => void) {
    this.#after = after;
  }

  listen(aedes: Aedes): void {
    aedes.on('ack', (_packet, client) => this.#waiting.get(client)?.());
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
      this.#waiting.set(client, () => done(true));
    });
  }
}
