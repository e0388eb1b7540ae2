import { join } from 'node:path';
import { type Locked, lockedPackages } from './lockfile.ts';

/** Part of `npm run check`: what the lockfile brings is what we agreed to. Exit code 1 with one line for each that is not. */

/** Licences under which what a hub runs may stand (SPDX ids). */
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);
/** Used to build and test, not given to anybody: their licence does not reach what we ship. */
const ALLOWED_IN_DEVELOPMENT = new Set([...ALLOWED, 'MPL-2.0']);
/** By name, with the licence that was looked at. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  // Comes with zigbee-herdsman-converters, which knows every Zigbee device's properties for a test; in no image.
  'zigbee-on-host': 'GPL-3.0-or-later',
};
/** They bring a script that npm would run; .npmrc forbids it, and it is not needed. */
const SCRIPTS_NOT_RUN = new Set(['@serialport/bindings-cpp']);

export function problemsIn(packages: readonly Locked[]): string[] {
  return packages
    .filter(({ path }) => path !== '')
    .flatMap((each) => {
      const name = `${each.name}@${each.version}`;
      const problems: string[] = [];
      if (!each.integrity?.startsWith('sha512-')) problems.push(`${name} has no sha512 integrity`);
      if (each.resolved !== undefined) problems.push(`${name} names the place it is fetched from`);
      if (each.installScript && !SCRIPTS_NOT_RUN.has(each.name))
        problems.push(`${name} wants to run an install script`);
      const allowed = each.development ? ALLOWED_IN_DEVELOPMENT : ALLOWED;
      const excepted = each.development && EXCEPTIONS[each.name] === each.licence;
      if (!excepted && !isAllowed(each.licence ?? '', allowed))
        problems.push(`${name} stands under ${each.licence ?? 'no licence'}, which is not in the list`);
      return problems;
    });
}

/** SPDX: of what is joined by OR one is enough, of what is joined by AND all are needed. Anything else is not allowed. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const plain = expression.trim();
  if (plain.startsWith('(') && plain.indexOf(')') === plain.length - 1) return isAllowed(plain.slice(1, -1), allowed);
  if (/[()]/.test(plain)) return false;
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((id) => allowed.has(id.trim())));
}

if (import.meta.main) {
  const packages = lockedPackages(join(import.meta.dirname, '..'));
  const problems = problemsIn(packages);
  console.log(problems.length === 0 ? `${packages.length - 1} packages are as agreed` : problems.join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
