import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOURLY, METER, manifest, name, POWER, request } from './example-household.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import type { Manifest, Request } from './manifest.ts';
import { changes, comesBack, onlyLess, type Terms, termsOf } from './terms.ts';

function terms(more: Partial<Request> = {}, of: Partial<Manifest> = {}): Terms {
  const asked = request('usage', more);
  const found = termsOf(manifest({ requests: [asked], ...of }), asked, METER, name('power'));
  if (found === undefined) throw new Error('not asked');
  return found;
}
const withForm = (form: Form) => terms({ fields: [{ name: name('power'), form }] });
const two: Form = { form: 'summary', window: 'PT1H', statistics: ['mean', 'max'], step: 10 };

describe('terms', () => {
  it('are what the manifest says of one field of one device, and none where it says nothing', () => {
    expect(terms()).toMatchObject({ purpose: 'dpv:ServiceOptimisation', form: HOURLY, spec: POWER, retention: 'P6M' });
    const asked = request('usage');
    expect(termsOf(manifest(), asked, METER, name('door'))).toBeUndefined();
    expect(termsOf(manifest(), asked, { ...METER, model: 'M2' }, name('power'))).toBeUndefined();
  });

  it.each<[string, Terms, Terms]>([
    ['fewer statistics', withForm(two), withForm(HOURLY)],
    ['shorter retention', terms({ retention: 'P6M' }), terms({ retention: 'P5M' })],
    ['shorter retention in days', terms({ retention: 'P1Y' }), terms({ retention: 'P30D' })],
    ['later release', terms(), terms({ release: { release: 'slot', everyMs: 7_200_000 } })],
    ['slots instead of live', terms({ release: { release: 'live', withinMs: 1000 } }), terms()],
  ])('lessen by %s, which is good without a new answer', (_, before, after) => {
    expect(changes(before, after)).toHaveLength(1);
    expect(onlyLess(changes(before, after))).toBe(true);
    expect(onlyLess(changes(after, before))).toBe(false);
  });

  it.each<[string, Terms]>([
    ['purpose', terms({ purpose: 'dpv:Marketing' })],
    ['sentence', terms({ sentence: 'For something else.' })],
    ['ifRefused', terms({ ifRefused: 'It stops.' })],
    ['necessity', terms({ necessity: 'required' })],
    ['legalBasis', terms({ legalBasis: ['eu-gdpr:A6-1-f'] })],
    ['retention', terms({ retention: 'P7M' })],
    ['retention', terms({ retention: 'P180D' })],
    ['recipients', terms({ recipients: ['Broker Ltd'] })],
    ['release', terms({ release: { release: 'live', withinMs: 1000 } })],
    ['form', withForm(two)],
    ['form', withForm({ ...two, statistics: ['mean'], window: 'P1D' })],
    ['form', withForm({ ...two, statistics: ['mean'], step: 20 })],
    ['form', withForm({ form: 'withheld' })],
    [
      'spec',
      terms(
        {},
        { products: [{ match: { vendor: 'Acme' }, fields: [{ ...POWER, bounds: [0, 100] } as typeof POWER] }] },
      ),
    ],
    ['endpoint', terms({}, { endpoint: { url: 'mqtts://other.example:8883' } })],
    ['endpoint', terms({}, { endpoint: { url: 'mqtts://acme.example:8883', ca: '-----BEGIN CERTIFICATE-----' } })],
    ['keys', terms({}, { keys: { encryption: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' }] } })],
    ['controller', terms({}, { controller: { name: 'Acme', country: 'US', contact: 'privacy@acme.example' } })],
  ])('that differ in %s are to be looked at', (parameter, after) => {
    expect(changes(terms(), after).map((one) => one.parameter)).toEqual([parameter]);
    expect(onlyLess(changes(terms(), after))).toBe(false);
  });

  it('never lessen to something that tells more', () => {
    fc.assert(
      fc.property(numberForm, numberForm, (before, after) => {
        if (onlyLess(changes(withForm(before), withForm(after)))) expect(atMost(after, before)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a refused ask', () => {
  const refused = terms();
  it('comes back as a coarser form, all else being no more', () => {
    expect(comesBack(refused, withForm({ ...two, statistics: ['mean'], window: 'P1D' }))).toBe(true);
    expect(comesBack(withForm({ form: 'exact', grain: 'PT1S' }), refused)).toBe(true);
  });
  it.each<[string, Partial<Request>]>([
    ['the same', {}],
    ['finer', { fields: [{ name: name('power'), form: two }] }],
    ['kept longer', { retention: 'P1Y' }],
    ['passed on', { recipients: ['Broker Ltd'] }],
    ['sent sooner', { release: { release: 'live', withinMs: 250 } }],
  ])('does not come back: %s', (_, more) => {
    const coarser = { name: name('power'), form: { ...two, statistics: ['mean'], window: 'P1D' } as Form };
    const same = Object.keys(more).length === 0 || more.fields !== undefined;
    expect(comesBack(refused, terms(same ? more : { fields: [coarser], ...more }))).toBe(false);
  });
});
