import { expect, test } from 'vitest';
import { json, table } from './print.ts';

const HOSTILE = 'lamp\n\u001b[2Jconsents (nothing)\u009b\u202e';

test('what a device calls itself stays on its line and moves no cursor', () => {
  const tables = [table({ name: HOSTILE }), table([HOSTILE]), table({ [HOSTILE]: [HOSTILE] }), table(HOSTILE)];
  for (const printed of tables) expect(printed).toContain('lamp\\u000a\\u001b[2Jconsents (nothing)\\u009b\\u202e');
  for (const line of [...tables, json({ name: HOSTILE })].flatMap((printed) => printed.split('\n'))) {
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
  }
  expect(JSON.parse(json({ name: HOSTILE }))).toEqual({ name: HOSTILE });
});

test('names with letters of any alphabet stay as they are', () => {
  expect(table(['Außenlampe', 'ベッド', '👩‍👧'])).toBe('Außenlampe, ベッド, 👩‍👧');
});

test('instants are dates, also when something was asked and delivered', () => {
  expect(table({ asked: 0, delivered: 86_400_000 })).toBe(
    'asked              1970-01-01T00:00:00.000Z\ndelivered          1970-01-02T00:00:00.000Z',
  );
});

test('words of a list stand in one line, sentences each in its own', () => {
  expect(table({ reads: ['a/#', 'b'] })).toBe('reads\n  a/#, b');
  expect(table({ because: ['One, two.', 'Three.'] })).toBe('because\n  One, two.\n  Three.');
});
