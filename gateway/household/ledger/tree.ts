import { EMPTY_ROOT, nodeHash } from './verifier/format.ts';
import type { Node } from './verifier/running-tree.ts';

/**
 * The hash of a whole subtree: the `position`th of 2^level leaves, a leaf itself at level 0. With these kept, appending
 * and every proof look at about as many hashes as the tree is high.
 */
export type NodeAt = (level: number, position: number) => Buffer;

/** The root over the first `size` leaves (RFC 6962 §2.1). */
export function rootOf(nodeAt: NodeAt, size: number): Buffer {
  return size === 0 ? EMPTY_ROOT : span(nodeAt, 0, size);
}

/** The subtrees, from level 1 up, that become whole by leaf `seq`. */
export function completedBy(nodeAt: NodeAt, seq: number, leaf: Buffer): Node[] {
  const whole: Node[] = [];
  let last: Node = { level: 0, position: seq, hash: leaf };
  while (last.position % 2 === 1) {
    const hash = nodeHash(nodeAt(last.level, last.position - 1), last.hash);
    last = { level: last.level + 1, position: (last.position - 1) / 2, hash };
    whole.push(last);
  }
  return whole;
}

/** The siblings on the way from leaf `seq` to the root over `size` leaves, lowest first (RFC 6962 §2.1.1). */
export function inclusionProof(nodeAt: NodeAt, seq: number, size: number): Buffer[] {
  if (!(seq >= 0 && seq < size)) throw new RangeError(`there is no entry ${seq} among ${size}`);
  return path(nodeAt, seq, 0, size);
}

/** What shows that the tree of `newer` leaves starts with the one of `older` (RFC 6962 §2.1.2). */
export function consistencyProof(nodeAt: NodeAt, older: number, newer: number): Buffer[] {
  if (!(older >= 0 && older <= newer)) throw new RangeError(`a ledger of ${newer} entries has no state of ${older}`);
  return older === 0 ? [] : subproof(nodeAt, older, 0, newer, true);
}

function path(nodeAt: NodeAt, seq: number, from: number, to: number): Buffer[] {
  if (to - from === 1) return [];
  const middle = from + powerBelow(to - from);
  return seq < middle
    ? [...path(nodeAt, seq, from, middle), span(nodeAt, middle, to)]
    : [...path(nodeAt, seq, middle, to), span(nodeAt, from, middle)];
}

/** `known`: the older tree is this very subtree, whose hash the other side has. */
function subproof(nodeAt: NodeAt, older: number, from: number, to: number, known: boolean): Buffer[] {
  if (older === to) return known ? [] : [span(nodeAt, from, to)];
  const middle = from + powerBelow(to - from);
  return older <= middle
    ? [...subproof(nodeAt, older, from, middle, known), span(nodeAt, middle, to)]
    : [...subproof(nodeAt, older, middle, to, false), span(nodeAt, from, middle)];
}

/** The hash over leaves `from` to before `to`, which the tree has as one subtree. */
function span(nodeAt: NodeAt, from: number, to: number): Buffer {
  const size = to - from;
  const level = 31 - Math.clz32(size);
  if (size === 2 ** level) return nodeAt(level, from / size);
  const middle = from + powerBelow(size);
  return nodeHash(span(nodeAt, from, middle), span(nodeAt, middle, to));
}

/** The largest power of two that is smaller than `size`, which is at least 2 and below 2^32. */
function powerBelow(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1));
}
