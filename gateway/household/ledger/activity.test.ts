import { expect, test } from 'vitest';
import { de } from '../../../rules/words/de.ts';
import { en } from '../../../rules/words/en.ts';
import { activityWords, type Naming } from './activity.ts';
import type { Entry, Recorded } from './entries.ts';

const AT = Date.UTC(2026, 5, 1, 12);
const naming: Naming = {
  words: en,
  recipient: (id) => (id === 'acme' ? 'Acme' : id),
  isSealed: () => true,
  purpose: () => 'give you tips',
  person: (id) => id,
  formOf: (consent) => (consent === 'old' ? { form: 'exact', grain: 'PT1M' } : undefined),
  timeZone: 'Europe/Berlin',
};
const ask = { recipient: 'acme', request: 'tips', manifestVersion: 1, device: 'lamp', field: 'power' };
const given = {
  ...{ type: 'consent.given', ...ask, consent: 'new', form: { form: 'rounded', step: 5, grain: 'PT1H' } },
  ...{ release: { release: 'slot', everyMs: 3_600_000 }, unionSeen: false },
};
const pause = { id: 'r1', rule: 'pause', recipient: 'acme' };

/** Entries as they are read back; their ids are made up. */
function words(entry: object, by: Recorded['by'] = 'household') {
  return activityWords({ ...(entry as Entry), at: AT, by }, naming);
}

const CASES: readonly (readonly [object, object])[] = [
  [given, { what: 'Acme may get power of lamp', from: 'nothing' }],
  [{ ...given, replaces: 'old' }, { from: 'every value exactly, times to minute' }],
  [{ ...given, replaces: 'erased' }, { from: 'another answer' }],
  [
    { ...given, until: AT, schedule: { days: [1], from: 60, to: 120 } },
    { to: expect.stringContaining('only what is') },
  ],
  [{ ...given, once: true }, { to: expect.stringContaining('just once') }],
  [
    { ...given, type: 'consent.refused', form: { form: 'withheld' } },
    { from: 'no answer', to: 'nothing' },
  ],
  [
    { type: 'consent.withdrawn', ...ask, consent: 'old' },
    { from: expect.stringContaining('exactly'), to: 'nothing' },
  ],
  [{ type: 'consent.withdrawn', ...ask, consent: 'x' }, { from: 'what was agreed to' }],
  [{ type: 'consent.expired', ...ask, consent: 'old' }, { what: expect.stringContaining('The time was over') }],
  [{ type: 'consent.kept', ...ask }, { what: expect.stringContaining('version 1 of its declaration says the same') }],
  [{ type: 'consent.reopened', ...ask }, { to: 'no answer; nothing is shared' }],
  [
    { type: 'manifest.pinned', recipient: 'acme', version: 3 },
    { what: expect.stringContaining('added with version 3') },
  ],
  [{ type: 'manifest.replaced', recipient: 'acme', version: 4 }, { to: 'version 4' }],
  [{ type: 'recipient.removed', recipient: 'acme' }, { what: expect.stringContaining('Acme was removed') }],
  [
    { type: 'codes.changed', recipient: 'acme', purpose: 'dpv:X', linkable: true },
    { what: expect.stringContaining('give you tips'), from: 'new every month', to: 'always the same' },
  ],
  [{ type: 'codes.renewed', recipient: 'acme' }, { what: expect.stringContaining('new codes') }],
  [{ type: 'account.told', recipient: 'acme' }, { to: 'Acme will know this is your account' }],
  [{ type: 'account.ended', recipient: 'acme' }, { what: expect.stringContaining('told no more') }],
  [{ type: 'enrolment.refused', recipient: 'acme' }, { what: expect.stringContaining('nothing is sent') }],
  [
    { type: 'policy.changed', policy: 'r1', was: null, is: pause },
    { from: 'no such rule', to: 'sharing is stopped: acme' },
  ],
  [
    { type: 'policy.changed', policy: 'r1', was: pause, is: null },
    { what: 'A rule ended', to: 'no such rule' },
  ],
  [
    { type: 'policy.changed', policy: 'kept for', was: 7, is: 30 },
    { what: 'The setting “kept for”', from: '7', to: '30' },
  ],
  [{ type: 'request.made', recipient: 'acme', what: 'opt-out' }, { what: expect.stringContaining('not to sell') }],
  [
    { type: 'request.noted', recipient: 'acme', what: 'erasure', answer: 'partly', on: '2026-06-01' },
    { to: 'partly, on 2026-06-01' },
  ],
  [
    { type: 'client.added', client: 'panel', kind: 'app', grants: { read: ['a/#'], write: ['b'] } },
    { what: 'panel may connect, as an app', to: 'read a/#; write b beyond its own' },
  ],
  [
    { type: 'client.changed', client: 'panel', was: { read: ['a/#'], write: [] }, is: { read: [], write: [] } },
    { from: 'read a/# beyond its own', to: 'nothing beyond its own' },
  ],
  [{ type: 'client.removed', client: 'panel' }, { what: 'panel may connect no more' }],
  [
    { type: 'certificate.issued', client: 'lamp', until: AT },
    { what: expect.stringContaining('a certificate, until') },
  ],
  [{ type: 'certificate.revoked', client: 'lamp' }, { what: 'A certificate of lamp opens nothing any more' }],
  [
    { type: 'certificate.rotated', authority: 'page', was: ['AA'], is: ['BB', 'AA'] },
    { what: expect.stringContaining('browsers'), from: 'AA', to: 'BB, AA' },
  ],
  [
    { type: 'broker.attached', broker: 'old', url: 'mqtts://ha.local:8883', filters: ['a/#', 'b'] },
    { what: 'Hearthgate reads along on the broker old at mqtts://ha.local:8883', to: 'a/#, b' },
  ],
  [
    {
      ...{ type: 'broker.changed', broker: 'old', was: { sharing: false, commands: false } },
      is: { sharing: true, commands: true },
    },
    { from: 'nothing', to: 'what is shared, to native devices, allowed commands' },
  ],
  [
    {
      ...{ type: 'broker.changed', broker: 'old', was: { sharing: false, commands: false, itself: 'de' } },
      is: { sharing: false, commands: false, itself: 'no' },
    },
    { from: 'itself, to Home Assistant: counts, and a button that stops all sharing', to: 'nothing' },
  ],
  [{ type: 'broker.detached', broker: 'old' }, { what: 'Hearthgate reads along on the broker old no more' }],
  [{ type: 'device.forgotten', devices: 2 }, { what: '2 devices were forgotten, history and all' }],
  [{ type: 'payloads.erased', ranges: [[1, 3]] }, { what: 'What 3 entries of this record said was erased' }],
  [{ type: 'of a later hub' }, { what: 'Something was recorded: of a later hub' }],
];

