import type { Look } from './look.ts';
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

const WIDTH = 80;
/** What a terminal is for; the page and `--json` have all. */
const MOST_DEVICES = 60;
const MOST_FIELDS = 12;
const LABEL = 20;

/** What was heard for people at a terminal: at most 80 columns, what matters most first. */
export function printed(look: Look, from: From): string {
  const beyond = look.devices.length + look.moreDevices - MOST_DEVICES;
  const parts = [
    summary(look, from).flatMap((sentence) => wrapped(sentence)),
    ...section('Devices, those that tell most first', devices(look), beyond),
    ...section('What stands in messages beside what they measure', identifiers(look)),
    ...section('What each starting answer would let out', postures(look)),
    ...section(
      'What could not be understood',
      notUnderstoodWords(look.notUnderstood).flatMap((each) => wrapped(each)),
    ),
  ];
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}

function section(title: string, lines: readonly string[], beyond = 0): string[][] {
  if (lines.length === 0) return [];
  const more = beyond > 0 ? ['', `and ${beyond} more; --json and --html list them`] : [];
  return [[title, '='.repeat(title.length), ...lines, ...more]];
}

function devices({ devices: all }: Look): string[] {
  return all
    .slice(0, MOST_DEVICES)
    .flatMap((device, index) => [
      ...(index === 0 ? [] : ['']),
      ...wrapped(`${device.name} · ${deviceWords(device)} · ${saidWords(device)}`, ''),
      ...device.tells.flatMap(({ category, fields }) => row(CATEGORY_WORDS[category], fieldWords(fields, MOST_FIELDS))),
      ...(device.gives.length === 0 ? [] : row('gives away', device.gives.join(', '))),
    ]);
}

function identifiers({ identifiers: all }: Look): string[] {
  return all.flatMap((each) => [...wrapped(kindWords(each), ''), ...wrapped(`in ${placeWords(each, 5)}`, '  ')]);
}

function postures({ postures: all }: Look): string[] {
  return all.flatMap((each, index) => {
    const { title, says } = letWords(each);
    return [...(index === 0 ? [] : ['']), title, ...says.flatMap((line) => wrapped(line, '  '))];
  });
}

function row(label: string, text: string): string[] {
  const [first = '', ...more] = wrapped(text, ' '.repeat(LABEL));
  return [`  ${label.padEnd(LABEL - 2)}${first.slice(LABEL)}`, ...more];
}

/** Lines of at most 80 columns; a word that is longer is cut. */
function wrapped(text: string, indent = ''): string[] {
  const width = WIDTH - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => piecesOf(each, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, `${indent}${line}`];
}

function piecesOf(word: string, width: number): string[] {
  return word.length <= width ? [word] : (word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
}
