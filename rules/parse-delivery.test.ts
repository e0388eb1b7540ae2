import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { parseManifest } from './manifest.ts';

/** A manifest that a household wrote for its own server; the endpoint and the rest as given. */
function own(endpoint: object, more: object = {}) {
  return {
    v: 1,
    recipient: 'our-own',
    version: 1,
    origin: 'household',
    controller: { name: 'Our own', country: 'ZZ', contact: 'ourselves' },
    endpoint,
    products: [
      {
        match: { dialect: 'native' },
        fields: [
          { name: 'power', type: 'number', unit: 'W' },
          { name: 'state', type: 'category', values: ['on', 'off'] },
        ],
      },
    ],
    requests: [
      {
        ...{ id: 'own', purpose: 'dpv:ServiceProvision', sentence: 'For ourselves.', retention: 'P1Y' },
        fields: [
          { name: 'power', form: { form: 'summary', window: 'PT1H', statistics: ['mean', 'max'] } },
          { name: 'state', form: { form: 'category', categories: { values: ['on', 'off'] } } },
        ],
        ...{ necessity: 'optional', ifRefused: 'There is no chart.' },
      },
    ],
    ...more,
  };
}

const KEY = {
  ...{ kty: 'EC', crv: 'P-256', kid: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U' },
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const URL = 'https://own.example/in';
const JSON_KIND = { kind: 'https-json' };

function problemsIn(json: object): string[] {
  const parsed = parseManifest(json);
  return 'problems' in parsed ? parsed.problems.map(({ path, problem }) => `${path} ${problem}`) : [];
}

describe('an endpoint with a delivery', () => {
  it('gets its defaults, in an order that is always the same', () => {
    const parsed = parseManifest(
      own({ delivery: { answers: [{ means: 'stop', status: 405 }], ...JSON_KIND }, url: URL }),
    );
    if (!('manifest' in parsed)) throw new Error(JSON.stringify(parsed.problems));
    expect(JSON.stringify(parsed.manifest.endpoint)).toBe(
      '{"url":"https://own.example/in","delivery":{"kind":"https-json","auth":{"scheme":"none"},"names":"codes","as":[],"numbersOnly":false,"most":2000,"answers":[{"means":"stop","status":405}]}}',
    );
  });

  it.each<[string, object, string]>([
    ['a plain address', { url: 'http://nas.local/in', delivery: JSON_KIND }, ''],
    ['a broker', { url: 'mqtts://b.example', delivery: { kind: 'mqtt-json', topic: 'home' } }, ''],
    [
      'a secret address',
      { url: 'https://o.example/{secret}', delivery: { ...JSON_KIND, auth: { scheme: 'url' } } },
      '',
    ],
    ['no key and no delivery', { url: URL }, '/keys/encryption is missing'],
    ['a plain address without a delivery', { url: 'http://own.example' }, '/endpoint/url has no TLS'],
    ['a broker for HTTP', { url: 'mqtts://b.example', delivery: JSON_KIND }, '/endpoint/url is a broker'],
    ['HTTP for a broker', { url: URL, delivery: { kind: 'mqtt-json', topic: 'home' } }, '/endpoint/url is no broker'],
    [
      'an authority without TLS',
      { url: 'http://h.local', ca: '-----BEGIN CERTIFICATE-----', delivery: JSON_KIND },
      '/endpoint/ca',
    ],
    ['a secret nobody has', { url: 'https://o.example/{secret}', delivery: JSON_KIND }, 'does not say url'],
    [
      'a secret with no place',
      { url: URL, delivery: { ...JSON_KIND, auth: { scheme: 'url' } } },
      'write {secret} in the url',
    ],
    [
      'a secret host',
      { url: 'https://{secret}.example/', delivery: { ...JSON_KIND, auth: { scheme: 'url' } } },
      '/endpoint/url',
    ],
    ['other braces', { url: 'https://o.example/{device}', delivery: JSON_KIND }, 'only {secret}'],
    [
      'a bearer token over MQTT',
      { url: 'mqtts://b.example', delivery: { kind: 'mqtt-json', topic: 'a', auth: { scheme: 'bearer' } } },
      '/auth/scheme',
    ],
    [
      'a wildcard in a topic',
      { url: 'mqtts://b.example', delivery: { kind: 'mqtt-json', topic: 'a/#' } },
      'has + or #',
    ],
    [
      'a topic that tells apart without a template',
      { url: 'mqtts://b.example', delivery: { kind: 'mqtt-json', topic: '{device}' } },
      '/template is missing',
    ],
    [
      'a placeholder nobody knows',
      { url: URL, delivery: { ...JSON_KIND, template: { body: '{values}', value: '{serial}' } } },
      '"{serial}"',
    ],
    [
      'a list of nothing',
      { url: URL, delivery: { ...JSON_KIND, template: { body: '{values}' } } },
      '/template/value is missing',
    ],
    [
      'a body without values',
      { url: URL, delivery: { ...JSON_KIND, template: { body: { a: 1 } } } },
      '"{values}" once',
    ],
    [
      'one value of many',
      { url: URL, delivery: { ...JSON_KIND, template: { body: '{values}', value: '{value}' } } },
      'gives several values',
    ],
    [
      'words for numbers',
      { url: URL, delivery: { ...JSON_KIND, numbersOnly: true } },
      '/requests/0/fields/1/form gives words',
    ],
    [
      'a field without a name there',
      { url: URL, delivery: { ...JSON_KIND, as: [{ field: 'power', is: 'p' }] } },
      '/requests/0/fields/1/name has no name',
    ],
    ['a kind nobody knows', { url: URL, delivery: { kind: 'ftp' } }, '/endpoint/delivery/kind'],
    [
      'a header that is none',
      { url: URL, delivery: { ...JSON_KIND, auth: { scheme: 'header', name: 'X: y' } } },
      '/auth/name',
    ],
  ])('with %s: %j', (_, endpoint, problem) => {
    const problems = problemsIn(own(endpoint));
    if (problem === '') expect(problems).toEqual([]);
    else expect(problems.join('\n')).toContain(problem);
  });

  it('is the household’s alone, and stands beside no key', () => {
    const endpoint = { url: URL, delivery: JSON_KIND };
    const products = [{ match: { vendor: 'Acme' }, fields: [{ name: 'power', type: 'number' }] }];
    expect(problemsIn(own(endpoint, { origin: 'vendor', keys: { encryption: [KEY] }, products })).join('\n')).toMatch(
      /endpoint\/delivery is for the household alone/,
    );
    expect(problemsIn(own(endpoint, { keys: { encryption: [KEY] } })).join('\n')).toContain('beside a key');
    expect(problemsIn(own({ url: URL }, { keys: { encryption: [KEY] } }))).toEqual([]);
  });

  it('any JSON as a template is taken or told what is wrong, and never breaks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (body, value) => {
        const problems = problemsIn(own({ url: URL, delivery: { ...JSON_KIND, template: { body, value } } }));
        for (const problem of problems) expect(problem).toMatch(/write|add|leave|give|choose/);
      }),
    );
  });
});

