import { classify, type FieldAbout } from '../../rules/classify.ts';
import type { Catalogue } from '../../rules/field-catalogue.ts';
import type { Message } from './gathered.ts';
import type { Told } from './understanding.ts';

export interface Knowing {
  readonly catalogue: Catalogue;
  /** What was told of a field of the device with this key. */
  readonly about: (key: string, field: string) => Pick<FieldAbout, 'unit' | 'type'>;
}

/**
 * What is understood of one message, for whoever writes a dialect or judges one: its topic, whose speech it is, and
 * which fields of which devices came of it, without a value. Topics and keys of devices name things and people: it is
 * for recordings that somebody made on purpose.
 */
export function eachOf({ topic }: Message, { dialect, said }: Told, { catalogue, about }: Knowing): object {
  const line = { topic, ...(dialect === undefined ? {} : { dialect }), kind: said.kind };
  switch (said.kind) {
    case 'ignored':
      return line;
    case 'quarantine':
      return { ...line, reason: said.reason };
    case 'devices':
      return { ...line, devices: said.devices.map(({ key }) => key) };
    case 'readings': {
      const fields = new Map(
        said.readings.flatMap(({ fields, device }) =>
          fields.map(({ name, unit }) => {
            const ecosystem = device.dialect ?? dialect ?? '';
            const field = { name, ecosystem, ...(unit === undefined ? {} : { unit }), ...about(device.key, name) };
            const { category, sensitivity } = classify(field, catalogue);
            return [name, { name, category, sensitivity }] as const;
          }),
        ),
      );
      return {
        ...{ ...line, devices: [...new Set(said.readings.map(({ device: { key } }) => key))] },
        ...{ fields: [...fields.values()], leftOver: said.leftOver ?? [] },
      };
    }
  }
}
