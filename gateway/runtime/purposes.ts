import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Purposes, parsePurposes } from '../../rules/purposes.ts';

/** The purposes in plain words that are shipped with the hub. Throws where they are broken. */
export function shippedPurposes(): Purposes {
  const file = new URL('../../rules/knowledge/purposes.yaml', import.meta.url);
  return parsePurposes(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }));
}
