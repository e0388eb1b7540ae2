import { expect, test } from 'vitest';
import type { HandedOver } from '../../operations/handover.ts';
import { letterOf } from './letter.ts';
import { LETTER_WORDS } from './words.ts';

const HANDED: HandedOver = {
  ending: { consents: 2, commands: 1, pairing: true },
  seen: { passwords: ['meter'], keys: ['lamp'], brokers: ['homeassistant'], recipients: ['acme-<b>'] },
  ...{ code: 'ACDE-FGHJ-KMNP', until: Date.UTC(2026, 11, 10), page: 'https://hearthgate.local:7443' },
};

test.each(Object.entries(LETTER_WORDS))(
  'the letter in %s has the code, what was seen with its command, and no script',
  (language, words) => {
    const letter = letterOf(HANDED, 'f'.repeat(64), words);
    expect(letter).toContain(`<html lang="${language}">`);
    for (const said of ['ACDE-FGHJ-KMNP', '2026-12-10', 'https://hearthgate.local:7443', '<svg', 'f'.repeat(64)])
      expect(letter).toContain(said);
    for (const command of [
      'device renew meter',
      'cert issue lamp',
      'attach remove homeassistant',
      'recipient credentials acme-',
    ])
      expect(letter).toContain(command);
    expect(letter.match(/<li>/g)).toHaveLength(5 + 5 + 4 + 5);
    expect(letter).toMatch(/compare the fingerprint|den Fingerabdruck/);
    expect(letter).not.toMatch(/<script|<b>|src=/);
  },
);

test('a hub without a page is claimed at the box, and what ended nowhere is not said', () => {
  const { page: _, ...more } = HANDED;
  const nothing = {
    ending: { consents: 0, commands: 0, pairing: false },
    seen: { passwords: [], keys: [], brokers: [], recipients: [] },
  };
  const words = LETTER_WORDS.en;
  const letter = words && letterOf({ ...more, ...nothing }, '', words);
  expect(letter).toContain('At the box: hearthgate claim');
  expect(letter).not.toMatch(/<svg|What whoever set it up has seen|window for a new device/);
});
