import { leafData, leafHash } from './format.ts';
import { type Checkpoint, type LedgerKey, openCheckpoint, parseKey } from './note.ts';
import { Payloads } from './payloads.ts';
import { RunningTree } from './running-tree.ts';
import type { Stored, StoredEntry } from './stored.ts';

/** A checkpoint that was kept elsewhere; `name` says which one a finding is about. */
export interface Saved {
  readonly name: string;
  readonly note: string;
}

export interface Verdict {
  readonly entries: number;
  /** Entries whose payload is gone. */
  readonly erased: number;
  /** A sentence for each thing that is wrong; none means that the ledger holds. */
  readonly findings: readonly string[];
}

/**
 * Checks every payload against its commitment, every missing one against an entry that says it was erased, every hash
 * that is kept, and the tree against its signed checkpoint and those kept elsewhere. `key` is the one kept elsewhere;
 * without it the file's own is believed, which proves nothing against somebody who replaced both.
 */
export function verify(stored: Stored, saved: readonly Saved[] = [], key = stored.key): Verdict {
  const findings: string[] = [];
  const ledgerKey = parseKey(key);
  if (!ledgerKey) findings.push('its key is damaged');
  else if (stored.key !== key) findings.push('it names another key than the one that was kept');
  const its = { name: OWN, note: stored.checkpoint };
  const claims = ledgerKey ? [its, ...saved].flatMap((each) => claimOf(each, ledgerKey, findings)) : [];
  const payloads = new Payloads(findings);
  const tree = grow(stored, new Set(claims.map(({ size }) => size)), payloads, findings);
  payloads.settle();
  if (tree.whole) for (const claim of claims) compare(claim, tree, findings);
  return { entries: tree.size, erased: payloads.missing, findings };
}

const OWN = 'its checkpoint';

/** What a checkpoint says the tree is. */
interface Claim extends Checkpoint {
  readonly name: string;
}

function claimOf({ name, note }: Saved, key: LedgerKey, findings: string[]): Claim[] {
  const opened = openCheckpoint(note, key);
  if (!('problem' in opened)) return [{ name, ...opened }];
  findings.push(`${name} proves nothing: ${opened.problem}`);
  return [];
}

interface Grown {
  readonly size: number;
  /** False where entries are missing in between, and there is no tree to speak of. */
  readonly whole: boolean;
  /** The roots it had at the sizes that were asked for. */
  readonly roots: ReadonlyMap<number, Buffer>;
}

/** Builds the tree anew from the leaves, holding what is kept beside them against it. */
function grow(stored: Stored, sizes: ReadonlySet<number>, payloads: Payloads, findings: string[]): Grown {
  const tree = new RunningTree();
  const roots = new Map([[0, tree.root()]]);
  let [size, nodes, whole] = [0, 0, true];
  for (const entry of stored.entries) {
    payloads.take(entry);
    if (!entry.commitment) continue;
    const problem = outOfPlace(entry, entry.commitment, size);
    if (problem) findings.push(problem);
    whole &&= !problem;
    size = entry.seq + 1;
    if (!whole) continue;
    for (const { level, position, hash } of tree.add(leafHash(leafData(entry.seq, entry.commitment)))) {
      nodes++;
      const kept = stored.nodes?.at(level, position);
      if (!stored.nodes || (kept && hash.equals(kept))) continue;
      findings.push(`the hash kept over entries ${position * 2 ** level} to ${entry.seq} is not theirs`);
    }
    if (sizes.has(size)) roots.set(size, tree.root());
  }
  if (whole && stored.nodes && stored.nodes.count > nodes) findings.push('it keeps hashes of entries it does not have');
  return { size, whole, roots };
}

function outOfPlace({ seq }: StoredEntry, commitment: Uint8Array, expected: number): string | undefined {
  if (commitment.length !== 32) return `the commitment of entry ${seq} is damaged`;
  if (seq === expected) return undefined;
  if (seq === expected + 1) return `entry ${expected} is missing`;
  return seq > expected
    ? `entries ${expected} to ${seq - 1} are missing`
    : `entry ${seq} stands where ${expected} should be`;
}

function compare({ name, size, root }: Claim, tree: Grown, findings: string[]): void {
  if (size > tree.size) {
    findings.push(`it was cut short: ${name} counts ${size} entries, and ${tree.size} are here`);
  } else if (!tree.roots.get(size)?.equals(root)) {
    findings.push(`it was rewritten: entries 0 to ${size - 1} are not those ${name} was signed over`);
  } else if (name === OWN && size < tree.size) {
    findings.push(`what follows from entry ${size} on is under no checkpoint`);
  }
}
