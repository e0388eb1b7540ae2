import { EMPTY_ROOT, nodeHash } from './format.ts';

/** A subtree of 2^level leaves, the `position`th of its level from the left. */
export interface Node {
  readonly level: number;
  readonly position: number;
  readonly hash: Buffer;
}

/** The RFC 6962 tree over leaves as they come, in the memory of its right edge alone. */
export class RunningTree {
  /** Whole subtrees from left to right, each smaller than the one before. */
  readonly #edge: Node[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes the next leaf's hash; returns the subtrees, from level 1 up, that are whole now. */
  add(leaf: Buffer): Node[] {
    const whole: Node[] = [];
    let last: Node = { level: 0, position: this.#size++, hash: leaf };
    for (let left = this.#edge.at(-1); left?.level === last.level; left = this.#edge.at(-1)) {
      this.#edge.pop();
      last = { level: last.level + 1, position: left.position / 2, hash: nodeHash(left.hash, last.hash) };
      whole.push(last);
    }
    this.#edge.push(last);
    return whole;
  }

  root(): Buffer {
    const [last, ...others] = this.#edge.map(({ hash }) => hash).reverse();
    return others.reduce((right, left) => nodeHash(left, right), last ?? EMPTY_ROOT);
  }
}
