import { describe, expect, test } from 'vitest';
import type { Consent } from '../../../rules/consent.ts';
import { HOURLY, NOW } from '../../../rules/example-household.ts';
import { en } from '../../../rules/words/en.ts';
import { answered, BEDROOM, decided, KITCHEN, OTHER, wordsFor } from './decision.fixture.ts';
import { householdReceipt } from './household-receipt.ts';
import { CONTEXT } from './json-ld.ts';
import type { ConsentsNow } from './outcome.ts';
import { KNOWN_TERMS } from './terms-used.fixture.ts';
import { vendorCopy } from './vendor-copy.ts';

const HOUR = 3_600_000;
const ID = '33333333-3333-4333-8333-333333333333';
const given = answered(BEDROOM);
const alsoGiven = answered(KITCHEN, { once: 'open', until: NOW + HOUR });

/** The consents as they stand, with some of them changed, and the one that took the place of others. */
function standing(changed: readonly Consent[] = [], successor?: Consent): ConsentsNow {
  const all = [given.consent, alsoGiven.consent, ...changed];
  return { get: (id) => all.findLast((one) => one.id === id), successorOf: () => successor };
}

/** biome-ignore lint/suspicious/noExplicitAny: JSON as a reader has it. */
function record(...parameters: Parameters<typeof householdReceipt>): any {
  return householdReceipt(...parameters)['dpv:hasRecordOfActivity'];
}

describe('the household’s receipt', () => {
  test('is a consent receipt around one record of one decision', () => {
    const receipt = householdReceipt(decided([given, alsoGiven]), standing(), ID, NOW + 1000);
    expect(receipt).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      '@id': `urn:uuid:${ID}`,
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt',
      'dct:created': '2026-06-01T12:00:01Z',
      'dpv:hasRecordOfActivity': {
        '@type': 'dpv:ConsentRecord',
        'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record',
        'dct:created': '2026-06-01T12:00:00Z',
        'dpv:hasDataController': {
          'dpv:hasName': 'Acme',
          'dpv:hasCountry': 'loc:DE',
          'hearthgate:claimedBy': 'recipient',
        },
        'dpv:hasLegalBasis': [{ '@type': 'eu-gdpr:A6-1-a', 'hearthgate:claimedBy': 'recipient' }],
        'dpv:hasNotice': { 'hearthgate:manifest': { 'hearthgate:sha256': 'ab'.repeat(32), 'hearthgate:version': 1 } },
        'dpv:hasConsentControl': { 'dpv:isExercisedAt': expect.stringContaining('consent withdraw') },
        'hearthgate:limits': en.shown.limits,
      },
    });
  });

  test('keeps the very words that were shown, and says so where none were', () => {
    const words = wordsFor([given]);
    expect(record(decided([given]), standing(), ID, NOW)['dpv:hasNotice']['hearthgate:words']).toEqual(words);
    const { words: _, ...unseen } = decided([given]);
    expect(record(unseen, standing(), ID, NOW)['dpv:hasNotice']).not.toHaveProperty('hearthgate:words');
  });

  test('has a process for each line, always in a list, with form, release, lifetime, hours and who keeps it how long', () => {
    const schedule = { days: [1, 2], from: 0, to: 60 } as const;
    const processes = record(decided([answered(BEDROOM, { schedule }), alsoGiven]), standing(), ID, NOW)[
      'dpv:hasProcess'
    ];
    expect(processes).toMatchObject([
      {
        'dpv:hasPurpose': 'dpv:ServiceOptimisation',
        'dpv:hasPersonalData': {
          'dct:title': 'power',
          'hearthgate:reveals': 'energy',
          'dpv:hasNecessity': 'dpv:Optional',
        },
        'dpv:hasStorageCondition': { 'dpv:hasDuration': 'P6M', 'hearthgate:claimedBy': 'recipient' },
        'dpv:hasDuration': { '@type': 'dpv:UntilEventDuration' },
        'hearthgate:device': { 'dct:identifier': 'annas-bedroom-meter', 'hearthgate:room': 'Annas bedroom' },
        'hearthgate:asked': HOURLY,
        'hearthgate:form': HOURLY,
        'hearthgate:release': { release: 'slot', everyMs: HOUR },
        'hearthgate:schedule': schedule,
      },
      { 'dpv:hasDuration': { '@type': 'dpv:FixedOccurrencesDuration', 'rdf:value': 1 } },
    ]);
    expect(record(decided([given]), standing(), ID, NOW)['dpv:hasProcess']).toHaveLength(1);
  });

  test('tells the history of each line: given, withdrawn, expired, each with its time and who', () => {
    const withdrawn: Consent = { ...given.consent, state: 'withdrawn', ended: NOW + 60_000 };
    const statuses = record(decided([given, alsoGiven]), standing([withdrawn]), ID, NOW + 2 * HOUR)[
      'dpv:hasConsentStatus'
    ];
    const [first, second] = ['#1', '#2'].map((n) => [expect.stringContaining(n)]);
    expect(statuses).toEqual([
      {
        '@type': 'dpv:ConsentGiven',
        'dpv:isIndicatedBy': 'person:anna',
        'dpv:hasIndicationMethod': 'page',
        'dpv:isIndicatedAtTime': '2026-06-01T12:00:00Z',
        'hearthgate:about': first,
      },
      {
        '@type': 'dpv:ConsentWithdrawn',
        'dpv:isIndicatedBy': 'household',
        'dpv:isIndicatedAtTime': '2026-06-01T12:01:00Z',
        'hearthgate:about': first,
      },
      expect.objectContaining({ '@type': 'dpv:ConsentGiven', 'hearthgate:about': second }),
      {
        '@type': 'dpv:ConsentExpired',
        'dpv:isIndicatedBy': 'hub',
        'dpv:isIndicatedAtTime': '2026-06-01T13:00:00Z',
        'hearthgate:about': second,
      },
    ]);
  });

  test('a refusal stays a refusal, also when a later answer took its place', () => {
    const refused = answered(BEDROOM, { state: 'refused', form: { form: 'withheld' } });
    const replaced: Consent = { ...refused.consent, state: 'withdrawn', ended: NOW + 1 };
    const statuses = record(decided([refused]), standing([replaced]), ID, NOW + HOUR)['dpv:hasConsentStatus'];
    expect(statuses.map((one: { '@type': string }) => one['@type'])).toEqual(['dpv:ConsentRefused']);
  });

  test('what a later consent took the place of was not withdrawn, but what a refusal ended was', () => {
    const ended: Consent = { ...given.consent, state: 'withdrawn', ended: NOW + 1000 };
    const last = (successor: Consent) =>
      record(decided([given]), standing([ended], successor), ID, NOW + HOUR)['dpv:hasConsentStatus'][1];
    expect(last({ ...given.consent, state: 'withdrawn' })).toMatchObject({
      '@type': 'hearthgate:ConsentReplaced',
      'dpv:isIndicatedBy': 'the later consent',
    });
    expect(last({ ...given.consent, state: 'refused', form: { form: 'withheld' } })).toMatchObject({
      '@type': 'dpv:ConsentWithdrawn',
      'dpv:isIndicatedBy': 'household',
    });
  });

  test('flags what may be of a special category, and offers withdrawal as a right only where consent is the claim', () => {
    const health = { ...given, reveals: { category: 'health', sensitivity: 'high' } as const };
    expect(record(decided([health]), standing(), ID, NOW)['dpv:hasProcess'][0]['dpv:hasPersonalData']).toMatchObject({
      '@type': 'dpv:SpecialCategoryPersonalData',
      'hearthgate:mayHold': 'health data',
    });
    const rights = (one: ReturnType<typeof decided>) =>
      record(one, standing(), ID, NOW)['dpv:hasRight'].map((right: { '@type': string[] }) => right['@type'][1]);
    expect(rights(decided([given]))).toEqual(['eu-gdpr:A7-3', 'eu-gdpr:A15', 'eu-gdpr:A17']);
    expect(rights(decided([answered(BEDROOM, {}, OTHER)]))).toEqual(['eu-gdpr:A15', 'eu-gdpr:A17']);
  });

  test('answers to several requests, or to another version than the manifest, are not one decision', () => {
    const other = answered(KITCHEN, { request: 'heating' });
    expect(() => decided([given, other])).toThrow('more than one request');
    expect(() => decided([answered(BEDROOM, { manifestVersion: 2 })])).toThrow('more than one request');
  });
});

