import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfOld } from './build.ts';
import { PAGES_FOLDER } from './pages.ts';

/** What the pages may weigh on their way, in bytes as gzip sends them; a phone at the far end of the house pays it. */
export const BUDGET = {
  'first screen, JavaScript': 35_000,
  'all code': 60_000,
  'all words of one language': 25_000,
  'all styles': 12_000,
  'setting up, JavaScript of its own': 15_000,
};
export type Weights = Record<keyof typeof BUDGET, number>;

/** As Vite's manifest has it: what each part is made of and loads. */
interface Part {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** What the built pages weigh, in the language that weighs most. */
export function weigh(): Weights {
  const manifest: Readonly<Record<string, Part>> = JSON.parse(
    readFileSync(join(PAGES_FOLDER, 'manifest.json'), 'utf8'),
  );
  const languages = Object.keys(manifest).flatMap((name) => /^words\/(\w+)\.ts$/.exec(name)?.[1] ?? []);
  const reach = (...from: readonly string[]): ReadonlySet<string> => {
    const found = new Set(from);
    for (const name of found) for (const next of manifest[name]?.imports ?? []) found.add(next);
    return found;
  };
  const weight = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + sizeOf(manifest[name]?.file ?? ''), 0);
  const first = reach('index.html');
  const all = Object.keys(manifest).filter((name) => manifest[name]?.file.endsWith('.js'));
  const wordsIn = (language: string) => all.filter((name) => new RegExp(`^words/${language}\\b`).test(name));
  const heaviest = (of: (language: string) => Iterable<string>) =>
    Math.max(...languages.map((each) => weight(of(each))));
  return {
    'first screen, JavaScript': heaviest((language) => reach('index.html', `words/${language}.ts`)),
    'all code': weight(all.filter((name) => !name.startsWith('words/'))),
    'all words of one language': heaviest(wordsIn),
    'all styles': files('.css').reduce((sum, file) => sum + sizeOf(file), 0),
    'setting up, JavaScript of its own': weight([...reach('setup.html')].filter((name) => !first.has(name))),
  };
}

function files(ending: string): string[] {
  return readdirSync(PAGES_FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
}

function sizeOf(file: string): number {
  return statSync(join(PAGES_FOLDER, `${file}.gz`)).size;
}

/** `npm run budget`: what the pages weigh beside what they may; ends with 1 where they weigh more. */
if (import.meta.main) {
  await buildIfOld();
  for (const [name, weight] of Object.entries(weigh())) {
    const most = BUDGET[name as keyof Weights];
    const isOver = weight > most;
    console.log(`${name.padEnd(36)} ${kB(weight)} of ${kB(most)}${isOver ? '   too much' : ''}`);
    if (isOver) process.exitCode = 1;
  }
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