test.each(CASES)('an entry reads as words: %j', (entry, told) => {
  expect(words(entry)).toMatchObject(told);
});

/** Numbers, names of recipients, devices, clients and brokers: what an entry is about in any language. */
function about(told: object): string[] {
  const text = Object.values(told).join(' ');
  return (text.match(/Acme|lamp|power|panel|\bold\b|AA|BB|mqtts:\S+|a\/#|\d+/g) ?? []).sort();
}

test.each(CASES)('and in German is about the same: %j', (entry) => {
  const german = activityWords({ ...(entry as Entry), at: AT, by: 'hub' }, { ...naming, words: de });
  const english = words(entry, 'hub');
  expect(about(german)).toEqual(about(english));
  expect(german.who).toBe('die Box von selbst');
  expect(german.what).not.toBe(english.what);
  expect(Object.keys(german)).toEqual(Object.keys(english));
});

test('who did it is said, the hub itself among them', () => {
  const by = (who: Recorded['by']) => words({ type: 'codes.renewed', recipient: 'acme' }, who).who;
  expect([by('household'), by('hub'), by('person:anna')]).toEqual(['the household', 'the hub by itself', 'anna']);
  expect(by('home assistant')).toBe('somebody, from Home Assistant');
  expect([en.activity.erased(1), en.activity.erased(5)]).toEqual([
    'What this entry said was erased.',
    'What these 5 entries said was erased.',
  ]);
});
