import { expect, test } from 'vitest';
import { personName } from './people.ts';

test.each([
  ['Anna', 'Anna'],
  [' Anna  Lena ', 'Anna Lena'],
  ['Jose\u0301', 'José'],
  ['Seán O’Neill-Ó', 'Seán O’Neill-Ó'],
  ['दीपिका', 'दीपिका'],
  ['Анна-Мария', 'Анна-Мария'],
  ['Ren 東', 'Ren 東'],
])('%j is the name %s', (said, name) => expect(personName(said)).toBe(name));

test.each([
  ['', 'nothing'],
  ['\u3164', 'a filler that is a letter and not shown'],
  ['Anna\u034F', 'a joiner that makes another Anna'],
  ['Anna\uFE0F', 'a variation that makes another Anna'],
  ['\u0301', 'a mark on nothing'],
  ['Anna\u202E', 'a change of direction'],
  ['Аnna', 'a Cyrillic А among Latin letters'],
  ['𝐀nna', 'a letter in another style'],
  ['x'.repeat(41), 'too long'],
])('%j is no name: %s', (said) => expect(personName(said)).toBeUndefined());
