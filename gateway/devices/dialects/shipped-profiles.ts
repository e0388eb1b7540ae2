import { readdirSync, readFileSync } from 'node:fs';
import type { Profile } from './profile.ts';
import { loadProfile } from './profile-file.ts';

/** The profiles that are shipped with the hub. Throws with the place in the file where one is broken. */
export function shippedProfiles(): Profile[] {
  const folder = new URL('../../../rules/knowledge/profiles/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => loadProfile(readFileSync(new URL(name, folder), 'utf8'), name));
}
