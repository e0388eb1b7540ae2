import { attachedStatements } from './statements/attached.ts';
import { brokerStatements } from './statements/broker.ts';
import { historyStatements } from './statements/history.ts';
import { outboxStatements } from './statements/outbox.ts';
import { readingStatements } from './statements/readings.ts';

/** Every statement that touches flow.db, by name; the rest of the hub knows only the names. */
export const flowStatements = {
  ...attachedStatements,
  ...brokerStatements,
  ...readingStatements,
  ...outboxStatements,
  ...historyStatements,
} as const;
export type FlowStatement = keyof typeof flowStatements;
