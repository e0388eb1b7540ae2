import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/**
 * `node .ci/trim.ts <node_modules> linux-<amd64 | arm64>`: takes out of an installation what no hub loads. Of the two
 * SQLite drivers their library and the one binary stay, of all others everything but types, maps, tests and reading matter.
 * Licences stay.
 */

const DRIVERS = ['better-sqlite3', 'better-sqlite3-multiple-ciphers'];
/** As Docker names it, and as the drivers do. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-amd64': 'linux-x64.node',
  'linux-arm64': 'linux-arm64.node',
};
const FOLDERS = new Set(['.github', 'benchmark', 'benchmarks', 'docs', 'example', 'examples', 'test', 'tests']);
const FILES = /\.(d\.[cm]?ts|[cm]?ts|map|md|markdown|flow|tsbuildinfo|ya?ml)$|^\.(?!package-lock)/i;
const KEPT = /^(licen[cs]e|copying|notice)/i;

/** Throws where a driver has no such binary: the image would start nowhere. */
export function trim(modules: string, platform: string): void {
  const binary = BINARIES[platform];
  if (binary === undefined) throw new Error(`trimming for ${platform}: it is not one of ${Object.keys(BINARIES)}`);
  for (const driver of DRIVERS) {
    const folder = join(modules, driver);
    if (!existsSync(join(folder, 'prebuilds', binary))) throw new Error(`trimming: ${driver} has no ${binary}`);
    keepOnly(folder, ['package.json', 'LICENSE', 'lib', 'prebuilds']);
    keepOnly(join(folder, 'prebuilds'), [binary]);
  }
  sweep(modules);
}

function keepOnly(folder: string, names: readonly string[]): void {
  for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
}

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isFolder = lstatSync(path).isDirectory();
    const goes = isFolder ? FOLDERS.has(name) && isPartOfPackage(folder) : FILES.test(name) && !KEPT.test(name);
    if (goes) rmSync(path, { recursive: true });
    else if (isFolder) sweep(path);
  }
}

/** A package may be called `test`, and its folder then stands in `node_modules` or below a scope. */
function isPartOfPackage(folder: string): boolean {
  const name = basename(folder);
  return name !== 'node_modules' && !name.startsWith('@');
}

if (import.meta.main) {
  const [modules = '', platform = ''] = process.argv.slice(2);
  trim(resolve(modules), platform);
}
