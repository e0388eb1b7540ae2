import type { OpenDelivery } from '../../../rules/delivery.ts';
import { influxLine } from './influx-line.ts';
import { httpsJson, mqttJson } from './json.ts';
import type { OpenRecord } from './values.ts';

/** One request or message; a batch is as many as its delivery makes of it. */
export interface Part {
  /** Of MQTT alone. */
  readonly topic?: string;
  readonly body: string;
}

/** All parts of a batch, with a name that stays the same at every retry. */
export interface Parts {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** The bytes of a batch without seal: what is committed before anything is sent, and sent again the same. */
export function openBytes(
  delivery: OpenDelivery,
  {
    name,
    purpose,
    records,
  }: { readonly name: string; readonly purpose: string; readonly records: readonly OpenRecord[] },
): Uint8Array {
  const parts = partsOf(delivery, records, purpose);
  return Buffer.from(JSON.stringify({ open: 1, name, parts }));
}

function partsOf(delivery: OpenDelivery, records: readonly OpenRecord[], purpose: string): Part[] {
  switch (delivery.kind) {
    case 'https-json':
      return httpsJson(delivery, records, purpose);
    case 'influx-line':
      return influxLine(delivery, records, purpose);
    case 'mqtt-json':
      return mqttJson(delivery, records, purpose);
  }
}

/** Whether bytes are such, and not sealed ones: a JWE begins with the base64url of `{"`. */
export function areOpen(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, OPENING.length)).equals(OPENING);
}

const OPENING = Buffer.from('{"open":1,');

/** How much of a batch goes out, in bytes; headers not counted. */
export function sizeOf(bytes: Uint8Array): number {
  if (!areOpen(bytes)) return bytes.length;
  return partsIn(bytes).parts.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}

/** Reads back what `openBytes` made. */
export function partsIn(bytes: Uint8Array): Parts {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Parts;
}
