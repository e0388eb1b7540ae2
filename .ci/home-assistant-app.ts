import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, stagesOf } from './dockerfile.ts';

const ROOT = join(import.meta.dirname, '..');
const APP = join(ROOT, 'docs/home-assistant-app');

/**
 * Puts the app for Home Assistant together in an empty folder, as its Supervisor builds apps: with all that they are made of beside
 * `config.yaml`. The Dockerfile is the project's own with the app's end behind it. Throws where the folder has something in it.
 */
export function putTogether(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} has something in it; name an empty folder`);
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const steps = stagesOf(dockerfile).flatMap((stage) => stage.steps);
  const copies = steps.flatMap(({ does, words }) => (does === 'COPY' ? copyOf(words) : []));
  const sources = new Set(copies.flatMap(({ from, sources }) => (from === undefined ? sources : [])));
  const isPlain = (path: string) => !/node_modules|\.(test|testing|fixture)\.ts$|gateway\/web\/dist/.test(path);
  for (const source of ['.dockerignore', 'CHANGELOG.md', ...sources])
    cpSync(join(ROOT, source), join(folder, source), { recursive: true, filter: isPlain });
  for (const name of readdirSync(APP).filter((each) => !each.endsWith('.test.ts') && each !== 'Dockerfile'))
    cpSync(join(APP, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'Dockerfile'), `${dockerfile}\n${readFileSync(join(APP, 'Dockerfile'), 'utf8')}`);
  appendFileSync(join(folder, '.dockerignore'), '!run.sh\n');
}

/** `npm run home-assistant-app -- <folder>` */
if (import.meta.main) {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || more.length > 0) {
    console.error('name one folder, which is made or empty: npm run home-assistant-app -- hearthgate-app');
    process.exitCode = 2;
  } else {
    putTogether(folder);
    const built = existsSync(join(folder, 'config.yaml'));
    console.log(built ? `the app is in ${folder}: copy it to /addons on Home Assistant` : `nothing is in ${folder}`);
  }
}
