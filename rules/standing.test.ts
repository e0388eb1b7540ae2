import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capacityOf } from './capacity.ts';
import { UNKNOWN } from './classify.ts';
import type { Consent } from './consent.ts';
import { decide } from './decide.ts';
import { consent, device, HOURLY, household, METER, manifest, NOW, name, request } from './example-household.ts';
import { explain } from './explain.ts';
import { CATEGORIES } from './field-catalogue.ts';
import type { RecipientId } from './manifest.ts';
import { compile, type Household, rehold } from './plan.ts';
import { preview } from './preview.ts';
import type { KnownCategory, Reveals } from './reveals.ts';
import { WEEKDAYS, type Weekday, type WeeklyHours } from './schedule.ts';
import type { StandingId, StandingRule } from './standing.ts';
import { apply, closeDue } from './window.ts';
import { en } from './words/en.ts';

const ACME = 'acme' as RecipientId;
const which = { recipient: ACME, request: 'usage', device: METER.id, field: name('power') };
const id = 's1' as StandingId;
const energy: Reveals = { category: 'energy', sensitivity: 'medium' };
/** Monday, 14:00 in Berlin. */
const NIGHT: WeeklyHours = { days: [1], from: 13 * 60, to: 15 * 60 };
const home = (standing: StandingRule[], more: Partial<Household> = {}) => household({ standing, ...more });
const rules = (of: Household, now = NOW) => decide(of, which, now).because.map(({ rule }) => rule);
const exact = household({
  consents: [consent('c1')],
  manifests: [
    manifest({
      requests: [request('usage', { fields: [{ name: name('power'), form: { form: 'exact', grain: 'PT1S' } }] })],
    }),
  ],
});

