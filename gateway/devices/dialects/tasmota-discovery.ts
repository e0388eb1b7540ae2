import { fullTopicsOf, type TasmotaPrefix, under } from '../full-topic.ts';
import type { FoundDevice, FoundField, SourceDevice } from './dialect.ts';
import { flatten } from './fields.ts';
import { shortText, textsOf } from './found-fields.ts';
import type { JsonObject } from './json.ts';
import { describeSensor, SENSOR_ENVELOPE, type Words } from './tasmota-fields.ts';

export interface TasmotaDevice {
  readonly source: SourceDevice;
  readonly words: Words;
  /** What this device's topics begin with, up to and with the last `/` of its FullTopic. */
  readonly bases: ReadonlyMap<string, TasmotaPrefix>;
  readonly found: FoundDevice;
}

const MAC = /^[0-9a-f]{12}$/;
/** Positions in discovery's `tp`. */
const PREFIXES: readonly TasmotaPrefix[] = ['cmnd', 'stat', 'tele'];

/** A MAC as it is written in keys: twelve lower-case digits; undefined when it is none. */
export function macOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const mac = raw.replaceAll(':', '').toLowerCase();
  return MAC.test(mac) ? mac : undefined;
}

/**
 * The retained `tasmota/discovery/<MAC>/config`: who the device is and how its topics are built. Its key is the MAC, or
 * `own` where it is the one device that the source was made for.
 */
export function readConfig(mac: string, body: JsonObject, own: string | undefined): TasmotaDevice | undefined {
  const { ft, t, tp } = body;
  const prefixes = textsOf(tp);
  if (typeof ft !== 'string' || typeof t !== 'string' || prefixes.length !== PREFIXES.length) return undefined;
  const filled = ft
    .replaceAll('%topic%', t)
    .replaceAll('%hostname%', shortText(body.hn) ?? '')
    .replaceAll('%id%', mac.toUpperCase());
  if (!filled.includes('%prefix%')) return undefined;
  const base = filled.endsWith('/') ? filled : `${filled}/`;
  const bases = new Map(
    PREFIXES.map((prefix, index) => [base.replaceAll('%prefix%', prefixes[index] ?? prefix), prefix]),
  );
  const isOwn = t === own || (own !== undefined && fullTopicsOf(own).some((each) => bases.has(under(each, 'tele'))));
  const key = isOwn && own !== undefined ? own : mac;
  const name = shortText(body.dn) ?? shortText(textsOf(body.fn)[0]);
  const source: SourceDevice = name === undefined ? { key } : { key, name };
  const model = shortText(body.md);
  const firmware = shortText(body.sw);
  const found: FoundDevice = {
    ...source,
    ...(model === undefined ? {} : { model }),
    ...(firmware === undefined ? {} : { firmware }),
    fields: relayFields(body.rl),
  };
  const [off, on] = textsOf(body.state);
  return { source, words: { on: on ?? 'ON', off: off ?? 'OFF' }, bases, found };
}

/** The retained `tasmota/discovery/<MAC>/sensors`: one sample of SENSOR, which tells its fields and units. */
export function readSensors(sample: JsonObject, words: Words): readonly FoundField[] {
  const flat = flatten(sample, { skip: SENSOR_ENVELOPE, describe: describeSensor(sample, words) });
  return flat.fields.map(({ name, unit, value }) => {
    const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
    return unit === undefined ? { name, type } : { name, type, unit };
  });
}

/** `rl` has a 1 for each relay and a 2 for each light; one alone is POWER, several are numbered. */
function relayFields(raw: unknown): readonly FoundField[] {
  const used = (Array.isArray(raw) ? raw.slice(0, 32) : []).flatMap((kind, index) =>
    kind === 1 || kind === 2 ? [index + 1] : [],
  );
  return used.map((number) => ({ name: used.length === 1 ? 'POWER' : `POWER${number}`, type: 'boolean' }));
}
