import { expect, test } from 'vitest';
import { type OpenDelivery, secretPlace } from '../../rules/delivery.ts';
import { ACME, manifestFor, recipientKeys } from './house.fixture.ts';
import { shownTo } from './way.ts';

const MQTT: OpenDelivery = {
  ...{ kind: 'mqtt-json', auth: { scheme: 'basic' }, topic: 'a', retain: false, most: 1, names: 'codes', as: [] },
  ...{ numbersOnly: false, answers: [] },
};
const at = (url: string, delivery?: OpenDelivery) => ({
  ...manifestFor(ACME, url, recipientKeys()),
  endpoint: { url, ...(delivery && { delivery }) },
});
const open = (url: string, more: Partial<OpenDelivery> = {}) => at(url, { ...MQTT, ...more } as OpenDelivery);

test('a secret is shown where it was given for, and to no other host, port, scheme or way to show it', () => {
  const given = open('mqtts://home.example:8883');
  const kept = { user: 'hub', password: 'pass', for: secretPlace(given.endpoint) };
  expect(shownTo(given, kept)).toBe(kept);
  for (const other of [
    open('mqtts://evil.example:8883'),
    open('mqtts://home.example:8884'),
    open('mqtt://home.example:8883'),
    open('mqtts://home.example:8883', { auth: { scheme: 'none' } }),
    open('mqtts://home.example:8883', { auth: { scheme: 'header', name: 'x-key' } }),
    at('mqtts://home.example:8883'),
  ])
    expect(shownTo(other, kept)).toBeUndefined();
});

test('what a recipient issued, or nobody knows what for, is shown to a key and never without one', () => {
  const issued = { user: 'home', password: 'issued' };
  expect(shownTo(at('mqtts://vendor.example'), issued)).toBe(issued);
  expect(shownTo(open('mqtts://home.example'), issued)).toBeUndefined();
});
