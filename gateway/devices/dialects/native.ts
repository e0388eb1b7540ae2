import { deviceId, type Field, type FieldName, type Value } from '../../../rules/reading.ts';
import type { Dialect, FoundDevice, FoundField, Interpreter, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { flatten, MAX_FIELDS } from './fields.ts';
import { readFoundFields, shortText } from './found-fields.ts';
import { instantOf } from './instant.ts';
import type { JsonObject } from './json.ts';
import { ignore, oneReading, withObject } from './outcome.ts';

const BASE = 'hearthgate/v1/devices/';

/** docs/topics.md: a device writes and reads under its own id only. */
export const nativeEcosystem = {
  name: 'native',
  title: 'Hearthgate',
  kind: 'device',
  dialect: native,
  rights({ name }) {
    const own = `${BASE}${name}`;
    return {
      write: [`${own}/declaration`, `${own}/telemetry`, `${own}/availability`, `${own}/commands/+/result`],
      read: [`${own}/commands/+`, `${own}/sharing`],
    };
  },
  ofWill: (topic) => (/^hearthgate\/v1\/devices\/[^/]+\/availability$/.test(topic) ? '' : undefined),
} as const satisfies Ecosystem;

/** More devices than a home has; a source that declares more keeps working, without units. */
const MAX_DEVICES = 2_000;

/**
 * Hearthgate's own dialect (docs/topics.md): `hearthgate/v1/devices/{device}/…`. The topic's id is the one the hub
 * issued; that a client publishes only under its own is the broker's rule, not this one's. The topics are the contract's,
 * so a source's base changes nothing here.
 */
export function native(_source: { readonly base?: string } = {}): Dialect {
  const units = new Map<string, ReadonlyMap<string, string>>();

  function route(topic: string): Interpreter | undefined {
    if (!topic.startsWith(BASE)) return undefined;
    const [device = '', kind, ...rest] = topic.slice(BASE.length).split('/');
    if (deviceId(device) === undefined) return undefined;
    if (kind === 'commands' && rest.length > 0) return ignore;
    if (rest.length > 0) return undefined;
    switch (kind) {
      case 'telemetry':
        return withObject((body) => telemetry(device, units.get(device), body));
      case 'declaration':
        return withObject((body) => declaration(device, body));
      case 'availability':
      case 'sharing':
        return ignore;
      default:
        return undefined;
    }
  }

  function declaration(device: string, body: JsonObject): Understood | undefined {
    const found = readDeclaration(device, body);
    if (found === undefined) return undefined;
    if (units.has(device) || units.size < MAX_DEVICES) units.set(device, unitsOf(found.fields ?? []));
    return { kind: 'devices', devices: [found] };
  }

  return { name: 'native', generation: 0, route };
}

const ENVELOPE = new Set(['ts']);

function telemetry(device: string, units: ReadonlyMap<string, string> | undefined, body: JsonObject): Understood {
  const { ts } = body;
  const describe = (name: FieldName, value: Value): Field => {
    const unit = units?.get(name);
    return unit === undefined ? { name, value } : { name, value, unit };
  };
  const flat = flatten(body, { skip: ENVELOPE, describe });
  const time = instantOf(ts, typeof ts === 'string' ? 'iso' : 'ms');
  if (ts !== undefined && time === undefined) flat.leftOver.push('unexpected shape');
  return oneReading({ key: device }, flat, time);
}

/** `{ vendor, model, firmware?, fields? }`; undefined when the two that are required are missing. */
function readDeclaration(key: string, body: JsonObject): FoundDevice | undefined {
  const vendor = shortText(body.vendor);
  const model = shortText(body.model);
  const firmware = shortText(body.firmware);
  const name = shortText(body.name);
  if (vendor === undefined || model === undefined) return undefined;
  return {
    key,
    vendor,
    model,
    ...(name === undefined ? {} : { name }),
    ...(firmware === undefined ? {} : { firmware }),
    ...(body.fields === undefined ? {} : { fields: readFoundFields(body.fields).slice(0, MAX_FIELDS) }),
  };
}

function unitsOf(fields: readonly FoundField[]): ReadonlyMap<string, string> {
  return new Map(fields.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const])));
}
