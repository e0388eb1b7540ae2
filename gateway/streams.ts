import type { ConsentId } from '../rules/consent.ts';
import type { Purpose, RecipientId } from '../rules/manifest.ts';
import type { Plan } from '../rules/plan.ts';
import type { ActiveStream } from './recipients/outbox/outbox.ts';

/** The streams that may carry something now, with their slot periods and the consents behind them. */
export function activeStreams(plan: Plan): ActiveStream[] {
  const streams = new Map<
    string,
    { recipient: RecipientId; purpose: Purpose; slotMs: number; consents: Set<ConsentId> }
  >();
  for (const { recipient, purpose, slotMs, consent } of plan.routes.values()) {
    const key = `${recipient} ${purpose} ${slotMs}`;
    const stream = streams.get(key) ?? { recipient, purpose, slotMs, consents: new Set() };
    stream.consents.add(consent.id);
    streams.set(key, stream);
  }
  return [...streams.values()].map((stream) => ({ ...stream, consents: [...stream.consents] }));
}
