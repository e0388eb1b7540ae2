import { createRequire } from 'node:module';
import { type DefinitionWithExtend, prepareDefinition } from 'zigbee-herdsman-converters';
import type { FieldAbout } from '../rules/classify.ts';

// CommonJS with a default export, which Node and Vitest import differently; `require` is the same in both.
const devices: { readonly default: readonly DefinitionWithExtend[] } = createRequire(import.meta.url)(
  'zigbee-herdsman-converters/devices/index',
);

/** A property as one model exposes it, in the words of that model. */
export type Exposed = FieldAbout & { readonly model: string };

interface Expose {
  readonly type: string;
  readonly property?: string | undefined;
  readonly unit?: string | undefined;
  readonly description?: string | undefined;
  readonly features?: readonly Expose[] | undefined;
  readonly item_type?: unknown;
}

/**
 * Every property that a Zigbee model known to zigbee2mqtt exposes, nesting with dots, one entry a model. A property of
 * an exposed thing without a name of its own (light, lock, cover) has the kind of thing as its parent.
 */
export function zigbeeExposes(): { readonly models: number; readonly exposed: readonly Exposed[] } {
  const exposed: Exposed[] = [];
  for (const each of devices.default) {
    const { model, exposes } = prepareDefinition(each);
    // What depends on the device's settings is asked as the documentation does: for a device that is not there.
    const shown = typeof exposes === 'function' ? exposes({ isDummyDevice: true }, {}) : exposes;
    for (const field of fieldsOf(shown, '', undefined)) exposed.push({ ...field, model });
  }
  return { models: devices.default.length, exposed };
}

function fieldsOf(exposes: readonly Expose[], prefix: string, parent: string | undefined): FieldAbout[] {
  return exposes.flatMap(({ type, property, unit, description, features, item_type: item }) => {
    const name = property === undefined || property === '' ? undefined : `${prefix}${property}`;
    if (features)
      return fieldsOf(features, name === undefined ? prefix : `${name}.`, name === undefined ? type : parent);
    if (name === undefined) return [];
    const own: FieldAbout = {
      name,
      type,
      ecosystem: 'zigbee2mqtt',
      ...(parent === undefined ? {} : { parent }),
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
    };
    return [own, ...(isComposite(item) ? fieldsOf(item.features, `${name}.`, undefined) : [])];
  });
}

function isComposite(item: unknown): item is { features: readonly Expose[] } {
  return typeof item === 'object' && item !== null && 'features' in item && Array.isArray(item.features);
}
