import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScreens, SCREENS, type Screens, stand, tooWide } from './screens.ts';

let screens: Screens;
let page: Page;
/** Every text that the hub answered: what comes from devices, companies and people is shown as it is. */
const answered = new Set<string>();
const reading: Promise<void>[] = [];

beforeAll(async () => {
  screens = await openScreens();
  page = await screens.open('full', 320);
  await page.route(/\/assets\/en-.*\.js$/, async (route) => {
    const script = await (await route.fetch()).text();
    const body = script.replace(
      /export\s*\{\s*(\w+) as (en|enMore)\s*\}/,
      `${PSEUDO}\nconst pseudo = widened($1); export { pseudo as $2 }`,
    );
    if (body === script) throw new Error('the catalogue is exported in another way than this test knows');
    await route.fulfill({ body, contentType: 'text/javascript' });
  });
  page.on('response', (response) => {
    if (/\/api\/v1\/(?!events)/.test(response.url())) reading.push(response.json().then(textsOf, () => undefined));
  });
}, 60_000);
afterAll(() => screens?.stop());

/** Every sentence 40 % longer, with accents, between brackets. */
const PSEUDO = `
const ACCENTS = { a: 'á', e: 'é', i: 'î', o: 'ö', u: 'ü', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Ü', n: 'ñ', c: 'ç', s: 'š' };
const wide = (text) => text === '' ? '' : '⟦' + text.replaceAll(/[a-z]/gi, (letter) => ACCENTS[letter] ?? letter) + ' ~'.repeat(Math.ceil(text.length * 0.2)) + '⟧';
const widened = (words) => {
  if (typeof words === 'string') return wide(words);
  if (typeof words === 'function') return (...of) => widened(words(...of));
  if (Array.isArray(words)) return words.map(widened);
  if (words === null || typeof words !== 'object') return words;
  return Object.fromEntries(Object.entries(words).map(([name, each]) => [name, widened(each)]));
};`;

test.each(SCREENS)('%s says nothing that no catalogue has, and longer sentences fit on a phone', async (path) => {
  await page.setViewportSize({ width: 320, height: 720 });
  await stand(page, path);
  await Promise.all(reading);
  const own = (await page.evaluate<string[]>(SAID)).filter((text) => !isData(text));
  expect(own, 'is written outside the catalogue').toEqual([]);
  expect(await tooWide(page), 'at 320 px').toEqual([]);
  await page.setViewportSize({ width: 1280, height: 720 });
  expect(await tooWide(page), 'at 1280 px').toEqual([]);
});

/** What is read or heard on the page, without what stands between brackets. */
const SAID = `(() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('noscript, script, pre, code')) texts.push(node.data);
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(each.getAttribute(name) ?? '');
  return texts.flatMap((text) => text.replaceAll(/⟦.*⟧/gs, '·').split('·')).map((text) => text.trim()).filter((text) => /\\p{L}{2}/u.test(text));
})()`;

/** Names that are the same in every language. */
const PROPER = new Set(['English', 'Deutsch', 'TLS', 'native', 'tasmota', 'zigbee2mqtt', 'shelly-gen1', 'shelly-gen2']);

/** A field is shown without its underscores and dots, and several with commas between them. */
function isData(text: string): boolean {
  if (answered.has(text)) return true;
  const said = [...answered].map((each) => each.replaceAll(/[_.]/g, ' '));
  return text
    .split(/[,:] */)
    .filter((part) => part !== '')
    .every((part) => PROPER.has(part) || said.some((each) => each.includes(part)));
}

function textsOf(value: unknown): void {
  if (typeof value === 'string') answered.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) {
      answered.add(name);
      textsOf(each);
    }
}
