import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProfile } from '../gateway/devices/dialects/profile-file.ts';
import { shippedCatalogue } from '../gateway/runtime/knowledge.ts';
import { classify } from '../rules/classify.ts';
import { messageOf, replay } from './replay.ts';

/**
 * `npm run measure:recording -- home.txt [--dialect wled --base wled/a1b2c3] [--topics]`: how much of a recording is
 * understood, and what its fields reveal. It is read from `mosquitto_sub -t '#' -F '%t %x'`. No value is printed, and
 * topics, which hold names of people and rooms, only with --topics.
 */
const { values, positionals } = parseArgs({
  options: { dialect: { type: 'string' }, base: { type: 'string' }, topics: { type: 'boolean' } },
  allowPositionals: true,
});
const [file] = positionals;
if (file === undefined)
  throw new Error("name the recording: mosquitto_sub -t '#' -F '%t %x' > home.txt, then home.txt");
const folder = join(import.meta.dirname, '../rules/knowledge/profiles');
const profiles = readdirSync(folder).map((name) => loadProfile(readFileSync(join(folder, name), 'utf8'), name));
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const messages = lines.map(messageOf).filter((message) => message !== undefined);
const { dialect, base } = values;
const speaker = dialect === undefined ? undefined : { dialect, ...(base === undefined ? {} : { base }) };
const { outcomes, fields, unclear } = replay(messages, profiles, speaker);

console.log(`${messages.length} messages, ${lines.length - messages.length} lines that are none`);
for (const [outcome, count] of [...outcomes].sort(([, a], [, b]) => b - a)) {
  console.log(`${String(count).padStart(7)} ${outcome}`);
}
const catalogue = shippedCatalogue();
for (const [field, count] of [...fields].sort()) {
  const [ecosystem = '', name = ''] = field.split(' ');
  const { category, sensitivity } = classify({ name, ecosystem }, catalogue);
  console.log(`${String(count).padStart(7)} ${field}: ${category}, ${sensitivity}`);
}
if (values.topics) for (const [topic, reason] of unclear) console.log(`${reason}: ${topic}`);
