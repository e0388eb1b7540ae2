import {
  ACKNOWLEDGE_PROPERTIES,
  DISCONNECT_PROPERTIES,
  type PropertyTable,
  PUBLISH_PROPERTIES,
  SUBSCRIBE_PROPERTIES,
  skipProperties,
} from '../../mqtt/properties.ts';
import {
  byte,
  type Cursor,
  type Malformed,
  malformed,
  PROTOCOL_ERROR,
  skipText,
  text,
  twoBytes,
} from '../../mqtt/wire.ts';
import { MAX_LEVELS, MAX_TOPIC_BYTES, validFilter } from './topics.ts';

export const CONNECT = 1;
export const PUBLISH = 3;
export const SUBSCRIBE = 8;

/** Most filters in one SUBSCRIBE or UNSUBSCRIBE: Home Assistant asks for 500 entities' topics at once. */
const MAX_FILTERS = 500;
/** Wildcards are not supported in topics of these (MQTT-3.3.2-2). */
const NUL = 0;
const HASH = 35;
const PLUS = 43;
const SLASH = 47;

/** Whether a client may send a packet with this first byte at all (table 2.1, table 2.2, MQTT-2.2.2-2). */
export function checkFirstByte(first: number): Malformed | undefined {
  const type = first >> 4;
  const flags = first & 15;
  switch (type) {
    case PUBLISH: {
      const qos = (flags >> 1) & 3;
      // MQTT-3.3.1-4.
      if (qos === 3) return malformed('QoS 3');
      // MQTT-3.3.1-2.
      if (qos === 0 && (flags & 8) !== 0) return malformed('DUP with QoS 0');
      return undefined;
    }
    // PUBREL, SUBSCRIBE and UNSUBSCRIBE carry 0010 (MQTT-3.6.1-1, MQTT-3.8.1-1, MQTT-3.10.1-1).
    case 6:
    case 8:
    case 10:
      return flags === 2 ? undefined : malformed('fixed header flags');
    case CONNECT:
    case 4:
    case 5:
    case 7:
    case 12:
    case 14:
      return flags === 0 ? undefined : malformed('fixed header flags');
    default:
      return malformed('packet type', PROTOCOL_ERROR);
  }
}

/** Checks a whole packet other than CONNECT from behind its fixed header. */
export function checkPacket(first: number, cursor: Cursor, version: 4 | 5): Malformed | undefined {
  switch (first >> 4) {
    case PUBLISH:
      return checkPublish(first, cursor, version);
    case 4:
    case 5:
    case 6:
    case 7:
      return checkAcknowledgement(cursor, version);
    case 8:
      return checkSubscribe(cursor, version);
    case 10:
      return checkUnsubscribe(cursor, version);
    case 12:
      return cursor.at === cursor.end ? undefined : malformed('PINGREQ with a body');
    case 14:
      return checkDisconnect(cursor, version);
    default:
      return malformed('packet type', PROTOCOL_ERROR);
  }
}

/** 3.3. The topic's bytes are read once; this runs for every reading. */
function checkPublish(first: number, cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const from = cursor.at + 2;
  if (!skipText(cursor)) return malformed('topic');
  const end = cursor.at;
  // MQTT-4.7.3-1; in MQTT 5 an empty topic needs an alias, and we announced none (MQTT-3.3.2-9).
  if (end === from) return malformed('empty topic', PROTOCOL_ERROR);
  if (end - from > MAX_TOPIC_BYTES) return malformed('topic is too long');
  let levels = 1;
  for (let index = from; index < end; index++) {
    const value = cursor.bytes[index];
    if (value === SLASH) levels++;
    else if (value === HASH || value === PLUS || value === NUL) return malformed('wildcard in a topic');
  }
  if (levels > MAX_LEVELS) return malformed('topic has too many levels');
  // MQTT-2.3.1-1.
  if ((first & 6) !== 0 && twoBytes(cursor) < 1) return malformed('packet identifier');
  return version === 5 ? properties(cursor, PUBLISH_PROPERTIES) : undefined;
}

/** A PUBLISH that says a reading and nothing else: at QoS 0 or 1, the first time, not retained, without properties. */
export interface PlainPublish {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  /** 0 at QoS 0. */
  readonly messageId: number;
}

