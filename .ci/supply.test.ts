import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from './audit.ts';
import { type Locked, lockedPackages } from './lockfile.ts';
import { sbom } from './sbom.ts';
import { isAllowed, problemsIn } from './supply.ts';

const root = join(import.meta.dirname, '..');

const sound: Locked = {
  ...{ path: 'node_modules/a', name: 'a', version: '1.0.0', licence: 'MIT', integrity: `sha512-${'A'.repeat(86)}==` },
  ...{ development: false, optional: false, installScript: false, resolved: undefined, needs: [] },
};

test('what the lockfile brings is as agreed', () => {
  expect(problemsIn(lockedPackages(root))).toEqual([]);
});

test.each<[string, Partial<Locked>, string]>([
  ['no licence', { licence: undefined }, 'no licence'],
  ['a licence that nobody agreed to', { licence: 'AGPL-3.0-only' }, 'AGPL-3.0-only'],
  ['a licence for development alone', { licence: 'MPL-2.0' }, 'MPL-2.0'],
  ['an exception for another package', { licence: 'GPL-3.0-or-later', development: true }, 'GPL-3.0-or-later'],
  ['a file to read instead', { licence: 'SEE LICENSE IN LICENSE.txt' }, 'SEE LICENSE'],
  ['no hash', { integrity: undefined }, 'no sha512'],
  ['a weak hash', { integrity: 'sha1-AAAA' }, 'no sha512'],
  ['a place of its own', { resolved: 'https://example.org/a.tgz' }, 'names the place'],
  ['an install script', { installScript: true }, 'install script'],
])('a package with %s is named', (_, different, problem) => {
  expect(problemsIn([sound])).toEqual([]);
  expect(problemsIn([{ ...sound, ...different }])).toEqual([expect.stringContaining(problem)]);
});

test('of licences joined by OR one is enough, of those joined by AND all are needed', () => {
  const allowed = new Set(['MIT', 'ISC']);
  for (const each of ['MIT', '(MIT OR GPL-2.0)', 'GPL-2.0 OR MIT', 'MIT AND ISC'])
    expect(isAllowed(each, allowed), each).toBe(true);
  for (const each of [
    '',
    'mit',
    'MIT AND GPL-2.0',
    '(MIT OR ISC) AND GPL-2.0',
    'GPL-2.0 OR (MIT AND GPL-2.0)',
    'MIT WITH x',
  ])
    expect(isAllowed(each, allowed), each).toBe(false);
});

test('the SBOM is what CycloneDX 1.6 asks for, and the same each time', () => {
  const bom = sbom(root);
  expect(sbom(root)).toEqual(bom);
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const refs = bom.components.map((each) => each['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
  for (const { name, version, purl, hashes, licenses, type } of bom.components) {
    expect(type).toBe('library');
    expect(name).toMatch(/^[^@/]+$/);
    expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/);
    expect(purl.endsWith(`@${version}`)).toBe(true);
    expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    expect(licenses?.length).toBe(1);
  }
  // Everything that is named stands in it, and everything in it is needed by something.
  const known = new Set([bom.metadata.component['bom-ref'], ...refs]);
  const needed = new Set(bom.dependencies.flatMap(({ dependsOn }) => dependsOn));
  expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...known].sort());
  expect([...needed].filter((ref) => !known.has(ref))).toEqual([]);
  expect(refs.filter((ref) => !needed.has(ref))).toEqual([]);
});

test('what a hub is made of is what it is installed from, and nothing to develop with', () => {
  const names = sbom(root).components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['aedes', 'better-sqlite3', 'node-forge']));
  expect(names).not.toEqual(expect.arrayContaining(['vitest']));
  expect(names).not.toEqual(expect.arrayContaining(['typescript']));
});

test.each<[string, string, number]>([
  ['no answer', '', 75],
  ['an answer that is not allowed', '{"message":"405 Method Not Allowed","statusCode":405}', 75],
  ['half a report', '{"metadata":{"vulnerabilities":{"total":0}', 75],
  ['a report about nothing', '{"metadata":{"vulnerabilities":{"total":0},"dependencies":{"total":0}}}', 75],
  ['a clean report', '{"metadata":{"vulnerabilities":{"total":0,"high":0},"dependencies":{"total":70}}}', 0],
  ['a weakness', '{"metadata":{"vulnerabilities":{"total":1,"high":1},"dependencies":{"total":70}}}', 1],
])('an audit with %s', (_, printed, code) => {
  expect(audit(printed).code).toBe(code);
  expect(audit(printed).says.startsWith('no known weakness')).toBe(code === 0);
});
