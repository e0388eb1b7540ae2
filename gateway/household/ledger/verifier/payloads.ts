import { commitmentOf } from './format.ts';
import type { StoredEntry } from './stored.ts';

const SALT = 16;

/** What entries say, held against their commitments; and what is gone, against what later entries say was erased. */
export class Payloads {
  readonly #findings: string[];
  readonly #missing = new Set<number>();
  /** Entry → the later one that says it was erased. */
  readonly #erased = new Map<number, number>();

  constructor(findings: string[]) {
    this.#findings = findings;
  }

  get missing(): number {
    return this.#missing.size;
  }

  take({ seq, commitment, payload }: StoredEntry): void {
    if (!commitment) {
      this.#findings.push(`there is a payload ${seq} that belongs to no entry`);
    } else if (!payload) {
      this.#missing.add(seq);
    } else if (payload.salt.length !== SALT || !commitmentOf(payload.salt, payload.bytes).equals(commitment)) {
      this.#findings.push(`entry ${seq} was changed: what it says does not fit its commitment`);
    } else {
      this.#noteErasures(seq, payload.bytes);
    }
  }

  /** Call when all entries were taken. */
  settle(): void {
    for (const seq of this.#missing) {
      if (!this.#erased.has(seq))
        this.#findings.push(`what entry ${seq} said is gone, and no entry says it was erased`);
    }
    for (const [seq, by] of this.#erased) {
      if (!this.#missing.has(seq)) this.#findings.push(`entry ${seq} was erased by entry ${by} and is there again`);
    }
  }

  #noteErasures(seq: number, bytes: Uint8Array): void {
    const said = parse(bytes);
    if (said === undefined) this.#findings.push(`entry ${seq} fits its commitment and is not JSON`);
    if (said?.type !== 'payloads.erased') return;
    for (const [from, to] of said.ranges ?? []) {
      // An entry can only speak of earlier ones.
      for (let each = from; each <= Math.min(to, seq - 1); each++) this.#erased.set(each, seq);
    }
  }
}

interface Said {
  readonly type?: unknown;
  readonly ranges?: readonly (readonly [from: number, to: number])[];
}

/** The bytes fit a commitment, so they are as the hub wrote them. */
function parse(bytes: Uint8Array): Said | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
