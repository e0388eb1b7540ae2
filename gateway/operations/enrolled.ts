import Type from 'typebox';
import type { Manifest } from '../../rules/manifest.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
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

export function enrolledWith(hub: Hub, manifest: Manifest, words: Sentences) {
  const standing = hub.recipients.standing(manifest);
  const { name } = manifest.controller;
  const by = manifest.enrolment ?? 'open';
  return {
    ...{ by, state: standing.state },
    ...(standing.state === 'refused' ? { says: refusedWords(name, standing.because, words) } : {}),
    ...(by === 'token' ? { account: words.shown.account(name) } : {}),
  };
}

/** That the recipient's reason is its own. */
function refusedWords(name: string, because: string | undefined, { recipients }: Sentences): string {
  return because === undefined ? recipients.refuses(name) : recipients.refusesSaying(name, because);
}
