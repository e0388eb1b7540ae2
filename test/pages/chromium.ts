import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function findChromium(): string | undefined {
  return [process.env.HEARTHGATE_CHROMIUM, ...PLACES].find((path) => path !== undefined && existsSync(path));
}

/** Where Chromium is; throws with what to do where there is none. */
export function chromiumPath(): string {
  const found = findChromium();
  if (found === undefined)
    throw new Error(
      'the pages are tried in a real Chromium: install it (Debian: apt-get install chromium) or name it in HEARTHGATE_CHROMIUM',
    );
  return found;
}
