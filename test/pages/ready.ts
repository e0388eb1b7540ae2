import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { buildIfOld } from '../../gateway/web/build.ts';
import { findChromium } from './chromium.ts';

/** Before the first test: the pages as they are written now, and in CI a browser to try them in. */
export async function setup(): Promise<void> {
  await buildIfOld();
  const mayInstall = process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (findChromium() !== undefined || !mayInstall) return;
  const apt = (...args: readonly string[]) =>
    execFileSync('apt-get', ['-qq', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}