test('every name in a receipt is in the shipped context or a known term: nothing has to be looked up', () => {
  const cases = [
    decided([given, alsoGiven, answered(KITCHEN, { until: NOW - 1 })]),
    decided([answered(BEDROOM, { state: 'refused' }, OTHER)]),
    decided([{ ...given, reveals: { category: 'health', sensitivity: 'high' } }]),
    decided([{ ...given, reveals: { category: 'climate', sensitivity: 'low' } }]),
  ];
  const withdrawn: Consent = { ...given.consent, state: 'withdrawn', ended: NOW };
  const documents = cases.flatMap((one) => [
    householdReceipt(one, standing([withdrawn]), ID, NOW),
    vendorCopy(one, 'home', standing([withdrawn]), NOW) ?? {},
  ]);
  const names = new Set(documents.flatMap((document) => namesIn(document)));
  const unknown = [...names].filter(
    (name) => !KNOWN_TERMS.has(name) && !name.startsWith('hearthgate:') && !name.startsWith('@'),
  );
  expect(unknown).toEqual([]);
  expect([...KNOWN_TERMS].filter((name) => !names.has(name))).toEqual([]);
  for (const name of names) if (!name.startsWith('@')) expect(CONTEXT).toHaveProperty([name.split(':')[0] ?? '']);
});

/** Member names and terms among the values, but not inside what JSON-LD takes as plain JSON. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^(dpv|dct|eu-gdpr|loc|rdf):\S+$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === '@context') return [];
    const definition = CONTEXT[name];
    const plain = typeof definition === 'object' && '@type' in definition && definition['@type'] === '@json';
    return [name, ...(plain ? [] : namesIn(inner))];
  });
}
