import type { Operation } from '../../store/flow.ts';

export interface SessionLimits {
  readonly total: number;
  /** Of one credential: its longest-gone one makes room. */
  readonly perOwner: number;
}

export interface SessionRow {
  readonly client_id: string;
  readonly owner: string;
  readonly expires_after: number;
  readonly left_at: number | null;
}

interface Session {
  readonly owner: string;
  readonly expiresAfter: number;
  readonly leftAt: number | undefined;
}

/** The Session Expiry Interval that never ends (MQTT5-3.1.2.11.2), and what a session of 3.1.1 has. */
const NEVER = 0xffff_ffff;

/** Whose each session is: another credential cannot take it over by its client id. */
export class Sessions {
  readonly #limits: SessionLimits;
  readonly #sessions = new Map<string, Session>();

  constructor(limits: SessionLimits) {
    this.#limits = limits;
  }

  load(rows: readonly SessionRow[], now: number): void {
    for (const row of rows) {
      // Connected when the hub stopped: gone from now on.
      const leftAt = row.left_at ?? now;
      this.#sessions.set(row.client_id, { owner: row.owner, expiresAfter: row.expires_after, leftAt });
    }
  }

  owner(clientId: string): string | undefined {
    return this.#sessions.get(clientId)?.owner;
  }

  /** Client ids of sessions to end so that `owner` may have one more; undefined when there is no room at all. */
  makeRoom(clientId: string, owner: string): string[] | undefined {
    if (this.#sessions.has(clientId)) return [];
    const own = [...this.#sessions].filter(([, session]) => session.owner === owner);
    if (own.length < this.#limits.perOwner) return this.#sessions.size < this.#limits.total ? [] : undefined;
    const gone = own
      .filter(([, session]) => session.leftAt !== undefined)
      .sort(([, a], [, b]) => (a.leftAt ?? 0) - (b.leftAt ?? 0));
    const [longest] = gone;
    return longest && [longest[0]];
  }

  put(clientId: string, owner: string, expiresAfter: number, leftAt?: number): Operation {
    this.#sessions.set(clientId, { owner, expiresAfter, leftAt });
    return ['broker session put', clientId, owner, expiresAfter, leftAt ?? null];
  }

  left(clientId: string, expiresAfter: number, now: number): Operation[] {
    const session = this.#sessions.get(clientId);
    return session ? [this.put(clientId, session.owner, expiresAfter, now)] : [];
  }

  delete(clientId: string): Operation[] {
    return this.#sessions.delete(clientId) ? [['broker session delete', clientId]] : [];
  }

  ofOwner(owner: string): string[] {
    return [...this.#sessions].filter(([, session]) => session.owner === owner).map(([clientId]) => clientId);
  }

  expired(now: number): string[] {
    return [...this.#sessions]
      .filter(([, { expiresAfter, leftAt }]) => leftAt !== undefined && expired(expiresAfter, leftAt, now))
      .map(([clientId]) => clientId);
  }
}

function expired(expiresAfter: number, leftAt: number, now: number): boolean {
  return expiresAfter !== NEVER && leftAt + expiresAfter * 1000 <= now;
}
