import { expect, test } from 'vitest';
import { completedBy, consistencyProof, inclusionProof, type NodeAt, rootOf } from './tree.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from './verifier/format.ts';
import { continues, includes } from './verifier/proofs.ts';
import { RunningTree } from './verifier/running-tree.ts';

/** The second implementation: the definition of RFC 6962 §2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (!only) return EMPTY_ROOT;
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

/** A tree as the database keeps it, counting how often it is looked into. */
function keep(leaves: readonly Buffer[]) {
  const nodes = new Map<string, Buffer>();
  let looks = 0;
  const nodeAt: NodeAt = (level, position) => {
    looks++;
    const hash = level === 0 ? leaves[position] : nodes.get(`${level}/${position}`);
    if (!hash) throw new Error(`no hash ${level}/${position}`);
    return hash;
  };
  for (const [seq, leaf] of leaves.entries()) {
    for (const { level, position, hash } of completedBy(nodeAt, seq, leaf)) nodes.set(`${level}/${position}`, hash);
  }
  const looksOf = (act: () => unknown) => {
    looks = 0;
    act();
    return looks;
  };
  return { nodeAt, looksOf };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));

test('leaves and nodes hash as the published vectors say', () => {
  const utf8 = (text: string) => Buffer.from(text);
  expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(leafHash(utf8('')).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(leafHash(utf8('L123456')).toString('hex')).toMatch(/^395aa064.*4d56$/);
  expect(nodeHash(utf8('N123'), utf8('N456')).toString('hex')).toMatch(/^aa217fe8.*6bbb$/);
});

test('the eight leaves of Certificate Transparency give its eight roots', () => {
  const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const leaves = data.map((hex) => leafHash(Buffer.from(hex, 'hex')));
  const { nodeAt } = keep(leaves);
  const running = new RunningTree();
  const roots = leaves.map((leaf, index) => {
    running.add(leaf);
    const root = rootOf(nodeAt, index + 1);
    expect(running.root()).toEqual(root);
    return root.toString('hex');
  });
  const starts = ['6e340b9c', 'fac54203', 'aeb6bcfe', 'd37ee418', '4e3bbb1f', '76e67dad', 'ddb89be4'];
  expect(roots.slice(0, 7).map((root) => root.slice(0, 8))).toEqual(starts);
  expect(roots[7]).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

test('the kept tree, the running tree and the definition agree at every size up to 200', () => {
  const leaves = numbered(200);
  const { nodeAt } = keep(leaves);
  const running = new RunningTree();
  for (let size = 0; size <= 200; size++) {
    expect(rootOf(nodeAt, size)).toEqual(naiveRoot(leaves.slice(0, size)));
    expect(running.root()).toEqual(rootOf(nodeAt, size));
    const next = leaves[size];
    if (next) expect(running.add(next)).toEqual(completedBy(nodeAt, size, next));
  }
});

test('the consistency proof of every two sizes up to 200 holds, and for no other older or newer tree', () => {
  const { nodeAt } = keep(numbered(200));
  const heads = Array.from({ length: 201 }, (_, size) => ({ size, root: rootOf(nodeAt, size) }));
  const other = Buffer.alloc(32, 7);
  for (const newer of heads) {
    for (const older of heads.slice(0, newer.size + 1)) {
      const proof = consistencyProof(nodeAt, older.size, newer.size);
      expect(continues(older, newer, proof)).toBe(true);
      expect(continues(older, newer, [...proof, other])).toBe(false);
      if (older.size === 0) continue;
      expect(continues({ ...older, root: other }, newer, proof)).toBe(false);
      expect(continues(older, { ...newer, root: other }, proof)).toBe(false);
      if (proof.length > 0) expect(continues(older, newer, proof.slice(1))).toBe(false);
    }
  }
  expect(() => consistencyProof(nodeAt, 3, 2)).toThrow('no state of 3');
});

test('the inclusion proof of every leaf in every size up to 70 holds, and for no other leaf or place', () => {
  const leaves = numbered(70);
  const { nodeAt } = keep(leaves);
  for (let size = 1; size <= leaves.length; size++) {
    const head = { size, root: rootOf(nodeAt, size) };
    for (const [seq, leaf] of leaves.slice(0, size).entries()) {
      const proof = inclusionProof(nodeAt, seq, size);
      expect(includes(head, seq, leaf, proof)).toBe(true);
      expect(includes(head, seq, leafHash(leaf), proof)).toBe(false);
      expect(includes(head, seq + 1, leaf, proof)).toBe(false);
      expect(includes(head, seq, leaf, [...proof, leaf])).toBe(false);
      if (proof.length > 0) expect(includes(head, seq, leaf, proof.slice(0, -1))).toBe(false);
    }
  }
  expect(() => inclusionProof(nodeAt, 70, 70)).toThrow('no entry 70');
});

test('with 100,000 leaves a root or a proof looks at no more hashes than the tree is high, twice over', () => {
  const size = 100_000;
  const { nodeAt, looksOf } = keep(numbered(size));
  expect(looksOf(() => rootOf(nodeAt, size))).toBeLessThanOrEqual(17);
  for (const at of [0, 1, 31_337, 65_535, 65_536, 99_999]) {
    expect(looksOf(() => inclusionProof(nodeAt, at, size))).toBeLessThanOrEqual(34);
    expect(looksOf(() => consistencyProof(nodeAt, at, size))).toBeLessThanOrEqual(34);
  }
});
