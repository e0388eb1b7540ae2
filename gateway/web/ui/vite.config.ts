import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The pages: two entries, hashed names, nothing inline that the content security policy would refuse. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: join(import.meta.dirname, '../dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      // What every page needs comes in one piece: each piece is a request, and the hub may be slow.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /preact|ui\/(api|parts|style|[a-z]+\.tsx?$)|words\/(words|format)/,
              minShareCount: 2,
              minSize: 0,
            },
          ],
        },
      },
      input: { index: join(import.meta.dirname, 'index.html'), setup: join(import.meta.dirname, 'setup.html') },
      output: {
        codeSplitting: {
          groups: [
            { debugName: 'base', priority: 2, name: (id, context) => (isOfBoth(id, context) ? 'base' : null) },
            { debugName: 'app', priority: 1, name: (id, context) => (isOfApp(id, context) ? 'app' : null) },
          ],
        },
      },
    },
  },
});

interface Context {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * The first screen comes in few files: what both entries need is one, and what only the pages need at once another. What
 * one page alone needs is loaded with that page.
 */
function isOfBoth(id: string, context: Context): boolean {
  return id.endsWith('/words/format.ts') || (isOf('main.tsx', id, context) && isOf('setup.tsx', id, context));
}

function isOfApp(id: string, context: Context): boolean {
  return isOf('main.tsx', id, context) && !id.endsWith('/main.tsx');
}

function isOf(entry: string, id: string, context: Context): boolean {
  return reach(join(import.meta.dirname, entry), context).has(id);
}

/** Everything that is loaded with a module. */
function reach(from: string, context: Context): ReadonlySet<string> {
  const known = reached.get(from);
  if (known) return known;
  const found = new Set([from]);
  for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  reached.set(from, found);
  return found;
}
const reached = new Map<string, ReadonlySet<string>>();
