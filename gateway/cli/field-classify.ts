import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { classify, type FieldAbout } from '../../rules/classify.ts';
import { shippedCatalogue } from '../runtime/knowledge.ts';

const PARTS = ['unit', 'type', 'parent', 'ecosystem', 'description'] as const;

/**
 * `hearthgate field classify`: for each JSON line `{name, unit?, type?, parent?, ecosystem?, description?}` the line
 * `{name, category, sensitivity, reason}`. A line that is none is named on `complain` and answered by nothing. Needs no
 * hub and no data directory. Returns the exit code: 1 where a line could not be read.
 */
export async function classifyLines(
  input: Readable,
  print: (line: string) => void,
  complain: (line: string) => void,
): Promise<number> {
  const catalogue = shippedCatalogue();
  let [at, unread] = [0, 0];
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    at++;
    if (line.trim() === '') continue;
    const field = readField(line);
    if (field) {
      print(JSON.stringify({ name: field.name, ...classify(field, catalogue) }));
    } else {
      unread++;
      complain(`line ${at} is not a JSON object with a text "name"`);
    }
  }
  return unread > 0 ? 1 : 0;
}

/** Parts that are no text (null, a list) say nothing and are left out. */
function readField(line: string): FieldAbout | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || !('name' in json) || typeof json.name !== 'string') return undefined;
  const given = json as Readonly<Record<string, unknown>>;
  const parts = PARTS.flatMap((part) => (typeof given[part] === 'string' ? [[part, given[part]] as const] : []));
  return { name: json.name, ...Object.fromEntries(parts) };
}
