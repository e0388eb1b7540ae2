import type { Attacked } from './attacked.ts';
import { EXACT } from './linkage.ts';
import { NUMERIC_NOISE, RAW } from './occupancy.ts';
import { CONSTANT, IMMEDIATE } from './traffic.ts';

/** The most that an attacker may be better than the clock by, where we say that a form hides it: the upper 95 % bound. */
const MOST_ADVANTAGE = 0.02;
/** Of few homes over few days the interval is wider than that. */
const MOST_ADVANTAGE_QUICK = 0.04;
/** Less than this on raw data, and the attack is too weak to say anything of the other forms. */
const LEAST_ON_RAW = {
  ...{ occupancyAdvantage: 0.05, absence: 0.2, trafficMatthews: 0.95, linked: 0.9 },
  // One hour in 48 that is guessed wrong takes 0.05.
  ...{ rooms: 0.7, ofOneHome: 0.9, member: 0.6, kettle: 0.9, ofEpsilon: 0.7, light: 0.97 },
};
/** How far an average may be from what the law of the noise says. */
const OFF_THE_LAW = 0.1;

type What = Omit<Attacked, 'useful' | 'size'>;

/** What is wrong with the attackers, and then with what they attacked; nothing where all is well. */
export function problemsOf(attacked: What, { quick }: { quick: boolean }): string[] {
  return [...tooWeak(attacked), ...tellsTooMuch(attacked, quick ? MOST_ADVANTAGE_QUICK : MOST_ADVANTAGE)];
}

function tooWeak({
  occupancy,
  absence,
  traffic,
  linkage,
  names,
  members,
  appliances,
  audit,
  received,
  dictionary,
  hashedRooms,
  canaries,
  real,
}: What): string[] {
  const exact = Object.values(linkage[EXACT]?.acrossRecipients ?? {}).map(({ mean }) => mean);
  const least: readonly (readonly [attack: string, measure: string, of: number, least: number])[] = [
    ['A1', 'its advantage', occupancy[RAW]?.advantage.low ?? 0, LEAST_ON_RAW.occupancyAdvantage],
    ['A1 for whole days', 'its advantage', absence[RAW]?.advantage.low ?? 0, LEAST_ON_RAW.absence],
    ['A2', 'its F1 for a kettle', appliances['1 s'].kettle ?? 0, LEAST_ON_RAW.kettle],
    ['A4 by values', 'the share of homes found', exact.length === 0 ? 0 : Math.min(...exact), LEAST_ON_RAW.linked],
    ['A4 by names', 'the share of homes found by a name that stays', names.broken.mean, LEAST_ON_RAW.linked],
    ['A5', 'its AUC', members['hourly means']?.[0]?.auc.low ?? 0, LEAST_ON_RAW.member],
    ['A7', 'its correlation', traffic[IMMEDIATE]?.matthews ?? 0, LEAST_ON_RAW.trafficMatthews],
    ['A7 on a real hub', 'its correlation', received.traffic[IMMEDIATE]?.matthews ?? 0, LEAST_ON_RAW.ofOneHome],
    ...(real?.light === undefined
      ? []
      : [['A1 on the office’s light', 'its accuracy', real.light, LEAST_ON_RAW.light] as const]),
    ['A8', 'the share of devices named by a hash', shareOf(dictionary['a hash of the address']), LEAST_ON_RAW.linked],
    ['A8 on rooms', 'the share that it names', hashedRooms, LEAST_ON_RAW.rooms],
    ['A9', 'the controls that it finds', Object.values(canaries.controls).every(Boolean) ? 1 : 0, 1],
    ['A10', 'the ε it sees', audit.about, LEAST_ON_RAW.ofEpsilon * audit.declared],
    ['A10', 'the ε it sees without half the noise', audit.broken, audit.declared + Number.EPSILON],
  ];
  return least
    .filter(([, , is, needed]) => !(is >= needed))
    .map(([attack, measure, is, needed]) => {
      return `${attack} is too weak to prove anything: ${measure} on raw data is ${is.toFixed(3)}, and must be ${needed.toFixed(3)}`;
    });
}

function shareOf({ withoutKey, devices }: { readonly withoutKey: number; readonly devices: number }): number {
  return withoutKey / devices;
}

function tellsTooMuch(
  { occupancy, traffic, names, averaged, audit, received, dictionary, canaries }: What,
  most: number,
): string[] {
  const problems: string[] = [];
  for (const [of, name] of [...NUMERIC_NOISE.map((form) => [occupancy, form] as const), [traffic, CONSTANT] as const]) {
    const high = of[name]?.advantage.high ?? Number.POSITIVE_INFINITY;
    if (!(high <= most))
      problems.push(`“${name}” tells more than the clock: by up to ${high.toFixed(3)}, and ${most} is said`);
  }
  if (names.equal > 0) problems.push(`two recipients got ${names.equal} byte strings in common that name a home`);
  for (const [between, { low, of }] of [
    ['two recipients', names.acrossRecipients],
    ['two epochs', names.acrossEpochs],
  ] as const)
    if (low > 1 / of) problems.push(`identifiers link ${between}: in ${low.toFixed(3)} of homes at least`);
  for (const { days, error, said } of averaged)
    if (!(Math.abs(error / said - 1) <= OFF_THE_LAW))
      problems.push(`the average of ${days} noised days is off by ${(error / said).toFixed(2)} of what the noise says`);
  const { values, unlike, noised, sizes, uneven } = received;
  if (unlike > 0 || values === 0)
    problems.push(`${unlike} of ${values} values that vendors opened are not what the forms give`);
  // The mean of so many deviations of a Laplace law is further from its own than that about once in three thousand runs.
  if (noised.missing > 0 || !(Math.abs(noised.ofError - 1) <= 4 / Math.sqrt(noised.hours)))
    problems.push(
      `of ${noised.hours} noised hours ${noised.missing} did not come once, off by ${noised.ofError.toFixed(2)} of what they say`,
    );
  if (sizes.length !== 1 || uneven > 0)
    problems.push(`batches in slots had ${sizes.length} sizes, and ${uneven} were not there at their time`);
  const { withKey } = dictionary['as the hub does, keyed, of a random id'];
  if (withKey > 0) problems.push(`a dictionary names ${withKey} of the hub’s devices`);
  for (const [where, leaked] of Object.entries(canaries.found))
    if (leaked.length > 0) problems.push(`${leaked.length} canaries came out (${where})`);
  if (audit.least > audit.declared) problems.push(`more than the declared ε is lost: ${audit.least.toFixed(3)}`);
  return problems;
}
