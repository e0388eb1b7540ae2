import type { ConsentId } from './consent.ts';
import type { ShapedField } from './forms/form.ts';
import type { Purpose, RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';

declare const permitted: unique symbol;

/** One field as it may leave. Only rules/ makes these, and the outbox takes nothing else. */
export interface Permitted {
  readonly [permitted]: true;
  readonly recipient: RecipientId;
  readonly purpose: Purpose;
  readonly consent: ConsentId;
  /** Milliseconds of the agreed release: 0 for live, else the slot's period. */
  readonly slotMs: number;
  /** For live: the longest it may wait to be batched. */
  readonly withinMs: number;
  readonly device: DeviceId;
  readonly from: Instant;
  readonly to: Instant;
  readonly field: FieldName;
  readonly shaped: ShapedField;
}

export type PermittedData = Omit<Permitted, typeof permitted>;

/** Called by the last step of shaping, and by the store when it reads back what it kept; nowhere else. */
export function permit(data: PermittedData): Permitted {
  return data as Permitted;
}