it('how a recipient is delivered to changes nothing of what is decided', () => {
  const device = { id: 'meter', dialect: 'native', units: new Map([['power', 'W']]) } as never;
  const sealed = parseManifest(own({ url: URL }, { keys: { encryption: [KEY] } }));
  const open = parseManifest(own({ url: URL, delivery: JSON_KIND }));
  if (!('manifest' in sealed) || !('manifest' in open)) throw new Error('not parsed');
  const consents = [
    {
      ...{
        id: 'c',
        recipient: 'our-own',
        request: 'own',
        device: 'meter',
        field: 'power',
        manifestVersion: 1,
        since: 0,
      },
      ...{ state: 'given', form: { form: 'summary', window: 'PT1H', statistics: ['mean'] }, unionSeen: false },
      release: { release: 'slot', everyMs: 3_600_000 },
    },
  ] as never;
  const [a, b] = [sealed.manifest, open.manifest].map((manifest) =>
    decide(
      {
        ...{ devices: [device], manifests: [manifest], consents, standing: [], timeZone: 'Europe/Berlin' },
        reveals: () => ({ category: 'energy', sensitivity: 'high' }),
      } as never,
      { recipient: manifest.recipient, request: 'own', device: 'meter', field: 'power' } as never,
      1000,
    ),
  );
  expect(a?.kind).toBe('permit');
  expect(b).toEqual(a);
});

describe('any address', () => {
  const piece = fc.constantFrom('{secret}', '{', '}', ':', 'abc', '80', '/', '@', '[', ']', 'xn--', '1.2.3.', '%', ' ');
  const url = fc
    .tuple(fc.constantFrom('https://', 'http://', 'mqtts://', 'mqtt://', ''), fc.array(piece, { maxLength: 6 }))
    .map(([scheme, pieces]) => scheme + pieces.join(''));
  const kinds = [{ kind: 'https-json' }, { kind: 'influx-line', measurement: 'm' }, { kind: 'mqtt-json', topic: 'a' }];

  it('is taken or told what is wrong with it, and nothing is thrown', () => {
    expect(problemsIn(own({ url: 'https://{secret}:abc/', delivery: JSON_KIND })).join()).toContain('/endpoint/url is');
    expect(problemsIn(own({ url: 'https://xn--{secret}/', delivery: JSON_KIND })).join()).toContain('in the host');
    const scheme = fc.constantFrom('none', 'url', 'bearer', 'basic');
    fc.assert(
      fc.property(
        url,
        fc.constantFrom(...kinds),
        scheme,
        fc.constantFrom('vendor', 'household'),
        (at, kind, is, by) => {
          const parsed = parseManifest(own({ url: at, delivery: { ...kind, auth: { scheme: is } } }, { origin: by }));
          expect('manifest' in parsed || parsed.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
