import { describe, expect, it } from 'vitest';
import { aboutAbsence, aboutFew, aboutHours, aboutLinks, aboutMember, aboutTraffic, aboutUse } from './words.ts';

const between = (low: number, high: number) => ({ mean: (low + high) / 2, low, high });
const found = (...counts: number[]) =>
  counts.map((count) => ({ ...between(count / 200 - 0.005, count / 200 + 0.03), of: 200 }));

describe('the words of a row say what its figures do', () => {
  it.each([
    [between(-0.01, 0.02), 'tells no more than habits do'],
    [between(-0.01, 0.03), 'cannot be told apart from little'],
    [between(0.01, 0.03), 'tells something of who is at home'],
    [between(0.03, 0.05), 'tells who is at home'],
  ])('of hours: %o', (advantage, words) => {
    expect(aboutHours({ advantage })).toBe(words);
    expect(aboutTraffic({ advantage })).toBe(words.replace('who is at home', 'when somebody is there'));
  });

  it('of whole days, beside a coin', () => {
    const about = (low: number, high: number) => aboutAbsence({ balanced: 0.5, advantage: between(low, high) });
    expect(about(-0.01, 0.015)).toBe('tells no more than a coin');
    expect(about(-0.05, 0.1)).toBe('cannot be told apart from little');
    expect(about(0.2, 0.25)).toBe('tells on which days that is more likely');
    expect(about(0.47, 0.5)).toBe('tells when all are gone');
  });

  it('of few days: nothing where raw data did not help', () => {
    const [good, bad] = [{ advantage: between(0.03, 0.05) }, { advantage: between(-0.01, 0.01) }];
    expect(aboutFew(bad, bad)).toContain('decides nothing');
    expect(aboutFew(bad, undefined)).toContain('decides nothing');
    expect(aboutFew(bad, good)).toBe('tells no more than habits do');
    expect(aboutFew(good, good)).toBe('tells who is at home');
  });

  it('of homes found: by the longest time, and by the first week', () => {
    expect(aboutLinks(found(1, 2, 2))).toBe('links no home better than a guess');
    expect(aboutLinks(found(1, 10, 40))).toBe('links some homes in time');
    expect(aboutLinks(found(1, 10, 140))).toBe('links most homes in time');
    expect(aboutLinks(found(160, 180, 190))).toBe('links most homes within a week');
    expect(aboutLinks([])).toBe('links no home better than a guess');
  });

  it('of members of a mean', () => {
    expect(aboutMember(between(0.6, 0.7))).toBe('tells who takes part');
    expect(aboutMember(between(0.52, 0.6))).toBe('tells little');
    expect(aboutMember(between(0.48, 0.52))).toBe('tells nothing that was found');
  });

  it('of what is left of use: how many homes it takes to be off by a tenth', () => {
    const use = (energy: number, profile: number, together = 0) =>
      aboutUse(
        { energy: between(energy, energy), forecast: between(1, 1), profile: between(profile, profile), together },
        200,
      );
    expect(use(0.01, 0.01)).toBe('good for this home’s days and hours');
    expect(use(0.01, 0.5)).toBe('good for this home’s days');
    expect(use(0.3, 0.5)).toBe('a rough idea of this home');
    // Off by 200 % with 200 homes; by a tenth with 400 times as many.
    expect(use(28, 10, 2)).toBe('of use over some 80,000 homes together');
  });
});
