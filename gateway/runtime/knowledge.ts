import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Evaluated, parseEvaluated } from '../../rules/evaluated.ts';
import { type Catalogue, parseCatalogue } from '../../rules/field-catalogue.ts';
import { type Needs, parseNeeds } from '../../rules/needs.ts';
import { type Preset, parsePresets } from '../../rules/presets.ts';
import { type Purposes, parsePurposes } from '../../rules/purposes.ts';

/** The catalogue of fields. */
export function shippedCatalogue(): Catalogue {
  return shipped('fields', parseCatalogue);
}

/** What devices need to work. */
export function shippedNeeds(): Needs {
  return shipped('needs', parseNeeds);
}

/** The purposes in plain words. */
export function shippedPurposes(): Purposes {
  return shipped('purposes', parsePurposes);
}

/** The ways to ask for the usual things. */
export function shippedPresets(): Preset[] {
  return shipped('presets', parsePresets);
}

/** What our own attacks came to. */
export function shippedEvaluated(): Evaluated {
  return shipped('evaluated', parseEvaluated);
}

/**
 * What is shipped with the hub, read and checked each time it is asked for: that is seldom, and it takes memory. Throws
 * where it is broken, which cannot be a household's doing.
 */
function shipped<T>(name: string, parsed: (json: unknown) => T): T {
  const file = new URL(`../../rules/knowledge/${name}.yaml`, import.meta.url);
  return parsed(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 }));
}
