import Type from 'typebox';
import type { OwnField } from '../../rules/own-recipient.ts';
import type { FieldName, Value } from '../../rules/reading.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { Count, oneOf, Text, Texts } from './shapes.ts';

/** What devices say under one name. */
export interface Heard {
  readonly type: OwnField['type'];
  readonly units: Set<string>;
  devices: number;
}

/** What all devices together can tell; no value of it. */
export const fieldsOfAll = {
  'field list': operation(
    Type.Object({}),
    Type.Array(
      Type.Object(
        { field: Text, type: oneOf(['number', 'boolean', 'category']), units: Texts, devices: Count },
        { title: 'HeardField' },
      ),
    ),
    (hub) =>
      [...fieldsHeard(hub)]
        .map(([field, { type, units, devices }]) => ({ field, type, units: [...units], devices }))
        .sort((a, b) => b.devices - a.devices || (a.field < b.field ? -1 : 1)),
  ),
};

/** The fields that devices have a unit for or said since the hub was started; of one that two say differently, the first counts. */
export function fieldsHeard(hub: Hub): ReadonlyMap<string, Heard> {
  const heard = new Map<string, Heard>();
  for (const { id, units } of hub.registry.known()) {
    const types = new Map<FieldName, OwnField['type']>([...units.keys()].map((name) => [name, 'number']));
    for (const { name, value } of hub.line.recent.last(id)?.fields ?? []) types.set(name, typeOf(value));
    for (const [name, type] of types) {
      const known = heard.get(name) ?? { type, units: new Set(), devices: 0 };
      heard.set(name, known);
      known.devices += 1;
      const unit = units.get(name);
      if (unit !== undefined) known.units.add(unit);
    }
  }
  return heard;
}

function typeOf(value: Value): OwnField['type'] {
  return typeof value === 'string' ? 'category' : typeof value === 'boolean' ? 'boolean' : 'number';
}
