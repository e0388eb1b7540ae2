import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answered, BEDROOM, decided, KITCHEN } from '../gateway/household/receipts/decision.fixture.ts';
import { CONTEXT } from '../gateway/household/receipts/json-ld.ts';
import { vendorCopy } from '../gateway/household/receipts/vendor-copy.ts';
import { NOW } from '../rules/example-household.ts';

const page = readFileSync(join(import.meta.dirname, 'receipts.md'), 'utf8');

test('the copy in docs/receipts.md is one that the hub makes', () => {
  const [, shown = ''] = /^```json copy\n(.*?)^```/ms.exec(page) ?? [];
  const made = decided([answered(BEDROOM), answered(KITCHEN)]);
  const asGiven = { get: () => undefined, successorOf: () => undefined };
  expect(JSON.parse(shown)).toEqual(vendorCopy(made, 'cW8mWn0mGzq0yqWJTWcd7w', asGiven, NOW));
});

test('every word of our own that a receipt has is told in docs/receipts.md', () => {
  const folder = join(import.meta.dirname, '../gateway/household/receipts');
  const code = ['json-ld.ts', 'household-receipt.ts', 'vendor-copy.ts', 'context.json']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join();
  const own = new Set([...code.matchAll(/'hearthgate:([A-Za-z0-9]+)'/g)].map(([, word = '']) => word));
  expect(own.size).toBeGreaterThan(12);
  expect([...own].filter((word) => !page.includes(`\`${word}\``) && !page.includes(`hearthgate:${word}`))).toEqual([]);
  expect(CONTEXT.hearthgate).toBe('urn:hearthgate:v1:terms#');
});
