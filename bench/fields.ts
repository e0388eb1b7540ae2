import { parseArgs } from 'node:util';
import { shippedCatalogue } from '../gateway/runtime/knowledge.ts';
import { classify } from '../rules/classify.ts';
import { zigbeeExposes } from './zigbee-exposes.ts';

/** `npm run measure:fields -- [--unknown]`: what the catalogue says of every property zigbee2mqtt's models expose. */
const { values } = parseArgs({ options: { unknown: { type: 'boolean' } } });
const catalogue = shippedCatalogue();
const { models, exposed } = zigbeeExposes();
const began = performance.now();
const revealed = exposed.map((field) => ({ field, ...classify(field, catalogue) }));
const tookMs = performance.now() - began;

const unknown = revealed.filter(({ category }) => category === 'unknown');
const names = new Set(exposed.map(({ name }) => name));
const unknownNames = new Set(unknown.map(({ field }) => field.name));
console.log(`${models} models, ${exposed.length} properties, ${names.size} distinct names`);
console.log(`unknown: ${share(unknown.length, exposed.length)} by occurrence`);
console.log(`unknown: ${share(unknownNames.size, names.size)} by distinct name (unknown in at least one model)`);
console.log(`${((tookMs * 1000) / exposed.length).toFixed(0)} µs a property\n`);

const counts = new Map<string, number>();
for (const { category, sensitivity } of revealed) {
  const key = `${category.padEnd(16)} ${sensitivity.padEnd(6)}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
for (const [key, count] of [...counts].sort(([, a], [, b]) => b - a))
  console.log(`${key} ${String(count).padStart(6)}`);
if (values.unknown) console.log(`\n${[...unknownNames].sort().join('\n')}`);

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} % (${part})`;
}
