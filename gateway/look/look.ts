import type { Category, Sensitivity } from '../../rules/field-catalogue.ts';
import type { QuarantineReason } from '../devices/dialects/dialect.ts';
import type { PostureName } from '../household/posture.ts';
import type { Kind } from './identifiers.ts';

/** What was heard in a while, without a single value: what `hearthgate look --json` prints. */
export interface Look {
  readonly heard: {
    /** How long, in seconds; absent for a recording without times. */
    readonly seconds?: number;
    /** Said in that time. */
    readonly live: number;
    /** Said before and kept by the broker, for whoever comes. */
    readonly kept: number;
    /** Known and of no interest: commands, logs, what is connected. */
    readonly ofNoInterest: number;
  };
  /** Those that tell most first. */
  readonly devices: readonly LookedAt[];
  /** More than are listed. */
  readonly moreDevices: number;
  readonly identifiers: readonly GivenAway[];
  /** Phones, watches, tags and others’ devices that radio gateways heard and that are no devices of this list. */
  readonly overheard: number;
  readonly postures: readonly Lets[];
  readonly notUnderstood: NotUnderstood;
}

export interface LookedAt {
  /** As people call it, without what is an address or a number; numbered where there is no such name. */
  readonly name: string;
  readonly dialect: string;
  /** What the makers of its ecosystem call it. */
  readonly ecosystem: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly live: number;
  readonly kept: number;
  readonly perHour?: number;
  /** Heard by a radio gateway: it may be a neighbour’s. */
  readonly overTheAir?: true;
  /** By what it tells about people, the most telling first. */
  readonly tells: readonly Tells[];
  readonly gives: readonly Kind[];
}

export interface Tells {
  readonly category: Category;
  readonly sensitivity: Sensitivity;
  readonly fields: readonly LookedAtField[];
}

export interface LookedAtField {
  readonly field: string;
  readonly unit?: string;
  readonly sensitivity: Sensitivity;
  /** Both 0 where its ecosystem only says that the device has it. */
  readonly live: number;
  readonly kept: number;
  readonly perHour?: number;
}

/** An identifier that stood in messages. */
export interface GivenAway {
  readonly kind: Kind;
  /** How many different ones; at least so many where `more`. */
  readonly different: number;
  readonly more?: true;
  /** Where it stood, the most frequent first. */
  readonly places: readonly { readonly where: string; readonly dialect?: string; readonly messages: number }[];
}

/** What a starting answer would let out. */
export interface Lets {
  readonly posture: PostureName;
  readonly leaves: readonly {
    readonly device: string;
    readonly field: string;
    readonly leaves: string;
    readonly when: string;
    readonly to: string;
    readonly because: string;
  }[];
  /** What works at home, as far as it is known, and for how many devices. */
  readonly atHome: readonly { readonly says: string; readonly devices: number }[];
  /** Devices of which Hearthgate does not know what they need. */
  readonly unknown: number;
}

/** What stays home because nobody can say what it is. */
export interface NotUnderstood {
  readonly messages: number;
  readonly reasons: readonly { readonly reason: QuarantineReason; readonly messages: number }[];
  /** The first level of topics, where it is a word that is known, and how many levels there are. */
  readonly topics: readonly { readonly begins: string; readonly levels: number; readonly messages: number }[];
  /** Parts of messages that were understood otherwise. */
  readonly parts: readonly { readonly reason: QuarantineReason; readonly parts: number }[];
}
