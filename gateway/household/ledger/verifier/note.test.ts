import { expect, test } from 'vitest';
import { makeLedgerKey, openSigner } from '../signer.ts';
import { sha256 } from './format.ts';
import { openCheckpoint, openNote, parseKey } from './note.ts';

/** The example in the documentation of golang.org/x/mod/sumdb/note. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.
`;
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

function keyFrom(text: string) {
  const key = parseKey(text);
  if (!key) throw new Error('no key');
  return key;
}

test('a note signed by Go opens', () => {
  expect(openNote(NOTE, keyFrom(NEUMANN))).toEqual({ text: TEXT });
});

test('lines of others are passed over, and one of this key that does not fit spoils the note', () => {
  const key = keyFrom(NEUMANN);
  const witness = `— witness.example ${Buffer.alloc(72, 1).toString('base64')}\n`;
  expect(openNote(NOTE + witness, key)).toEqual({ text: TEXT });
  expect(openNote(`${TEXT}\n${witness}`, key)).toEqual({
    problem: 'it is not signed by the key PeterNeumann+c74f20a3',
  });
  const forged = NOTE.replace('x08go/ZJ', 'x08go/ZK').slice(TEXT.length + 1);
  expect(openNote(NOTE + forged, key)).toEqual({ problem: 'its signature does not fit' });
  expect(openNote(NOTE.replace('answer', 'question'), key)).toEqual({ problem: 'its signature does not fit' });
});

test.each([
  ['without its last newline', NOTE.slice(0, -1)],
  ['without an empty line', NOTE.replace('\n\n', '\n')],
  ['with a hyphen for the dash', NOTE.replace('—', '-')],
  ['in other base64 for the same bytes', NOTE.replaceAll('/', '_')],
])('a note %s is none', (_, note) => {
  expect(openNote(note, keyFrom(NEUMANN))).toEqual({ problem: 'it is not a signed note' });
});

test('a key is taken only as it was written down whole', () => {
  for (const [was, is] of [
    ['c74f20a3', 'C74F20A3'],
    ['Peter', 'peter'],
    ['ARpc', 'AhpC'],
    ['10TW', '10T'],
    ['+c', ' c'],
  ] as const) {
    expect(parseKey(NEUMANN.replace(was, is))).toBeUndefined();
  }
});

test('a checkpoint of the ledger opens under its key, and under no other', () => {
  const [signer, other] = [openSigner(makeLedgerKey()), openSigner(makeLedgerKey())];
  const root = sha256(Buffer.from('root'));
  const note = signer.checkpoint(12, root);
  expect(note).toMatch(
    /^hearthgate\/ledger\/[0-9a-f]{16}\n12\n[^\n]{44}\n\n— hearthgate\/ledger\/[0-9a-f]{16} [^\n]+\n$/,
  );
  expect(openCheckpoint(note, keyFrom(signer.key))).toEqual({ size: 12, root });
  expect(openCheckpoint(note, keyFrom(other.key))).toMatchObject({ problem: expect.stringContaining('not signed by') });
  expect(openCheckpoint(NOTE, keyFrom(NEUMANN))).toEqual({ problem: 'it is not a checkpoint' });
});
