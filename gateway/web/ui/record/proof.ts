/** How many entries the ledger had, and the hash over all of them. */
export interface Checkpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * True when all that `older` covers stands unchanged at the start of what `newer` covers (RFC 9162 §2.1.4.2). The hub
 * makes the proof and this browser works it out; gateway/household/ledger/verifier does the same in Node.
 */
export async function continues(older: Checkpoint, newer: Checkpoint, proof: readonly Uint8Array[]): Promise<boolean> {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && isSame(older.root, newer.root);
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
      was = await nodeHash(sibling, was);
      is = await nodeHash(sibling, is);
      while (position % 2 === 0 && position > 0) [position, last] = up(position, last);
    } else {
      is = await nodeHash(is, sibling);
    }
    [position, last] = up(position, last);
  }
  return last === 0 && isSame(was, older.root) && isSame(is, newer.root);
}

export function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** RFC 6962 §2.1. */
async function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(Uint8Array.of(1), left, right)));
}

function up(position: number, last: number): [number, number] {
  return [Math.floor(position / 2), Math.floor(last / 2)];
}
