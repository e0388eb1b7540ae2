import type { Form, Release } from './forms/form.ts';
import type { RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import type { WeeklyHours } from './schedule.ts';

export type ConsentId = string & { readonly __brand: 'ConsentId' };

/** The household's answer to one request for one field of one device, as a durable record. */
export interface Consent {
  readonly id: ConsentId;
  readonly recipient: RecipientId;
  /** Request id in the manifest of exactly this version; another version's consent permits nothing. */
  readonly request: string;
  readonly manifestVersion: number;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly state: 'given' | 'refused' | 'withdrawn' | 'expired';
  readonly form: Form;
  readonly release: Release;
  readonly since: Instant;
  /** Permits nothing from this instant on; absent: until changed. */
  readonly until?: Instant;
  /** When it was withdrawn or expired. */
  readonly ended?: Instant;
  /** When the household undid its refusal or withdrawal: it still permits nothing, and the request waits again. */
  readonly reopened?: Instant;
  /** Permits one record: still to come, or made and on its way; when it has left the consent expires. */
  readonly once?: 'open' | 'spent';
  /** Only what is measured in these hours; absent: always. */
  readonly schedule?: WeeklyHours;
  /** The household saw what this recipient can work out from all its purposes together, and agreed to that. */
  readonly unionSeen: boolean;
}
