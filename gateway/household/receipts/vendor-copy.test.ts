import { decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Consent } from '../../../rules/consent.ts';
import { NOW } from '../../../rules/example-household.ts';
import type { RecipientId } from '../../../rules/manifest.ts';
import { en } from '../../../rules/words/en.ts';
import { answered, BEDROOM, decided, KITCHEN, OTHER, signer } from './decision.fixture.ts';
import type { Node } from './json-ld.ts';
import { signReceipt } from './jws.ts';
import type { ConsentsNow } from './outcome.ts';
import { KNOWN_TERMS } from './terms-used.fixture.ts';
import { vendorCopy } from './vendor-copy.ts';

const DAY = 86_400_000;
const HOME = 'home-as-acme-knows-it';
const asGiven: ConsentsNow = { get: () => undefined, successorOf: () => undefined };
const given = answered(BEDROOM);

/** biome-ignore lint/suspicious/noExplicitAny: JSON as a reader has it. */
function record(copy: Node | undefined): any {
  return copy?.['dpv:hasRecordOfActivity'];
}

describe('the recipient’s copy', () => {
  test('has dates without a time, and none of the home’s names, words, people, rooms, hours or record', () => {
    const one = decided([
      answered(BEDROOM, { schedule: { days: [6, 7], from: 1380, to: 420 }, until: NOW + DAY }),
      answered(KITCHEN),
    ]);
    const text = JSON.stringify(vendorCopy(one, HOME, asGiven, NOW));
    expect(text).toContain('"dpv:isIndicatedAtTime":"2026-06-01"');
    expect(text).toContain('"rdf:value":"2026-06-02"');
    expect(text).not.toMatch(/\d\d:\d\d|T\d\d/);
    for (const secret of [
      'anna',
      'bedroom',
      'kitchen',
      'meter',
      'page',
      one.id,
      '1380',
      'consent-of',
      'words',
      'power of',
    ]) {
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    }
    expect(text).toContain(one.copy);
    expect(record(vendorCopy(one, HOME, asGiven, NOW))).toMatchObject({
      'dpv:hasDataSubject': { 'dct:identifier': HOME },
      'hearthgate:limits': en.shown.limits,
    });
  });

  test('does not tell how many devices there are, nor that one of them stopped', () => {
    const copies = [decided([given]), decided([given, answered(KITCHEN)])].map((one) =>
      vendorCopy(one, HOME, asGiven, NOW),
    );
    expect(copies[0]).toEqual(copies[1]);
    const stopped: Consent = { ...given.consent, state: 'withdrawn', ended: NOW + DAY };
    const now: ConsentsNow = { ...asGiven, get: (id) => (id === stopped.id ? stopped : undefined) };
    expect(vendorCopy(decided([given, answered(KITCHEN)]), HOME, now, NOW)).toEqual(copies[0]);
    const statuses = record(vendorCopy(decided([given]), HOME, now, NOW + DAY))['dpv:hasConsentStatus'];
    expect(statuses).toMatchObject([
      { '@type': 'dpv:ConsentGiven', 'dpv:isIndicatedAtTime': '2026-06-01' },
      { '@type': 'dpv:ConsentWithdrawn', 'dpv:isIndicatedAtTime': '2026-06-02' },
    ]);
  });

  test('is none for a refusal, which must look like silence; a refused line beside given ones is not in it', () => {
    const refused = answered(KITCHEN, { state: 'refused', form: { form: 'withheld' } });
    expect(vendorCopy(decided([refused]), HOME, asGiven, NOW)).toBeUndefined();
    expect(vendorCopy(decided([refused, given]), HOME, asGiven, NOW)).toEqual(
      vendorCopy(decided([given]), HOME, asGiven, NOW),
    );
  });

  test('says what leaves in the recipient’s own labels where it is as fine as was asked', () => {
    const categories = (...labels: string[]) =>
      ({ form: 'category', categories: { edges: [18], labels }, grain: 'PT1H' }) as const;
    const asked = { request: { fields: [{ name: given.consent.field, form: categories('cold', 'warm') }] } };
    const one = answered(BEDROOM, { form: categories('Anna is out', 'Anna is in') }, asked);
    const [process] = record(vendorCopy(decided([one]), HOME, asGiven, NOW))['dpv:hasProcess'];
    expect(process['hearthgate:form']).toEqual(categories('cold', 'warm'));
  });

  test('promise 4: two recipients’ copies of one home share nothing but the contract, the date and words of both', async () => {
    const acme = decided([given, answered(KITCHEN)], {}, { id: 'r1', copy: '44444444-4444-4444-8444-444444444444' });
    const toVolt = { recipient: 'volt' as RecipientId, request: 'report', manifestVersion: 7 };
    const volt = decided(
      [answered(BEDROOM, toVolt, OTHER), answered(KITCHEN, toVolt, OTHER)],
      { manifest: { version: 7, origin: 'household', sha256: 'cd'.repeat(32), key: 'L'.repeat(43) } },
      { id: 'r2', copy: '55555555-5555-4555-8555-555555555555' },
    );
    const ofAcme = await sealed(vendorCopy(acme, HOME, asGiven, NOW));
    const ofVolt = await sealed(vendorCopy(volt, 'home-as-volt-knows-it', asGiven, NOW));
    const common = [...ofAcme].filter((value) => ofVolt.has(value));
    expect(common.filter((value) => !CONTRACT.has(value) && !KNOWN_TERMS.has(String(value)))).toEqual([]);
    expect(ofAcme.size).toBeGreaterThan(common.length + 10);
  });
});

/** What every copy has, the field that both were given, and the day. */
const CONTRACT = new Set<unknown>([
  ...['urn:hearthgate:v1:receipts', 'hearthgate-receipt+jws', 'ES256', 'EC', 'P-256'],
  ...['https://w3id.org/dpv/schema/dpv-27560#receipt', 'https://w3id.org/dpv/schema/dpv-27560#record'],
  ...['the household’s Hearthgate', 'household', 'the household changes it', en.shown.limits],
  ...['power', 'summary', 'PT1H', 'mean', 10, 'slot', 3_600_000, '2026-06-01'],
]);

/** Every value in a signed copy, its header included; of a process its number too. */
async function sealed(copy: Node | undefined): Promise<Set<unknown>> {
  if (!copy) throw new Error('no copy');
  const jws = await signReceipt(copy, await signer());
  const payload = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString());
  return new Set([...valuesIn(payload), ...valuesIn(decodeProtectedHeader(jws)), jws.split('.')[2]]);
}

function valuesIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value];
}