describe('a standing rule', () => {
  it.each<[string, StandingRule, Partial<Household>]>([
    ['pause', { id, rule: 'pause' }, {}],
    ['pause', { id, rule: 'pause', recipient: ACME, device: METER.id }, {}],
    ['pause', { id, rule: 'pause', until: NOW + 1 }, {}],
    ['never this category', { id, rule: 'never this category', category: 'energy' }, { reveals: () => energy }],
    ['never this category', { id, rule: 'never this category', category: 'location' }, { reveals: () => UNKNOWN }],
    [
      'never from this room',
      { id, rule: 'never from this room', room: 'bedroom' },
      { devices: [device('meter', { room: 'bedroom' })] },
    ],
    ['never from this room', { id, rule: 'never from this room', room: 'bedroom' }, {}],
    ['visitors', { id, rule: 'visitors' }, { reveals: () => energy }],
    ['night', { id, rule: 'night', hours: NIGHT }, {}],
    ['night', { id, rule: 'night', hours: NIGHT, device: METER.id }, {}],
  ])('keeps home what the household agreed to: %s', (rule, standing, more) => {
    const of = home([standing], more);
    const decision = decide(of, which, NOW);
    expect(decision).toMatchObject({ kind: 'withhold', held: { held: rule, released: HOURLY } });
    expect(decision.because[0]).toMatchObject({ rule, standing: id, deciding: true });
    expect(decision.because.some((one) => one.rule === 'given')).toBe(true);
    expect(explain(decision, en)[0]).toMatch(/^[A-Z].*\.$/);
  });

  it.each<[string, StandingRule, Partial<Household>]>([
    ['a pause that is over', { id, rule: 'pause', until: NOW }, {}],
    ['a pause of another recipient', { id, rule: 'pause', recipient: 'other' as RecipientId }, {}],
    [
      'a pause of another device to this recipient',
      { id, rule: 'pause', recipient: ACME, device: device('other').id },
      {},
    ],
    ['another category', { id, rule: 'never this category', category: 'location' }, { reveals: () => energy }],
    ['an unknown field is no plain one', { id, rule: 'never this category', category: 'climate' }, {}],
    [
      'another room',
      { id, rule: 'never from this room', room: 'bedroom' },
      { devices: [device('meter', { room: 'hall' })] },
    ],
    [
      'visitors, of what says little',
      { id, rule: 'visitors' },
      { reveals: () => ({ category: 'safety', sensitivity: 'low' }) },
    ],
    ['another hour', { id, rule: 'night', hours: { ...NIGHT, to: 14 * 60 } }, {}],
    ['the hours of another device', { id, rule: 'night', hours: NIGHT, device: device('other').id }, {}],
  ])('lets the rest leave: %s', (_, standing, more) => {
    expect(decide(home([standing], more), which, NOW).kind).toBe('permit');
  });

  it('is told with every other rule that mattered', () => {
    const of = home(
      [
        { id, rule: 'visitors' },
        { id: 's2' as StandingId, rule: 'pause' },
      ],
      {
        consents: [consent('c1', { schedule: { days: [2], from: 0, to: 0 } })],
      },
    );
    expect(rules(of)).toEqual(['pause', 'visitors', 'outside schedule', 'less than agreed', 'given']);
    const refused = home([{ id, rule: 'pause' }], { consents: [consent('c1', { state: 'refused' })] });
    expect(rules(refused)).toEqual(['pause', 'refused']);
    expect(decide(refused, which, NOW)).not.toHaveProperty('held');
  });

  it('holds the route but leaves it in the plan, so that its stream goes on like that of a silent device', () => {
    const free = compile(household(), NOW);
    const held = compile(home([{ id, rule: 'pause' }]), NOW);
    expect([...held.routes.keys()]).toEqual([...free.routes.keys()]);
    expect([...held.routes.values()].map((route) => route.held)).toEqual(['pause']);
    expect(capacityOf(held)).toEqual(capacityOf(free));
    const reading = { device: METER.id, at: NOW, fields: [{ name: name('power'), value: 40 }] };
    expect(preview(free, [reading], NOW + 3_600_000, () => false).get(ACME)).toHaveLength(1);
    expect(preview(held, [reading], NOW + 3_600_000, () => false).size).toBe(0);
  });

  it.each([{}, { device: METER.id }])(
    'counts a reading by when it was measured, and by the hub’s own clock where the plan is late',
    (of) => {
      const morning: WeeklyHours = { days: [...WEEKDAYS], from: 13 * 60, to: 14 * 60 };
      const [free] = compile(
        { ...exact, standing: [{ id, rule: 'night', hours: morning, ...of }] },
        NOW,
      ).routes.values();
      if (free === undefined) throw new Error('no route');
      const at = (measured: number, heard: number) =>
        apply(free, undefined, 40, measured, heard, 'Europe/Berlin').dropped;
      // NOW is 14:00 in Berlin, the end of these hours.
      expect(at(NOW - 240_000, NOW + 1000)).toBe('night');
      expect(at(NOW + 1000, NOW + 1000)).toBeUndefined();
      const stale = NOW + 23 * 3_600_000 + 60_000;
      expect(at(stale, stale)).toBe('night');
    },
  );

  it('that a person sets takes back what waits in open windows; one that comes by the clock does not', () => {
    const [free] = compile(household(), NOW).routes.values();
    if (free === undefined) throw new Error('no route');
    const { state } = apply(free, undefined, 40, NOW, NOW, 'Europe/Berlin');
    if (state === undefined) throw new Error('no state');
    const later = NOW + 2 * 3_600_000;
    expect(closeDue({ ...free, held: 'pause' }, state, later, 'Europe/Berlin')).toEqual({
      permitted: [],
      state: undefined,
    });
    expect(closeDue({ ...free, held: 'night' }, state, later, 'Europe/Berlin').permitted).toHaveLength(1);
    expect(apply({ ...free, held: 'night' }, state, 99, NOW + 1, NOW + 1, 'Europe/Berlin').dropped).toBe('night');
    expect(closeDue(free, state, later, 'Europe/Berlin').permitted[0]?.shaped).toMatchObject({ mean: 40 });
  });
});

describe('a consent', () => {
  it('with a schedule permits in its hours only, and the plan is made anew at their bounds', () => {
    const of = household({ consents: [consent('c1', { schedule: { days: [1], from: 14 * 60, to: 14 * 60 + 30 } })] });
    expect(decide(of, which, NOW).kind).toBe('permit');
    const plan = compile(of, NOW);
    expect(plan.validUntil).toBe(NOW + 30 * 60_000);
    expect(rules(of, plan.validUntil)[0]).toBe('outside schedule');
  });

  it('that is given once permits one record, also after its state was read back', () => {
    const [event] = compile({ ...exact, consents: [consent('c1', { once: 'open' })] }, NOW).routes.values();
    if (event === undefined) throw new Error('no route');
    const first = apply(event, undefined, 40, NOW, NOW, 'UTC');
    expect(first.permitted).toBeDefined();
    const again = apply(event, JSON.parse(JSON.stringify(first.state)), 41, NOW + 5000, NOW + 5000, 'UTC');
    expect(again).toMatchObject({ dropped: 'expired' });
    expect(again).not.toHaveProperty('permitted');
  });

  it('that is given once permits one window', () => {
    const [hourly] = compile(
      household({ consents: [consent('c1', { once: 'open', form: HOURLY })] }),
      NOW,
    ).routes.values();
    if (hourly === undefined) throw new Error('no route');
    const one = apply(hourly, undefined, 40, NOW, NOW, 'UTC').state;
    if (one === undefined) throw new Error('no state');
    const closed = closeDue(hourly, one, NOW + 4_000_000, 'UTC');
    expect(closed.permitted).toHaveLength(1);
    expect(apply(hourly, closed.state, 40, NOW + 4_000_000, NOW + 4_000_000, 'UTC').dropped).toBe('expired');
  });
});

