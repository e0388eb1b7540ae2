import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityOf } from './capacity.ts';
import type { Consent } from './consent.ts';
import { type Decision, decide } from './decide.ts';
import {
  consent,
  DOOR,
  device,
  HOURLY,
  household,
  METER,
  manifest,
  NOW,
  name,
  POWER,
  request,
  SLOT,
  STATE,
} from './example-household.ts';
import { explain } from './explain.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import type { RecipientId } from './manifest.ts';
import { compile, type Household, recompile, rehold, type WithholdRule } from './plan.ts';
import { en } from './words/en.ts';

const which = { recipient: 'acme' as RecipientId, request: 'usage', device: METER.id, field: name('power') };
const about = (home: Household, more: Partial<typeof which> = {}, now = NOW): Decision =>
  decide(home, { ...which, ...more }, now);
const rules = (decision: Decision) => decision.because.map(({ rule }) => rule);
const given = (...consents: Consent[]) => household({ consents });
const month: Form = { form: 'summary', window: 'P1M', statistics: ['max'] };

describe('a decision', () => {
  it('permits what was asked and agreed to, in the meet of both', () => {
    expect(about(household())).toMatchObject({
      kind: 'permit',
      agreed: { form: 'exact', grain: 'PT1S' },
      released: HOURLY,
      slotMs: 3_600_000,
      because: [
        { rule: 'less than agreed', deciding: true },
        { rule: 'given', consent: 'c1', deciding: false },
      ],
    });
  });

  it.each<[WithholdRule, Household]>([
    ['no consent', given()],
    ['no consent', given(consent('c1', { since: NOW + 1 }))],
    ['refused', given(consent('c1', { state: 'refused' }))],
    ['withdrawn', given(consent('c1', { state: 'withdrawn' }))],
    ['expired', given(consent('c1', { until: NOW }))],
    ['expired', given(consent('c1', { state: 'expired' }))],
    ['other manifest version', given(consent('c1', { manifestVersion: 2 }))],
    ['manifest expired', household({ manifests: [manifest({ expires: '2026-06-01T12:00:00Z' })] })],
    ['manifest expired', household({ manifests: [manifest({ expires: 'soon' })] })],
    ['product does not match', household({ devices: [device('meter', { model: 'M2' })] })],
    ['product does not match', household({ manifests: [manifest({ products: [{ match: {}, fields: [POWER] }] })] })],
    [
      'field not declared',
      household({ manifests: [manifest({ products: [{ match: { vendor: 'Acme' }, fields: [DOOR] }] })] }),
    ],
    ['unit differs', household({ devices: [device('meter', { units: new Map([[name('power'), 'kW']]) })] })],
    ['no common form', given(consent('c1', { form: month }))],
    ['no common form', given(consent('c1', { form: { form: 'withheld' } }))],
    ['no common form', given(consent('c1', { release: { release: 'slot', everyMs: 7 * 3_600_000 } }))],
    [
      'form does not fit type',
      given(consent('c1', { form: { form: 'category', categories: { values: ['on'] }, grain: 'PT1M' } })),
    ],
  ])('withholds: %s', (rule, home) => {
    const decision = about(home);
    expect(decision.kind).toBe('withhold');
    expect(decision.because[0]).toMatchObject({ rule, deciding: true });
    expect(explain(decision, en)[0]).toMatch(/^[A-Z].*\.$|^[A-Z].*;.*\.$/);
    expect(compile(home, NOW).routes.size).toBe(0);
  });

  it('is silence about what nobody declared or asked for', () => {
    for (const more of [{ field: name('ssid') }, { request: 'other' }, { recipient: 'nobody' as RecipientId }]) {
      const home = given(consent('c1', more));
      expect(about(home, more).kind).toBe('withhold');
      expect(compile(home, NOW).routes.size).toBe(0);
    }
    // Declared, and agreed to, but not asked for in this request.
    const door = given(consent('c1', { field: DOOR.name }));
    expect(rules(about(door, { field: DOOR.name }))).toEqual(['field not declared']);
  });

  it('knows equal and unknown units', () => {
    for (const units of [new Map(), new Map([[name('power'), 'W']])]) {
      expect(about(household({ devices: [device('meter', { units })] })).kind).toBe('permit');
    }
  });

  it('is as restrictive as the most restrictive of several consents', () => {
    const daily: Form = { form: 'summary', window: 'P1D', statistics: ['mean'] };
    const two = [
      consent('c1', { until: NOW + 5 }),
      consent('c2', { form: daily, release: { release: 'live', withinMs: 250 } }),
    ];
    const decision = about(given(...two));
    expect(decision).toMatchObject({
      kind: 'permit',
      released: { window: 'P1D', step: 10 },
      until: NOW + 5,
      slotMs: 3_600_000,
    });
    expect(about(given(...two.reverse()))).toEqual(decision);
    expect(about(given(...two, consent('c3', { state: 'refused' }))).kind).toBe('withhold');
  });

  it('lists every rule that mattered, one of them deciding', () => {
    const decision = about(
      household({
        devices: [device('meter', { units: new Map([[name('power'), 'kW']]) })],
        manifests: [manifest({ expires: '2020-01-01T00:00:00Z' })],
        consents: [consent('c1', { state: 'refused' }), consent('c2', { manifestVersion: 9 })],
      }),
    );
    expect(rules(decision)).toEqual(['refused', 'unit differs', 'manifest expired', 'other manifest version']);
    expect(decision.because.filter(({ deciding }) => deciding)).toHaveLength(1);
  });
});

