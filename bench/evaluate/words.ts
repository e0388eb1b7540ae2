import { APPLIANCES } from './appliances.ts';
import type { Result } from './attack.ts';
import type { OfDays } from './by-day.ts';
import type { Estimate, Share } from './measures.ts';
import type { OfRare } from './rare.ts';
import { whole } from './tables.ts';
import type { Useful } from './usefulness.ts';

/** What each row comes to, in words that follow from its figures and from nothing else. */
const NOTHING = 0.02;

export function aboutHours(result: Pick<Result, 'advantage'>): string {
  return about(result, 'who is at home');
}

export function aboutTraffic(result: Pick<Result, 'advantage'>): string {
  return about(result, 'when somebody is there');
}

function about({ advantage: { low, high } }: Pick<Result, 'advantage'>, what: string): string {
  if (high <= NOTHING) return 'tells no more than habits do';
  if (low > NOTHING) return `tells ${what}`;
  return low > 0 ? `tells something of ${what}` : 'cannot be told apart from little';
}

export function aboutAbsence({ advantage: { low, high } }: OfRare): string {
  if (high <= NOTHING) return 'tells no more than a coin';
  if (low > 0.4) return 'tells when all are gone';
  return low > NOTHING ? 'tells on which days that is more likely' : 'cannot be told apart from little';
}

/** Few days of one home: where raw data did not help either, the others say nothing. */
export function aboutFew({ advantage }: Pick<OfDays, 'advantage'>, raw: Pick<OfDays, 'advantage'> | undefined): string {
  return raw && raw.advantage.low > 0 ? aboutHours({ advantage }) : 'decides nothing: raw data did not help it either';
}

export function aboutAppliances(found: Readonly<Record<string, number>>): string {
  const seen = APPLIANCES.filter(({ name }) => (found[name] ?? 0) >= 0.7).map(({ name }) => name);
  return seen.length === 0 ? 'none is found reliably' : `finds ${seen.join(', ')}`;
}

/** The better of two attackers counts, and so the better of two guesses. */
export function aboutLinks(all: readonly Share[]): string {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || last.low <= 2 / last.of) return 'links no home better than a guess';
  if (first.mean > 0.5) return 'links most homes within a week';
  return last.mean > 0.5 ? 'links most homes in time' : 'links some homes in time';
}

export function aboutMember({ low, high }: Estimate): string {
  if (low > 0.55) return 'tells who takes part';
  return high < 0.55 ? 'tells nothing that was found' : 'tells little';
}

/** What is off by chance is off by less the more homes there are: by the root of their number. */
export function aboutUse({ energy, profile, together }: Useful, homes: number): string {
  if (energy.mean <= 0.05)
    return profile.mean <= 0.05 ? 'good for this home’s days and hours' : 'good for this home’s days';
  if (energy.mean <= 0.5) return 'a rough idea of this home';
  return `of use over some ${whole(Number((homes * (together / 0.1) ** 2).toPrecision(1)))} homes together`;
}
