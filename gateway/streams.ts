import type { ConsentId } from '../rules/consent.ts';
import { entry } from '../rules/length-safe.ts';
import type { Purpose, RecipientId } from '../rules/manifest.ts';
import type { Plan } from '../rules/plan.ts';
import type { ActiveStream } from './recipients/outbox/outbox.ts';

/** The streams that may carry something now, with their slot periods and the consents behind them. */
export function activeStreams(plan: Plan): ActiveStream[] {
  const byRecipient = new Map<RecipientId, Map<Purpose, Map<number, ConsentId[]>>>();
  for (const { recipient, purpose, slotMs, consent } of plan.routes.values()) {
    const purposes = entry(byRecipient, recipient, () => new Map<Purpose, Map<number, ConsentId[]>>());
    const periods = entry(purposes, purpose, () => new Map<number, ConsentId[]>());
    entry(periods, slotMs, () => []).push(consent.id);
  }
  return [...byRecipient].flatMap(([recipient, purposes]) =>
    [...purposes].flatMap(([purpose, periods]) =>
      [...periods].map(([slotMs, consents]) => ({ recipient, purpose, slotMs, consents })),
    ),
  );
}
