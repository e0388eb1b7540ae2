import Type from 'typebox';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { Text } from './shapes.ts';

/** Where the root key lies, and what somebody who takes the card can read for it. */
export function rootKeyOf({ rootKeyPlace }: Hub, { hub }: Sentences) {
  return { rootKey: rootKeyPlace, means: hub.rootKey[rootKeyPlace] };
}

export const keys = {
  'keys show': operation(
    Type.Object({}),
    Type.Object(
      { rootKey: Text, means: Type.String({ description: 'What a stolen card reveals.' }) },
      { title: 'RootKey' },
    ),
    (hub, _, { language }) => rootKeyOf(hub, speak(language)),
  ),
  /** The ledger as an export, for a verifier that has no key to open the database with. */
  'ledger lines': operation(Type.Object({}), Type.Object({ lines: Text }), (hub) => ({ lines: hub.ledger.lines() })),
};
