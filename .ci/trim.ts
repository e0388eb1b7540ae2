import { existsSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `node .ci/trim.ts <node_modules> linux-<amd64 | arm64>`: takes out of an installation what no hub loads. Of the two
 * SQLite drivers their library and the one binary stay. All others are in the bundle: of them the licence stays, and
 * what says their name and version, for scanners.
 */

const DRIVERS = ['better-sqlite3', 'better-sqlite3-multiple-ciphers'];
/** As Docker names it, and as the drivers do. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-amd64': 'linux-x64.node',
  'linux-arm64': 'linux-arm64.node',
};
const KEPT = /^(package\.json$|licen[cs]e|copying|notice)/i;

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
    if (DRIVERS.includes(name)) continue;
    if (!lstatSync(path).isDirectory()) {
      if (!KEPT.test(name)) rmSync(path);
      continue;
    }
    sweep(path);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}

if (import.meta.main) {
  const [modules = '', platform = ''] = process.argv.slice(2);
  trim(resolve(modules), platform);
}
