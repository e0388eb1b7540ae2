import type { DeviceId, FieldName, Reading } from '../../rules/reading.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { refusal } from './refusal.ts';

/** A field whose values of high sensitivity somebody is about to see. */
export interface Opened {
  readonly device: DeviceId;
  readonly field: FieldName;
}

/** Everybody in the household can see who looked at what: the entry is made before the values are answered. */
export function recordOpened(hub: Hub, opened: readonly Opened[], by: Actor): void {
  if (opened.length === 0) return;
  if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
  const entries = [...Map.groupBy(opened, ({ device }) => device)].map(([device, of]) => ({
    ...{ type: 'values.opened' as const, device },
    fields: [...new Set(of.map(({ field }) => field))].sort(),
  }));
  hub.record(entries, by, () => undefined);
}

/** What of these messages is of high sensitivity. */
export function sensitiveIn(hub: Hub, readings: readonly Reading[]): Opened[] {
  return readings.flatMap(({ device, fields }) =>
    fields.filter(({ name }) => hub.isSensitive(device, name)).map(({ name: field }) => ({ device, field })),
  );
}