describe('all purposes of one recipient together', () => {
  const ask = (window: 'P1W' | 'P1M'): Form => ({ form: 'summary', window, statistics: ['mean'] });
  const asks = [
    request('usage', { fields: [{ name: name('power'), form: ask('P1W') }] }),
    request('bill', { purpose: 'dpv:Billing' as never, fields: [{ name: name('power'), form: ask('P1M') }] }),
  ];
  const home = (...consents: Consent[]) => household({ manifests: [manifest({ requests: asks })], consents });

  it('are withheld where they tell more than each alone, unless that was agreed to', () => {
    const [week, months] = [consent('c1'), consent('c2', { request: 'bill' })];
    expect([rules(about(home(week, months))), rules(about(home(week, months), { request: 'bill' }))]).toEqual([
      ['union is finer'],
      ['union is finer'],
    ]);
    const seen = { ...months, unionSeen: true };
    expect(about(home(week, seen)).kind).toBe('withhold');
    expect(about(home(week, seen), { request: 'bill' }).kind).toBe('permit');
    expect(about(home({ ...week, unionSeen: true }, seen)).kind).toBe('permit');
    expect(about(home(week)).kind).toBe('permit');
  });

  it('are judged as if nothing were refused: a refusal makes no room for another purpose', () => {
    const all = [
      consent('c1'),
      consent('c2', { request: 'bill' }),
      consent('c3', { request: 'bill', state: 'refused' }),
    ];
    expect(about(home(...all)).kind).toBe('withhold');
  });
});

describe('capacity', () => {
  const fast: Form = { form: 'rounded', step: 0.001, grain: 'PT1S' };
  const fields = [{ name: name('power'), form: fast }];

  it('withholds everything below exact of a stream that a device could say too much by', () => {
    const home = household({ manifests: [manifest({ requests: [request('usage', { fields })] })] });
    expect(rules(about(home))).toEqual(['capacity']);
    const coarser = { ...home, consents: [consent('c1', { form: { form: 'rounded', step: 10, grain: 'PT1M' } })] };
    expect(about(coarser)).toMatchObject({ kind: 'permit' });
    const bits = capacityOf(compile(coarser, NOW)).get('acme dpv:ServiceOptimisation') ?? 0;
    expect(bits).toBeGreaterThan(1440 * 9.9);
    expect(bits).toBeLessThan(1440 * 10.1);
  });

  it('is reported, not capped, for exact', () => {
    const exact: Form = { form: 'exact', grain: 'PT1S' };
    const home = household({
      manifests: [manifest({ requests: [request('usage', { fields: [{ name: name('power'), form: exact }] })] })],
    });
    expect(about(home).kind).toBe('permit');
    expect(capacityOf(compile(home, NOW)).get('acme dpv:ServiceOptimisation')).toBe(64 * 86_400);
  });
});

const requests = [
  request('usage', { fields: [{ name: name('power'), form: HOURLY }] }),
  request('bill', {
    purpose: 'dpv:Billing' as never,
    fields: [
      { name: name('power'), form: month },
      { name: name('state'), form: { form: 'exact', grain: 'PT1M' } },
    ],
  }),
  request('fast', { fields: [{ name: name('power'), form: { form: 'rounded', step: 0.001, grain: 'PT1S' } }] }),
];
const anyConsent: fc.Arbitrary<Consent> = fc
  .record({
    id: fc.integer({ min: 0, max: 99 }),
    request: fc.constantFrom('usage', 'bill', 'fast', 'gone'),
    field: fc.constantFrom(name('power'), name('power'), name('state'), name('ssid')),
    state: fc.constantFrom('given', 'given', 'given', 'given', 'expired', 'withdrawn') as fc.Arbitrary<
      Consent['state']
    >,
    form: fc.oneof(fc.constant<Form>({ form: 'exact', grain: 'PT1S' }), numberForm),
    manifestVersion: fc.constantFrom(1, 1, 1, 1, 2),
    since: fc.constantFrom(NOW - 1, NOW - 2, NOW + 1),
    until: fc.option(fc.constantFrom(NOW, NOW + 1), { nil: undefined }),
    unionSeen: fc.boolean(),
  })
  .map(({ id, until, ...more }) => consent(`c${id}`, { ...more, ...(until !== undefined && { until }) }));
const homeOf = (consents: readonly Consent[]) => household({ manifests: [manifest({ requests })], consents });

