import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { PAGES_FOLDER } from './pages.ts';

/** `npm run build`: the household's pages, each file also compressed, so that the hub never compresses anything. */
await build({ configFile: join(import.meta.dirname, 'ui/vite.config.ts'), logLevel: 'warn' });
for (const name of readdirSync(PAGES_FOLDER, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(html|js|css|svg)$/.test(name)) continue;
  const path = join(PAGES_FOLDER, name);
  const bytes = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
