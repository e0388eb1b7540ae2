import { describe, expect, it } from 'vitest';
import { byFrequency, CHANCE, dictionary } from './dictionary.ts';
import { mean } from './measures.ts';

describe('a dictionary of all addresses', () => {
  const found = dictionary('tested', 10, 12);

  it('names every device whose name is a hash of its address, or keyed by what everybody is told', () => {
    expect(found['a hash of the address']).toEqual({ devices: 12, withoutKey: 12, withKey: 12 });
    expect(found['keyed by what a recipient is told']).toEqual({ devices: 12, withoutKey: 12, withKey: 12 });
  });

  it('names no device by a key that it has not, and each once it has', () => {
    expect(found['keyed, of the address']).toEqual({ devices: 12, withoutKey: 0, withKey: 12 });
  });

  it('names none of the hub’s, whoever has the key: the id behind it was drawn at random', () => {
    expect(found['as the hub does, keyed, of a random id']).toEqual({ devices: 12, withoutKey: 0, withKey: 0 });
  });
});

it('rooms that a keyed hash stands for are named by when they are used, so a word is never hashed', () => {
  const named = mean(byFrequency('tested', 6, 12, 14));
  expect(named).toBeGreaterThan(0.8);
  expect(CHANCE).toBeLessThan(0.2);
});
