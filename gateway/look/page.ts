import { escaped } from '../household/rights/letter.ts';
import type { Look, LookedAt } from './look.ts';
import {
  CATEGORY_WORDS,
  deviceWords,
  type From,
  fieldWords,
  kindWords,
  letWords,
  notUnderstoodWords,
  placeWords,
  saidWords,
  summary,
} from './words.ts';

/** A device of a bridge may have hundreds of settings. */
const MOST_FIELDS = 40;
const MOST_PLACES = 12;

/** What was heard as one page that any browser opens: no script, nothing from elsewhere, every text escaped. */
export function* pageOf(look: Look, from: From): Generator<string> {
  yield HEAD;
  yield '<main>\n<h1>What your devices reveal</h1>\n';
  for (const sentence of summary(look, from)) yield `<p>${escaped(sentence)}</p>\n`;
  yield '<p class="quiet">This page has no value of anything that was said. It has the names of your devices: keep it to yourselves.</p>\n';
  yield `<nav aria-label="Contents"><ul>${SECTIONS.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('')}</ul></nav>\n`;
  for (const [id, title, body] of SECTIONS) {
    yield `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n`;
    yield* body(look);
    yield '</section>\n';
  }
  yield '</main>\n</body>\n</html>\n';
}

const SECTIONS: readonly (readonly [id: string, title: string, body: (look: Look) => Iterable<string>])[] = [
  ['devices', 'Devices, those that tell most first', devices],
  ['identifiers', 'What stands in messages beside what they measure', identifiers],
  ['answers', 'What each starting answer would let out', postures],
  ['not-understood', 'What could not be understood', notUnderstood],
];

function* devices({ devices: all, moreDevices }: Look): Generator<string> {
  yield all.length === 0
    ? '<p>No device was heard.</p>\n'
    : '<p class="quiet">● counts as sensitive, ○ tells what is done at home, the others tell little by themselves.</p>\n';
  for (const device of all) yield article(device);
  if (moreDevices > 0) yield `<p>And ${moreDevices} more.</p>\n`;
}

function article(device: LookedAt): string {
  const rows = device.tells.map(
    ({ category, sensitivity, fields }) =>
      `<div class="${sensitivity}"><dt>${escaped(CATEGORY_WORDS[category])}</dt><dd>${escaped(fieldWords(fields, MOST_FIELDS))}</dd></div>`,
  );
  const gives =
    device.gives.length === 0 ? [] : [`<div><dt>gives away</dt><dd>${escaped(device.gives.join(', '))}</dd></div>`];
  const all = [...rows, ...gives];
  return `<article><h3>${escaped(device.name)}</h3>
<p class="quiet">${escaped(deviceWords(device))} · ${escaped(saidWords(device))}</p>
${all.length === 0 ? '' : `<dl>\n${all.join('\n')}\n</dl>\n`}</article>\n`;
}

function* identifiers({ identifiers: all }: Look): Generator<string> {
  if (all.length === 0) {
    yield '<p>Nothing of that kind was found.</p>\n';
    return;
  }
  yield '<dl>\n';
  for (const each of all)
    yield `<div><dt>${escaped(kindWords(each))}</dt><dd>in ${escaped(placeWords(each, MOST_PLACES))}</dd></div>\n`;
  yield '</dl>\n';
}

function* postures({ postures: all }: Look): Generator<string> {
  for (const each of all) {
    const { title, says } = letWords(each);
    yield `<h3>${escaped(title)}</h3>\n<ul>${says.map((line) => `<li>${escaped(line)}</li>`).join('\n')}</ul>\n`;
  }
}

function* notUnderstood({ notUnderstood: missed }: Look): Generator<string> {
  const [first = '', ...more] = notUnderstoodWords(missed);
  yield `<p>${escaped(first)}</p>\n`;
  if (more.length > 0) yield `<ul>${more.map((line) => `<li>${escaped(line)}</li>`).join('\n')}</ul>\n`;
}

const HEAD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>What your devices reveal</title>
<style>
:root{color-scheme:light dark;--line:#8886;--accent:light-dark(#8a4b12,#f0b37a)}
body{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:0}
p{margin:.4rem 0}.quiet{font-size:.9em;color:light-dark(#555,#bbb)}
nav ul{list-style:none;padding:0}nav li{padding:.25rem 0}nav a{display:inline-block;min-height:24px}
a{color:var(--accent)}article{border-top:1px solid var(--line);padding:.8rem 0}
dl{margin:.4rem 0}dl>div{display:grid;grid-template-columns:minmax(0,11rem) minmax(0,1fr);gap:0 1rem;padding:.2rem 0}
dt{font-weight:600}dd{margin:0}.high>dt::before{content:"● ";color:var(--accent)}.medium>dt::before{content:"○ "}
@media(max-width:30rem){dl>div{grid-template-columns:minmax(0,1fr)}}
@media print{body{max-width:none;padding:0;font-size:11pt}article{break-inside:avoid}h2{break-after:avoid}}
</style>
</head>
<body>
`;
