import type { X509Certificate } from 'node:crypto';
import type { Client } from '../clients.ts';
import type { Guard } from './framing.ts';
import { InOrder } from './in-order.ts';
import type { NewcomerConnection } from './newcomer.ts';
import { mayPublish, mayReceive } from './rights.ts';

const MAX_REMEMBERED = 1000;

/** One connection from its CONNECT on: whose it is, what it may do, and what it sent that waits for its commit. */
export class Connection {
  readonly guard: Guard;
  /** The will of its CONNECT, by identity: aedes asks for its publication like for any other. */
  readonly will: object | undefined;
  readonly willTopic: string | undefined;
  /** Answers leave in the order of the callbacks, so those come in the order of arrival (MQTT-4.6.0-2). */
  readonly arrivals = new InOrder();
  client: Client | undefined;
  /** Whose it is, in the fingerprints of what it says. */
  clientMark = 0;
  /** What it is the client by, where that is not a password. */
  certificate: X509Certificate | undefined;
  /** Where it is one that has no credential yet. */
  newcomer: NewcomerConnection | undefined;
  /** Filters it asked for and got; what was unsubscribed from counts on, until it leaves. */
  readonly filters = new Set<string>();
  readonly #publish = new Map<string, boolean>();
  readonly #receive = new Map<string, boolean>();

  constructor(guard: Guard, will: { readonly topic: string } | undefined) {
    this.guard = guard;
    this.will = will;
    this.willTopic = will?.topic;
  }

  mayPublish(topic: string): boolean {
    return remembered(this.#publish, topic, () => this.client !== undefined && mayPublish(this.client, topic));
  }

  mayReceive(topic: string): boolean {
    return remembered(this.#receive, topic, () => this.client !== undefined && mayReceive(this.client, topic));
  }
}

function remembered(answers: Map<string, boolean>, topic: string, ask: () => boolean): boolean {
  const known = answers.get(topic);
  if (known !== undefined) return known;
  const answer = ask();
  if (answers.size >= MAX_REMEMBERED) answers.clear();
  answers.set(topic, answer);
  return answer;
}
