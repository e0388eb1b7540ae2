import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const KNOWN = ['device', 'consent', 'recipient', 'rule', 'status'];

test.each([
  ['devcie', 'device'],
  ['device', 'device'],
  ['devices', 'device'],
  ['cosent', 'consent'],
  ['rle', 'rule'],
  ['statsu', 'status'],
  ['recipeint', 'recipient'],
  ['', undefined],
  ['x', undefined],
  ['foo', undefined],
  ['discount', undefined],
])('"%s" probably means %s', (said, meant) => expect(nearest(said, KNOWN)).toBe(meant));
