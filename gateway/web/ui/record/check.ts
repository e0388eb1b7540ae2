import { ask, askText } from '../api/client.ts';
import { bytesOfHex, continues } from './proof.ts';
import { openSeal } from './seal.ts';

/** What this browser keeps of the ledger, as a witness outside the hub. */
export interface Kept {
  readonly key: string;
  readonly note: string;
  readonly size: number;
  /** When it first kept one, and when it last checked; milliseconds since 1970 UTC. */
  readonly since: number;
  readonly at: number;
  /** False where this browser cannot check the signature. */
  readonly signed: boolean;
}

export type Broken = 'key' | 'signature' | 'shorter' | 'rewritten';
export type Checked = { readonly kept: Kept; readonly isFirst: boolean } | { readonly broken: Broken };

const KEPT = 'hearthgate.record';

export function kept(): Kept | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Holds the ledger of now against what this browser kept, and keeps what it is now where it continues that. What was kept
 * stays where it does not: it is the proof. Rejects with `NotDone` where the hub does not answer.
 */
export async function check(now: number): Promise<Checked> {
  const before = kept();
  const [key, note] = [await askText('/ledger/key'), await askText('/ledger/checkpoint')];
  if (before && before.key !== key) return { broken: 'key' };
  const opened = await openSeal(note, key);
  if ('broken' in opened) return opened;
  const { checkpoint, signed } = opened;
  if (before) {
    const was = await openSeal(before.note, key);
    if ('broken' in was) return was;
    if (checkpoint.size < was.checkpoint.size) return { broken: 'shorter' };
    const { proof } = await ask('GET /ledger/consistency', {
      query: { older: was.checkpoint.size, newer: checkpoint.size },
    });
    if (!(await continues(was.checkpoint, checkpoint, proof.map(bytesOfHex)))) return { broken: 'rewritten' };
  }
  const keeps: Kept = { key, note, size: checkpoint.size, since: before?.since ?? now, at: now, signed };
  localStorage.setItem(KEPT, JSON.stringify(keeps));
  return { kept: keeps, isFirst: before === undefined };
}

/** Forgets what was kept; the next check begins anew. */
export function forget(): void {
  localStorage.removeItem(KEPT);
}
