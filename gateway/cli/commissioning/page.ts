import { escaped } from '../../household/rights/letter.ts';
import { counts, SIGNS, sections } from './print.ts';
import type { Report } from './report.ts';

/** The report as a page that any browser opens and prints: no script, nothing from elsewhere, every text escaped. */
export function pageOf(report: Report): string {
  const { hearthgate, made, doctor, standard, selfCheck, unanswered } = report;
  const summary = [...counts(selfCheck)].map(([status, count]) => `${count} ${status}`).join(', ');
  return [
    head('Commissioning report'),
    '<h1>Commissioning report</h1>',
    `<p>Hearthgate ${escaped(hearthgate)}, ${escaped(made)}</p>`,
    '<p class="quiet">No password, key, code or reading is in it. It has names of the home: give it to whom it is for.</p>',
    ...(unanswered === undefined ? [] : [`<p>The hub did not answer: ${escaped(unanswered)}</p>`]),
    ...sections(report).map(({ title, columns, rows }) => `<h2>${escaped(title)}</h2>${table(columns, rows)}`),
    '<h2>The machine</h2>',
    table(
      ['', 'what', 'is'],
      doctor.map(({ check, state, says, todo }) => [
        { good: '✔', bad: '✘', unknown: '–' }[state],
        check,
        todo === undefined ? says : `${says}; ${todo}`,
      ]),
    ),
    '<h2>Self-check</h2>',
    `<p>${escaped(standard)}</p><p>${escaped(summary)}</p>`,
    table(
      ['', 'provision', 'asks', 'stands', 'evidence'],
      selfCheck.map(({ id, newer, asks, status, how, evidence }) => [
        ...[SIGNS[status], newer === undefined ? id : `${id} (${newer})`, asks, `${status}, ${how}`, evidence],
      ]),
    ),
    '</body>\n</html>\n',
  ].join('\n');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const cells = (row: readonly string[], tag: 'th' | 'td') =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells(columns, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('\n')}</tbody></table>`;
}

export function head(title: string, language = 'en'): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin:2rem 0 .5rem}p{margin:.4rem 0}
.quiet{font-size:.9em;color:light-dark(#555,#bbb)}.code{font:600 1.6rem/1.4 ui-monospace,monospace;letter-spacing:.05em}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-top:1px solid #8886}
svg{width:14rem;height:14rem;background:#fff}
@media print{body{max-width:none;padding:0;font-size:10pt}tr,li{break-inside:avoid}h2{break-after:avoid}}
</style>
</head>
<body>
`;
}
