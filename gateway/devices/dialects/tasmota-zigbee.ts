import type { SourceDevice, SourceReading, Understood } from './dialect.ts';
import { type Flat, flatten } from './fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { readingOf, readings } from './outcome.ts';

const IDENTITY = new Set(['Device', 'Name', 'IEEEAddr', 'Time']);
/** One message carries one report; several happen only when a bridge groups them. */
const MAX_DEVICES = 50;

/**
 * What a Tasmota Zigbee bridge relays (`ZbReceived`): each member is another device, with its address, and belongs to
 * the bridge's key because short addresses repeat between networks.
 */
export function readZigbee(bridge: SourceDevice, received: JsonObject): Understood {
  const all: SourceReading[] = [];
  const leftOver: Flat['leftOver'] = [];
  for (const [outer, report] of Object.entries(received).slice(0, MAX_DEVICES)) {
    if (!isObject(report)) {
      leftOver.push('unexpected shape');
      continue;
    }
    const flat = flatten(report, { skip: IDENTITY });
    leftOver.push(...flat.leftOver);
    const reading = readingOf(relayed(bridge, outer, report), flat);
    if (reading !== undefined) all.push(reading);
  }
  return readings(all, leftOver);
}

/** The bridge's topic without the address that SetOption89 adds behind it. */
export function withoutAddress(topic: string, received: JsonObject): string {
  const cut = topic.lastIndexOf('/');
  if (cut <= 0) return topic;
  const last = topic.slice(cut + 1);
  const isAddress = Object.entries(received).some(
    ([outer, report]) => outer === last || (isObject(report) && (report.Device === last || report.Name === last)),
  );
  return isAddress || /^0x[0-9a-fA-F]{4}$/.test(last) ? topic.slice(0, cut) : topic;
}

function relayed(bridge: SourceDevice, outer: string, report: JsonObject): SourceDevice {
  const { Device: address, Name: name } = report;
  const key = `${bridge.key}/${typeof address === 'string' && address !== '' ? address : outer}`;
  return typeof name === 'string' && name !== '' ? { key, name } : { key };
}
