import type { Field } from '../../../rules/reading.ts';

/**
 * An ecosystem's way to publish. One instance serves one source (one client's credential, or one attached broker), so
 * what it learns (a bridge's device list, Tasmota's discovery) is bounded by what that source says.
 */
export interface Dialect {
  readonly name: string;
  /**
   * What this topic's payloads mean, or undefined when the topic is not this dialect's. Called once per topic and
   * remembered until `generation` changes.
   */
  route(topic: string): Interpreter | undefined;
  /** Goes up whenever routes given earlier may have become wrong. */
  readonly generation: number;
  /** A retained message of this topic was taken back (MQTT-3.3.1-10), and with it what it told. */
  cleared?(topic: string): void;
}

/** Turns one payload of one topic into what it says. Total: never throws, whatever the bytes. */
export type Interpreter = (payload: Uint8Array, receivedAt: number) => Understood;

export type Understood =
  | {
      readonly kind: 'readings';
      readonly readings: readonly SourceReading[];
      /** Parts of the payload that became no field, by reason; they stay home and are counted. */
      readonly leftOver?: readonly QuarantineReason[];
      /** What the same payload tells of the devices themselves, where an ecosystem has no list of them. */
      readonly devices?: readonly FoundDevice[];
    }
  | { readonly kind: 'devices'; readonly devices: readonly FoundDevice[] }
  /** Known and of no interest: commands, availability, logs, groups. Never leaves, not quarantined. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'quarantine'; readonly reason: QuarantineReason; readonly shape: string };

/** A reading before the registry has named its device. */
export interface SourceReading {
  readonly device: SourceDevice;
  /** The device's own time in ms, where the payload has one. */
  readonly deviceTime?: number;
  readonly fields: readonly Field[];
}

/** A device as its ecosystem names it; with the source's credential it identifies one device for the registry. */
export interface SourceDevice {
  /** Stable within the source: an IEEE address, a MAC, a topic name where there is nothing better. */
  readonly key: string;
  /** What people call it, where known. */
  readonly name?: string;
  /** The ecosystem that it speaks, where one source speaks many. */
  readonly dialect?: string;
}

export interface FoundDevice extends SourceDevice {
  readonly vendor?: string;
  readonly model?: string;
  readonly firmware?: string;
  readonly fields?: readonly FoundField[];
  /** True when `fields` are those that are known so far; others that were told before stay. */
  readonly partial?: boolean;
  /** The name that its readings had for a key until the ecosystem said which device it is; never what may be another's key. */
  readonly formerKey?: string;
  /** True when the ecosystem says the device was removed. */
  readonly gone?: boolean;
}

export interface FoundField {
  readonly name: string;
  readonly unit?: string;
  readonly type?: 'number' | 'boolean' | 'category' | 'text';
  readonly values?: readonly string[];
  /** What kind of thing it is, as Home Assistant's device classes say it: `motion`, `power`, `lock`. */
  readonly deviceClass?: string;
}

export type QuarantineReason =
  | 'not JSON'
  | 'not UTF-8'
  | 'not a number'
  | 'duplicate key'
  | 'reserved name'
  | 'nested too deep'
  | 'too many fields'
  | 'too large'
  | 'binary'
  | 'unknown topic'
  | 'unknown device'
  | 'unexpected shape'
  | 'text'
  /** Discovery wants it computed, which would be another's program. */
  | 'template';
