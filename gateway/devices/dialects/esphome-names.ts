import type { About } from './home-assistant-config.ts';
import { callingOf, isIdentity, strippedId } from './home-assistant-names.ts';
import type { Place } from './home-assistant-places.ts';

/** What a node has, as its topics name it; a text sensor is a `sensor` there. */
export const COMPONENTS: ReadonlySet<string> = new Set([
  ...[
    'alarm_control_panel',
    'binary_sensor',
    'button',
    'climate',
    'cover',
    'date',
    'datetime',
    'event',
    'fan',
    'light',
  ],
  ...['lock', 'number', 'select', 'sensor', 'switch', 'text', 'time', 'update', 'valve'],
]);

/**
 * The field of one of a node's topics, `<component>/<object>/[<aspect>/]state`: `sensor.power`, `climate.floor.mode`. An
 * object is named in the node's configuration, by its maker or whoever built it; one that is named after an address or
 * a serial number is no field.
 */
export function fieldOf(
  node: string,
  component: string,
  object: string,
  aspect: readonly string[],
): string | undefined {
  if (object.split(/[^\p{L}\p{N}]+/u).some(isIdentity) && !object.startsWith(node)) return undefined;
  const id = strippedId(object, callingOf({ names: [node], identities: [] }));
  return [component, ...(id === undefined ? [] : [id]), ...aspect].join('.');
}

/** The same for a place that discovery tells of, where its topic is built as ESPHome builds them. */
export function esphomeName({ component, node, id }: About, { topic, template }: Place): string | undefined {
  if (node === undefined || !COMPONENTS.has(component)) return undefined;
  const at = `/${component}/${id}/`;
  const start = topic.indexOf(at);
  if (start < 1 || !topic.endsWith('/state')) return undefined;
  const aspect = topic
    .slice(start + at.length)
    .split('/')
    .slice(0, -1);
  return fieldOf(node, component, id, [...aspect, ...(template?.json ? template.path : [])]);
}
