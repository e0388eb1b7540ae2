import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Compile } from 'typebox/schema';
import { describe, expect, test } from 'vitest';
import { AnswerSchema } from '../../gateway/devices/pairing/answer.ts';
import { HelloSchema } from '../../gateway/devices/pairing/hello.ts';
import { parseForm, parseManifest, parseRelease } from '../../rules/manifest.ts';
import {
  ANSWER_PATH,
  answerDocument,
  COMMAND_PATH,
  commandDocument,
  manifestDocument,
  PATH,
} from './write-manifest-schema.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
const topics = read('../topics.md');
const example = () => JSON.parse(read('../examples/manifest-heating.json'));
const compile = (name: string) => Compile(JSON.parse(read(`${name}.schema.json`)));

type Json = Record<string, unknown>;

/** Pointers (RFC 6901) to every value below. */
function pointersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [`${at}/${key}`, ...pointersOf(member, `${at}/${key}`)]);
}

function valueAt(json: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce((value: unknown, key) => (value as Json | undefined)?.[key], json);
}

/** The same with the value at the pointer replaced, or removed; unchanged where there is no such place. */
function changed(json: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(json);
  const key = pointer.slice(pointer.lastIndexOf('/') + 1);
  const parent = valueAt(copy, pointer.slice(0, pointer.lastIndexOf('/')));
  if (typeof parent !== 'object' || parent === null) return copy;
  if (value === undefined && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (value === undefined) delete (parent as Json)[key];
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** What is wrong, without the figures and types of the case at hand. */
function problemsOf(json: unknown): string[] {
  const parsed = parseManifest(json);
  const problems = 'problems' in parsed ? parsed.problems : [];
  return problems.map(({ problem }) => problem.replaceAll(/\d+/g, 'N').replace(/of a .* field/, 'of a field'));
}

describe('docs/schemas/manifest.schema.json', () => {
  test('is what the hub checks with; if not: node docs/schemas/write-manifest-schema.ts && npm run format', () => {
    expect(JSON.parse(readFileSync(PATH, 'utf8'))).toEqual(manifestDocument());
  });

  test('and so is answer.schema.json', () => {
    expect(JSON.parse(readFileSync(ANSWER_PATH, 'utf8'))).toEqual(answerDocument());
  });

  test('and so is command.schema.json', () => {
    expect(JSON.parse(readFileSync(COMMAND_PATH, 'utf8'))).toEqual(commandDocument());
  });

  const schema = compile('manifest');
  /** [words of docs/topics.md, where, what]: refused although the schema takes it. */
  const beyond: [told: string, at: string, value: unknown][] = [
    ['a name, `id` or `kid` that is there twice', '/requests/1/id', 'comfort'],
    ['a name that is no field name', '/products/0/fields/1/name', 'no name'],
    ['no `constructor` and its like', '/products/0/fields/1/name', 'a.constructor'],
    ['is no URL', '/endpoint/url', 'https://'],
    ['user information', '/endpoint/url', 'https://you:secret@acme.example/'],
    ['or a fragment', '/endpoint/url', 'https://acme.example/#x'],
    ['a vendor without an encryption key', '/keys', undefined],
    ['`commands` without a key in `keys.commands`', '/commands', [{ name: 'boost', sentence: 'Heat for a while.' }]],
    ['an `expires` that is no date', '/expires', '2028-13-01'],
    ['`bounds` or `edges` that do not ascend', '/products/0/fields/0/bounds', [60, -20]],
    ['`bounds` or `edges` that do not ascend', '/requests/1/fields/0/form/categories/edges', [21, 18]],
    ['labels that are not one more than edges', '/requests/1/fields/0/form/categories/labels', ['cold', 'warm']],
    ['words of which there is only `other`', '/requests/0/fields/1/form/categories/values', ['other']],
    ['a field that no product declares', '/requests/0/fields/0/name', 'co2'],
    ['a form that cannot be made of its type', '/requests/0/fields/1/form', { form: 'rounded', step: 1 }],
    ['`histogram` or `timeInState` without categories', '/requests/1/fields/0/form/categories', undefined],
    ['a `step` or `categories` that none of the statistics uses', '/requests/0/fields/0/form/statistics', ['count']],
    [
      'a `step` or `categories` that none of the statistics uses',
      '/requests/0/fields/0/form/categories',
      { edges: [18], labels: ['cold', 'warm'] },
    ],
    ['a `retention` that is no duration', '/requests/0/retention', 'PT'],
    ['or none at all', '/requests/0/retention', 'PT0S'],
    ['not dividing a day', '/requests/0/release/every', 'PT7M'],
    ['a slot shorter than `PT1M`', '/requests/0/release/every', 'PT30S'],
    ['longer than `P1D`', '/requests/0/release/every', 'P2D'],
    ['a `legalBasis` with none of Art. 6(1)', '/requests/0/legalBasis', ['eu-gdpr:A9-2-a']],
    ['words for people (names, sentences, labels) that are empty', '/requests/0/sentence', ' '],
    ['characters that are not seen', '/requests/0/sentence', 'soft\u00adhyphen'],
    ['styled letters', '/controller/name', 'Ａcme'],
    ['alphabets that look alike mixed', '/controller/name', 'Acmе'],
    ['in more than one alphabet', '/products/0/match/vendor', 'Acme ירושלים'],
    ['an address or link in them', '/requests/0/ifRefused', 'See acme.com'],
    ["a vendor's product without `match.vendor`", '/products/0/match', { dialect: 'native' }],
    ['outside `PT0.05S` … `PT1H`', '/requests/0/release', { release: 'live', within: 'PT2H' }],
  ];

  test('takes the example, as the hub does', () => {
    expect(schema.Check(example())).toBe(true);
    expect(parseManifest(example())).toHaveProperty('manifest');
  });

  test.each(beyond)('takes what docs/topics.md says is refused beyond it: %s (%s)', (told, at, value) => {
    const json = changed(example(), at, value);
    expect(schema.Errors(json)[1]).toEqual([]);
    expect(problemsOf(json)).not.toEqual([]);
    expect(topics.replaceAll(/\s+/g, ' ')).toContain(told);
  });

  test('refuses nothing that the hub takes; and what the hub refuses beyond it is told', () => {
    // Of commands over https there is none without commands.
    const commands = [{ name: 'boost', sentence: 'Heat for a while.' }];
    const overHttps = changed(changed(example(), '/commands', commands), '/endpoint/url', 'https://acme.example/');
    const told = new Set([
      ...beyond.flatMap(([, at, value]) => problemsOf(changed(example(), at, value))),
      ...problemsOf(overHttps),
    ]);
    const places = pointersOf(example());
    const odd = [undefined, null, '', 'other', 'x', 'P1D', 'PT1S', -1, 0, 1e9, [], {}, ['other'], '__proto__', 'a b'];
    const anyChange = fc.record({
      at: fc.constantFrom(...places, '/extra', '/products/0/extra', '/requests/0/release/within'),
      value: fc.oneof(
        fc.constantFrom(...places).map((from) => valueAt(example(), from)),
        fc.constantFrom(...odd),
        fc.jsonValue(),
      ),
    });
    const change = fc.oneof(anyChange, fc.constantFrom(...beyond.map(([, at, value]) => ({ at, value }))));
    const seen = { taken: 0, beyond: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const json = changes.reduce<unknown>((now, { at, value }) => changed(now, at, value), example());
        const problems = problemsOf(json);
        if (!schema.Check(json)) {
          expect(problems).not.toEqual([]);
          seen.refused++;
        } else {
          expect([...told]).toEqual(expect.arrayContaining(problems));
          seen[problems.length === 0 ? 'taken' : 'beyond']++;
        }
      }),
      { numRuns: 2000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });
});

test.each([
  ['pairing-hello', HelloSchema],
  ['pairing-answer', AnswerSchema],
])('docs/schemas/%s.schema.json is what the hub keeps to', (name, schema) => {
  const { $schema, $id, title, description, ...rules } = JSON.parse(read(`${name}.schema.json`));
  expect(rules).toEqual(JSON.parse(JSON.stringify(schema)));
});

/** By the topic that a line of a table begins with. */
function schemaOf(line: string): string | undefined {
  const [, whose, what = ''] = /hearthgate\/v1\/(devices|hub)\/\{\w+\}\/(\w+)`/.exec(line) ?? [];
  return whose === 'hub' ? `hub-${what}` : whose && what;
}

describe('the JSON in the documents', () => {
  /** Inline code that is JSON, and fenced blocks: ```json <schema>. */
  const snippets = ['topics.md', 'makers.md', 'pairing.md'].flatMap((file) => {
    const text = read(`../${file}`);
    const fenced = [...text.matchAll(/^```json ([\w-]+)\n(.*?)^```/gms)];
    const inline = [...text.matchAll(/^.*?`(\{".*?\})`.*$/gm)].flatMap(([line]) =>
      [...line.matchAll(/`(\{".*?\})`/g)].map(([, json = '']) => ({
        json,
        schema: schemaOf(line) ?? (json.startsWith('{"form"') ? 'form' : 'release'),
      })),
    );
    return [...fenced.map(([, schema = '', json = '']) => ({ json, schema })), ...inline];
  });

  test.each(snippets)('is what the contract says: $schema $json', ({ schema, json }) => {
    const value: unknown = JSON.parse(json);
    if (schema === 'release') expect(parseRelease(value)).toHaveProperty('release');
    else if (schema === 'form') expect(parseForm(value)).toHaveProperty('form');
    else expect(compile(schema).Errors(value)[1]).toEqual([]);
  });

  test('is looked at for every schema that has an example', () => {
    const names = readdirSync(import.meta.dirname).flatMap((file) => /^([\w-]+)\.schema\.json$/.exec(file)?.[1] ?? []);
    const shown = new Set(snippets.map(({ schema }) => schema));
    expect([...shown].filter((name) => !['release', 'form'].includes(name) && !names.includes(name))).toEqual([]);
    expect(shown.size).toBeGreaterThanOrEqual(4);
  });
});
