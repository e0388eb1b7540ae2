import type { Client as AedesClient } from 'aedes';
import type { Client } from '../clients.ts';
import type { Arrival } from './broker.ts';
import type { Connection } from './connection.ts';
import type { PlainPublish } from './packets.ts';
import { type Fingerprint, fingerprint } from './taken.ts';
import { Waiting } from './waiting.ts';

export interface PastAedesDeps {
  readonly client: AedesClient;
  readonly connection: Connection;
  /** Whose connection it is. */
  readonly credential: Client;
  /** Whether aedes would let the client say this now, and would route it to nobody. */
  mayPass(topic: string): boolean;
  now(): number;
  /** As of the broker. */
  onPublish(arrival: Arrival): Promise<boolean> | undefined;
  remember(said: Fingerprint, taken: Promise<boolean>): void;
  failed(error: unknown): void;
  began(): void;
  ended(): void;
}

/**
 * Takes plain publishes that nobody at home listens to, as nearly all readings are, and answers for them: to be parsed again, routed
 * and acknowledged by aedes costs more than all that the line does. What may not pass goes to aedes, and is refused there.
 */
export function pastAedes(deps: PastAedesDeps): (publish: PlainPublish) => boolean {
  const { client, connection, credential, mayPass, now, onPublish, remember, failed, began, ended } = deps;
  const { guard, arrivals, clientMark } = connection;
  const acknowledge = (messageIds: readonly number[], bytes: number) => guard.acknowledge(messageIds, bytes);
  const waiting = new Waiting({ arrivals, acknowledge, failed, began, ended });
  const silence = silenceOf(client);
  return (publish) => {
    const { topic, payload, qos, messageId } = publish;
    if (!mayPass(topic)) return false;
    silence?.refresh();
    try {
      const from = { client: credential, clientId: client.id, retain: false, dup: false, receivedAt: now() };
      const taken = onPublish({ ...from, topic, payload, qos });
      if (taken && qos === 1) remember(fingerprint(clientMark, messageId, publish), taken);
      waiting.add(messageId, payload.length, taken);
    } catch (error) {
      failed(error);
    }
    return true;
  };
}

/** The timer by which aedes ends a client that it hears nothing of. */
function silenceOf(client: AedesClient): NodeJS.Timeout | undefined {
  const timer: unknown = '_keepaliveTimer' in client ? client._keepaliveTimer : undefined;
  return isTimer(timer) ? timer : undefined;
}

function isTimer(timer: unknown): timer is NodeJS.Timeout {
  return typeof timer === 'object' && timer !== null && 'refresh' in timer;
}
