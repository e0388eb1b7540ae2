import type { Consent } from '../rules/consent.ts';
import { decisionsFor } from '../rules/decide.ts';
import { entry } from '../rules/length-safe.ts';
import type { Household, KnownDevice } from '../rules/plan.ts';
import { because } from '../rules/precedence.ts';
import type { DeviceId, FieldName, Instant } from '../rules/reading.ts';
import { productsFor } from '../rules/weigh.ts';

/** Why a field of a device, that no route is for, stays home. */
export type WhyStayed = (device: DeviceId, field: FieldName) => string;

/** A recipient that asks for other devices or fields does not ask for this one. */
const NOT_ASKED = new Set(['product does not match', 'field not declared']);

/**
 * The rule that decided, as the choices stood at that instant; of several recipients' the one that is told first, and
 * `nobody asks` where none asks for it. Worked out for a device when it is first asked about and remembered, so that
 * neither readings nor changes of choices wait for it. `find` also knows devices that were found since.
 */
export function whyStayed(
  household: Household,
  at: Instant,
  find: (device: DeviceId) => KnownDevice | undefined,
): WhyStayed {
  let consents: ReadonlyMap<DeviceId, readonly Consent[]> | undefined;
  const known = new Map<DeviceId, ReadonlyMap<FieldName, string>>();
  const reasonsOf = (id: DeviceId): ReadonlyMap<FieldName, string> => {
    consents ??= Map.groupBy(household.consents, ({ device }) => device);
    const device = find(id);
    if (device === undefined) return NONE;
    const given = consents.get(id) ?? [];
    const answered = new Set(given.map(({ recipient }) => recipient));
    // Most recipients speak about other devices; they are passed over before anything is weighed.
    const manifests = household.manifests.filter(
      (manifest) => answered.has(manifest.recipient) || productsFor(manifest, device).length > 0,
    );
    const asked = decisionsFor({ ...household, manifests, consents: given }, device, at).filter(
      ({ because: [first] }) => first !== undefined && !NOT_ASKED.has(first.rule),
    );
    const reasons = new Map<FieldName, string>();
    for (const [field, decisions] of Map.groupBy(asked, (decision) => decision.field)) {
      const [first] = because(decisions.flatMap((decision) => (decision.kind === 'permit' ? [] : decision.because)));
      // What is agreed to since and not yet in the plan stayed because it was not agreed to then.
      reasons.set(field, first?.rule ?? 'no consent');
    }
    return reasons;
  };
  return (device, field) => entry(known, device, () => reasonsOf(device)).get(field) ?? 'nobody asks';
}

const NONE: ReadonlyMap<FieldName, string> = new Map();
