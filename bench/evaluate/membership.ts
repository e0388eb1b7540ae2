import { createRandom } from '../../device-sim/random.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import type { Row } from './linkers.ts';
import { type Estimate, estimate, mean } from './measures.ts';
import { NOISED_HOURS, shaped, withNoise } from './shaping.ts';
import { yearOf } from './years.ts';

/** A5: was this home among those whose mean was published? The attacker knows the home's own hours of the week. */
export interface Member {
  readonly homes: number;
  /** The share of pairs, one in and one not, that are told apart. */
  readonly auc: Estimate;
  /** How many members are found where one in a hundred of the others is taken for one. */
  readonly found: number;
}

const DAYS = 7;
const BLOCKS = 20;

export function membership(
  seed: string,
  { homes, trials, sizes }: { homes: number; trials: number; sizes: readonly number[] },
  random: RandomBytes,
): Readonly<Record<string, readonly Member[]>> {
  const years = Array.from({ length: homes }, (_, n) => yearOf(`${seed} member ${n}`, DAYS).watts);
  const row = (values: readonly { readonly value: number }[]) => Float64Array.from(values, ({ value }) => value);
  const exact = years.map((watts) => row(shaped(watts, { form: 'summary', window: 'PT1H', statistics: ['mean'] })));
  const noised = years.map((watts) => row(withNoise(watts, NOISED_HOURS, random)));
  // Half of the homes stand for what everybody knows of homes; groups are made of the others.
  const half = Math.floor(homes / 2);
  const known = momentsOf(exact.slice(0, half));
  const draw = createRandom(`membership ${seed}`);
  const attacked = (released: readonly Row[]) =>
    sizes.map((size): Member => {
      const scores = Array.from({ length: trials }, (_, trial) => {
        const others = pickOf(draw, half, homes, size + 1);
        const [target = half] = others;
        const score = (group: readonly number[]) =>
          likelihood(exact[target], meanOf(group.map((n) => released[n])), known);
        return { block: trial % BLOCKS, in: score(others.slice(0, size)), out: score(others.slice(1)) };
      });
      const blocks = Array.from({ length: BLOCKS }, (_, n) => scores.filter(({ block }) => block === n));
      const outs = scores.map((one) => one.out).sort((a, b) => a - b);
      const bar = outs[Math.ceil(0.99 * outs.length) - 1] ?? 0;
      return {
        homes: size,
        auc: estimate(blocks.map(aucOf), `${seed} ${size}`),
        found: mean(scores.map((one) => Number(one.in > bar))),
      };
    });
  return { 'hourly means': attacked(exact), 'hourly means, noised in each home': attacked(noised) };
}

function pickOf(draw: ReturnType<typeof createRandom>, from: number, to: number, count: number): number[] {
  const left = Array.from({ length: to - from }, (_, i) => from + i);
  return Array.from({ length: count }, () => left.splice(draw.int(left.length), 1)[0] ?? from);
}

function meanOf(rows: readonly (Row | undefined)[]): Row {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (row?.[i] ?? 0) / rows.length;
  return sum;
}

function momentsOf(rows: readonly Row[]): { middle: Row; variance: Row } {
  const middle = meanOf(rows);
  const variance = meanOf(rows.map((row) => row.map((value, i) => (value - (middle[i] ?? 0)) ** 2)));
  return { middle, variance };
}

/** How much more the mean leans to where this home leans, each hour by how little homes differ in it. */
function likelihood(own: Row | undefined, published: Row, { middle, variance }: ReturnType<typeof momentsOf>): number {
  let sum = 0;
  for (let i = 0; i < published.length; i++) {
    const usual = middle[i] ?? 0;
    sum += (((own?.[i] ?? 0) - usual) * ((published[i] ?? 0) - usual)) / ((variance[i] ?? 0) + 1);
  }
  return sum;
}

function aucOf(scores: readonly { readonly in: number; readonly out: number }[]): number {
  return mean(scores.flatMap((a) => scores.map((b) => (a.in > b.out ? 1 : a.in === b.out ? 0.5 : 0))));
}
