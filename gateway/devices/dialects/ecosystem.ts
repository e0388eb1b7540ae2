import type { Dialect } from './dialect.ts';

/**
 * Everything the hub knows of a family of devices that publish alike: how to understand them, what one of them may say
 * and hear on our broker, and how to know them on a broker that others run. One file each, listed in `ecosystems.ts`.
 */
export interface Ecosystem {
  /** As people and the contract write it: `zigbee2mqtt`. */
  readonly name: string;
  /** What its makers call it. */
  readonly title: string;
  /** Whether one credential speaks for one device, or for many as a bridge does. */
  readonly kind: 'device' | 'bridge';
  /** An example of the base that a client is added with; without one its topics need none. */
  readonly base?: string;
  /** Understands one source: a client of our broker with this base, or what speaks under it on another's. */
  readonly dialect: (source: Source) => Dialect;
  readonly rights: (client: { readonly name: string; readonly base: string }) => Rights;
  /** The base in the topic of a last will that only this ecosystem sets, '' where it needs none. */
  readonly ofWill?: (topic: string) => string | undefined;
  /** The base that a topic of another's broker shows beyond doubt, where it is not the usual one of a dialect without a base. */
  readonly recognise?: (topic: string) => string | undefined;
}

export interface Source {
  /** The topic a device or bridge publishes under; absent: wherever its ecosystem does by default. */
  readonly base?: string;
  /** Whether an ecosystem that is asked before this one knows the topic by itself. */
  readonly surer?: (topic: string) => boolean;
}

/** MQTT filters that a client may publish to and subscribe to, without wildcards in the way of others. */
export interface Rights {
  readonly write: readonly string[];
  readonly read: readonly string[];
}

export const NO_RIGHTS: Rights = { write: [], read: [] };

/** Discovery of Home Assistant: `<prefix>/<component>/[<node>/]<object>/config`. */
export const DISCOVERY: readonly string[] = ['homeassistant/+/+/config', 'homeassistant/+/+/+/config'];

/** The rights of a bridge: everything under its base, and to show its devices to Home Assistant. */
export function bridgeRights({ base }: { readonly base: string }): Rights {
  return { write: [`${base}/#`, ...DISCOVERY], read: [`${base}/#`, 'homeassistant/status'] };
}
