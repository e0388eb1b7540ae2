import { renderUnicodeCompact } from 'uqr';
import type { HandoverDone } from './handover.ts';
import { en } from './words/en.ts';
import { endsWords, linkOf, seenWords } from './words.ts';

/** For whoever hands over: the code where it was made, else what would end. */
export function handedOver(done: HandoverDone | { readonly takenBack: true }): string {
  if ('takenBack' in done) return 'The hub is yours to set up again; the code that you gave opens nothing any more.';
  const { code, until, folder, report, noLetter } = done;
  const seen = seenWords(done, en);
  const told = [
    ...block(code === undefined ? 'What would end' : 'What ended', endsWords(done, en)),
    ...block('What you have seen, and the household can replace', seen),
    ...block('What no program ends', en.stay),
  ];
  if (code === undefined)
    return [...told, 'Nothing has changed yet. Say it again with --to <folder> and --yes to hand it over.'].join(
      '\n\n',
    );
  const link = linkOf(done);
  return [
    ...told,
    ...(link === undefined ? [] : [renderUnicodeCompact(link, { ecc: 'M', border: 2 }), link]),
    `The household’s code: ${code}\nGood once, until ${new Date(until ?? 0).toISOString()}.`,
    noLetter === undefined
      ? `${folder}: report.json and report.html to keep, letter.html to print for the household and then to delete: it has the code.`
      : `${folder}: report.json and report.html to keep. The letter could not be written, so copy the code now: ${noLetter}`,
    `SHA-256 of report.json: ${report}`,
  ].join('\n\n');
}

function block(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [[title, ...sentences.map((each) => `  - ${each}`)].join('\n')];
}
