import { byte, type Cursor, fourBytes, skipBinary, skipText, text, twoBytes, variable } from './wire.ts';

type Kind = 'bit' | 'byte' | 'two' | 'two+' | 'four' | 'four+' | 'variable' | 'text' | 'topic' | 'binary' | 'pair';

/** Which properties may be sent in which packet, by a client where nothing else is said (MQTT 5, table 2-4), and of what type. `+` is never zero. */
export const CONNECT_PROPERTIES = table({
  17: 'four',
  21: 'text',
  22: 'binary',
  23: 'bit',
  25: 'bit',
  33: 'two+',
  34: 'two',
  38: 'pair',
  39: 'four+',
});
export const WILL_PROPERTIES = table({
  1: 'bit',
  2: 'four',
  3: 'text',
  8: 'topic',
  9: 'binary',
  24: 'four',
  38: 'pair',
});
/** No topic alias (35): none was announced, so sending one is an error (MQTT-3.3.2-9). No subscription identifier. */
export const PUBLISH_PROPERTIES = table({ 1: 'bit', 2: 'four', 3: 'text', 8: 'topic', 9: 'binary', 38: 'pair' });
/** No subscription identifier (11): CONNACK says that there are none. */
export const SUBSCRIBE_PROPERTIES = table({ 38: 'pair' });
export const ACKNOWLEDGE_PROPERTIES = table({ 31: 'text', 38: 'pair' });
/** Of a server. */
export const CONNACK_PROPERTIES = table({
  17: 'four',
  18: 'text',
  19: 'two',
  26: 'text',
  28: 'text',
  31: 'text',
  33: 'two+',
  34: 'two',
  36: 'bit',
  37: 'bit',
  38: 'pair',
  39: 'four+',
  40: 'bit',
  41: 'bit',
  42: 'bit',
});
/** Of a server. */
export const PARTING_PROPERTIES = table({ 28: 'text', 31: 'text', 38: 'pair' });
export const DISCONNECT_PROPERTIES = table({ 17: 'four', 31: 'text', 38: 'pair' });

export type PropertyTable = ReadonlyMap<number, Kind>;

/** Most bytes of a property block, and user properties in it: each costs many times its bytes once it is parsed. */
export interface PropertyLimits {
  readonly bytes: number;
  readonly pairs: number;
}

const OF_CLIENTS: PropertyLimits = { bytes: 8 * 1024, pairs: 64 };

/** Skips a property block; returns its first fault's text, or undefined when all of it is as the table says. */
export function skipProperties(
  cursor: Cursor,
  allowed: PropertyTable,
  most: PropertyLimits = OF_CLIENTS,
): string | undefined {
  const length = variable(cursor);
  if (length === -1 || cursor.at + length > cursor.end) return 'property length';
  if (length === 0) return undefined;
  if (length > most.bytes) return 'properties are too long';
  const block: Cursor = { bytes: cursor.bytes, at: cursor.at, end: cursor.at + length };
  cursor.at += length;
  const seen = new Set<number>();
  let pairs = 0;
  while (block.at < block.end) {
    const id = variable(block);
    const kind = allowed.get(id);
    if (kind === undefined) return `property ${id} not allowed here`;
    if (kind !== 'pair' && seen.has(id)) return `property ${id} twice`;
    seen.add(id);
    if (kind === 'pair' && ++pairs > most.pairs) return 'too many user properties';
    if (!skipValue(block, kind)) return `value of property ${id}`;
  }
  return undefined;
}

function skipValue(cursor: Cursor, kind: Kind): boolean {
  switch (kind) {
    case 'bit': {
      const value = byte(cursor);
      return value === 0 || value === 1;
    }
    case 'byte':
      return byte(cursor) !== -1;
    case 'two':
      return twoBytes(cursor) !== -1;
    case 'two+':
      return twoBytes(cursor) > 0;
    case 'four':
      return fourBytes(cursor) !== -1;
    case 'four+':
      return fourBytes(cursor) > 0;
    case 'variable':
      return variable(cursor) !== -1;
    case 'text':
      return skipText(cursor);
    case 'topic': {
      // A response topic has no wildcards (MQTT-3.3.2-14).
      const topic = text(cursor);
      return topic !== undefined && topic !== '' && !/[#+]/.test(topic);
    }
    case 'binary':
      return skipBinary(cursor);
    case 'pair':
      return skipText(cursor) && skipText(cursor);
  }
}

function table(entries: Readonly<Record<number, Kind>>): PropertyTable {
  return new Map(Object.entries(entries).map(([id, kind]) => [Number(id), kind]));
}
