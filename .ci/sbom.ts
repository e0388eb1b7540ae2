import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locked, lockedPackages, meant } from './lockfile.ts';

/**
 * `npm run -s sbom`: what a hub is made of, as CycloneDX 1.6 (ECMA-424), from the lockfile alone: the same lockfile gives
 * the same bytes. npm's own writes version 1.5, with the time and a random number in it.
 */
export function sbom(root: string) {
  const [project, ...all] = lockedPackages(root);
  if (!project) throw new Error('reading package-lock.json: it has no project');
  const shipped = all.filter(({ development }) => !development);
  const at = new Map(shipped.map((each) => [each.path, each]));
  const parts = new Map(shipped.map((each) => [purl(each), each]));
  const refs = [...parts.keys()].sort();
  const dependsOn = ({ path, needs }: Locked) =>
    [...new Set(needs.flatMap((name) => meant(at, path, name) ?? []).map(purl))].sort();
  const each = <Result>(tell: (part: Locked) => Result) => refs.flatMap((ref) => parts.get(ref) ?? []).map(tell);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(readFileSync(join(root, 'package-lock.json')))}`,
    version: 1,
    metadata: { lifecycles: [{ phase: 'pre-build' }], component: { type: 'application', ...described(project) } },
    components: each((part) => ({
      type: 'library',
      ...described(part),
      scope: part.optional ? 'optional' : 'required',
      hashes: [{ alg: 'SHA-512', content: sha512(part) }],
    })),
    dependencies: [
      { ref: purl(project), dependsOn: dependsOn(project) },
      ...each((part) => ({ ref: purl(part), dependsOn: dependsOn(part) })),
    ],
  };
}

function described(part: Locked) {
  const [scope, name] = part.name.startsWith('@') ? part.name.split('/') : [undefined, part.name];
  return {
    'bom-ref': purl(part),
    ...(scope === undefined ? {} : { group: scope }),
    ...{ name, version: part.version },
    ...(part.licence === undefined ? {} : { licenses: [licence(part.licence)] }),
    purl: purl(part),
  };
}

/** One licence is named by its id, several by the expression that joins them (SPDX). */
function licence(expression: string) {
  return / (OR|AND|WITH) /.test(expression) ? { expression } : { license: { id: expression } };
}

/** Package URL (ECMA-427): a scope's `@` is written as %40. */
function purl({ name, version }: Locked): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function sha512({ name, integrity = '' }: Locked): string {
  const [, digest] = /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(integrity) ?? [];
  if (digest === undefined) throw new Error(`reading package-lock.json: ${name} has no sha512 integrity`);
  return Buffer.from(digest, 'base64').toString('hex');
}

/** RFC 9562 version 8: made from the content, so that it is another for another lockfile and no other for the same. */
function uuidOf(content: Buffer): string {
  const bytes = createHash('sha256').update(content).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

if (import.meta.main) console.log(JSON.stringify(sbom(join(import.meta.dirname, '..')), null, 2));
