import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Commissioned } from '../../operations/commissioning.ts';
import { operations } from '../../operations/operations.ts';
import { readConfig } from '../../runtime/config.ts';
import type { Facts } from './judged.ts';
import type { Observed } from './observed.ts';
import { provisions } from './report.ts';

const HUB: Commissioned = {
  ...{ version: '1.2.3', at: '2026-11-26T12:00:00.000Z', pid: 1, claimed: false },
  rootKey: { place: 'file', means: 'in a file outside' },
  fingerprints: { devices: 'AA', page: 'BB' },
  listeners: [
    { listener: 'mqtts', port: 8883 },
    { listener: 'https', port: 7443 },
    { listener: 'http', port: 7080 },
  ],
  clients: [
    {
      ...{ name: 'lamp', kind: 'device', read: [], write: [], refused: 0, seen: true },
      authentication: 'password or certificate',
    },
  ],
  ...{ devices: [], brokers: [], certificates: [], recipients: [], guessable: 0 },
  sharing: { consents: 0, quarantined: 0 },
};
const OBSERVED: Observed = {
  ...{ user: 1000, open: [7080, 7443, 8883], strangers: 'refused', garbage: 'cut off', api: 'refused' },
  tls: [{ listener: 'mqtts', agreed: ['TLSv1.2', 'TLSv1.3'], refused: ['TLSv1.1'] }],
};
const GOOD: Facts = {
  ...{ hub: HUB, observed: OBSERVED, clearKeys: 0, config: readConfig('/nowhere', {}) },
  findings: ['permissions', 'records'].map((check) => ({ check, state: 'good', says: 'well' })),
  operations: new Set(Object.keys(operations)),
};
const NOTHING: Facts = {
  ...{ hub: undefined, observed: undefined, clearKeys: undefined, config: undefined, findings: [] },
  operations: new Set(),
};

const status = (id: string, facts: Facts) => provisions.find((each) => each.id === id)?.look(facts).status;

test('every provision is looked at, in order', () => {
  const of = (clause: string, last: number) => Array.from({ length: last }, (_, at) => `${clause}${at + 1}`);
  const counts = { 1: 5, 2: 3, 3: 16, 4: 4, 5: 8, 6: 9, 7: 2, 8: 3, 9: 3, 10: 1, 11: 4, 12: 3, 13: 1 };
  const all = Object.entries(counts).flatMap(([clause, last]) => of(`5.${clause}-`, last));
  const ids = provisions.map(({ id }) => id);
  expect(ids.filter((id) => id !== '5.1-2A')).toEqual([...all, ...of('6.', 5)]);
});

test('what is measured is met on a hub that is well, and never where nothing was seen', () => {
  const measured = provisions.filter(({ look }) => look(GOOD).how === 'measured');
  expect(measured.length).toBeGreaterThan(18);
  expect(measured.flatMap(({ id, look }) => (look(GOOD).status === 'met' ? [] : [id]))).toEqual([]);
  expect(measured.flatMap(({ id, look }) => (look(NOTHING).status === 'met' ? [id] : []))).toEqual(['5.12-3']);
});

test.each<[string, Partial<Facts>]>([
  ['5.1-1', { hub: { ...HUB, guessable: 1 } }],
  ['5.1-2A', { hub: { ...HUB, clients: [{ ...HUB.clients[0], authentication: 'password' } as never] } }],
  ['5.1-3', { observed: { ...OBSERVED, api: 'let in' } }],
  ['5.1-4', { operations: new Set(['device renew']) }],
  ['5.4-1', { clearKeys: 2 }],
  ['5.5-1', { observed: { ...OBSERVED, tls: [{ listener: 'mqtts', agreed: ['TLSv1.1'], refused: [] }] } }],
  ['5.5-1', { hub: { ...HUB, listeners: [...HUB.listeners, { listener: 'mqtt', port: 1883 }] } }],
  ['5.5-4', { observed: { ...OBSERVED, strangers: 'let in' } }],
  ['5.5-6', { hub: { ...HUB, listeners: [{ listener: 'mqtt', port: 1883 }] } }],
  ['5.6-1', { observed: { ...OBSERVED, open: [7080, 7443, 8883, 9229] } }],
  ['5.6-7', { observed: { ...OBSERVED, user: 0 } }],
  ['5.9-2', { findings: [{ check: 'records', state: 'bad', says: 'the disk takes nothing', todo: 'make room' }] }],
  ['5.12-3', { findings: [{ check: 'clock', state: 'bad', says: 'is wrong', todo: 'set it' }] }],
  ['5.13-1', { observed: { ...OBSERVED, garbage: 'answered' } }],
])('%s is not met where it is not so', (id, bad) => {
  expect(status(id, GOOD)).toBe('met');
  expect(status(id, { ...GOOD, ...bad })).toBe('not met');
});

test('a port that is configured and told by no listener is none that is strange', () => {
  const config = readConfig('/nowhere', { HEARTHGATE_METRICS_ENABLED: 'true', HEARTHGATE_METRICS_PORT: '9229' });
  const observed = { ...OBSERVED, open: [7080, 7443, 8883, 9229] };
  expect(status('5.6-1', { ...GOOD, observed, config })).toBe('met');
  expect(status('5.6-1', { ...GOOD, observed })).toBe('not met');
});

test('a version of TLS that could not be tried is not said to be refused', () => {
  const tls = [{ listener: 'mqtts', agreed: ['TLSv1.3'], refused: [] }];
  expect(status('5.5-1', { ...GOOD, observed: { ...OBSERVED, tls } })).toBe('not seen');
});

test('a key on the card is for the household to move', () => {
  expect(status('5.4-1', { ...GOOD, hub: { ...HUB, rootKey: { place: 'card', means: 'on the card' } } })).toBe(
    'for the household',
  );
});

test('a test that is named as evidence is there', () => {
  const named = provisions.flatMap(({ look }) => look(GOOD).evidence.match(/[\w/-]+\.test\.ts/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(join(import.meta.dirname, '../../..', file)))).toEqual([]);
});
