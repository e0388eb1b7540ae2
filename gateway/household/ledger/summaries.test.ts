import { expect, test } from 'vitest';
import { openLedger } from './ledger.fixture.ts';
import { connectionEntries, type Departed, releaseEntries } from './summaries.ts';

const HOUR = 3_600_000;

test('what left in a slot is one entry for each recipient and purpose; what was dropped did not leave', () => {
  const batch = {
    recipient: 'acme',
    purpose: 'dpv:A',
    state: 'sent',
    size: 4096,
    records: 2,
    consents: '{"c1":1,"c2":1}',
  };
  const ended: Departed[] = [
    { ...batch, state: 'sent' },
    { ...batch, state: 'possibly received', records: 1, consents: '{"c2":1}' },
    { ...batch, state: 'sent', records: 0, consents: '{}' },
    { ...batch, state: 'dropped', records: 5, consents: '{"c3":5}' },
    { ...batch, state: 'sent', purpose: 'dpv:B', size: 16384, consents: '{"__proto__":2}' },
    { ...batch, state: 'dropped', recipient: 'volt' },
  ];
  const slot = { recipient: 'acme', from: 0, to: HOUR };
  const entries = releaseEntries(ended, 0, HOUR);
  expect(entries).toEqual([
    {
      ...slot,
      ...{ type: 'release.summary', purpose: 'dpv:A', sent: 2, possiblyReceived: 1, bytes: 12288, records: 3 },
      consents: Object.assign(Object.create(null), { c1: 1, c2: 2 }),
    },
    {
      ...slot,
      ...{ type: 'release.summary', purpose: 'dpv:B', sent: 1, possiblyReceived: 0, bytes: 16384, records: 2 },
      consents: expect.anything(),
    },
  ]);
  expect(Object.entries(entries[1]?.consents ?? {})).toEqual([['__proto__', 2]]);
  expect(releaseEntries([], 0, HOUR)).toEqual([]);
  const { ledger } = openLedger();
  ledger.append(entries, 'hub');
  expect(ledger.read(0, 10).map(({ entry }) => entry?.type)).toEqual(['release.summary', 'release.summary']);
});

test('every attempt to reach an address in a slot counts, the failed ones too', () => {
  const attempt = { recipient: 'acme', host: 'data.acme.example', opened: true };
  const attempts = [attempt, { ...attempt, opened: false }, { ...attempt, host: 'other.example' }, attempt];
  const slot = { type: 'connections', recipient: 'acme', from: 0, to: HOUR };
  expect(connectionEntries(attempts, 0, HOUR)).toEqual([
    { ...slot, host: 'data.acme.example', opened: 2, failed: 1 },
    { ...slot, host: 'other.example', opened: 1, failed: 0 },
  ]);
});
