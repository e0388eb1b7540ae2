import Type from 'typebox';
import type { Hub } from '../main.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Text } from './shapes.ts';

const Size = Type.Integer({ minimum: 0, description: 'Entries of the ledger that it is about; now all of them.' });
const Hashes = Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }));

/** The household's record as it is checked elsewhere; docs/ledger.md says how. */
export const ledger = {
  'ledger checkpoint': operation(Type.Object({}), Type.Object({ checkpoint: Text }), (hub) => {
    if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
    return { checkpoint: hub.ledger.checkpoint };
  }),
  'ledger key': operation(Type.Object({}), Type.Object({ key: Text }), (hub) => ({ key: hub.ledger.key })),
  'ledger entries': operation(
    Type.Object({
      from: Type.Optional(Count),
      most: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    Type.Object({
      size: Count,
      entries: Type.Array(
        Type.Object(
          {
            seq: Count,
            entry: Type.Optional(
              Type.Unsafe<unknown>({
                type: 'object',
                title: 'LedgerEntry',
                description: 'By its type; missing where what it said was erased.',
                properties: { type: { type: 'string' }, at: { type: 'integer' }, by: { type: 'string' } },
                required: ['type', 'at', 'by'],
                additionalProperties: true,
              }),
            ),
          },
          { title: 'LedgerLine' },
        ),
      ),
      next: Type.Optional(Type.Integer({ description: 'Where to go on from.' })),
    }),
    (hub, { from = 0, most = 50 }) => {
      const { size } = hub.ledger;
      const entries = hub.ledger.read(from, most);
      return { size, entries, ...(from + entries.length < size ? { next: from + entries.length } : {}) };
    },
  ),
  'ledger inclusion': operation(
    Type.Object({ seq: Count, size: Type.Optional(Size) }),
    Type.Object({ seq: Count, size: Count, proof: Hashes }),
    (hub, { seq, size = hub.ledger.size }) => {
      if (size > hub.ledger.size || seq >= size) throw refusal('no-such-entry', `${hub.ledger.size}`);
      return { seq, size, proof: proved(hub, () => hub.ledger.inclusionProof(seq, size)) };
    },
  ),
  'ledger consistency': operation(
    Type.Object({ older: Count, newer: Type.Optional(Size) }),
    Type.Object({ older: Count, newer: Count, proof: Hashes }),
    (hub, { older, newer = hub.ledger.size }) => {
      if (newer > hub.ledger.size || older > newer) throw refusal('no-such-entry', `${hub.ledger.size}`);
      return { older, newer, proof: proved(hub, () => hub.ledger.consistencyProof(older, newer)) };
    },
  ),
};

function proved(hub: Hub, proof: () => readonly Buffer[]): string[] {
  if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
  return proof().map((hash) => hash.toString('hex'));
}
