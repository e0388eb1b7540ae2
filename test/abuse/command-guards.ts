import { compactDecrypt } from 'jose';
import { vi } from 'vitest';
import type { Clock } from '../../gateway/runtime/clock.ts';
import type { HomeClockDeps } from '../../gateway/runtime/home-clock.ts';

/** What stops a command that should not be done; each can be switched off in the test, and in the product none. */
export type CommandGuard =
  | 'size'
  | 'headers'
  | 'signature'
  | 'shape'
  | 'audience'
  | 'type'
  | 'sequence'
  | 'clock'
  | 'age'
  | 'seen'
  | 'current epoch'
  | 'allowance'
  | 'standing rules'
  | 'products'
  | 'never by command'
  | 'arguments'
  | 'rate';

const off = new Set<CommandGuard>();
const isOff = (guard: CommandGuard) => off.has(guard);

/** Runs with the guards switched off, and on again whatever happens. */
export async function without<T>(guards: readonly CommandGuard[], run: () => Promise<T>): Promise<T> {
  for (const guard of guards) off.add(guard);
  try {
    return await run();
  } finally {
    off.clear();
  }
}

const part = (compact: string, index: number) => Buffer.from(compact.split('.')[index] ?? '', 'base64url');

vi.mock(import('../../gateway/recipients/commands/open.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    get MOST_BYTES() {
      return isOff('size') ? 1e6 : real.MOST_BYTES;
    },
    async opened(...[sealed, key]: Parameters<typeof real.opened>) {
      if (!isOff('headers') && !isOff('size')) return real.opened(sealed, key);
      try {
        const { plaintext } = await compactDecrypt(Buffer.from(sealed).toString('latin1'), key.key);
        const jws = Buffer.from(plaintext).toString('latin1');
        return { jws, header: JSON.parse(part(jws, 0).toString()) };
      } catch {
        return undefined;
      }
    },
    verified: async (...[opened, keys]: Parameters<typeof real.verified>) =>
      isOff('signature') ? part(opened.jws, 1) : real.verified(opened, keys),
  };
});

/** More cases than that come from one vendor here. */
vi.mock(import('../../gateway/recipients/commands/limits.ts'), async (original) => ({
  ...(await original()),
  LOOKS: { waiting: 8, aMinute: 10_000 },
}));

vi.mock(import('../../gateway/recipients/commands/claims.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    claimsFrom: (payload: Uint8Array) =>
      isOff('shape') ? JSON.parse(Buffer.from(payload).toString()) : real.claimsFrom(payload),
  };
});

vi.mock(import('../../gateway/recipients/commands/checks.ts'), async (original) => {
  const real = await original();
  return {
    isBetween: (...args: Parameters<typeof real.isBetween>) => isOff('audience') || real.isBetween(...args),
    isCommand: (...args: Parameters<typeof real.isCommand>) => isOff('type') || real.isCommand(...args),
    isNewer: (...args: Parameters<typeof real.isNewer>) => isOff('sequence') || real.isNewer(...args),
    isTrusted: (...args: Parameters<typeof real.isTrusted>) => isOff('clock') || real.isTrusted(...args),
    isInTime: (...args: Parameters<typeof real.isInTime>) => isOff('age') || real.isInTime(...args),
  };
});

/** The home's time never goes back: without the guard the hub's is what the machine shows. */
vi.mock(import('../../gateway/runtime/home-clock.ts'), async (original) => {
  const real = await original();
  const machines = new WeakMap<object, Clock>();
  class Switched extends real.HomeClock {
    constructor(deps: HomeClockDeps) {
      super(deps);
      machines.set(this, deps.machine);
    }

    override now(): number {
      return (isOff('clock') ? machines.get(this)?.now() : undefined) ?? super.now();
    }

    override get knowsTime(): boolean {
      return isOff('clock') || super.knowsTime;
    }
  }
  return { ...real, HomeClock: Switched };
});

vi.mock(import('../../gateway/recipients/commands/looked-at.ts'), async (original) => {
  const real = await original();
  class Switched extends real.LookedAt {
    override has(recipient: string, jti: string): boolean {
      return !isOff('seen') && super.has(recipient, jti);
    }

    override isTooMany(recipient: string, device: string, now: number): boolean {
      return !isOff('rate') && super.isTooMany(recipient, device, now);
    }

    /** The database itself lets no number go down; without the check it has to be a new one. */
    override keep(...[seen, device, now, also]: Parameters<InstanceType<typeof real.LookedAt>['keep']>): void {
      const seq = isOff('sequence') ? Math.max(seen.seq, (this.highest(seen.recipient) ?? 0) + 1) : seen.seq;
      super.keep({ ...seen, seq }, device, now, also);
    }
  }
  return { ...real, LookedAt: Switched };
});

vi.mock(import('../../gateway/recipients/commands/addressee.ts'), async (original) => {
  const real = await original();
  return {
    addressee: (...[deps, recipient, claims, now]: Parameters<typeof real.addressee>) => {
      const found = deps.epochs.find(recipient, claims.purpose, claims.epoch);
      return real.addressee(deps, recipient, claims, found && isOff('current epoch') ? found.starts : now);
    },
  };
});

vi.mock(import('../../rules/decide-command.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    decideCommand: (...[household, asked, now]: Parameters<typeof real.decideCommand>) => {
      const manifest = household.manifests.find(({ recipient }) => recipient === asked.recipient);
      const terms = manifest && commandTerms(manifest, asked.command);
      const known = household.allowances.at(-1);
      if (!isOff('allowance') || !terms || !known) return real.decideCommand(household, asked, now);
      const { until: _, schedule: __, ...rest } = known;
      const given = { ...rest, ...asked, terms, state: 'given' as const };
      return real.decideCommand({ ...household, allowances: [...household.allowances, given] }, asked, now);
    },
  };
});

vi.mock(import('../../rules/standing.ts'), async (original) => {
  const real = await original();
  return { ...real, holdsOn: (...args) => (isOff('standing rules') ? [] : real.holdsOn(...args)) };
});

vi.mock(import('../../rules/never-commanded.ts'), async (original) => {
  const real = await original();
  return { neverCommanded: (...args) => !isOff('never by command') && real.neverCommanded(...args) };
});

vi.mock(import('../../rules/command.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    argumentsFrom: (...[command, given]: Parameters<typeof real.argumentsFrom>) =>
      isOff('arguments') ? (Object.entries(given) as never) : real.argumentsFrom(command, given),
  };
});

const { commandTerms } = await import('../../rules/command.ts');
