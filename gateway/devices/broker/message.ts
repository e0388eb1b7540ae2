/** A message as aedes hands it to its persistence (an aedes-packet), as far as it is kept. */
export interface Message {
  cmd?: string;
  topic: string;
  payload: Buffer | string;
  qos: number;
  retain: boolean;
  dup?: boolean;
  messageId?: number | undefined;
  brokerId?: string | undefined;
  brokerCounter?: number | undefined;
  clientId?: string;
  nl?: boolean;
  properties?: object;
  /** Milliseconds since 1970 after which it is not delivered any more (MQTT5-3.3.2.3.3). */
  messageExpiry?: number;
  /** The credential that published a retained message, where a former run kept it. */
  owner?: string;
}

/** A PUBREL that took the place of its message, or whatever else has an identifier. */
export interface Identified {
  readonly cmd?: string;
  readonly messageId?: number | undefined;
  readonly brokerId?: string | undefined;
  readonly brokerCounter?: number | undefined;
}

/** A copy that aedes may not change behind our back, without an identifier, which belongs to one delivery. */
export function copyMessage(message: Message): Message {
  return {
    ...(message.clientId === undefined ? {} : { clientId: message.clientId }),
    ...(message.nl === undefined ? {} : { nl: message.nl }),
    ...(message.properties === undefined ? {} : { properties: message.properties }),
    ...(message.messageExpiry === undefined ? {} : { messageExpiry: message.messageExpiry }),
    cmd: message.cmd ?? 'publish',
    brokerId: message.brokerId,
    brokerCounter: message.brokerCounter,
    topic: message.topic,
    payload: ownPayload(message.payload),
    qos: message.qos,
    retain: message.retain,
    dup: message.dup ?? false,
    messageId: undefined,
  };
}

/** A payload is a piece of the chunk it came in; keeping 20 bytes must not keep 64 KiB. */
export function ownPayload(payload: Buffer | string): Buffer | string {
  return typeof payload === 'string' || payload.buffer.byteLength <= 2 * payload.length + 256
    ? payload
    : Buffer.from(payload);
}

/** What came from the database's thread, which knows no Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function payloadBytes(payload: Buffer | string): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}

/** What keeping it takes, as far as a publisher chooses it. */
export function bytesOf({ topic, payload, properties }: Message): number {
  return topic.length + payload.length + (properties === undefined ? 0 : (moreOf({ properties })?.length ?? 0));
}

type More = Pick<Message, 'properties' | 'messageExpiry' | 'owner'>;

/** The column `more`: what few messages have, as JSON; binary values as `{ "base64": … }`. */
export function moreOf({ properties, messageExpiry, owner }: More): string | null {
  if (properties === undefined && messageExpiry === undefined && owner === undefined) return null;
  const shown = Object.entries(properties ?? {}).map(([name, value]: [string, unknown]) => [
    name,
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  ]);
  return JSON.stringify({
    ...(properties === undefined ? {} : { properties: Object.fromEntries(shown) }),
    ...(messageExpiry === undefined ? {} : { messageExpiry }),
    ...(owner === undefined ? {} : { owner }),
  });
}

/** Reads the column back. */
export function parseMore(more: string | null): More {
  if (more === null) return {};
  const parsed: unknown = JSON.parse(more, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
      ? Buffer.from(value.base64, 'base64')
      : value,
  );
  if (typeof parsed !== 'object' || parsed === null) return {};
  return {
    ...('properties' in parsed && typeof parsed.properties === 'object' && parsed.properties !== null
      ? { properties: parsed.properties }
      : {}),
    ...('messageExpiry' in parsed && typeof parsed.messageExpiry === 'number'
      ? { messageExpiry: parsed.messageExpiry }
      : {}),
    ...('owner' in parsed && typeof parsed.owner === 'string' ? { owner: parsed.owner } : {}),
  };
}
