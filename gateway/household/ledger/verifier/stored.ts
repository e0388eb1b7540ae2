/** A ledger as it is found in a file, before anything in it is believed. */
export interface Stored {
  /** The public key the file names. */
  readonly key: string;
  /** Its newest checkpoint, a signed note. */
  readonly checkpoint: string;
  /** In order of `seq`. Can be gone through once. */
  readonly entries: Iterable<StoredEntry>;
  /** The hashes kept beside the leaves; an export has none. */
  readonly nodes?: {
    readonly count: number;
    at(level: number, position: number): Uint8Array | undefined;
  };
}

export interface StoredEntry {
  readonly seq: number;
  /** Missing where a payload has no leaf. */
  readonly commitment?: Uint8Array;
  /** Missing where it was erased. */
  readonly payload?: { readonly salt: Uint8Array; readonly bytes: Uint8Array };
}

/** Why a file cannot be looked at; a ledger that is there and wrong is a finding instead. */
export class Unreadable extends Error {}
