import type { RandomBytes } from '../../rules/noise.ts';
import { ASKED, answered, seenByDay } from './absence.ts';
import { appliances } from './appliances.ts';
import { attack, type Result } from './attack.ts';
import { type Audit, audit } from './audit.ts';
import { type Averaged, averaging } from './averaging.ts';
import { canaries, type Leaks } from './canaries.ts';
import { byFrequency, dictionary } from './dictionary.ts';
import { type Linked, linkage } from './linkage.ts';
import { live } from './lives.ts';
import { mean } from './measures.ts';
import { type Member, membership } from './membership.ts';
import { type Names, names } from './names.ts';
import { FORMS, perHour } from './occupancy.ts';
import type { Seen, Truth } from './prepared.ts';
import { attackRare, type OfRare } from './rare.ts';
import { onReal, type Real } from './real.ts';
import { type Received, received } from './received.ts';
import { RELEASES } from './traffic.ts';
import { type Known, type Useful, usefulness } from './usefulness.ts';

/** How many homes, over how many days, how often. */
export interface Size {
  readonly trained: number;
  readonly heldOut: number;
  readonly days: number;
  readonly audits: number;
  readonly linked: number;
  readonly linkedDays: readonly number[];
  readonly named: number;
  readonly members: number;
  readonly trials: number;
  /** Hours on a real hub. */
  readonly received: number;
  readonly canaries: number;
  /** Of addresses that are tried: 24 are all of a maker's. */
  readonly bits: number;
}

export const FULL: Size = {
  ...{ trained: 40, heldOut: 200, days: 60, audits: 200_000 },
  ...{ linked: 200, linkedDays: [7, 30, 90, 365], named: 200, members: 200, trials: 1000, received: 48 },
  ...{ canaries: 24, bits: 14 },
};
export const QUICK: Size = {
  ...{ trained: 8, heldOut: 24, days: 21, audits: 30_000 },
  ...{ linked: 200, linkedDays: [7, 30], named: 40, members: 120, trials: 200, received: 18 },
  ...{ canaries: 4, bits: 9 },
};

export type ByForm<T> = Readonly<Record<string, T>>;

/** Everything that was measured, on simulated homes but for `real`. */
export interface Attacked {
  readonly size: Size;
  readonly occupancy: ByForm<Result>;
  readonly absence: ByForm<OfRare>;
  readonly useful: ByForm<Useful>;
  readonly traffic: ByForm<Result>;
  readonly linkage: ByForm<Linked>;
  readonly names: Names;
  readonly averaged: readonly Averaged[];
  readonly members: ByForm<readonly Member[]>;
  readonly appliances: ReturnType<typeof appliances>;
  readonly audit: Audit;
  readonly received: Received;
  readonly dictionary: ReturnType<typeof dictionary>;
  /** Share of a home's rooms that are named by when their hashes were said. */
  readonly hashedRooms: number;
  readonly canaries: Leaks;
  /** Where a folder with real sets was given. */
  readonly real?: Real;
}

export async function attackAll(size: Size, seed: string, random: RandomBytes, data?: string): Promise<Attacked> {
  // First, because a folder that is not there is known at once.
  const real = data === undefined ? undefined : onReal(data, seed, random);
  const [occupancy, absence, traffic] = [new Pool(), new Pool(), new Pool()];
  const known = new Map<string, Known[]>();
  for (let n = 0; n < size.trained + size.heldOut; n++) {
    const life = live(`${seed} ${n}`, size.days);
    const { hours } = life;
    const part = n < size.trained ? 'trained' : 'heldOut';
    const truth = perHour(life, life.watts).map(([middle = 0]) => middle);
    for (const [form, { values, watts = 1 }] of Object.entries(FORMS)) {
      const got = values(life.watts, random);
      const views = perHour(life, got);
      occupancy.add(part, form, { hours, views });
      absence.add(part, form, seenByDay(life, views));
      const told = views.map(([middle = 0]) => middle * watts);
      if (part === 'heldOut') known.set(form, [...(known.get(form) ?? []), { hours, truth, told }]);
    }
    absence.add(part, ASKED, seenByDay(life, perHour(life, answered(life, random))));
    for (const [release, seen] of Object.entries(RELEASES)) traffic.add(part, release, { hours, views: seen(life) });
  }
  return {
    size,
    occupancy: occupancy.attacked(attack, ({ occupied }) => occupied, seed),
    absence: absence.attacked(attackRare, ({ occupied }) => !occupied, seed),
    useful: Object.fromEntries([...known].map(([form, homes]) => [form, usefulness(homes, seed)])),
    traffic: traffic.attacked(attack, ({ active }) => active, seed),
    linkage: linkage(seed, size.linked, size.linkedDays, random),
    names: await names(seed, size.named),
    averaged: averaging([1, 7, 31], 2000, random),
    members: membership(seed, { homes: size.members, trials: size.trials, sizes: [10, 50] }, random),
    appliances: appliances(seed, 40),
    audit: audit(size.audits, random),
    received: await received(seed, size.received),
    dictionary: dictionary(seed, size.bits, 20),
    hashedRooms: mean(byFrequency(seed, 10, 40, 14)),
    canaries: await canaries(seed, size.canaries),
    ...(real && { real }),
  };
}

/** What is seen of homes, form by form: of those to train on, and of those that are attacked. */
class Pool {
  readonly #seen = new Map<string, { trained: Seen[]; heldOut: Seen[] }>();

  add(part: 'trained' | 'heldOut', form: string, seen: Seen): void {
    const known = this.#seen.get(form) ?? { trained: [], heldOut: [] };
    known[part].push(seen);
    this.#seen.set(form, known);
  }

  attacked<T>(by: (...input: Parameters<typeof attack>) => T, truth: Truth, seed: string): ByForm<T> {
    return Object.fromEntries(
      [...this.#seen].map(([form, { trained, heldOut }]) => [form, by(trained, heldOut, truth, seed)]),
    );
  }
}
