import { describe, expect, it } from 'vitest';
import { createRandom } from '../../device-sim/random.ts';
import { acrossEpochs, acrossRecipients, type Row } from './linkers.ts';

/** Forty homes that use more by day, each with its own habit, and what each value is off by. */
function homes(epoch: string, off: number): Row[] {
  return Array.from({ length: 40 }, (_, home) => {
    const [own, draw] = [createRandom(`home ${home}`), createRandom(`${epoch} ${home}`)];
    const habit = Array.from({ length: 168 }, (_, hour) => 200 + (hour % 24 > 7 ? 300 : 0) + own.between(0, 100));
    return Float64Array.from({ length: 2 * 168 }, (_, i) => (habit[i % 168] ?? 0) + draw.normal(0, off));
  });
}
const PLACES = Array.from({ length: 2 * 168 }, (_, i) => i % 168);
const epochs = (off: number) => acrossEpochs(homes('before', off), homes('after', off), PLACES, PLACES).mean;

describe('a linker', () => {
  it('finds each home again by equal values, and by like ones', () => {
    expect(acrossRecipients(homes('a', 10), homes('a', 10)).mean).toBe(1);
    expect(acrossRecipients(homes('a', 10), homes('b', 10)).mean).toBe(1);
  });

  it('finds each home again after its pseudonym changed, by its usual week', () => {
    expect(epochs(10)).toBe(1);
  });

  it('finds each home again by what it always draws, though no week is like another', () => {
    const rows = (epoch: string) =>
      Array.from({ length: 40 }, (_, home) => {
        const draw = createRandom(`${epoch} days of ${home}`);
        return Float64Array.from({ length: 2 * 168 }, () => 50 + home + (draw.chance(0.5) ? draw.between(0, 3000) : 0));
      });
    expect(acrossEpochs(rows('before'), rows('after'), PLACES, PLACES).mean).toBeGreaterThan(0.9);
  });

  it('finds each home again by a few equal values among many that are not', () => {
    const rows = (list: string) =>
      homes('a', 10).map((row, home) => {
        const draw = createRandom(`${list} of ${home}`);
        return row.map((value, i) => (i % 10 === 0 ? value : draw.between(-1e6, 1e6)));
      });
    expect(acrossRecipients(rows('one'), rows('other')).mean).toBe(1);
  });

  it('finds none under noise that leaves nothing, nor where all are the same', () => {
    expect(epochs(1e6)).toBeLessThan(0.15);
    expect(acrossRecipients(homes('a', 1e6), homes('b', 1e6)).mean).toBeLessThan(0.15);
    const same = homes('a', 0).map(() => new Float64Array(168).fill(7));
    expect(acrossRecipients(same, same).mean).toBeCloseTo(1 / 40);
  });
});
