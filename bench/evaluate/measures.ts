import { createRandom } from '../../device-sim/random.ts';

/** A mean over homes, with the 95 % interval of a bootstrap over homes: the hours of one home are not independent. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function estimate(ofHomes: readonly number[], seed: string, rounds = 2000): Estimate {
  const random = createRandom(`bootstrap ${seed}`);
  const means = Array.from({ length: rounds }, () => mean(ofHomes.map(() => ofHomes[random.int(ofHomes.length)] ?? 0)));
  means.sort((a, b) => a - b);
  const at = (share: number) => means[Math.min(rounds - 1, Math.floor(share * rounds))] ?? Number.NaN;
  return { mean: mean(ofHomes), low: at(0.025), high: at(0.975) };
}

/** How many of so many, with the 95 % interval of Wilson, which is honest also where none were. */
export interface Share extends Estimate {
  readonly of: number;
}

export function share(count: number, of: number): Share {
  const [z2, p] = [1.96 ** 2, count / of];
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const off = (1.96 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { mean: p, low: Math.max(0, middle - off), high: Math.min(1, middle + off), of };
}

/** The share of hours that are guessed right. */
export function accuracy(guessed: readonly boolean[], truth: readonly boolean[]): number {
  return mean(guessed.map((guess, i) => (guess === truth[i] ? 1 : 0)));
}

/** The share that is guessed right of what is so and of what is not, both counted alike; there must be some of both. */
export function balanced(guessed: readonly boolean[], truth: readonly boolean[]): number {
  const right = (is: boolean) => {
    const all = guessed.filter((_, i) => truth[i] === is);
    return all.filter((guess) => guess === is).length / all.length;
  };
  return (right(true) + right(false)) / 2;
}

/** Matthews' correlation: 0 for guessing whatever the shares are, 1 for knowing. */
export function matthews(guessed: readonly boolean[], truth: readonly boolean[]): number {
  const count = (guess: boolean, is: boolean) => guessed.filter((one, i) => one === guess && truth[i] === is).length;
  const [tp, tn, fp, fn] = [count(true, true), count(false, false), count(true, false), count(false, true)];
  const size = Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
  return size === 0 ? 0 : (tp * tn - fp * fn) / size;
}

export function mean(all: readonly number[]): number {
  return all.length === 0 ? 0 : all.reduce((sum, each) => sum + each, 0) / all.length;
}

export function deviation(all: readonly number[]): number {
  const middle = mean(all);
  return Math.sqrt(mean(all.map((each) => (each - middle) ** 2)));
}
