import type { Sentences } from '../../rules/words/speak.ts';
import { when } from '../../rules/words-shown.ts';
import { escaped } from '../household/rights/letter.ts';
import { type Line, MOST_SHOWN, type Part } from './export-parts.ts';

/** All parts as one page that any browser opens and prints: no script, nothing from elsewhere, every text escaped. */
export function* pageOf(parts: readonly Part[], now: number, timeZone: string, words: Sentences): Generator<string> {
  const say = words.exported;
  yield headOf(words);
  yield `<h1>${escaped(say.title)}</h1>
<p>${escaped(say.made(when(now, timeZone, words)))}</p>
<nav aria-label="${escaped(say.contents)}"><ul>
`;
  for (const part of parts)
    yield `<li><a href="#${idOf(part)}">${escaped(part.name)}</a> <span>${part.count}</span></li>\n`;
  yield '</ul></nav>\n<main>\n';
  for (const part of parts) yield* section(part, say);
  yield '</main>\n</html>\n';
}

function* section(part: Part, say: Sentences['exported']): Generator<string> {
  yield `<section id="${idOf(part)}"><h2>${escaped(part.name)}</h2>\n<p>${escaped(part.about)} ${escaped(countWords(part, say))}</p>\n`;
  if (part.count > 0) yield '<ul>\n';
  for (const line of part.told()) yield item(line);
  yield part.count > 0 ? '</ul></section>\n' : '</section>\n';
}

function item({ when: at, says, more = [] }: Line): string {
  const time = at === undefined ? '' : `<time>${escaped(at)}</time> `;
  const below = more.length === 0 ? '' : `<ul>${more.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>`;
  return `<li>${time}${escaped(says)}${below}</li>\n`;
}

function countWords({ count, is }: Part, say: Sentences['exported']): string {
  if (count === 0) return say.nothing;
  if (is === 'ledger') return `${say.thereAre(count)} ${say.newestChanges(MOST_SHOWN)}`;
  return count > MOST_SHOWN ? `${say.thereAre(count)} ${say.newest(MOST_SHOWN)}` : say.thereAre(count);
}

function idOf({ is }: Part): string {
  return is.replaceAll(' ', '-');
}

function headOf({ language, exported }: Sentences): string {
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(exported.window)}</title>
${STYLE}`;
}

const STYLE = `<style>
:root{color-scheme:light dark}
body{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin:2.5rem 0 .25rem}h2::first-letter,nav a::first-letter{text-transform:uppercase}
nav a{display:inline-block}nav ul{columns:14rem;list-style:none;padding:0}nav li{padding:.2rem 0}nav span{opacity:.75}
section>ul{list-style:none;padding:0}section>ul>li{border-top:1px solid #8886;padding:.5rem 0}
section ul ul{padding-left:1.2rem;font-size:.95em}
time{display:block;font-size:.85em;opacity:.75}
@media print{body{max-width:none;padding:0;font-size:11pt}section>ul>li{break-inside:avoid}h2{break-after:avoid}}
</style>
`;