const KNOWN = CATEGORIES.filter((one): one is KnownCategory => one !== 'unknown');
const hours = fc.record({
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }) as fc.Arbitrary<Weekday[]>,
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1439 }),
});
const standingRule: fc.Arbitrary<StandingRule> = fc
  .tuple(
    fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
    fc.oneof(
      fc.record({
        rule: fc.constant('never this category' as const),
        category: fc.constantFrom<KnownCategory>(...KNOWN),
      }),
      fc.record({ rule: fc.constant('never from this room' as const), room: fc.constantFrom('hall', 'bedroom') }),
      fc.record({ rule: fc.constant('night' as const), hours }),
      fc.constant({ rule: 'visitors' as const }),
      fc.record(
        {
          rule: fc.constant('pause' as const),
          recipient: fc.constantFrom(ACME, 'other' as RecipientId),
          device: fc.constantFrom(METER.id, device('other').id),
        },
        { requiredKeys: ['rule'] },
      ),
    ),
  )
  .map(([until, rule]) => ({ id, ...rule, ...(until === undefined ? {} : { until: NOW + until }) }) as StandingRule);
const someHome = fc
  .record({
    room: fc.constantFrom(undefined, 'hall', 'bedroom'),
    category: fc.constantFrom(...CATEGORIES),
    sensitivity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
    schedule: fc.option(hours, { nil: undefined }),
    form: fc.constantFrom<Consent['form']>(HOURLY, { form: 'exact', grain: 'PT1S' }),
  })
  .map(({ room, category, sensitivity, schedule, form }) =>
    household({
      devices: [device('meter', room === undefined ? {} : { room }), device('other')],
      consents: [
        consent('c1', { form, ...(schedule === undefined ? {} : { schedule }) }),
        consent('c2', { device: device('other').id }),
      ],
      reveals: () => ({ category, sensitivity }),
    }),
  );

describe('most restrictive wins', () => {
  it('adding a standing rule never lets more leave and never changes what streams there are', () => {
    fc.assert(
      fc.property(someHome, fc.array(standingRule, { maxLength: 4 }), standingRule, (of, some, one) => {
        const before = compile({ ...of, standing: some }, NOW);
        const after = compile({ ...of, standing: [...some, one] }, NOW);
        expect([...after.routes.keys()]).toEqual([...before.routes.keys()]);
        expect(capacityOf(after)).toEqual(capacityOf(before));
        for (const [key, route] of after.routes) {
          const { held, hours: _, ...rest } = route;
          const { held: was, hours: __, ...same } = before.routes.get(key) ?? { held: undefined };
          expect(rest).toEqual(same);
          if (was !== undefined) expect(held).toBeDefined();
        }
      }),
    );
  });

  it('a plan with other rules is the plan compiled whole', () => {
    fc.assert(
      fc.property(
        someHome,
        fc.array(standingRule, { maxLength: 3 }),
        fc.array(standingRule, { maxLength: 3 }),
        (of, was, is) => {
          const after = { ...of, standing: is };
          expect(rehold(compile({ ...of, standing: was }, NOW), after, NOW)).toEqual(compile(after, NOW));
        },
      ),
    );
  });

  it('the order of standing rules does not matter', () => {
    fc.assert(
      fc.property(someHome, fc.array(standingRule, { maxLength: 5 }), (of, some) => {
        const one = compile({ ...of, standing: some }, NOW);
        expect(compile({ ...of, standing: [...some].reverse() }, NOW)).toEqual(one);
      }),
    );
  });
});
