import type { ConsentId } from './consent.ts';
import type { WithholdRule } from './plan.ts';
import type { StandingId } from './standing.ts';

/** Why a field leaves as it does. */
type PermitRule = 'given' | 'less than asked' | 'less than agreed';

/** One rule that mattered for a decision. */
export interface Because {
  readonly rule: WithholdRule | PermitRule;
  /** The consent record it is about. */
  readonly consent?: ConsentId;
  /** The standing rule that it is. */
  readonly standing?: StandingId;
  /** Whether it is the one that decided, and the one to tell first. */
  readonly deciding: boolean;
}

/**
 * Every rule withholds, whatever the others say; this order only chooses which one is told first: the household's
 * standing rules, then its choices, then what does not fit, and that nobody decided last. Of standing rules those come
 * first that also take back what waits.
 */
export const PRECEDENCE: readonly (WithholdRule | PermitRule)[] = [
  'not claimed',
  'pause',
  'never this category',
  'never from this room',
  'visitors',
  'night',
  'refused',
  'withdrawn',
  'outside schedule',
  'product does not match',
  'field not declared',
  'unit differs',
  'form does not fit type',
  'manifest expired',
  'other manifest version',
  'expired',
  'no common form',
  'noise drowns it',
  'no budget',
  'union is finer',
  'capacity',
  'no consent',
  'less than asked',
  'less than agreed',
  'given',
];

export type Met = Omit<Because, 'deciding'>;

/** The rules in their order, each once, the first of them as the deciding one. The order they were met in does not matter. */
export function because(met: readonly Met[]): readonly Because[] {
  const sorted = met.length < 2 ? met : [...met].sort(byPrecedenceAndId);
  const all: Because[] = [];
  for (const [i, one] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before?.rule === one.rule && idOf(before) === idOf(one)) continue;
    all.push({ ...one, deciding: i === 0 });
  }
  return all;
}

/** What is told first comes first. */
export function byPrecedence(a: Pick<Met, 'rule'>, b: Pick<Met, 'rule'>): number {
  return PRECEDENCE.indexOf(a.rule) - PRECEDENCE.indexOf(b.rule);
}

function byPrecedenceAndId(a: Met, b: Met): number {
  const [x, y] = [idOf(a), idOf(b)];
  return byPrecedence(a, b) || (x < y ? -1 : x > y ? 1 : 0);
}

function idOf({ consent, standing }: Met): string {
  return consent ?? standing ?? '';
}
