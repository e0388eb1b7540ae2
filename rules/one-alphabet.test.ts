import { expect, test } from 'vitest';
import { areOneAlphabetEach, isOneAlphabet } from './one-alphabet.ts';

test.each([
  'Anna',
  'Zoë O’Neill-2',
  'Анна Мария',
  'Ελένη',
  'مريم',
  'מרים',
  'दीपिका',
  'น้ำ',
  'Հայկ',
  'ნინო',
  'Acme 東京',
  'リビング Lamp',
  'らーめん',
  '거실 TV',
  'ㄅㄆㄇ 台北',
  '2.1',
])('%s is of one alphabet', (name) => {
  expect(isOneAlphabet(name)).toBe(true);
});

test.each([
  ['Аnna', 'Cyrillic А'],
  ['Annа Schmidt', 'Cyrillic а at the end'],
  ['Αcme', 'Greek Α'],
  ['Аcmе Ηeating', 'three'],
  ['Ꭺcme', 'Cherokee'],
  ['Μосква', 'Greek and Cyrillic'],
  ['Acme ירושלים', 'Latin and Hebrew'],
  ['한 こ', 'Korean and Japanese'],
  ['𐍂iver', 'a script that nobody writes'],
])('%s mixes them: %s', (name) => {
  expect(isOneAlphabet(name)).toBe(false);
});

test('a home’s own words may have a maker’s name among them, and no word of two alphabets', () => {
  expect(areOneAlphabetEach('Лампа Philips, кухня/2')).toBe(true);
  expect(areOneAlphabetEach('kitchen lаmp')).toBe(false);
});
