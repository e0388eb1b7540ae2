import {
  ACKNOWLEDGE_PROPERTIES,
  CONNACK_PROPERTIES,
  PARTING_PROPERTIES,
  type PropertyTable,
  PUBLISH_PROPERTIES,
  skipProperties,
} from './properties.ts';
import { byte, type Cursor, type Malformed, malformed, PROTOCOL_ERROR, skipText, twoBytes } from './wire.ts';

export const CONNACK = 2;
const PUBLISH = 3;
const PUBACK = 4;
const SUBACK = 9;
const PINGRESP = 13;
const DISCONNECT = 14;

const HASH = 35;
const PLUS = 43;

/** A broker hands on what others sent: more than our own takes is no fault of it. */
const MOST_PROPERTIES = { bytes: 64 * 1024, pairs: 4096 };

/**
 * Whether a broker may send the hub a packet with this first byte (tables 2.1 and 2.2). The hub publishes and subscribes at
 * QoS 0 and 1, never unsubscribes and never authenticates by AUTH: what answers any of that answers nothing.
 */
export function checkFirstByteOfBroker(first: number, version: 4 | 5): Malformed | undefined {
  switch (first >> 4) {
    case PUBLISH:
      // MQTT-3.8.4-8: no subscription of the hub is above QoS 1. MQTT-3.3.1-2.
      if ((first & 4) !== 0) return malformed('QoS above what was asked for', PROTOCOL_ERROR);
      return (first & 10) === 8 ? malformed('DUP with QoS 0') : undefined;
    case DISCONNECT:
      // 3.1.1 knows it of clients only.
      if (version === 4) return malformed('packet type', PROTOCOL_ERROR);
      break;
    case CONNACK:
    case PUBACK:
    case SUBACK:
    case PINGRESP:
      break;
    default:
      return malformed('packet type', PROTOCOL_ERROR);
  }
  return (first & 15) === 0 ? undefined : malformed('fixed header flags');
}

/** Checks a whole packet of a broker from behind its fixed header. */
export function checkPacketOfBroker(first: number, cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const type = first >> 4;
  if (type === PUBLISH) return checkPublish(first, cursor, version);
  return bodyOf(type, cursor, version) ?? (cursor.at === cursor.end ? undefined : malformed('bytes after the packet'));
}

function bodyOf(type: number, cursor: Cursor, version: 4 | 5): Malformed | undefined {
  switch (type) {
    case CONNACK:
      return checkConnack(cursor, version);
    case PUBACK:
      return idOf(cursor) ?? (version === 5 ? checkReason(cursor, ACKNOWLEDGE_PROPERTIES) : undefined);
    case SUBACK:
      return checkSuback(cursor, version);
    case DISCONNECT:
      return checkReason(cursor, PARTING_PROPERTIES);
    default:
      return undefined;
  }
}

function checkConnack(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const flags = byte(cursor);
  const code = byte(cursor);
  if (flags === -1 || flags > 1 || code === -1) return malformed('CONNACK');
  // A broker that does not know MQTT 5 refuses it in the form of 3.1.1 (MQTT-3.1.2-2 there).
  if (version === 4 || (code !== 0 && cursor.at === cursor.end)) return undefined;
  return properties(cursor, CONNACK_PROPERTIES);
}

function checkPublish(first: number, cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const from = cursor.at + 2;
  if (!skipText(cursor)) return malformed('topic');
  // MQTT-4.7.3-1; in MQTT 5 an empty topic needs an alias, and the hub allows none (MQTT-3.1.2-27).
  if (cursor.at === from) return malformed('empty topic', PROTOCOL_ERROR);
  for (let index = from; index < cursor.at; index++) {
    const value = cursor.bytes[index];
    if (value === HASH || value === PLUS) return malformed('wildcard in a topic');
  }
  const fault = (first & 6) === 0 ? undefined : idOf(cursor);
  return fault ?? (version === 5 ? properties(cursor, PUBLISH_PROPERTIES) : undefined);
}

/** Each filter is asked for by itself, so that there is one code. */
function checkSuback(cursor: Cursor, version: 4 | 5): Malformed | undefined {
  const fault = idOf(cursor) ?? (version === 5 ? properties(cursor, ACKNOWLEDGE_PROPERTIES) : undefined);
  if (fault) return fault;
  const code = byte(cursor);
  const isKnown = (code >= 0 && code <= 2) || code === 0x80 || (version === 5 && code > 0x80);
  return isKnown ? undefined : malformed('SUBACK');
}

/** A reason and properties, which may both be left out (3.4.2.1, 3.14.2.1). */
function checkReason(cursor: Cursor, allowed: PropertyTable): Malformed | undefined {
  if (cursor.at < cursor.end) byte(cursor);
  return cursor.at < cursor.end ? properties(cursor, allowed) : undefined;
}

/** MQTT-2.2.1-3: never zero. */
function idOf(cursor: Cursor): Malformed | undefined {
  return twoBytes(cursor) < 1 ? malformed('packet identifier') : undefined;
}

function properties(cursor: Cursor, allowed: PropertyTable): Malformed | undefined {
  const fault = skipProperties(cursor, allowed, MOST_PROPERTIES);
  return fault === undefined ? undefined : malformed(fault, PROTOCOL_ERROR);
}
