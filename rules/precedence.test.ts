import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './budget.ts';
import type { Consent } from './consent.ts';
import { decide } from './decide.ts';
import { consent, DOOR, device, household, METER, manifest, NOW, name, request } from './example-household.ts';
import { explain } from './explain.ts';
import type { Form } from './forms/form.ts';
import type { RecipientId } from './manifest.ts';
import { compile, type Household, type WithholdRule } from './plan.ts';
import { PRECEDENCE } from './precedence.ts';
import { preview } from './preview.ts';
import type { StandingId, StandingRule } from './standing.ts';
import { en } from './words/en.ts';

const which = { recipient: 'acme' as RecipientId, request: 'usage', device: METER.id, field: name('power') };
const FAST: Form = { form: 'rounded', step: 0.001, grain: 'PT1S' };
const HOURLY: Form = { form: 'summary', window: 'PT1H', statistics: ['mean'] };
const NOISED: Form = {
  ...{ form: 'noised', window: 'P1D', statistic: 'count', most: 5 },
  ...{ microEpsilon: 1_000_000, unit: 'home-day', useful: 5 },
};
const WORDS: Form = { form: 'category', categories: { values: ['on'] }, grain: 'PT1M' };
const PERMITTING = ['less than asked', 'less than agreed', 'given'];

type Standing = StandingRule extends infer R ? (R extends StandingRule ? Omit<R, 'id'> : never) : never;
const stands =
  (rule: Standing) =>
  (of: Household): Household => ({
    ...of,
    standing: [...of.standing, { ...rule, id: rule.rule as StandingId } as StandingRule],
  });
const answers =
  (state: Consent['state']) =>
  (of: Household): Household => ({
    ...of,
    consents: [...of.consents, consent(state, { state })],
  });
/** The yes of the household, changed or taken away. */
const yes =
  (change: Partial<Consent> | undefined) =>
  (of: Household): Household => ({
    ...of,
    consents: of.consents.flatMap((one) => (one.id !== 'yes' ? [one] : change ? [{ ...one, ...change }] : [])),
  });
const asks =
  (form: Form) =>
  (of: Household): Household => ({
    ...of,
    manifests: of.manifests.map((one) => ({
      ...one,
      requests: one.requests.map((each) =>
        each.id === 'usage' ? { ...each, fields: [{ name: name('power'), form }] } : each,
      ),
    })),
  });
const meter =
  (change: object) =>
  (of: Household): Household => ({
    ...of,
    devices: of.devices.map((one) => ({ ...one, ...change })),
  });
const declares =
  (change: object) =>
  (of: Household): Household => ({
    ...of,
    manifests: of.manifests.map((one) => ({ ...one, ...change })),
  });

/** What makes each rule apply; where two cannot both, applying the second undoes the first. */
const APPLIES: Readonly<Record<WithholdRule, (of: Household) => Household>> = {
  'not claimed': stands({ rule: 'not claimed' }),
  pause: stands({ rule: 'pause' }),
  'never this category': stands({ rule: 'never this category', category: 'energy' }),
  'never from this room': stands({ rule: 'never from this room', room: 'hall' }),
  visitors: stands({ rule: 'visitors' }),
  night: stands({ rule: 'night', hours: { days: [1], from: 0, to: 0 } }),
  refused: answers('refused'),
  withdrawn: answers('withdrawn'),
  'outside schedule': yes({ schedule: { days: [2], from: 0, to: 60 } }),
  'product does not match': meter({ model: 'M2' }),
  'field not declared': declares({ products: [{ match: { vendor: 'Acme' }, fields: [DOOR] }] }),
  'unit differs': meter({ units: new Map([[name('power'), 'kW']]) }),
  'form does not fit type': yes({ form: WORDS }),
  'manifest expired': declares({ expires: '2020-01-01T00:00:00Z' }),
  'other manifest version': yes({ manifestVersion: 2 }),
  expired: yes({ until: NOW }),
  'no common form': yes({ form: { form: 'withheld' } }),
  'noise drowns it': (of) => ({ ...asks({ ...NOISED, useful: 1 })(of), limits: LIMITS }),
  'no budget': ({ limits: _, ...of }) => asks(NOISED)(of),
  'union is finer': (of) => ({ ...of, consents: [...of.consents, consent('more', { request: 'more' })] }),
  capacity: asks(FAST),
  'no consent': yes(undefined),
};

