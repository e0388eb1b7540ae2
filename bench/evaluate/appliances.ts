import { createRandom, type SeededRandom } from '../../device-sim/random.ts';
import { mean } from './measures.ts';

/**
 * A2: when was the kettle, the oven, the washing machine on? Hart's edges (1992): a step up is paired with the step down that
 * undoes it, and the pair is taken for the appliance whose power and length fit. Simulated loads speak every ten seconds, so
 * these days are drawn here, second by second, and the attacker knows which appliances there are.
 */
interface Appliance {
  readonly name: string;
  readonly watts: number;
  /** Seconds. */
  readonly lasts: readonly [number, number];
  /** Uses a day, at hours from and to. */
  readonly uses: number;
  readonly hours: readonly [number, number];
}

export const APPLIANCES: readonly Appliance[] = [
  { name: 'kettle', watts: 1950, lasts: [120, 240], uses: 4, hours: [6, 22] },
  { name: 'oven', watts: 2600, lasts: [1500, 3000], uses: 0.6, hours: [11, 19] },
  { name: 'washing machine', watts: 2050, lasts: [900, 1500], uses: 0.5, hours: [8, 20] },
  { name: 'television', watts: 110, lasts: [3600, 9000], uses: 1.2, hours: [17, 21] },
];

export const SPANS = { '1 s': 1, '1 min': 60, '15 min': 900, '1 h': 3600 } as const;
export type SpanName = keyof typeof SPANS;

interface Use {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** F1 of uses found, by appliance, at each time between values: 1 for all found and nothing else. */
export function appliances(seed: string, days: number): Record<SpanName, Record<string, number>> {
  const drawn = Array.from({ length: days }, (_, n) => draw(createRandom(`appliances ${seed} ${n}`)));
  return Object.fromEntries(
    Object.entries(SPANS).map(([span, seconds]) => {
      const found = drawn.map(({ watts }) => pairs(meansOf(watts, seconds), seconds));
      return [span, Object.fromEntries(APPLIANCES.map(({ name }) => [name, f1(drawn, found, name, seconds)]))];
    }),
  ) as Record<SpanName, Record<string, number>>;
}

function draw(random: SeededRandom): { watts: Float64Array; uses: Use[] } {
  const watts = new Float64Array(86_400).fill(random.between(50, 110));
  const fridge = random.between(65, 105);
  for (let s = 0; s < watts.length; s++) if (s % 2520 < 840) watts[s] = (watts[s] ?? 0) + fridge;
  const uses: Use[] = [];
  for (const { name, watts: power, lasts, uses: often, hours } of APPLIANCES) {
    const times = Math.floor(often) + Number(random.chance(often % 1));
    for (let n = 0; n < times; n++) {
      const from = Math.floor(random.between(hours[0], hours[1]) * 3600);
      const to = Math.min(86_400, from + Math.floor(random.between(lasts[0], lasts[1])));
      if (uses.some((use) => use.name === name && use.from < to + 60 && from < use.to + 60)) continue;
      uses.push({ name, from, to });
      for (let s = from; s < to; s++) watts[s] = (watts[s] ?? 0) + power;
    }
  }
  for (let s = 0; s < watts.length; s++) watts[s] = (watts[s] ?? 0) * random.between(0.995, 1.005);
  return { watts, uses };
}

function meansOf(watts: Float64Array, seconds: number): number[] {
  return Array.from({ length: watts.length / seconds }, (_, i) =>
    mean([...watts.subarray(i * seconds, (i + 1) * seconds)]),
  );
}

/** Steps of the level, a step that takes two windows being one; then pairs, the nearest that fits first. */
function pairs(levels: readonly number[], seconds: number): Use[] {
  const steps: { at: number; by: number; open: boolean }[] = [];
  for (let i = 1; i < levels.length; i++) {
    const by = (levels[i] ?? 0) - (levels[i - 1] ?? 0);
    const last = steps.at(-1);
    if (Math.abs(by) < 40) continue;
    if (last && last.at === i - 1 && Math.sign(last.by) === Math.sign(by) && seconds > 1) last.by += by;
    else steps.push({ at: i, by, open: true });
  }
  const uses: Use[] = [];
  for (const [n, up] of steps.entries()) {
    if (up.by < 0) continue;
    for (const down of steps.slice(n + 1)) {
      if (!down.open || down.by > 0 || Math.abs(down.by + up.by) > 0.25 * up.by) continue;
      const lasted = (down.at - up.at) * seconds;
      const fits = APPLIANCES.find(({ watts, lasts }) => {
        const [shortest, longest] = lasts;
        const energy = ((up.by - down.by) / 2) * lasted;
        const power = lasted > 3 * seconds ? Math.abs(up.by - watts) < 0.12 * watts : up.by <= 1.1 * watts;
        return power && energy > 0.85 * watts * shortest && energy < 1.15 * watts * longest;
      });
      if (fits === undefined) continue;
      down.open = false;
      uses.push({ name: fits.name, from: up.at * seconds, to: down.at * seconds });
      break;
    }
  }
  return uses;
}

/** A use is found where one of its name overlaps it, or begins within a window of it; each counts once. */
function f1(
  drawn: readonly { uses: readonly Use[] }[],
  found: readonly (readonly Use[])[],
  name: string,
  seconds: number,
): number {
  let [right, truths, guesses] = [0, 0, 0];
  drawn.forEach(({ uses }, day) => {
    const is = uses.filter((use) => use.name === name);
    const left = (found[day] ?? []).filter((use) => use.name === name);
    truths += is.length;
    guesses += left.length;
    for (const use of is) {
      const at = left.findIndex((guess) => guess.from < use.to + seconds && use.from < guess.to + seconds);
      if (at < 0) continue;
      left.splice(at, 1);
      right++;
    }
  });
  return truths + guesses === 0 ? 0 : (2 * right) / (truths + guesses);
}