describe('whatever the consents are', () => {
  it('their order does not matter', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyConsent, { selector: ({ id }) => id, maxLength: 8 }), (consents) => {
        const [one, other] = [compile(homeOf(consents), NOW), compile(homeOf([...consents].reverse()), NOW)];
        expect([...one.routes.entries()].sort()).toEqual([...other.routes.entries()].sort());
        expect(one.devices).toEqual(other.devices);
        expect(one.validUntil).toBe(other.validUntil);
      }),
      { numRuns: 3000 },
    );
  });

  it('a refusal more never lets more out, and something does get out without', () => {
    let permitted = 0;
    fc.assert(
      fc.property(fc.array(anyConsent, { maxLength: 8 }), anyConsent, (consents, extra) => {
        const before = compile(homeOf(consents), NOW);
        const after = compile(homeOf([...consents, { ...extra, state: 'refused' }]), NOW);
        permitted += before.routes.size;
        for (const [id, route] of after.routes) {
          const old = before.routes.get(id);
          expect(old !== undefined && atMost(route.released, old.released)).toBe(true);
        }
        for (const route of before.routes.values()) {
          if (route.request === extra.request && route.field === extra.field)
            expect(after.routes.has(route.id)).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
    expect(permitted).toBeGreaterThan(300);
  });

  it('only those in force permit, never more than asked or agreed, only declared fields', () => {
    fc.assert(
      fc.property(fc.array(anyConsent, { maxLength: 8 }), (consents) => {
        for (const route of compile(homeOf(consents), NOW).routes.values()) {
          const { state, since, until, manifestVersion } = route.consent;
          expect([state, since <= NOW, (until ?? NOW + 1) > NOW, manifestVersion]).toEqual(['given', true, true, 1]);
          const asked = requests
            .find(({ id }) => id === route.request)
            ?.fields.find((one) => one.name === route.field)?.form;
          expect(asked && atMost(route.released, asked)).toBe(true);
          expect(atMost(route.released, route.consent.form)).toBe(true);
          expect([POWER.name, STATE.name]).toContain(route.field);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a plan', () => {
  it('is valid until the first thing in it changes', () => {
    const consents = [consent('c1', { until: NOW + 50 }), consent('c2', { request: 'x', since: NOW + 40 })];
    expect(compile(household({ consents }), NOW).validUntil).toBe(NOW + 40);
    expect(compile(household(), NOW).validUntil).toBe(Number.MAX_SAFE_INTEGER);
    const dated = household({ manifests: [manifest({ expires: new Date(NOW + 30).toISOString() })] });
    expect(compile(dated, NOW).validUntil).toBe(NOW + 30);
    expect(compile(dated, NOW).devices.get(METER.id)?.get(name('power'))?.[0]?.until).toBe(NOW + 30);
  });

  it('takes only the newest version of a manifest', () => {
    const manifests = [manifest({ version: 2, requests: [request('other')] }), manifest()];
    expect(compile(household({ manifests }), NOW).routes.size).toBe(0);
  });

  it('compiled anew for some devices is the plan compiled whole', () => {
    const devices = ['meter', 'plug', 'lamp'].map((id) => device(id));
    const all = devices.flatMap(({ id }) =>
      ['usage', 'other'].map((request) => consent(`${id} ${request}`, { device: id, request })),
    );
    const state = fc.constantFrom<Consent['state']>('given', 'refused', 'withdrawn', 'expired');
    fc.assert(
      fc.property(
        fc.array(state, { minLength: 6, maxLength: 6 }),
        fc.array(state, { minLength: 6, maxLength: 6 }),
        (was, is) => {
          const home = (states: Consent['state'][]) =>
            household({
              devices,
              manifests: [manifest({ requests: [request('usage'), request('other', { purpose: 'dpv:Marketing' })] })],
              consents: all.map((one, i) => ({ ...one, state: states[i] ?? 'given' })),
            });
          const changed = new Set(all.filter((_, i) => was[i] !== is[i]).map((one) => one.device));
          const after = recompile(compile(home(was), NOW), home(is), changed, NOW);
          const whole = compile(home(is), NOW);
          expect(new Map([...after.routes].sort())).toEqual(new Map([...whole.routes].sort()));
          expect({ ...after, routes: 0 }).toEqual({ ...whole, routes: 0 });
        },
      ),
    );
  });

  it('compiles a large household quickly', () => {
    const devices = Array.from({ length: 5000 }, (_, i) => device(`d${i}`));
    const manifests = Array.from({ length: 200 }, (_, i) => manifest({ recipient: `r${i}` as RecipientId }));
    const consents = Array.from({ length: 20_000 }, (_, i) =>
      consent(`c${i}`, { device: device(`d${i % 5000}`).id, recipient: `r${i % 199}` as RecipientId, release: SLOT }),
    );
    const home = household({ devices, manifests, consents });
    const started = performance.now();
    const plan = compile(home, NOW);
    const took = performance.now() - started;
    expect(plan.routes.size).toBe(20_000);
    const [changed] = devices;
    const anew = performance.now();
    recompile(plan, home, new Set(changed ? [changed.id] : []), NOW);
    rehold(plan, home, NOW);
    // Both under 50 ms on a quiet machine.
    expect(performance.now() - anew).toBeLessThan(1000);
    // About 60 ms; this only notices that it became quadratic, on the slowest of machines.
    expect(took).toBeLessThan(2000);
  });
});
