import type { Manifest } from '../../../rules/manifest.ts';
import type { DeviceId } from '../../../rules/reading.ts';
import type { HomeTime } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Db } from '../../store/database.ts';
import type { Homes } from '../homes.ts';
import { type AddresseeDeps, addressee } from './addressee.ts';
import { isBetween, isCommand, isInTime, isNewer, isTrusted } from './checks.ts';
import { type CommandClaims, claimsFrom } from './claims.ts';
import { LOOKS } from './limits.ts';
import { LookedAt, type Stopped } from './looked-at.ts';
import { MOST_BYTES, opened, verified } from './open.ts';

/** A genuine command, addressed; its arguments are as they came. */
export interface Addressed {
  readonly recipient: string;
  readonly device: DeviceId;
  readonly command: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the household's choices make of a command. */
export type Judged =
  | {
      readonly kind: 'permit';
      /** Writes it into the ledger, in the transaction that it is called in. */
      readonly record: () => void;
      /** Says it to the device. */
      readonly send: () => Promise<void>;
    }
  | { readonly kind: 'withhold'; readonly because: string };

export interface CommandsDeps extends AddresseeDeps {
  /** household.db */
  readonly db: Db;
  readonly homes: Homes;
  readonly clock: HomeTime;
  readonly log: Log;
  readonly manifest: (recipient: string) => Manifest | undefined;
  readonly judge: (command: Addressed, now: number) => Judged;
  /** Writes what reached no device in an hour into the ledger, in the transaction that it is called in. */
  readonly stopped: (stopped: readonly Stopped[]) => void;
}

/** Why a command is not a genuine one for now; in the order in which it is found. */
export type Refused =
  | 'too many'
  | 'too large'
  | 'cannot be opened'
  | 'not signed by its maker'
  | 'unexpected shape'
  | 'for another home'
  | 'no command'
  | 'seen before'
  | 'clock'
  | 'out of time';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How long counts of what was stopped may wait for a commit. */
const LAZY_MS = 5_000;

/**
 * Commands that come down from recipients: open, verify, check, address, judge, record, send. Every genuine one is looked
 * at once and costs one commit, whatever becomes of it, and nothing is ever said back.
 */
export class Commands {
  readonly #deps: CommandsDeps;
  readonly #lookedAt: LookedAt;
  readonly #lines = new Map<string, Line>();
  #counts = new Map<string, Stopped>();
  #cancelFlush: (() => void) | undefined;
  #cancelHour: (() => void) | undefined;

  constructor(deps: CommandsDeps) {
    this.#deps = deps;
    this.#lookedAt = new LookedAt(deps.db);
  }

  start(): void {
    this.#everyHour();
  }