const MORE = request('more', {
  purpose: 'dpv:Billing',
  fields: [{ name: name('power'), form: { form: 'summary', window: 'P1D', statistics: ['max'] } }],
});
const base = household({
  devices: [device('meter')],
  manifests: [manifest({ requests: [request('usage', { fields: [{ name: name('power'), form: HOURLY }] }), MORE] })],
  consents: [consent('yes')],
});
const with_ = (rules: readonly WithholdRule[]) => rules.reduce((of, rule) => APPLIES[rule](of), base);
const told = (of: Household): string[] =>
  decide(of, which, NOW)
    .because.map(({ rule }) => rule)
    .filter((rule) => !PERMITTING.includes(rule));
const ORDER: readonly string[] = PRECEDENCE;
const order = (rule: string) => ORDER.indexOf(rule);
const RULES = PRECEDENCE.filter((rule): rule is WithholdRule => !PERMITTING.includes(rule));

describe('precedence', () => {
  it('has every rule once, is what docs/precedence.md says, and each of them withholds', () => {
    const page = readFileSync(join(import.meta.dirname, '../docs/precedence.md'), 'utf8');
    expect([...page.matchAll(/^\| \d+ \| `([^`]+)`/gm)].map(([, rule]) => rule)).toEqual(RULES);
    expect([...(page.split('\n').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, rule]) => rule)).toEqual(PERMITTING);
    expect(Object.keys(APPLIES).sort()).toEqual([...RULES].sort());
    expect(decide(base, which, NOW).kind).toBe('permit');
    for (const rule of RULES) expect(told(with_([rule]))[0]).toBe(rule);
  });

  it('of every two rules that apply tells the first one first and lists both; without it the next decides', () => {
    let pairs = 0;
    for (const first of RULES) {
      for (const next of RULES) {
        if (order(first) >= order(next)) continue;
        for (const both of [with_([first, next]), with_([next, first])]) {
          const rules = told(both);
          if (!rules.includes(first) || !rules.includes(next)) continue;
          pairs++;
          expect(rules[0]).toBe(first);
          expect(decide(both, which, NOW).because.map(({ deciding }) => deciding)).toEqual(
            decide(both, which, NOW).because.map((_, i) => i === 0),
          );
          expect(told(with_([next]))[0]).toBe(next);
        }
      }
    }
    // Of 210 pairs in both orders; the others exclude each other.
    expect(pairs).toBeGreaterThan(230);
  });

  it('is total: whatever applies, the decision, its explanation, the plan and what is sent agree, and more rules let out no more', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...RULES]), fc.constantFrom(...RULES), (some, one) => {
        for (const rules of [some, [...some, one]]) {
          const of = with_(rules);
          const decision = decide(of, which, NOW);
          const leaves = rules.length === 0;
          expect(decision.kind).toBe(leaves ? 'permit' : 'withhold');
          expect(explain(decision, en)).toHaveLength(new Set(decision.because.map(({ rule }) => rule)).size);
          const orders = decision.because.map(({ rule }) => order(rule));
          expect(orders).toEqual([...orders].sort((a, b) => a - b));
          const plan = compile(of, NOW);
          const routes = [...plan.routes.values()].filter(({ request }) => request === 'usage');
          expect(routes.some(({ held }) => held === undefined)).toBe(leaves);
          expect(routes.map(({ held }) => held)).toEqual(leaves ? [undefined] : routes.map(() => told(of)[0]));
          const reading = { device: METER.id, at: NOW, fields: [{ name: name('power'), value: 40 }] };
          const sent = [...preview(plan, [reading], NOW + 7_200_000, () => false).values()].flat();
          expect(sent.filter(({ purpose }) => purpose !== MORE.purpose)).toHaveLength(leaves ? 1 : 0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
