import { type Allowance, type AllowanceId, commandTerms, sameTerms } from '../../rules/command.ts';
import { allowanceKey } from '../../rules/decide-command.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { NewAllowance } from '../household/allowances.ts';
import type { Hub } from '../main.ts';
import type { Undoing } from './undo.ts';

type Undo = Sentences['undo'];

/** Letting a recipient do less: what it may do ends, and nothing before it comes back by that. */
export function undoAllowing(hub: Hub, id: AllowanceId, say: Undo): Undoing {
  const allowance = hub.allowances.get(id);
  if (!allowance) return { how: undefined, because: say.removed };
  if (!isLast(hub, allowance)) return { how: undefined, because: say.answeredSince };
  if (allowance.state !== 'given') return { how: undefined, because: say.over };
  return { how: 'at once', change: { kind: 'forbid', allowance: id } };
}

/**
 * Letting a recipient do again what it could before: under the terms of now, for no longer than was left of it. `last` is
 * the answer that ended it, `how` whether this takes a look first.
 */
export function undoForbidding(
  hub: Hub,
  how: 'at once' | 'after a preview',
  say: Undo,
  id: AllowanceId | undefined,
  last: AllowanceId | undefined = id,
): Undoing {
  if (id === undefined) return { how: undefined, because: say.nothingAllowed };
  const restored = restorable(hub, hub.allowances.get(id), last && hub.allowances.get(last), say);
  if (typeof restored === 'string') return { how: undefined, because: restored };
  return { how, change: { kind: 'allow', allowance: restored } };
}

function restorable(
  hub: Hub,
  was: Allowance | undefined,
  last: Allowance | undefined,
  say: Undo,
): NewAllowance | string {
  if (!was || !last) return say.removed;
  if (!isLast(hub, last)) return say.answeredSince;
  if (was.until !== undefined && was.until <= hub.clock.now()) return say.timeOverMeanwhile;
  const manifest = hub.manifests.get(was.recipient);
  const terms = manifest && commandTerms(manifest, was.command);
  if (!terms || !sameTerms(terms, was.terms)) return say.declaredElseShort;
  const { id: _, since: __, ended: ___, ...same } = was;
  return { ...same, state: 'given' };
}

function isLast(hub: Hub, { id, ...about }: Allowance): boolean {
  return hub.allowances.all().find((one) => allowanceKey(one) === allowanceKey(about))?.id === id;
}
