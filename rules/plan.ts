import type { Consent } from './consent.ts';
import type { Form } from './forms/form.ts';
import type { FieldSpec, Manifest, Purpose, RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';

/** What the registry knows of a device, as far as rules need it. */
export interface KnownDevice {
  readonly id: DeviceId;
  readonly dialect: string;
  readonly vendor?: string;
  readonly model?: string;
  /** Units as the device's own ecosystem declared them. */
  readonly units: ReadonlyMap<FieldName, string>;
}

/** Everything a plan is compiled from. */
export interface Household {
  readonly devices: readonly KnownDevice[];
  readonly manifests: readonly Manifest[];
  readonly consents: readonly Consent[];
  /** IANA name; days, weeks and months are this zone's. */
  readonly timeZone: string;
}

/** One way one field of one device leaves. */
export interface Route {
  readonly id: string;
  readonly recipient: RecipientId;
  readonly purpose: Purpose;
  readonly request: string;
  readonly consent: Consent;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly spec: FieldSpec;
  /** What the household agreed to; everything is computed from what this form alone would release. */
  readonly agreed: Form;
  /** The meet of asked and agreed; what leaves. */
  readonly released: Form;
  readonly slotMs: number;
  readonly withinMs: number;
  /** Permits nothing from this instant on. */
  readonly until: Instant;
}

/** Why a field of a request does not leave; each is one word of `because`. */
export type WithholdRule =
  | 'no consent'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'other manifest version'
  | 'manifest expired'
  | 'product does not match'
  | 'field not declared'
  | 'unit differs'
  | 'no common form'
  | 'form does not fit type'
  | 'union is finer'
  | 'capacity';

/** Consents compiled into what one device may send; immutable and swapped whole. */
export interface Plan {
  /** Routes by device and field; a field that is missing here is withheld. */
  readonly devices: ReadonlyMap<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Compile again at this instant: the first expiry. */
  readonly validUntil: Instant;
  /** Largest number of bits a day that a hostile device could push through each stream, `recipient purpose` → bits. */
  readonly capacity: ReadonlyMap<string, number>;
  readonly timeZone: string;
}
