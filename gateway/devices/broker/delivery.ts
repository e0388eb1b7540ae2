import type { Client as AedesClient, PublishPacket } from 'aedes';
import type { Client } from '../clients.ts';
import { mayReceive } from './rights.ts';

/** MQTT5-3.1.2-24: what a client called too large for it is not sent; aedes only takes note of the number. */
export function isTooLargeFor(client: AedesClient, packet: PublishPacket): boolean {
  const most = 'maximumPacketSize' in client ? client.maximumPacketSize : undefined;
  return typeof most === 'number' && sizeOf(packet) > most;
}

/** An answer may be asked for only where the asker may listen, or it would make an answering app write for it. */
export function asksForItself(client: Client, { properties }: PublishPacket): boolean {
  const topic = properties?.responseTopic;
  return topic === undefined || mayReceive(client, topic);
}

/** The delay belongs to the CONNECT; in a PUBLISH it would be an error to every subscriber (MQTT 5, table 2-4). */
export function withoutDelay({ properties }: PublishPacket): void {
  if (properties && 'willDelayInterval' in properties) delete properties.willDelayInterval;
}

/** The bytes of a PUBLISH of MQTT 5; properties count as their JSON, which is longer than they are. */
function sizeOf({ topic, payload, properties }: PublishPacket): number {
  const described = properties === undefined ? 0 : JSON.stringify(properties).length;
  const rest = 2 + Buffer.byteLength(topic) + 2 + 1 + described + payload.length;
  return 1 + (rest < 128 ? 1 : rest < 16_384 ? 2 : rest < 2_097_152 ? 3 : 4) + rest;
}