  /** What waits is looked at before. */
  async stop(): Promise<void> {
    this.#cancelHour?.();
    await Promise.all([...this.#lines.values()].map(({ done }) => done));
    this.#cancelFlush?.();
    this.#flush();
  }

  /** One command as it came; bounded, and never throws. */
  take(recipient: string, sealed: Uint8Array): void {
    const line = this.#lineOf(recipient);
    const tooMany = line.waiting >= LOOKS.waiting || line.inMinute >= LOOKS.aMinute;
    if (tooMany || sealed.length > MOST_BYTES) {
      this.#stop(recipient, 'refused', tooMany ? 'too many' : 'too large');
      return;
    }
    line.waiting++;
    line.inMinute++;
    line.done = line.done
      .then(() => this.#look(recipient, sealed))
      .catch((error: unknown) => {
        // A disk that takes nothing, most likely: what cannot be recorded is not done.
        this.#stop(recipient, 'withheld', 'cannot be recorded');
        this.#deps.log.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'a command: not done');
      })
      .finally(() => line.waiting--);
  }

  /** What reached no device since then, by hour and reason. */
  stopped(since: number): Stopped[] {
    this.#flush();
    return this.#lookedAt.stopped(since);
  }

  forget(recipient: string): void {
    this.#lookedAt.forget(recipient);
  }

  async #look(recipient: string, sealed: Uint8Array): Promise<void> {
    const { clock } = this.#deps;
    const found = await this.#genuine(recipient, sealed);
    if (typeof found === 'string') return this.#stop(recipient, 'refused', found);
    // No waiting from here to the commit: two of one number would both be the first.
    const now = clock.now();
    if (!isNewer(found, this.#lookedAt.highest(recipient))) return this.#stop(recipient, 'refused', 'seen before');
    const { device, ...outcome } = this.#outcome(recipient, found, now);
    const { seq, jti } = found;
    this.#lookedAt.keep({ recipient, seq, jti }, outcome.send && device, now, outcome.record ?? (() => undefined));
    if (outcome.stop) this.#stop(recipient, ...outcome.stop);
    await outcome.send?.();
  }

  /** What a JWE holds that a key of the recipient's manifest signed as a command to this home. */
  async #genuine(recipient: string, sealed: Uint8Array): Promise<CommandClaims | Refused> {
    const { homes, manifest } = this.#deps;
    const { home, commands } = homes.of(recipient);
    const jws = await opened(sealed, { key: commands.key, kid: commands.jwk.kid });
    if (jws === undefined) return 'cannot be opened';
    const payload = await verified(jws, manifest(recipient)?.keys.commands ?? []);
    if (payload === undefined) return 'not signed by its maker';
    const claims = await claimsFrom(payload);
    if (claims === undefined) return 'unexpected shape';
    if (!isBetween(claims, recipient, home)) return 'for another home';
    return isCommand(jws.header) ? claims : 'no command';
  }

  #outcome(recipient: string, claims: CommandClaims, now: number): Outcome {
    const refused = (because: Refused): Outcome => ({ stop: ['refused', because] });
    const withheld = (because: string): Outcome => ({ stop: ['withheld', because] });
    if (!this.#deps.clock.knowsTime || !isTrusted(now, this.#lookedAt.latest())) return refused('clock');
    if (!isInTime(claims, now)) return refused('out of time');
    if (this.#lookedAt.has(recipient, claims.jti)) return refused('seen before');
    const device = addressee(this.#deps, recipient, claims, now);
    if (device === undefined) return withheld('no such device');
    const asked = { recipient, device, command: claims.name, arguments: claims.arguments };
    const judged = this.#deps.judge(asked, now);
    if (judged.kind === 'withhold') return withheld(judged.because);
    if (this.#lookedAt.isTooMany(recipient, device, now)) return withheld('too often');
    return { device, record: judged.record, send: judged.send };
  }

  #stop(recipient: string, what: Stopped['what'], because: string): void {
    const hour = Math.floor(this.#deps.clock.now() / HOUR_MS) * HOUR_MS;
    const key = JSON.stringify([recipient, hour, what, because]);
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { recipient, hour, what, because, count });
    this.#cancelFlush ??= this.#deps.clock.after(LAZY_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      this.#lookedAt.add([...counts.values()]);
    } catch {
      // A full disk; the counts stay for the next time.
      this.#counts = counts;
      this.#cancelFlush = this.#deps.clock.after(LAZY_MS, () => this.#flush());
    }
  }

  #everyHour(): void {
    const { clock, stopped, log } = this.#deps;
    const hour = Math.floor(clock.now() / HOUR_MS) * HOUR_MS;
    this.#flush();
    try {
      this.#lookedAt.sumUp(hour, stopped);
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'summing up commands: not done');
    }
    this.#cancelHour = clock.at(hour + HOUR_MS, () => this.#everyHour());
  }

  #lineOf(recipient: string): Line {
    const minute = Math.floor(this.#deps.clock.monotonic() / MINUTE_MS);
    let line = this.#lines.get(recipient);
    if (!line) {
      line = { waiting: 0, minute, inMinute: 0, done: Promise.resolve() };
      this.#lines.set(recipient, line);
    }
    if (line.minute !== minute) Object.assign(line, { minute, inMinute: 0 });
    return line;
  }
}

/** One recipient's commands, one after another. */
interface Line {
  waiting: number;
  minute: number;
  inMinute: number;
  done: Promise<void>;
}

interface Outcome {
  readonly stop?: readonly [Stopped['what'], string];
  readonly device?: DeviceId;
  readonly record?: () => void;
  readonly send?: () => Promise<void>;
}
