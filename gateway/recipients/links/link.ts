import type { Endpoint } from '../../../rules/manifest.ts';

/**
 * `acknowledged`: the recipient has it. `retry`: it may or may not have it; send the same again later. `ended`: the
 * recipient says it takes nothing more. `refused`: it will never take this one, or this home. `stopped`: it takes nothing before somebody
 * mends something here.
 */
export type Outcome = 'acknowledged' | 'retry' | 'ended' | 'refused' | 'stopped';

/** `refused`: the recipient does not take this home, or not without a token. `answer`: the sealed words it came with. */
export interface HelloSent {
  readonly outcome: Outcome;
  readonly answer?: Uint8Array;
}

/** One way to one recipient. Never throws: a network that fails is an expected outcome. */
export interface Link {
  /** How many sends may be under way at once; they arrive in order. */
  readonly window: number;
  /** Resolves once `send` may be called; `retry` when there is no verified connection, and then nothing was sent. */
  connect(): Promise<'connected' | 'retry'>;
  /** Asks `may` right before each request or message; once it says no, no further one begins, and that is a `retry`. */
  send(bytes: Uint8Array, kind: 'data' | 'notice', may: () => boolean): Promise<Outcome>;
  stop(): Promise<void>;
}

/** A way to a recipient with a key, which is greeted before it gets anything. */
export interface SealedLink extends Link {
  /** An answer to hello comes down the way that commands do, and not with the acknowledgement. */
  readonly answersLater: boolean;
  hello(bytes: Uint8Array): Promise<HelloSent>;
}

export function isSealed(link: Link): link is SealedLink {
  return 'hello' in link;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Milliseconds since 1970 UTC; from then on they are not used, and the home says hello again. */
  readonly until?: number;
  /** The `secretPlace` that the household gave them for; without one it is the recipient that issued them, or a maker's own. */
  readonly for?: string;
}

/** What every link is verified with, and shows of the home. */
export interface LinkDeps {
  readonly endpoint: Endpoint;
  readonly home: {
    readonly home: string;
    readonly clientId: string;
    readonly tls: { readonly key: string; readonly cert: string };
  };
  /** What the recipient issued to this home, where it wants more than the certificate; sent inside TLS, or at home. */
  readonly credentials?: Credentials | undefined;
  /**
   * Called before the name of the host is looked up; resolves once that is on the disk, with what to call when it is known
   * whether the connection opened. Where it rejects, nothing is looked up.
   */
  readonly connecting: (host: string) => Promise<(opened: boolean) => void>;
  /** Takes what comes down, where the recipient may send commands; absent: nothing is subscribed to, nothing taken. */
  readonly commands?: ((sealed: Uint8Array) => void) | undefined;
  /** A connection that was there ended, and nobody here ended it. */
  readonly lost?: (() => void) | undefined;
  /** Why a connection or a request failed, as a code without addresses; `waitMs` is how long it asked to be left alone. */
  readonly failed: (reason: string, waitMs?: number) => void;
}

/** No answer within this: the connection is given up. */
export const TIMEOUT_MS = 30_000;

/** An error's code (`ECONNREFUSED`, `ERR_TLS_CERT_ALTNAME_INVALID`) or kind; its message may hold addresses. */
export function failure(error: unknown): string {
  if (error instanceof Error && 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')) {
    return String(error.code);
  }
  return 'no connection';
}
