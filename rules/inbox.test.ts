import { describe, expect, it } from 'vitest';
import type { Consent } from './consent.ts';
import { consent, device, HOURLY, household, METER, manifest, NOW, name, request } from './example-household.ts';
import type { Form } from './forms/form.ts';
import { DAY_MS } from './forms/time.ts';
import { type Answer, inbox, sameUntil, waiting } from './inbox.ts';
import type { Manifest, RecipientId, Request } from './manifest.ts';
import type { Household } from './plan.ts';
import { termsOf } from './terms.ts';

const ACME = 'acme' as RecipientId;
const FINER: Form = { form: 'summary', window: 'PT1H', statistics: ['mean', 'max'], step: 10 };
const DAILY: Form = { form: 'summary', window: 'P1D', statistics: ['mean'], step: 10 };
const asks = (id: string, form: Form = HOURLY, more: Partial<Request> = {}) =>
  request(id, { fields: [{ name: name('power'), form }], ...more });
const by = (requests: Request[], more: Partial<Manifest> = {}) => manifest({ requests, ...more });

function home(...manifests: Manifest[]): Household {
  return household({ manifests, consents: [] });
}
function answered(to: Manifest, state: Consent['state'], more: Partial<Consent> = {}): Answer {
  const [asked] = to.requests;
  const terms = asked && termsOf(to, asked, METER, name('power'));
  if (asked === undefined || terms === undefined) throw new Error('not asked');
  const about = { recipient: to.recipient, request: asked.id, manifestVersion: to.version };
  return { consent: consent('c1', { ...about, state, since: NOW, ...more }), terms };
}
/** Both ways of asking find the same. */
function open(of: Household, answers: Answer[] = [], now = NOW + 1): string[] {
  const found = [...inbox(of, answers, now)].flatMap(([recipient, requests]) =>
    requests.map(({ request: { id } }) => `${recipient} ${id}`),
  );
  const counted = waiting(of, answers, now).map(({ manifest: { recipient }, request: { id } }) => `${recipient} ${id}`);
  expect(counted).toEqual(found);
  return found;
}

describe('the inbox', () => {
  it('has what nobody answered, for the devices that it is about', () => {
    const of = home(by([asks('usage')]));
    expect(open(of)).toEqual(['acme usage']);
    expect(inbox(of, [], NOW).get(ACME)?.[0]?.fields).toMatchObject([{ device: METER.id, field: 'power' }]);
    expect(open({ ...of, devices: [device('meter', { vendor: 'Other' })] })).toEqual([]);
    expect(open(home(by([asks('usage')], { expires: '2026-01-01' })))).toEqual([]);
  });

  it('has at most three requests of one vendor, the next when one is answered', () => {
    const all = by(['a', 'b', 'c', 'd'].map((id) => asks(id, HOURLY, { purpose: `dpv:${id.toUpperCase()}` })));
    expect(open(home(all))).toEqual(['acme a', 'acme b', 'acme c']);
    expect(open(home(all), [answered(all, 'refused')])).toEqual(['acme b', 'acme c', 'acme d']);
    const own = { ...all, origin: 'household' as const };
    expect(open(home(own))).toHaveLength(4);
  });

  it('has nothing that is answered, and a consent again once it has expired', () => {
    const v1 = by([asks('usage')]);
    expect(open(home(v1), [answered(v1, 'given')])).toEqual([]);
    expect(open(home(v1), [answered(v1, 'refused')])).toEqual([]);
    expect(open(home(v1), [answered(v1, 'withdrawn')])).toEqual([]);
    expect(open(home(v1), [answered(v1, 'expired')])).toEqual(['acme usage']);
    expect(open(home(v1), [answered(v1, 'given', { until: NOW + 1 })])).toEqual(['acme usage']);
  });

  it('has a new version with what is different', () => {
    const v1 = by([asks('usage')]);
    const v2 = by([asks('usage', FINER)], { version: 2 });
    const [found] = inbox(home(v2), [answered(v1, 'given')], NOW).get(ACME) ?? [];
    expect(found?.fields[0]).toMatchObject({ changes: [{ parameter: 'form', less: false }], before: { id: 'c1' } });
  });

  it('does not ask again for 90 days what was refused, whatever it is called and whoever asks', () => {
    const v1 = by([asks('usage')]);
    const refused = [answered(v1, 'refused')];
    const renamed = by([asks('tips')], { version: 2 });
    const sister = by([asks('usage')], {
      recipient: 'acme-cloud' as RecipientId,
      controller: { ...v1.controller, name: 'ACME.' },
    });
    for (const again of [
      by([asks('usage')], { version: 2 }),
      renamed,
      sister,
      by([asks('tips', FINER)], { version: 2 }),
    ]) {
      expect(open(home(again), refused, NOW + 89 * DAY_MS)).toEqual([]);
      expect(open(home(again), refused, NOW + 90 * DAY_MS)).toHaveLength(1);
    }
    expect(open(home(by([asks('tips', DAILY)], { version: 2 })), refused)).toEqual(['acme tips']);
    expect(open(home(by([asks('tips', HOURLY, { purpose: 'dpv:Marketing' })], { version: 2 })), refused)).toHaveLength(
      1,
    );
    expect(
      open(
        home(by([asks('usage')], { recipient: 'volt' as RecipientId, controller: { ...v1.controller, name: 'Volt' } })),
        refused,
      ),
    ).toHaveLength(1);
  });

  it('counts a withdrawal from when it was withdrawn, and no answer that was followed by another', () => {
    const v1 = by([asks('usage')]);
    const again = home(by([asks('tips')], { version: 2 }));
    const withdrawn = answered(v1, 'withdrawn', { ended: NOW + 10 * DAY_MS });
    expect(open(again, [withdrawn], NOW + 99 * DAY_MS)).toEqual([]);
    expect(open(again, [withdrawn, answered(v1, 'given')], NOW + 11 * DAY_MS)).toEqual(['acme tips']);
  });

  it('says until when nothing but an answer changes it: an end, a manifest that expires, a refusal that is old enough', () => {
    const v1 = by([asks('usage')], { expires: new Date(NOW + 200 * DAY_MS).toISOString() });
    const until = (...answers: Answer[]) => sameUntil([v1], answers, NOW);
    expect(until()).toBe(NOW + 200 * DAY_MS);
    expect(until(answered(v1, 'given'))).toBe(NOW + 200 * DAY_MS);
    expect(until(answered(v1, 'given', { until: NOW + DAY_MS }), answered(v1, 'refused'))).toBe(NOW + DAY_MS);
    const v2 = by([asks('usage', FINER)], { version: 2 });
    const refused = [answered(v1, 'refused')];
    const comesBack = sameUntil([v2], refused, NOW);
    expect(open(home(v2), refused, comesBack - 1)).toEqual([]);
    expect(open(home(v2), refused, comesBack)).toEqual(['acme usage']);
  });
});
