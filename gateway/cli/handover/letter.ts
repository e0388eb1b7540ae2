import { renderSVG } from 'uqr';
import { escaped } from '../../household/rights/letter.ts';
import type { HandedOver } from '../../operations/handover.ts';
import { head } from '../commissioning/page.ts';
import { endsWords, linkOf, STAYS, seenWords } from './words.ts';

/** What is printed and given to the household: their code, and what to do with it. It opens the hub until it was used. */
export function letterOf(handed: HandedOver, report: string): string {
  const { code = '', until = 0 } = handed;
  const link = linkOf(handed);
  const seen = seenWords(handed);
  return [
    head('Your Hearthgate'),
    '<h1>Your Hearthgate</h1>',
    '<p>This sheet makes the box yours. Whoever has it first can do so: keep it to yourselves, and throw it away afterwards.</p>',
    `<p class="code">${escaped(code)}</p><p>Good once, until ${escaped(new Date(until).toISOString().slice(0, 10))}.</p>`,
    ...(link === undefined ? [] : [renderSVG(link, { ecc: 'M', border: 4 })]),
    '<h2>What to do</h2><ol>',
    link === undefined
      ? '<li>At the box: hearthgate claim, with this code, your name and a passphrase.</li>'
      : `<li>In the home’s network open ${escaped(handed.page ?? '')}, or scan the picture. The browser does not know the box yet and warns: port 7080 of the same name shows how to trust it, and the report has its fingerprint (browsers trust).</li>`,
    '<li>Choose your name and a passphrase of at least 12 characters. If the code is not good, somebody was faster or made another: ask who set the box up, and do not go on before you know.</li>',
    '<li>Look at “What happened” on the page: it begins with this handover.</li>',
    ...(seen.length > 0
      ? [
          '<li>Replace what whoever set it up has seen (below), when it suits you. On the machine, with --as and your name.</li>',
        ]
      : []),
    '<li>Nothing was shared until now, and nothing is until you agree to it.</li>',
    '</ol>',
    ...list('What ended when it was handed over', endsWords(handed)),
    ...list('What whoever set it up has seen', seen),
    ...list('What no program ends', STAYS),
    `<p class="quiet">The commissioning report is report.json; its SHA-256, which the hub’s record holds, is ${report}.</p>`,
    '</body>\n</html>\n',
  ].join('\n');
}

function list(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return [`<h2>${title}</h2><ul>`, ...sentences.map((each) => `<li>${escaped(each)}</li>`), '</ul>'];
}
