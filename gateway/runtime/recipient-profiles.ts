import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseRecipientProfile, type RecipientProfile } from '../../rules/recipient-profile.ts';

const FOLDER = join(import.meta.dirname, '../../rules/knowledge/recipients');

/** The kinds of recipients that a household can add by itself, as shipped. Throws where one is broken. */
export function shippedRecipientProfiles(): RecipientProfile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => {
    const read = readRecipientProfile(readFileSync(join(FOLDER, name), 'utf8'));
    if ('problem' in read) throw new Error(`reading the recipient profile ${name}: ${read.problem}`);
    if (`${read.profile.profile}.yaml` !== name)
      throw new Error(`reading the recipient profile ${name}: it is called ${read.profile.profile}; name both alike`);
    return read.profile;
  });
}

/** The profile a YAML text describes, or all that is wrong with it in lines, with places and what to do. */
export function readRecipientProfile(
  text: string,
): { readonly profile: RecipientProfile } | { readonly problem: string } {
  let json: unknown;
  try {
    json = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const [first = 'it cannot be read'] = error instanceof Error ? error.message.split('\n') : [];
    return { problem: `it is not YAML: ${first}` };
  }
  const parsed = parseRecipientProfile(json);
  if ('profile' in parsed) return parsed;
  return { problem: parsed.problems.map(({ path, problem }) => `${path || '/'} ${problem}`).join('\n') };
}
