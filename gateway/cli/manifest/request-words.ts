import { describe } from '../../../rules/explain.ts';
import type { Manifest, Request } from '../../../rules/manifest.ts';
import type { KnownDevice } from '../../../rules/plan.ts';
import type { DeviceId } from '../../../rules/reading.ts';
import { termsOf } from '../../../rules/terms.ts';
import { en } from '../../../rules/words/en.ts';
import { type ShownField, type Words, wordsShown } from '../../../rules/words-shown.ts';
import { shippedPurposes } from '../../runtime/knowledge.ts';
import { revealedBy } from './hints.ts';

/** Every request in the words that a household is shown, for one device of each product that it is about. */
export function requestWords(manifest: Manifest): Words[] {
  return manifest.requests.flatMap((request) => {
    const fields = manifest.products.flatMap((product) => shown(manifest, request, product));
    const [first, ...more] = fields;
    if (first === undefined) return [];
    const about = { origin: manifest.origin, fields: [first, ...more] as const, linkable: false, timeZone: 'UTC' };
    const words = wordsShown({ ...about, fields: [first, ...more] }, shippedPurposes(), en);
    return [
      {
        ...words,
        rows: [...words.rows.filter(({ label }) => label !== en.shown.labels.lifetime), ...sensitivities(fields)],
      },
    ];
  });
}

function shown(manifest: Manifest, request: Request, { match, fields }: Manifest['products'][number]): ShownField[] {
  const name = match.model ?? match.vendor ?? match.dialect ?? 'a device';
  const device: KnownDevice = { dialect: 'native', ...match, id: name as DeviceId, units: new Map() };
  return fields.flatMap((spec) => {
    const terms = termsOf(manifest, request, device, spec.name);
    if (terms === undefined) return [];
    const answer = { field: spec.name, form: terms.form, release: terms.release };
    return [{ device: name, terms, answer, reveals: revealedBy(spec, match.dialect) }];
  });
}

function sensitivities(fields: readonly ShownField[]) {
  return fields.map(({ answer, reveals, terms }) => ({
    label: 'What it reveals',
    text: `${answer.field} (${describe(terms.form, en)}): ${reveals.category}, sensitivity ${reveals.sensitivity}`,
  }));
}
