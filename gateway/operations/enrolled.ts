import Type from 'typebox';
import type { Manifest } from '../../rules/manifest.ts';
import { accountWords } from '../../rules/words-shown.ts';
import type { Hub } from '../main.ts';
import { refusalWords } from '../recipients/enrolment/refusal-words.ts';
import { oneOf } from './shapes.ts';

/** How a recipient took this home, for people. */
export const Enrolled = Type.Object(
  {
    by: oneOf(['open', 'token'], { description: 'By hello alone, or with a token from its app.' }),
    state: oneOf(['enrolled', 'due', 'needs a token', 'refused']),
    says: Type.Optional(Type.String({ description: 'Why it refuses this home, in its own words.' })),
    account: Type.Optional(Type.String({ description: 'What a token tells it.' })),
  },
  { title: 'Enrolled' },
);

export function enrolledWith(hub: Hub, manifest: Manifest) {
  const standing = hub.recipients.standing(manifest);
  const { name } = manifest.controller;
  const by = manifest.enrolment ?? 'open';
  return {
    ...{ by, state: standing.state },
    ...(standing.state === 'refused' ? { says: refusalWords(name, standing.because) } : {}),
    ...(by === 'token' ? { account: accountWords(name) } : {}),
  };
}
