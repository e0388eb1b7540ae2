import Type from 'typebox';
import { describeOf } from '../../rules/explain.ts';
import type { OpenField } from '../../rules/inbox.ts';
import type { Purpose } from '../../rules/manifest.ts';
import { FormSchema } from '../../rules/manifest-schema.ts';
import { type Usual, usualFor } from '../../rules/usual.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import { revealsIn } from '../decisions.ts';
import type { Hub } from '../main.ts';
import { shippedPresets } from '../runtime/knowledge.ts';
import { oneOf, Text } from './shapes.ts';

/** What of a field is usual, where the request asks for more. */
export const UsualForm = Type.Optional(
  Type.Object(
    { form: FormSchema, leaves: Text },
    { description: 'What is usual of it for this purpose; present where the request asks for more than is usual.' },
  ),
);

/** How a request stands to the usual way to ask for the same. */
export const Measured = Type.Optional(
  Type.Object(
    {
      preset: Text,
      for: Text,
      asks: oneOf(['same', 'less', 'more'], { description: 'As much as is usual for that, less, or more.' }),
    },
    { description: 'The usual way to ask for this, where there is one for its purpose.' },
  ),
);

/** How these fields stand to what is usual for the purpose; undefined where nothing is. */
export function usualOf(hub: Hub, purpose: Purpose, fields: readonly OpenField[]): Usual | undefined {
  const reveals = revealsIn(hub.household);
  const asked = fields.map((one) => ({ ...one.terms, category: reveals(one).category }));
  return usualFor(purpose, asked, shippedPresets());
}

export function measured(usual: Usual | undefined, { language }: Sentences) {
  if (!usual) return {};
  const { preset, asks } = usual;
  return { usual: { preset: preset.preset, for: preset.for[language], asks } };
}

/** The usual form of the field at this place. */
export function usualForm(usual: Usual | undefined, at: number, { terms: { spec } }: OpenField, words: Sentences) {
  const form = usual?.forms[at];
  if (usual?.asks !== 'more' || form === undefined) return {};
  return { usual: { form, leaves: describeOf(form, spec, words) } };
}