/** What a sound PUBLISH says, whose payload begins at the cursor and whose topic at `body`; undefined where it is not plain. */
export function plainPublish(first: number, cursor: Cursor, body: number, version: 4 | 5): PlainPublish | undefined {
  if (first !== PLAIN[0] && first !== PLAIN[1]) return undefined;
  const { bytes, at, end } = cursor;
  const qos = first === PLAIN[1] ? 1 : 0;
  const topicEnd = body + 2 + bytes.readUInt16BE(body);
  // MQTT 5 has the length of its properties before the payload.
  if (at !== topicEnd + 2 * qos + (version === 5 ? 1 : 0)) return undefined;
  const topic = bytes.toString('utf8', body + 2, topicEnd);
  return { topic, payload: bytes.subarray(at, end), qos, messageId: qos === 1 ? bytes.readUInt16BE(topicEnd) : 0 };
}

/** First bytes by QoS. */
const PLAIN = [0x30, 0x32] as const;

/** So many PUBACKs (3.4); in MQTT 5 one of two bytes says success. */
export function pubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * messageIds.length);
  let at = 0;
  for (const messageId of messageIds) {
    at = bytes.writeUInt16BE(0x4002, at);
    at = bytes.writeUInt16BE(messageId, at);
  }
  return bytes;
}

/** PUBACK, PUBREC, PUBREL, PUBCOMP (3.4 to 3.7). */
function checkAcknowledgement(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  if (twoBytes(cursor) < 1) return malformed('packet identifier');
  if (version === 5 && cursor.at < cursor.end) {
    byte(cursor);
    const fault = cursor.at < cursor.end ? properties(cursor, ACKNOWLEDGE_PROPERTIES) : undefined;
    if (fault) return fault;
  }
  return atEnd(cursor);
}

function checkSubscribe(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const fault = idAndProperties(cursor, version);
  if (fault) return fault;
  // MQTT-3.8.3-3.
  if (cursor.at === cursor.end) return malformed('SUBSCRIBE without a filter', PROTOCOL_ERROR);
  for (let count = 0; cursor.at < cursor.end; count++) {
    if (count === MAX_FILTERS) return malformed('too many filters');
    if (!filterIsValid(cursor)) return malformed('topic filter');
    const options = byte(cursor);
    // MQTT-3.8.3-4: QoS 0 to 2, reserved bits zero; retain handling 3 does not exist (MQTT5-3.8.3.1).
    const allowed = version === 5 ? 0x3f : 0x03;
    if (options === -1 || (options & ~allowed) !== 0 || (options & 3) === 3 || (options & 0x30) === 0x30) {
      return malformed('subscription options');
    }
  }
  return undefined;
}

function checkUnsubscribe(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const fault = idAndProperties(cursor, version);
  if (fault) return fault;
  // MQTT-3.10.3-2.
  if (cursor.at === cursor.end) return malformed('UNSUBSCRIBE without a filter', PROTOCOL_ERROR);
  for (let count = 0; cursor.at < cursor.end; count++) {
    if (count === MAX_FILTERS) return malformed('too many filters');
    if (!filterIsValid(cursor)) return malformed('topic filter');
  }
  return undefined;
}

function checkDisconnect(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  if (version === 5 && cursor.at < cursor.end) {
    byte(cursor);
    const fault = cursor.at < cursor.end ? properties(cursor, DISCONNECT_PROPERTIES) : undefined;
    if (fault) return fault;
  }
  return atEnd(cursor);
}

function idAndProperties(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  if (twoBytes(cursor) < 1) return malformed('packet identifier');
  return version === 5 ? properties(cursor, SUBSCRIBE_PROPERTIES) : undefined;
}

function properties(cursor: Cursor, allowed: PropertyTable): Malformed | undefined {
  const fault = skipProperties(cursor, allowed);
  return fault === undefined ? undefined : malformed(fault, PROTOCOL_ERROR);
}

function filterIsValid(cursor: Cursor): boolean {
  const from = cursor.at + 2;
  const filter = text(cursor);
  return filter !== undefined && cursor.at - from <= MAX_TOPIC_BYTES && validFilter(filter);
}

function atEnd(cursor: Cursor): Malformed | undefined {
  return cursor.at === cursor.end ? undefined : malformed('bytes after the packet');
}
