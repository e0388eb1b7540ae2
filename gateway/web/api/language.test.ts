import { expect, test } from 'vitest';
import { languageAsked } from './language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['DE-at', 'de'],
  ['fr', 'en'],
  ['fr, de;q=0.7, en;q=0.3', 'de'],
  ['de;q=0.2, en-GB', 'en'],
  ['de;q=0, fr', 'en'],
  ['*', 'en'],
  ['de;q=x', 'en'],
  ['constructor', 'en'],
  [`${'x,'.repeat(1_000)}de`, 'en'],
])('accept-language: %s is answered in %s', (header, language) => {
  expect(languageAsked(header)).toBe(language);
});
