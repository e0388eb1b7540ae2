import { renderSVG } from 'uqr';
import { escaped } from '../../household/rights/letter.ts';
import type { HandedOver } from '../../operations/handover.ts';
import { head } from '../commissioning/page.ts';
import type { HandoverWords } from './words/en.ts';
import { endsWords, linkOf, seenWords } from './words.ts';

/** What is printed and given to the household: their code, and what to do with it. It opens the hub until it was used. */
export function letterOf(handed: HandedOver, report: string, words: HandoverWords): string {
  const { code = '', until = 0, page = '' } = handed;
  const link = linkOf(handed);
  const seen = seenWords(handed, words);
  const steps = [
    link === undefined ? words.claimAtTheBox : words.open(page),
    ...[words.choose, words.look],
    ...(seen.length > 0 ? [words.replace] : []),
    words.nothingYet,
  ];
  return [
    head(words.title, words.language),
    `<h1>${words.title}</h1>`,
    `<p>${escaped(words.sheet)}</p>`,
    `<p class="code">${escaped(code)}</p><p>${escaped(words.goodUntil(new Date(until).toISOString().slice(0, 10)))}</p>`,
    ...(link === undefined ? [] : [renderSVG(link, { ecc: 'M', border: 4 })]),
    ...list('ol', words.toDo, steps),
    ...list('ul', words.ended, endsWords(handed, words)),
    ...list('ul', words.seen, seen),
    ...list('ul', words.stays, words.stay),
    `<p class="quiet">${escaped(words.report(report))}</p>`,
    '</body>\n</html>\n',
  ].join('\n');
}

function list(tag: 'ol' | 'ul', title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return [`<h2>${escaped(title)}</h2><${tag}>`, ...sentences.map((each) => `<li>${escaped(each)}</li>`), `</${tag}>`];
}
