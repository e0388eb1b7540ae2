import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Catalogue, parseCatalogue } from '../../rules/field-catalogue.ts';

/** The catalogue of fields that is shipped with the hub. Throws where it is broken: it cannot be a household's doing. */
export function shippedCatalogue(): Catalogue {
  const file = new URL('../../rules/knowledge/fields.yaml', import.meta.url);
  return parseCatalogue(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }));
}
