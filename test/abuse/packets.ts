/** Bytes of MQTT packets, made by hand: no client library would make most of these. */

export function bytes(...values: readonly number[]): Buffer {
  return Buffer.from(values);
}

export function two(value: number): Buffer {
  return bytes(value >> 8, value & 255);
}

/** A string or binary field (1.5.3, 1.5.6). */
export function text(value: string | Buffer): Buffer {
  const raw = Buffer.from(value);
  return Buffer.concat([two(raw.length), raw]);
}

/** Fixed header and body (2.2). */
export function packet(first: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([bytes(first), variable(body.length), body]);
}

/** A variable byte integer (1.5.5). */
export function variable(value: number): Buffer {
  const digits: number[] = [];
  let left = value;
  do {
    digits.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return bytes(...digits);
}

export interface ConnectParts {
  readonly protocol?: string;
  readonly level?: number;
  readonly flags?: number;
  readonly keepAlive?: number;
  readonly properties?: Buffer;
  readonly id?: string | Buffer;
  readonly will?: Buffer;
  readonly user?: string | Buffer;
  readonly password?: string | Buffer;
  readonly rest?: Buffer;
}

export function connect(parts: ConnectParts): Buffer {
  const { protocol = 'MQTT', level = 4, flags = 0xc2, keepAlive = 60, id = 'raw', rest = bytes() } = parts;
  return packet(
    0x10,
    text(protocol),
    bytes(level, flags),
    two(keepAlive),
    level === 5 ? block(parts.properties) : bytes(),
    text(id),
    parts.will ?? bytes(),
    (flags & 0x80) === 0 ? bytes() : text(parts.user ?? ''),
    (flags & 0x40) === 0 ? bytes() : text(parts.password ?? ''),
    rest,
  );
}

/** A property block: its length and what is in it. */
export function block(properties: Buffer = bytes()): Buffer {
  return Buffer.concat([variable(properties.length), properties]);
}

export interface PublishParts {
  readonly qos?: 0 | 1 | 2 | 3;
  readonly id?: number;
  readonly dup?: boolean;
  readonly retain?: boolean;
  /** Given: MQTT 5. */
  readonly properties?: Buffer;
}

export function publish(topic: string | Buffer, payload: string | Buffer, parts: PublishParts = {}): Buffer {
  const { qos = 0, id = 1, dup = false, retain = false, properties } = parts;
  return packet(
    0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0),
    text(topic),
    qos === 0 ? bytes() : two(id),
    properties ? block(properties) : bytes(),
    Buffer.from(payload),
  );
}

export function subscribe(filters: readonly (string | Buffer)[], options = 0, id = 7): Buffer {
  return packet(0x82, two(id), ...filters.flatMap((filter) => [text(filter), bytes(options)]));
}

export const UNSOUND: Readonly<Record<string, Buffer>> = {
  'a NUL': bytes(65, 0),
  'bytes that are no UTF-8': bytes(0xff, 0xfe),
  'an overlong form': bytes(0xc0, 0x80),
  'a surrogate': bytes(0xed, 0xa0, 0x80),
};

/** The head of a TLS record that says 512 bytes of a handshake follow (RFC 8446 §5.1). */
export const HANDSHAKE = bytes(0x16, 3, 1, 2, 0);
