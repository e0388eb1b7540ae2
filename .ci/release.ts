import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sbom } from './sbom.ts';

/**
 * `npm run release`: what is given to others of the version that package.json names, into `release/<version>/`: the source
 * as it is committed (the same bytes for the same commit), what a hub is made of, what changed, and their SHA-256. Exit code 1
 * with one line for each thing that is not ready.
 */
const ROOT = join(import.meta.dirname, '..');

export interface Told {
  readonly version: string;
  readonly changelog: string;
  readonly dockerfile: string;
  /** `gateway/runtime/version.ts`: no clock is believed that shows less than its day. */
  readonly released: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** What has to be put right first. */
export function problemsIn({ version, changelog, dockerfile, released, today }: Told): string[] {
  const problems: string[] = [];
  const changes = changesOf(version, changelog);
  if (changes === undefined) problems.push(`CHANGELOG.md has no "## ${version}"`);
  else if (!/^\s*### Privacy changes\n/.test(changes))
    problems.push(`what changed in ${version} does not begin with "### Privacy changes"`);
  if (!dockerfile.includes(`\nARG VERSION=${version}\n`))
    problems.push(`the Dockerfile names another version than ${version}`);
  const [, year, month, day] = /RELEASED = Date\.UTC\((\d+), (\d+), (\d+)\)/.exec(released) ?? [];
  const said = new Date(Date.UTC(Number(year), Number(month), Number(day)));
  if (year === undefined || said.toISOString().slice(0, 10) !== today)
    problems.push(`RELEASED in gateway/runtime/version.ts is not ${today}`);
  return problems;
}

/** The part of the changelog about a version, without its heading. */
export function changesOf(version: string, changelog: string): string | undefined {
  const parts = changelog.split(/^## /m);
  return parts.find((part) => part.split(/[\s—(]/, 1)[0] === version)?.replace(/^.*\n/, '');
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function git(...words: string[]): Buffer {
  return execFileSync('git', words, { cwd: ROOT, maxBuffer: 1 << 28 });
}

if (import.meta.main) {
  const { version } = JSON.parse(read('package.json'));
  const problems = problemsIn({
    version,
    changelog: read('CHANGELOG.md'),
    dockerfile: read('Dockerfile'),
    released: read('gateway/runtime/version.ts'),
    today: new Date().toISOString().slice(0, 10),
  });
  if (git('status', '--porcelain').length > 0) problems.push('something is not committed');
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exitCode = 1;
  } else {
    const folder = join(ROOT, 'release', version);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const name = `hearthgate-${version}`;
    const files: Readonly<Record<string, Uint8Array | string>> = {
      [`${name}.tar`]: git('archive', '--format=tar', `--prefix=${name}/`, 'HEAD'),
      [`${name}.sbom.json`]: `${JSON.stringify(sbom(ROOT), null, 2)}\n`,
      [`${name}.changes.md`]: changesOf(version, read('CHANGELOG.md')) ?? '',
    };
    const sums = Object.entries(files).map(([file, content]) => {
      writeFileSync(join(folder, file), content);
      return `${createHash('sha256').update(content).digest('hex')}  ${file}\n`;
    });
    writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
    console.log(
      `release/${version} is ready. Then: sign SHA256SUMS, tag ${git('rev-parse', '--short', 'HEAD').toString().trim()}`,
    );
  }
}
