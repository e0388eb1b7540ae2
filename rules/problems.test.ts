import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const example = (name: string) =>
  JSON.parse(readFileSync(new URL(`../docs/examples/manifest-${name}.json`, import.meta.url), 'utf8'));

/** The example with the value at a path of keys replaced; left out where it is undefined. */
function broken(name: string, path: string, value: unknown): unknown {
  const json = example(name);
  const keys = path.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce((inner, key) => inner[key], json);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return json;
}

function told(json: unknown): string[] {
  const parsed = parseManifest(json);
  return 'problems' in parsed ? parsed.problems.map(({ path, problem }) => `${path} ${problem}`) : [];
}

describe('what a maker reads of a manifest that is wrong', () => {
  it.each([
    ['/v', undefined, 'is missing; add it'],
    ['/version', '2', 'is "2"; write a number, without quotes'],
    ['/version', 0, 'is 0; write 1 or more'],
    ['/recipient', 'Acme Heating', 'write 2 to 40 lower-case letters, digits and -, such as acme-heating'],
    ['/origin', 'maker', 'is "maker"; write one of vendor, household'],
    ['/controler', {}, 'perhaps controller)'],
    ['/controller/country', 'Germany', 'write the two capital letters of ISO 3166-1, such as DE'],
    ['/endpoint/url', 'mqtt://acme.example:1883', 'write mqtts://host:port or https://host/path'],
    ['/endpoint/ca', 'MIIB', 'write the PEM text of a certificate'],
    ['/keys', undefined, 'a vendor must give a key to encrypt to'],
    ['/keys/encryption/0/d', 'secret', 'is the private half of the key'],
    ['/keys/encryption/0/kid', 'key-1', 'hearthgate manifest keys prints them'],
    ['/products/0/match', { manufacturer: 'acme' }, 'is not known here; remove it (known: dialect, vendor, model)'],
    ['/products/0/match', { dialect: 'native' }, 'say by which vendor name devices show them'],
    ['/products/0/fields/0/type', undefined, 'is missing; write one of number, boolean, category'],
    ['/products/0/fields/0/type', 'nubmer', 'write one of number, boolean, category; perhaps number'],
    ['/products/0/fields/0/sensitivity', 'High', 'perhaps high'],
    ['/products/0/fields/0/bounds', [60, -20], 'do not ascend; write [least, most]'],
    ['/products/0/fields/0/bounds', [0, 1, 2], 'has 3 entries; write 2'],
    ['/products/0/fields/0/bounds', ['0', 40], 'is "0"; write a number, without quotes'],
    ['/products/0/fields/1/name', 'temperature', 'is there twice; write each once'],
    ['/requests/0/id', 'my comfort', 'without spaces, such as heating-tips'],
    ['/requests/0/purpose', 'to give tips', 'write a purpose of the W3C DPV, such as dpv:ServicePersonalisation'],
    ['/requests/0/sentence', 'We \u202egnihton take', 'write one line of plain text'],
    ['/requests/0/sentence', 'We help. See www.acme.example', 'has an address or a link in it'],
    ['/requests/0/sentence', 'W\u0435 help', 'mixes alphabets whose letters look alike'],
    ['/requests/0/fields', ['temperature'], 'is "temperature"; write an object with "name", "form"'],
    [
      '/requests/0/fields/0/name',
      'temprature',
      'is declared by no product; add it to one or ask for another; perhaps temp',
    ],
    ['/requests/0/fields/0/form', 'summary', 'is "summary"; write an object with "form"'],
    ['/requests/0/fields/0/form/window', '1h', 'write one of PT1M, PT5M'],
    ['/requests/0/fields/0/form/statistics', 'mean', 'is "mean"; write a list, such as ["mean"]'],
    ['/requests/1/fields/1/form/categories/values', [true, false], 'is true; write "true", in quotes'],
    ['/requests/0/release', { every: 'PT1H' }, 'is missing; write one of slot, live'],
    ['/requests/0/release/every', '1h', 'write an ISO 8601 duration'],
    ['/requests/0/retention', '30 days', 'write an ISO 8601 duration, such as PT15M, PT1H, P1D, P30D or P6M'],
    ['/requests/0/recipients', 'nobody', 'write a list, such as ["nobody"]'],
    ['/requests/0/ifrefused', 'Nothing.', 'perhaps ifRefused)'],
    ['/requests/0/legalBasis', ['consent'], 'such as eu-gdpr:A6-1-a for consent'],
    ['/expires', 1_830_297_600, 'write a date such as 2027-12-31'],
    ['/requests', null, 'is null; write a list'],
  ])('%s as %j: …%s', (path, value, words) => {
    const all = told(broken('heating', path, value));
    expect(all.join('\n')).toContain(words);
    expect(
      all.some((line) => line.startsWith(path) && line.includes(words.slice(0, 20))),
      all.join('\n'),
    ).toBe(true);
  });

  it('has no pattern in it, wherever a text of an example is replaced', () => {
    for (const name of ['heating', 'energy', 'lock']) {
      const visit = (value: unknown, path: string): void => {
        if (typeof value === 'string') {
          for (const other of ['', '\u0000', '"', 7])
            expect(told(broken(name, path, other)).join('\n')).not.toMatch(/\^|\\u0000-/);
        } else if (typeof value === 'object' && value !== null)
          for (const [key, inner] of Object.entries(value)) visit(inner, `${path}/${key}`);
      };
      visit(example(name), '');
    }
  });

  it('is said of JSON that holds a toString of its own, too', () => {
    expect(parseManifest({ expires: [{ toString: '' }] })).toHaveProperty('problems');
  });
});
