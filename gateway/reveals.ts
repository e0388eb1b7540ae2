import { classify, type Revealed } from '../rules/classify.ts';
import type { Catalogue } from '../rules/field-catalogue.ts';
import { entry, lengthSafe } from '../rules/length-safe.ts';
import type { KnownDevice } from '../rules/plan.ts';
import type { FieldName } from '../rules/reading.ts';

/** Fields that are remembered; plans ask about the same ones again and again. */
const MOST = 20_000;

/**
 * What the fields of the home's devices reveal; each answer is worked out once. The catalogue is read when it is first
 * asked: most homes have no rule that asks, and it takes memory.
 */
export function createReveals(read: () => Catalogue): (device: KnownDevice, field: FieldName) => Revealed {
  let catalogue: Catalogue | undefined;
  /** By field, then by dialect, unit and class. */
  const known = new Map<FieldName, Map<string, Revealed>>();
  let size = 0;
  return ({ dialect, units, classes }, field) => {
    const unit = units.get(field);
    const type = classes?.get(field);
    const key = unit === undefined && type === undefined ? dialect : lengthSafe([dialect, unit ?? '', type ?? '']);
    const found = known.get(field)?.get(key);
    if (found !== undefined) return found;
    catalogue ??= read();
    const revealed = classify(
      {
        name: field,
        ecosystem: dialect,
        ...(unit === undefined ? {} : { unit }),
        ...(type === undefined ? {} : { type }),
      },
      catalogue,
    );
    if (++size > MOST) {
      known.clear();
      size = 1;
    }
    entry(known, field, () => new Map()).set(key, revealed);
    return revealed;
  };
}
