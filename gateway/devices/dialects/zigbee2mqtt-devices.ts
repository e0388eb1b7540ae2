import type { Value } from '../../../rules/reading.ts';
import type { FoundDevice, FoundField, SourceDevice } from './dialect.ts';
import { MAX_FIELDS } from './fields.ts';
import { shortText, textsOf } from './found-fields.ts';
import { isObject, type JsonObject, MAX_DEPTH } from './json.ts';

/** What zigbee2mqtt's definition says about one published property. */
export interface Property extends FoundField {
  /** The words that stand for true and false, where the property is binary and published as text. */
  readonly on?: string;
  readonly off?: string;
}

export interface KnownDevice {
  readonly source: SourceDevice;
  readonly friendlyName: string;
  readonly properties: ReadonlyMap<string, Property>;
  readonly found: FoundDevice;
}

/** More than a Zigbee network carries on any coordinator. */
const MAX_DEVICES = 2_000;

/** Of a device that nobody renamed; a name that reads like one is no sign that it is that device. */
const ADDRESS = /^0x[0-9a-f]{16}$/i;

/** The retained `bridge/devices` list; the coordinator is no device of the home. Items that make no sense are left out. */
export function readDevices(list: readonly unknown[]): readonly KnownDevice[] {
  return list.slice(0, MAX_DEVICES).flatMap((item) => {
    const device = isObject(item) && item.type !== 'Coordinator' ? readDevice(item) : undefined;
    return device === undefined ? [] : [device];
  });
}

/** The names in `bridge/groups`: their topics repeat what their members say. */
export function readGroups(list: readonly unknown[]): readonly string[] {
  return list
    .slice(0, MAX_DEVICES)
    .flatMap((item) => (isObject(item) && typeof item.friendly_name === 'string' ? [item.friendly_name] : []));
}

/** A raw scalar of a known property as what it means: ON and OFF of a binary property are booleans. */
export function meaningOf(property: Property | undefined, value: Value): Value {
  if (typeof value !== 'string' || property === undefined) return value;
  if (value === property.on) return true;
  return value === property.off ? false : value;
}

function readDevice(item: JsonObject): KnownDevice | undefined {
  const { ieee_address: ieee, friendly_name: name, definition } = item;
  if (typeof ieee !== 'string' || ieee === '') return undefined;
  const friendlyName = typeof name === 'string' && name !== '' ? name : ieee;
  // A device nobody renamed is called by its address, which is no name.
  const source: SourceDevice = friendlyName === ieee ? { key: ieee } : { key: ieee, name: friendlyName };
  // `definition: null` is an unsupported device: it has no known fields, and what it says is decided field by field.
  const known = isObject(definition) ? definition : {};
  const properties = readExposes(known.exposes);
  const vendor = shortText(known.vendor) ?? shortText(item.manufacturer);
  const model = shortText(known.model) ?? shortText(item.model_id);
  const firmware = shortText(item.software_build_id);
  const found: FoundDevice = {
    ...(friendlyName === ieee || ADDRESS.test(friendlyName) ? {} : { formerKey: friendlyName }),
    ...source,
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
    ...(firmware === undefined ? {} : { firmware }),
    fields: [...properties.values()].map(({ on: _on, off: _off, ...field }) => field),
  };
  return { source, friendlyName, properties, found };
}

/** The exposes tree as field names. An exposed thing with features and no property of its own (light, cover) adds no level. */
function readExposes(exposes: unknown): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  const walk = (items: unknown, prefix: string, depth: number): void => {
    if (!Array.isArray(items) || depth > MAX_DEPTH) return;
    for (const item of items) {
      if (!isObject(item) || properties.size >= MAX_FIELDS) continue;
      // `property` already carries the endpoint suffix (`state_l1`); `name` does not.
      const own = typeof item.property === 'string' && item.property !== '' ? item.property : undefined;
      if (Array.isArray(item.features)) walk(item.features, own === undefined ? prefix : `${prefix}${own}.`, depth + 1);
      else if (own !== undefined && isPublished(item.access)) {
        const property = readProperty(prefix + own, item);
        properties.set(property.name, property);
      }
    }
  };
  walk(exposes, '', 0);
  return properties;
}

/** Bit 1 of `access` says that the property stands in the published state; without it, it can only be set. */
function isPublished(access: unknown): boolean {
  return typeof access !== 'number' || (access & 1) === 1;
}

function readProperty(name: string, item: JsonObject): Property {
  const unit = shortText(item.unit);
  const withUnit = unit === undefined ? { name } : { name, unit };
  switch (item.type) {
    case 'numeric':
      return { ...withUnit, type: 'number' };
    case 'binary': {
      const on = shortText(item.value_on);
      const off = shortText(item.value_off);
      return on === undefined || off === undefined || on === off
        ? { ...withUnit, type: 'boolean' }
        : { ...withUnit, type: 'boolean', on, off };
    }
    case 'enum':
      return { ...withUnit, type: 'category', values: textsOf(item.values) };
    default:
      return { ...withUnit, type: 'text' };
  }
}
