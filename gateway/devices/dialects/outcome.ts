import type { Interpreter, QuarantineReason, SourceDevice, SourceReading, Understood } from './dialect.ts';
import { type Flat, MAX_FIELDS } from './fields.ts';
import { isObject, type JsonObject, parseJson, shapeOf } from './json.ts';

export const IGNORED: Understood = { kind: 'ignored' };

/** For topics that are known and of no interest: commands, availability, logs. */
export const ignore: Interpreter = () => IGNORED;

export function quarantine(reason: QuarantineReason, payload: Uint8Array): Understood {
  return { kind: 'quarantine', reason, shape: shapeOf(payload) };
}

/** An interpreter of JSON objects; undefined from `read` means that the object is not what the topic promises. */
export function withObject(read: (body: JsonObject) => Understood | undefined): Interpreter {
  return (payload) => {
    const parsed = parseJson(payload);
    if ('reason' in parsed) return quarantine(parsed.reason, payload);
    const understood = isObject(parsed.value) ? read(parsed.value) : undefined;
    return understood ?? quarantine('unexpected shape', payload);
  };
}

/** One device's fields as an outcome. A payload without any field gives no reading: an empty one would only tell that it came. */
export function oneReading(device: SourceDevice, flat: Flat, deviceTime?: number): Understood {
  const reading = readingOf(device, flat, deviceTime);
  return readings(reading === undefined ? [] : [reading], flat.leftOver);
}

export function readings(all: readonly SourceReading[], leftOver: readonly QuarantineReason[]): Understood {
  return leftOver.length === 0
    ? { kind: 'readings', readings: all }
    : { kind: 'readings', readings: all, leftOver: leftOver.slice(0, MAX_FIELDS) };
}

export function readingOf(device: SourceDevice, flat: Flat, deviceTime?: number): SourceReading | undefined {
  if (flat.fields.length === 0) return undefined;
  return deviceTime === undefined
    ? { device, fields: flat.fields }
    : { device, deviceTime: Math.trunc(deviceTime), fields: flat.fields };
}
