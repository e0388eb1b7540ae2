import { CONNECT_PROPERTIES, skipProperties, WILL_PROPERTIES } from '../../mqtt/properties.ts';
import { byte, type Cursor, skipBinary, skipText, text, twoBytes } from '../../mqtt/wire.ts';
import { countLevels, MAX_LEVELS, MAX_TOPIC_BYTES } from './topics.ts';

/** What a CONNECT came to: a version to speak, or why not, with the bytes of a CONNACK where the standard asks for one. */
export type Connect =
  | { readonly kind: 'connect'; readonly version: 4 | 5 }
  | { readonly kind: 'refused'; readonly text: string; readonly connack?: Buffer };

const MAX_CLIENT_ID_BYTES = 1024;

/** Return code 1, unacceptable protocol version (MQTT-3.1.2-2), in the form 3.1 and 3.1.1 read; and the one of 5. */
const VERSION_REFUSED = Buffer.from([0x20, 2, 0, 1]);
const VERSION_REFUSED_5 = Buffer.from([0x20, 3, 0, 0x84, 0]);
/** Return code 2, identifier rejected: no client id, but a session to keep (MQTT-3.1.3-8). */
const IDENTIFIER_REJECTED = Buffer.from([0x20, 2, 0, 2]);

/** Checks a whole CONNECT from behind its fixed header, byte by byte (3.1). */
export function checkConnect(cursor: Cursor): Connect {
  const name = text(cursor);
  const level = byte(cursor);
  if (name === 'MQIsdp' && level === 3) return refused('MQTT 3.1 is not spoken here', VERSION_REFUSED);
  if (name !== 'MQTT' || level === -1) return refused('protocol name');
  if (level !== 4 && level !== 5) {
    return refused('protocol level', level > 5 ? VERSION_REFUSED_5 : VERSION_REFUSED);
  }
  const flags = byte(cursor);
  const keepAlive = twoBytes(cursor);
  if (flags === -1 || keepAlive === -1) return refused('CONNECT ends early');
  const fault = checkFlags(flags, level);
  if (fault !== undefined) return refused(fault);
  const properties = level === 5 ? skipProperties(cursor, CONNECT_PROPERTIES) : undefined;
  if (properties !== undefined) return refused(properties);

  const idFrom = cursor.at + 2;
  if (!skipText(cursor)) return refused('client id');
  const idLength = cursor.at - idFrom;
  if (idLength > MAX_CLIENT_ID_BYTES) return refused('client id is too long');
  const rest = (flags & WILL) !== 0 ? checkWill(cursor, level) : undefined;
  if (rest !== undefined) return refused(rest);
  if ((flags & USER) !== 0 && !skipText(cursor)) return refused('user name');
  if ((flags & PASSWORD) !== 0 && !skipBinary(cursor)) return refused('password');
  if (cursor.at !== cursor.end) return refused('bytes after the CONNECT');
  if (idLength === 0 && level === 4 && (flags & CLEAN) === 0) return refused('no client id', IDENTIFIER_REJECTED);
  return { kind: 'connect', version: level };
}

const CLEAN = 0x02;
const WILL = 0x04;
const WILL_QOS_AND_RETAIN = 0x38;
const PASSWORD = 0x40;
const USER = 0x80;

function checkFlags(flags: number, level: 4 | 5): string | undefined {
  // MQTT-3.1.2-3.
  if ((flags & 1) !== 0) return 'reserved connect flag';
  // MQTT-3.1.2-11, MQTT-3.1.2-13, MQTT-3.1.2-15.
  if ((flags & WILL) === 0 && (flags & WILL_QOS_AND_RETAIN) !== 0) return 'will flags without a will';
  // MQTT-3.1.2-14.
  if (((flags >> 3) & 3) === 3) return 'will QoS 3';
  // MQTT-3.1.2-22; MQTT 5 lifted it.
  if (level === 4 && (flags & PASSWORD) !== 0 && (flags & USER) === 0) return 'password without user name';
  return undefined;
}

function checkWill(cursor: Cursor, level: 4 | 5): string | undefined {
  const properties = level === 5 ? skipProperties(cursor, WILL_PROPERTIES) : undefined;
  if (properties !== undefined) return properties;
  const from = cursor.at + 2;
  const topic = text(cursor);
  if (topic === undefined || topic === '' || /[#+]/.test(topic)) return 'will topic';
  if (cursor.at - from > MAX_TOPIC_BYTES || countLevels(cursor.bytes, from, cursor.at) > MAX_LEVELS) {
    return 'will topic is too long';
  }
  return skipBinary(cursor) ? undefined : 'will message';
}

function refused(text: string, connack?: Buffer): Connect {
  return connack ? { kind: 'refused', text, connack } : { kind: 'refused', text };
}
