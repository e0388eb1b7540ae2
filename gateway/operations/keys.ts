import Type from 'typebox';
import { PLACES } from '../keys/where.ts';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { Text } from './shapes.ts';

/** Where the root key lies, and what somebody who takes the card can read for it. */
export function rootKeyOf({ rootKeyPlace }: Hub) {
  return { rootKey: rootKeyPlace, means: PLACES[rootKeyPlace] };
}

export const keys = {
  'keys show': operation(
    Type.Object({}),
    Type.Object(
      { rootKey: Text, means: Type.String({ description: 'What a stolen card reveals.' }) },
      { title: 'RootKey' },
    ),
    rootKeyOf,
  ),
  /** The ledger as an export, for a verifier that has no key to open the database with. */
  'ledger lines': operation(Type.Object({}), Type.Object({ lines: Text }), (hub) => ({ lines: hub.ledger.lines() })),
};
