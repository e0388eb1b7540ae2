import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { numberForm, wordForm } from './forms/form.arbitrary.ts';
import { parseForm, parseManifest, parseRelease } from './manifest.ts';
import { FormSchema, ManifestSchema } from './manifest-schema.ts';
import { problemsOf } from './problems.ts';

const KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  kid: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U',
};

/** Without what its statistic is made of. */
const NOISED = { form: 'noised', window: 'P1D', microEpsilon: 500_000, useful: 10 };

/** Every part that may be left out is. */
const least = () => ({
  v: 1,
  recipient: 'acme',
  version: 3,
  origin: 'vendor',
  controller: { name: 'Acme', country: 'DE', contact: 'privacy@acme.example' },
  endpoint: { url: 'mqtts://acme.example:8883' },
  keys: { encryption: [{ ...KEY, use: 'enc' }] },
  products: [
    {
      match: { vendor: 'Acme' },
      fields: [
        { name: 'power', type: 'number', unit: 'W', bounds: [0, 9000], resolution: 0.5 },
        { name: 'state', type: 'category', values: ['on', 'off', 'other'] },
      ],
    },
  ],
  requests: [
    {
      id: 'usage',
      purpose: 'dpv:ServiceOptimisation',
      sentence: 'To show you what your home uses.',
      fields: [
        { name: 'power', form: { form: 'rounded', step: 10 } },
        { name: 'state', form: { form: 'exact' } },
      ],
      retention: 'P6M',
      necessity: 'optional',
      ifRefused: 'There is no chart.',
    },
  ],
});

/** The manifest with the member at the pointer replaced, or removed. */
function changed(path: string, value?: unknown): unknown {
  const json: unknown = least();
  const keys = path.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], json) as Record<
    string,
    unknown
  >;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return json;
}

describe('a manifest', () => {
  it('gets its defaults', () => {
    const parsed = parseManifest(least());
    if (!('manifest' in parsed)) throw new Error(JSON.stringify(parsed.problems));
    const { requests, keys, products } = parsed.manifest;
    expect(requests[0]).toMatchObject({
      release: { release: 'slot', everyMs: 3_600_000 },
      recipients: [],
      legalBasis: ['eu-gdpr:A6-1-a'],
      fields: [{ form: { form: 'rounded', step: 10, grain: 'PT1M' } }, { form: { form: 'exact', grain: 'PT1S' } }],
    });
    expect(keys.encryption).toEqual([KEY]);
    expect(products[0]?.fields[1]).toMatchObject({ values: ['on', 'off'] });
  });

  it.each<[string, unknown, string?]>([
    ['/v', 2],
    ['/recipient', 'Acme GmbH'],
    ['/version', 0],
    ['/version', 1.5],
    ['/origin', 'me'],
    ['/requests', undefined],
    ['/products', []],
    ['/telemetry', true],
    ['/controller/name', 'x'.repeat(301)],
    ['/controller/name', 'Acme\u202eGmbH'],
    ['/controller/name', 'Acme\nGmbH'],
    ['/controller/country', 'Germany'],
    ['/endpoint/url', 'mqtt://acme.example'],
    ['/endpoint/url', 'https://user:secret@acme.example/'],
    ['/endpoint/url', 'https://'],
    ['/keys/encryption', []],
    ['/keys', undefined, '/keys/encryption'],
    ['/keys/encryption/0/crv', 'P-384'],
    ['/keys/encryption/0/kid', undefined],
    ['/keys/encryption/0/kid', 'k1'],
    ['/keys/encryption/0/d', 'private'],
    ['/keys/encryption', [KEY, KEY], '/keys/encryption/1/kid'],
    ['/products/0/match', {}],
    ['/products/0/fields/0/name', '__proto__'],
    ['/products/0/fields/0/name', 'state', '/products/0/fields/1/name'],
    ['/products/0/fields/0/bounds', [10, 0]],
    ['/products/0/fields/0/resolution', 0],
    ['/products/0/fields/0/type', 'text'],
    ['/products/0/fields/1/values', ['a', 'a']],
    ['/products/0/fields/1/values', ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['/requests/0/purpose', 'dpv:'],
    ['/requests/0/purpose', 'dpv:Marketing ; '],
    ['/requests/0/sentence', ''],
    ['/requests/0/retention', 'forever'],
    ['/requests/0/retention', 'PT0S'],
    ['/requests/0/legalBasis', []],
    ['/requests/0/legalBasis', ['consent'], '/requests/0/legalBasis/0'],
    ['/requests/0/legalBasis', ['eu-gdpr:A9-2-a']],
    ['/requests/0/fields/0/name', 'ssid'],
    ['/requests/0/fields/0/form', { form: 'raw' }, '/requests/0/fields/0/form/form'],
    ['/requests/0/fields/0/form', { form: 'rounded' }, '/requests/0/fields/0/form/step'],
    ['/requests/0/fields/1/form', { form: 'rounded', step: 1 }],
    ['/requests/0/release', { release: 'slot', every: 'PT7M' }, '/requests/0/release/every'],
    ['/requests/0/release', { release: 'now' }, '/requests/0/release/release'],
    ['/expires', '2026-13-45T00:00:00Z'],
  ])('says what is wrong with %s: %j', (path, value, at = path) => {
    const parsed = parseManifest(changed(path, value));
    const problems = 'problems' in parsed ? parsed.problems : [];
    expect(problems.map((one) => one.path)).toContain(at);
    for (const { problem } of problems) expect(problem).toMatch(/^[\x20-\x7e]+$/);
    for (const { problem } of problems) expect(problem).toMatch(/write|add|remove|leave|name|choose|give|need/);
  });

  it('says everything that is wrong at once', () => {
    const parsed = parseManifest({ ...least(), v: 2, recipient: '!', extra: 1 });
    expect('problems' in parsed && parsed.problems.map(({ path }) => path)).toEqual(['/v', '/recipient', '/extra']);
    for (const other of [null, 3, 'x', [], undefined]) expect('problems' in parseManifest(other)).toBe(true);
  });

  it('is held to the published schema: our walk through it agrees with typebox', () => {
    const pointers = [
      '/v',
      '/origin',
      '/keys',
      '/endpoint/url',
      '/products/0/match',
      '/products/0/fields/0',
      '/products/0/fields/0/type',
      '/requests/0/fields/0/form',
      '/requests/0/release',
      '/requests/0/fields',
      '/expires',
    ];
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        { form: 'exact' },
        { form: 'rounded', step: 1, x: 1 },
        { release: 'live', within: 'PT1S' },
        'household',
        { dialect: 'native' },
        '2027-01-01',
      ),
    );
    let valid = 0;
    fc.assert(
      fc.property(fc.constantFrom(...pointers), anything, (pointer, value) => {
        const json = changed(pointer, value);
        const ours = problemsOf(ManifestSchema, json).length === 0;
        if (ours) valid++;
        expect(ours).toBe(Value.Check(ManifestSchema, json));
      }),
      { numRuns: 3000 },
    );
    expect(valid).toBeGreaterThan(10);
  });
});

