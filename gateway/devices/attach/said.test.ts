import { expect, test } from 'vitest';
import { type Said, SaidBefore } from './said.ts';

const MARK = (text: string) => Buffer.from(text);
const on = async () => true;
/** Taken in before, as `packet text`, oldest first. */
const rows = (...said: readonly (readonly [number, string])[]): Said[] =>
  said.map(([packet, text], index) => ({ number: index + 1, packet, mark: MARK(text) }));
const counted = rows([7, 'on'], [8, 'off'], [9, 'on'], [10, 'off']);

/** Which of these is new, as a broker sends them after a connection: packet id, text, and the DUP flag. */
function newOnes(said: SaidBefore, ...sent: readonly (readonly [number, string, dup?: boolean])[]): string[] {
  return sent.flatMap(([packet, text, dup = false]) => {
    if (said.again(packet, MARK(text), dup)) return [];
    void said.add(packet, MARK(text), on);
    return [`${packet} ${text}`];
  });
}

test('what comes again with the DUP flag is known, whenever it comes, and by all of id, topic and payload', () => {
  const said = new SaidBefore('old', counted, true);
  expect(newOnes(said, [11, 'on'], [10, 'off', true], [10, 'on', true], [12, 'off', true])).toEqual([
    '11 on',
    '10 on',
    '12 off',
  ]);
});

test('the same said twice is two, whatever it says', () => {
  const said = new SaidBefore('old', [], false);
  expect(newOnes(said, [1, 'on'], [2, 'on'], [3, 'on'], [1, 'on'])).toHaveLength(4);
});

test('a broker that was restored repeats in order and without the flag; the first that is new ends it', () => {
  const said = new SaidBefore('old', counted, true);
  expect(newOnes(said, [8, 'off', true], [9, 'on'], [10, 'on'], [9, 'on'])).toEqual(['10 on', '9 on']);
});

test('one that was restored twice leaves out what it lost in between', () => {
  const said = new SaidBefore('old', rows([7, 'a'], [8, 'b'], [9, 'c'], [8, 'd'], [9, 'e']), true);
  expect(newOnes(said, [7, 'a'], [8, 'd'], [9, 'e'], [10, 'f'])).toEqual(['10 f']);
});

test('once nothing waited any more, what comes without the flag is new', () => {
  const said = new SaidBefore('old', counted, true);
  expect(newOnes(said, [9, 'on'])).toEqual([]);
  said.caughtUp();
  expect(newOnes(said, [10, 'off'])).toEqual(['10 off']);
});

test('a broker that gives the lowest free id says nothing by an id, and one that knows the hub no more repeats nothing', () => {
  const lowest = new SaidBefore('old', rows([1, 'on'], [1, 'off'], [1, 'on'], [2, 'off'], [1, 'off']), true);
  expect(newOnes(lowest, [1, 'off'])).toEqual(['1 off']);
  expect(newOnes(new SaidBefore('old', counted, false), [7, 'on'])).toEqual(['7 on']);
});

test('what is known is bounded, on the disk too', async () => {
  const said = new SaidBefore('old', [], false);
  const trims: unknown[] = [];
  for (let number = 1; number <= 17_000; number++) {
    await said.add(number, MARK('x'), async ([, trim]) => {
      if (trim) trims.push(trim);
      return true;
    });
  }
  expect(trims.at(-1)).toEqual(['attached said trim', 'old', 16_896 - 16_384]);
  expect(said.again(500, MARK('x'), true)).toBeUndefined();
  expect(said.again(700, MARK('x'), true)).toBeDefined();
});
