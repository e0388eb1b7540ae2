import type { Result } from './attack.ts';
import type { Audit } from './audit.ts';
import { NUMERIC_NOISE, RAW } from './occupancy.ts';
import { CONSTANT, IMMEDIATE } from './traffic.ts';

export interface Attacked {
  readonly occupancy: Readonly<Record<string, Result>>;
  readonly traffic: Readonly<Record<string, Result>>;
  readonly audit: Audit;
}

/** The most that an attacker may be better than the clock by, where we say that a form hides it: the upper 95 % bound. */
const MOST_ADVANTAGE = 0.02;
/** Of few homes over few days the interval is wider than that. */
const MOST_ADVANTAGE_QUICK = 0.04;
/** Less than this on raw data, and the attack is too weak to say anything of the other forms. */
const LEAST_ON_RAW = { occupancyAdvantage: 0.05, trafficMatthews: 0.95 };

/** What is wrong with the attackers, and then with what they attacked; nothing where all is well. */
export function problemsOf({ occupancy, traffic, audit }: Attacked, { quick }: { quick: boolean }): string[] {
  const problems: string[] = [];
  const raw = occupancy[RAW]?.advantage.low ?? 0;
  if (raw < LEAST_ON_RAW.occupancyAdvantage)
    problems.push(`A1 is too weak: on raw data it is better than the clock by ${raw.toFixed(3)} alone`);
  const wire = traffic[IMMEDIATE]?.matthews ?? 0;
  if (wire < LEAST_ON_RAW.trafficMatthews)
    problems.push(`A7 is too weak: on messages that are forwarded at once its correlation is ${wire.toFixed(3)} alone`);
  if (audit.broken <= audit.declared) problems.push('A10 is too weak: it does not see that half the noise is missing');
  if (audit.about < 0.7 * audit.declared) problems.push('A10 is too weak: it sees too little of the declared ε');

  const most = quick ? MOST_ADVANTAGE_QUICK : MOST_ADVANTAGE;
  for (const [of, name] of [...NUMERIC_NOISE.map((form) => [occupancy, form] as const), [traffic, CONSTANT] as const]) {
    const high = of[name]?.advantage.high ?? Number.POSITIVE_INFINITY;
    if (high > most)
      problems.push(`“${name}” tells more than the clock: by up to ${high.toFixed(3)}, and ${most} is said`);
  }
  if (audit.least > audit.declared) problems.push(`more than the declared ε is lost: ${audit.least.toFixed(3)}`);
  return problems;
}
