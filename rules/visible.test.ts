import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test('what would move the cursor or turn words around is seen, and letters of any alphabet stay', () => {
  expect(visible('a\nb\u001b[2J\u009b\u202ec\u2066\u200f\u061c')).toBe(
    'a\\u000ab\\u001b[2J\\u009b\\u202ec\\u2066\\u200f\\u061c',
  );
  expect(visible('Außenlampe ベッド מנורה 👩‍👧')).toBe('Außenlampe ベッド מנורה 👩‍👧');
});
