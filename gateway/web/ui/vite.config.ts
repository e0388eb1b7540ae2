import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The pages: two entries, hashed names, nothing inline that the content security policy would refuse. */
export default defineConfig({
  root: import.meta.dirname,
  // Parts find each other wherever the pages are; build.ts gives the two entries whole paths.
  base: './',
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
      // What more than one part needs comes in one piece: each piece is a request, and the hub may be slow.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, minSize: 0 }] } },
      input: { index: join(import.meta.dirname, 'index.html'), setup: join(import.meta.dirname, 'setup.html') },
    },
  },
});
