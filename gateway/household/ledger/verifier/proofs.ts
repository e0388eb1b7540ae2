import { nodeHash } from './format.ts';
import type { Checkpoint } from './note.ts';

/** True when the leaf `seq` stands in the tree that `head` is signed over (RFC 9162 §2.1.3.2). */
export function includes(head: Checkpoint, seq: number, leaf: Buffer, proof: readonly Buffer[]): boolean {
  if (seq >= head.size) return false;
  let [position, last, hash] = [seq, head.size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      // On the right edge the levels that have no sibling are passed over.
      while (position % 2 === 0 && position > 0) [position, last] = up(position, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    [position, last] = up(position, last);
  }
  return last === 0 && hash.equals(head.root);
}

/** True when all that `older` covers stands unchanged at the start of what `newer` covers (RFC 9162 §2.1.4.2). */
export function continues(older: Checkpoint, newer: Checkpoint, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0;
  let [position, last] = [older.size - 1, newer.size - 1];
  while (position % 2 === 1) [position, last] = up(position, last);
  // A whole subtree as the older tree is its own first hash, and the proof leaves it out.
  const [first, ...siblings] = position === 0 ? [older.root, ...proof] : proof;
  if (!first) return false;
  let [was, is] = [first, first];
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      was = nodeHash(sibling, was);
      is = nodeHash(sibling, is);
      while (position % 2 === 0 && position > 0) [position, last] = up(position, last);
    } else {
      is = nodeHash(is, sibling);
    }
    [position, last] = up(position, last);
  }
  return last === 0 && was.equals(older.root) && is.equals(newer.root);
}

function up(position: number, last: number): [number, number] {
  return [Math.floor(position / 2), Math.floor(last / 2)];
}
