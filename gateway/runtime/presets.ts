import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Preset, parsePresets } from '../../rules/presets.ts';

/** The ways to ask for the usual things that are shipped with the hub. Throws where they are broken. */
export function shippedPresets(): Preset[] {
  const file = new URL('../../rules/knowledge/presets.yaml', import.meta.url);
  return parsePresets(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }));
}
