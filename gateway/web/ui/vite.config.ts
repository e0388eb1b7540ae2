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
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: join(import.meta.dirname, 'index.html'), setup: join(import.meta.dirname, 'setup.html') },
    },
  },
});
