import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Needs, parseNeeds } from '../../rules/needs.ts';

/** What devices need to work, as shipped with the hub. Throws where it is broken: it cannot be a household's doing. */
export function shippedNeeds(): Needs {
  const file = new URL('../../rules/knowledge/needs.yaml', import.meta.url);
  return parseNeeds(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }));
}
