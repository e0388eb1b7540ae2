import { setImmediate as nextTurn } from 'node:timers/promises';
import Type from 'typebox';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { type Part, partsOf } from './export-parts.ts';
import { operation } from './operation.ts';
import { Text } from './shapes.ts';

/** Everything about the household in one zip, to take along. */
export const exports = {
  export: operation(Type.Object({}), Type.Object({ file: Text, base64: Text }), async (hub, _, { by, language }) => ({
    file: 'hearthgate.zip',
    base64: (await exported(hub, by, speak(language))).toString('base64'),
  })),
};

/** Text is packed in pieces of this size, and others have their turn in between. */
const PIECE = 128 * 1024;

/** Each part as JSON for machines, and all of it as a page for people; nothing is held whole but what is packed already. */
async function exported(hub: Hub, by: Actor, words: Sentences): Promise<Buffer> {
  // Only whoever exports needs these in memory.
  const [{ strToU8, Zip, ZipDeflate }, { pageOf }] = await Promise.all([import('fflate'), import('./export-page.ts')]);
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    packed.push(bytes);
  });
  const file = async (name: string, text: Iterable<string>) => {
    const entry = new ZipDeflate(name, { level: 6 });
    zip.add(entry);
    let piece = '';
    for (const more of text) {
      piece += more;
      if (piece.length < PIECE) continue;
      entry.push(strToU8(piece));
      piece = '';
      await nextTurn();
    }
    entry.push(strToU8(piece), true);
    await nextTurn();
  };
  const parts = await partsOf(hub, by, words);
  await file('README.txt', readme(parts, words));
  await file('index.html', pageOf(parts, hub.clock.now(), hub.household.timeZone, words));
  for (const part of parts) await file(`${fileName(part)}.json`, json(part.items()));
  zip.end();
  return Buffer.concat(packed);
}

function* json(items: Iterable<unknown>): Generator<string> {
  let before = '[\n';
  for (const item of items) {
    yield `${before}${JSON.stringify(item)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

function* readme(parts: readonly Part[], { exported: { title, readme: says } }: Sentences): Generator<string> {
  yield `${title}\n\n${says}\n`;
  for (const part of parts) yield `\n${fileName(part)}.json\n    ${part.about}\n`;
}

function fileName({ is }: Part): string {
  return is.replaceAll(' ', '-');
}
