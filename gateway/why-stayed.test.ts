import { expect, test } from 'vitest';
import { consent, device, HOURLY, household, METER, manifest, NOW, name, request } from '../rules/example-household.ts';
import type { DeviceId } from '../rules/reading.ts';
import type { StandingId } from '../rules/standing.ts';
import { Stayed } from './stayed.ts';
import { whyStayed } from './why-stayed.ts';

const find = (id: DeviceId) => (id === METER.id ? METER : undefined);

const DAY = '2026-06-01';

test.each<[string, Parameters<typeof household>[0]]>([
  ['no consent', { consents: [] }],
  ['refused', { consents: [consent('c1', { state: 'refused' })] }],
  ['withdrawn', { consents: [consent('c1', { state: 'withdrawn' })] }],
  ['expired', { consents: [consent('c1', { until: NOW - 1 })] }],
  ['other manifest version', { consents: [consent('c1', { manifestVersion: 2 })] }],
  ['manifest expired', { manifests: [manifest({ expires: '2026-01-01' })] }],
  ['pause', { standing: [{ id: 's' as StandingId, rule: 'pause' }] }],
  ['nobody asks', { consents: [], manifests: [] }],
  ['nobody asks', { consents: [], manifests: [manifest({ products: [{ match: { vendor: 'Volt' }, fields: [] }] })] }],
])('what no route is for stayed because: %s', (reason, more) => {
  expect(whyStayed(household(more), NOW, find)(METER.id, name('power'))).toBe(reason);
});

test('a field that nobody asks for, and a device that nobody knows, say so', () => {
  const why = whyStayed(household(), NOW, find);
  expect(why(METER.id, name('noise'))).toBe('nobody asks');
  expect(why('other' as DeviceId, name('power'))).toBe('nobody asks');
});

test('of several that ask, the reason that is told first decides', () => {
  const requests = [request('usage'), request('ads', { fields: [{ name: name('power'), form: HOURLY }] })];
  const consents = [consent('c1', { request: 'ads', state: 'refused' })];
  expect(
    whyStayed(household({ manifests: [manifest({ requests })], consents }), NOW, find)(METER.id, name('power')),
  ).toBe('refused');
});

test('what was said before a choice stayed for the reason of before, however late it is looked at', () => {
  const before = whyStayed(household({ consents: [] }), NOW, find);
  const after = whyStayed(household({ consents: [consent('c1', { state: 'refused' })] }), NOW, find);
  const stayed = new Stayed();
  stayed.countUnrouted(METER.id, name('power'));
  stayed.settle(before);
  stayed.countUnrouted(METER.id, name('power'));
  stayed.countUnrouted(METER.id, name('power'));
  expect(stayed.drain(DAY, after)).toEqual([
    ['stayed add', DAY, 'meter', 'power', 'no consent', 1],
    ['stayed add', DAY, 'meter', 'power', 'refused', 2],
  ]);
  expect(stayed.drain(DAY, after)).toEqual([]);
  expect(stayed.total).toBe(3);
});

test('choices that change all the time bound what is remembered, and no count is lost', () => {
  const stayed = new Stayed();
  const why = whyStayed(household({ consents: [] }), NOW, find);
  for (let i = 0; i < 100; i++) {
    stayed.countUnrouted(device('meter').id, name('power'));
    stayed.settle(why);
  }
  expect(stayed.drain(DAY, why)).toEqual([['stayed add', DAY, 'meter', 'power', 'no consent', 100]]);
});
