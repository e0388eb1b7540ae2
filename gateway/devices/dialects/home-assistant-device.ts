import type { FoundDevice, SourceDevice } from './dialect.ts';
import { shortText } from './found-fields.ts';
import type { About, Entity } from './home-assistant-config.ts';
import { objectAt, option } from './home-assistant-keys.ts';
import type { JsonObject } from './json.ts';

/** The device that a discovery payload is about, and what in the names of its entities only says which one it is. */
export interface ConfigDevice {
  readonly source: SourceDevice;
  readonly found: FoundDevice;
  /** Its name, node and identifiers, which object ids begin with. */
  readonly names: readonly string[];
  /** Its identifiers, addresses and serial number, which stand anywhere. */
  readonly identities: readonly string[];
}

const MAX_IDENTIFIERS = 10;

/**
 * Home Assistant knows a device by any of its identifiers; the key is the first of them in order, so that it does not
 * depend on who spoke first. Entities without a device belong together where they have a node, or else a topic.
 */
export function readDevice({ node, id }: About, config: JsonObject, entities: readonly Entity[]): ConfigDevice {
  const device = objectAt(config, 'device') ?? {};
  const identifiers = listed(option(device, 'identifiers')).sort();
  const connections = pairs(option(device, 'connections')).sort();
  const topic = entities.flatMap(({ places }) => places.map((place) => place.topic)).sort()[0];
  const key = identifiers[0] ?? connections[0] ?? node ?? topic ?? id;
  const name = shortText(option(device, 'name'));
  const vendor = shortText(option(device, 'manufacturer'));
  const model = shortText(option(device, 'model')) ?? shortText(option(device, 'modelId'));
  const firmware = shortText(option(device, 'firmware'));
  const area = shortText(option(device, 'area'));
  const serial = shortText(option(device, 'serial'));
  const source = { key, ...(name === undefined ? {} : { name }) };
  const known = (text: string | undefined) => (text === undefined ? [] : [text]);
  return {
    source,
    found: {
      ...source,
      ...(vendor === undefined ? {} : { vendor }),
      ...(model === undefined ? {} : { model }),
      ...(firmware === undefined ? {} : { firmware }),
    },
    names: [...known(name), ...known(node), ...known(area), ...identifiers],
    identities: [...identifiers, ...connections, ...known(serial)],
  };
}

/** Whether zigbee2mqtt tells of it: its own list says the same, and more. */
export function isZigbee2mqtts(config: JsonObject): boolean {
  const origin = objectAt(config, 'origin');
  const device = objectAt(config, 'device');
  const identifiers = device === undefined ? [] : listed(option(device, 'identifiers'));
  return (
    (origin !== undefined && option(origin, 'name') === 'Zigbee2MQTT') ||
    identifiers.some((identifier) => identifier.startsWith('zigbee2mqtt_'))
  );
}

function listed(raw: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(raw) ? raw.slice(0, MAX_IDENTIFIERS) : [raw];
  return items.flatMap((item) => shortText(typeof item === 'number' ? String(item) : item) ?? []);
}

function pairs(raw: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(raw) ? raw.slice(0, MAX_IDENTIFIERS) : [];
  return items.flatMap((item) => (Array.isArray(item) ? (shortText(item[1]) ?? []) : []));
}