describe('a form', () => {
  it('in JSON is the form itself', () => {
    fc.assert(
      fc.property(fc.oneof(numberForm, wordForm), (form) => {
        expect(parseForm(JSON.parse(JSON.stringify(form)))).toEqual({ form });
        expect(Value.Check(FormSchema, form)).toBe(true);
      }),
    );
  });

  it.each([
    [{ form: 'summary', window: 'PT1H', statistics: ['histogram'] }, '/categories'],
    [{ form: 'summary', window: 'PT1H', statistics: ['mean', 'mean'] }, '/statistics'],
    [{ form: 'summary', window: 'PT2H', statistics: ['mean'] }, '/window'],
    [{ form: 'summary', window: 'PT1H', statistics: ['count'], step: 1 }, '/step'],
    [{ form: 'category', categories: { edges: [2, 1], labels: ['a', 'b', 'c'] } }, '/categories/edges'],
    [{ form: 'category', categories: { edges: [1], labels: ['a', 'b', 'c'] } }, '/categories/labels'],
    [{ form: 'category', categories: { values: ['other'] } }, '/categories/values'],
    [{ form: 'rounded', step: -1 }, '/step'],
    [{ ...NOISED, statistic: 'mean' }, '/slot'],
    [{ ...NOISED, statistic: 'count' }, '/most'],
    [{ ...NOISED, statistic: 'last' }, '/categories'],
    [{ ...NOISED, statistic: 'count', most: 3, slot: 'PT1H' }, '/slot'],
    [{ ...NOISED, statistic: 'sum', slot: 'PT1H', window: 'PT15M' }, '/slot'],
    [{ ...NOISED, statistic: 'sum', slot: 'PT1H', window: 'P1W' }, '/window'],
    [{ ...NOISED, statistic: 'sum', slot: 'PT1H', microEpsilon: 0.5 }, '/microEpsilon'],
    [{ ...NOISED, statistic: 'sum', slot: 'PT1H', unit: 'event' }, '/unit'],
    ['exact', ''],
  ])('%j has a problem at %s', (json, path) => {
    const parsed = parseForm(json);
    expect('problems' in parsed && parsed.problems.map((one) => one.path)).toEqual([path]);
  });

  it('of noised values is for a home-day, and has exactly what its statistic is made of', () => {
    const categories = { values: ['on'] };
    for (const parts of [
      { statistic: 'mean', slot: 'PT15M' },
      { statistic: 'sum', slot: 'PT1H' },
      { statistic: 'count', most: 5 },
      { statistic: 'histogram', slot: 'PT1H', categories },
      { statistic: 'last', categories },
    ])
      expect(parseForm({ ...NOISED, ...parts })).toEqual({ form: { ...NOISED, unit: 'home-day', ...parts } });
  });

  it.each([
    [
      'sum',
      'is off by about 450000, and no more than 10 is useful to you; write longer slots or narrower bounds, or ask for another form',
    ],
    [
      'count',
      'is off by about 40, and no more than 10 is useful to you; write microEpsilon of 2000000 or more, or a longer window or a smaller most, or ask for another form',
    ],
  ])('that drowns a %s is refused with why, and what would work', (statistic, problem) => {
    const manifest = least();
    const parts = statistic === 'sum' ? { statistic, slot: 'PT1H' } : { statistic, most: 20 };
    const requests = manifest.requests.map((one) => ({
      ...one,
      fields: [{ name: 'power', form: { ...NOISED, ...parts } }],
    }));
    const parsed = parseManifest({ ...manifest, requests });
    expect('problems' in parsed && parsed.problems.map((one) => one.problem)).toEqual([problem]);
  });

  it('leaves live only as it says', () => {
    expect(parseRelease({ release: 'live', within: 'PT0.25S' })).toEqual({
      release: { release: 'live', withinMs: 250 },
    });
    expect(parseRelease({ release: 'slot', every: 'PT15M' })).toEqual({
      release: { release: 'slot', everyMs: 900_000 },
    });
    expect('problems' in parseRelease({ release: 'live', within: 'PT2H' })).toBe(true);
  });
});
