import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parsePurposes, purposeWords } from '../../rules/purposes.ts';
import { en } from '../../rules/words/en.ts';
import { shippedPurposes } from './knowledge.ts';

const root = join(import.meta.dirname, '../..');
const purposes = shippedPurposes();

/** Purposes as requests name them in examples, simulated vendors, benches and the command line's help. */
function used(): { readonly file: string; readonly purpose: `dpv:${string}` }[] {
  return ['docs', 'device-sim', 'bench', 'gateway/cli'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|json|md|py|ya?ml)$/.test(name) && !name.endsWith('.test.ts'))
      .flatMap((name) => {
        const file = join(folder, name);
        const named = readFileSync(join(root, file), 'utf8').matchAll(/(?:purpose\W{1,6}|codes \S+ )(dpv:[A-Za-z]+)/g);
        return [...named].map(([, purpose]) => ({ file, purpose: purpose as `dpv:${string}` }));
      }),
  );
}

test('every purpose that an example or a simulated vendor asks for has plain words', () => {
  expect(used().length).toBeGreaterThan(8);
  expect(used().filter(({ purpose }) => !purposes.has(purpose))).toEqual([]);
});

test('words for a purpose end the sentence they are made for, and say whose gain it is', () => {
  expect(purposes.size).toBeGreaterThan(40);
  expect(purposeWords(purposes, 'dpv:ServicePersonalisation', en)).toEqual({
    soThatItCan: 'fit its service to how you live',
    gain: 'household',
  });
  expect(purposeWords(purposes, 'dpv:PersonalisedAdvertising', en).gain).toBe('recipient');
  expect(purposeWords(purposes, 'dpv:AcademicResearch', en).gain).toBe('others');
});

test('of a purpose that is not listed nothing is guessed, whatever it calls itself', () => {
  for (const purpose of ['dpv:HelpingYou', 'dpv:constructor', 'dpv:marketing'] as const) {
    expect(purposeWords(purposes, purpose, en)).toEqual({
      soThatItCan: `follow a purpose this hub has no plain words for (${purpose})`,
      gain: 'unknown',
    });
  }
});

test('a broken list is refused with the place', () => {
  const one = {
    purpose: 'dpv:Marketing',
    'so that it can': 'sell more',
    'damit es kann': 'mehr verkaufen',
    gain: 'recipient',
  };
  expect(parsePurposes([one]).size).toBe(1);
  expect(() => parsePurposes([one, one])).toThrow('dpv:Marketing is there twice');
  expect(() => parsePurposes([{ ...one, gain: 'unknown' }])).toThrow('/0/gain');
  expect(() => parsePurposes([{ ...one, 'so that it can': 'Sell more.' }])).toThrow('/0/so that it can');
  expect(() => parsePurposes([])).toThrow('entries');
});
