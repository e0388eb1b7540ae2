import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { PAGES_FOLDER } from './pages.ts';

const ROOT = join(import.meta.dirname, '../..');
/** All that the pages are made of. */
const SOURCES = ['gateway/web/*.ts', 'gateway/web/ui/**/*', 'rules/*.ts', 'package-lock.json'];
/** Beside the pages: what they were made of, as one hash. */
const MADE_OF = join(PAGES_FOLDER, 'made-of');

/** Builds the household's pages where they are missing or were made of something else. Returns whether it built them. */
export async function buildIfOld(): Promise<boolean> {
  if (existsSync(MADE_OF) && readFileSync(MADE_OF, 'utf8') === hashOfSources()) return false;
  await buildPages();
  return true;
}

/** The pages, each file also compressed, so that the hub never compresses anything. */
async function buildPages(): Promise<void> {
  const madeOf = hashOfSources();
  const { build } = await import('vite');
  const before = process.env.NODE_ENV;
  // Also for tests these are the pages that a home gets; Vite would build others.
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(import.meta.dirname, 'ui/vite.config.ts'), logLevel: 'warn' });
  } finally {
    process.env.NODE_ENV = before ?? '';
  }
  for (const name of readdirSync(PAGES_FOLDER, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css|svg)$/.test(name)) continue;
    const path = join(PAGES_FOLDER, name);
    if (name.endsWith('.html')) writeFileSync(path, readFileSync(path, 'utf8').replaceAll('="./assets/', '="/assets/'));
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
  // Last, so that a build that was cut off is done again.
  writeFileSync(MADE_OF, madeOf);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const entries = globSync(SOURCES, { cwd: ROOT, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of paths.sort()) {
    const bytes = readFileSync(path);
    hash.update(`${path.slice(ROOT.length)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** `npm run build` */
if (import.meta.main) await buildPages();
