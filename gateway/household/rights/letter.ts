import type { Instant } from '../../../rules/reading.ts';
import { visible } from '../../../rules/visible.ts';
import type { Sentences } from '../../../rules/words/speak.ts';
import type { Asked } from './deadline.ts';

/** One of the recipient's requests that the household once agreed to. */
export interface Agreement {
  readonly request: string;
  /** Why, in the recipient's own words. */
  readonly sentence: string;
  readonly fields: readonly string[];
  readonly since: Instant;
}

export interface LetterOf {
  readonly what: Asked;
  readonly recipient: string;
  /** As it calls itself, and how it says it is reached. */
  readonly name: string;
  readonly contact: string;
  readonly asked: Instant;
  readonly due: Instant;
  readonly agreed: readonly Agreement[];
  /** What the recipient calls the consents in its batches: how it finds them again. */
  readonly receipts: readonly string[];
}

/** `2026-11-02`, on the household's calendar. */
export type DayOf = (at: Instant) => string;

interface Block {
  readonly lines: readonly string[];
}

/** The letter as plain text: to print or send where there is no other way, and to keep. */
export function letterText(letter: LetterOf, dayOf: DayOf, words: Sentences): string {
  return blocksOf(letter, dayOf, words)
    .map(({ lines }) => lines.join('\n'))
    .join('\n\n');
}

/** The letter as a page that any browser prints, without a script or anything from elsewhere. */
export function letterPage(letter: LetterOf, dayOf: DayOf, words: Sentences): string {
  const blocks = blocksOf(letter, dayOf, words).map(({ lines }) => `<p>${lines.map(escaped).join('<br>')}</p>`);
  return `<!doctype html>
<html lang="${words.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(words.rights.titleOf(letter.name))}</title>
<style>body{font:17px/1.5 serif;max-width:36rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
@page{margin:2.5cm}@media print{body{margin:0;padding:0;font-size:12pt}p{break-inside:avoid}}</style>
${blocks.join('\n')}
</html>
`;
}

/** What devices and companies say is text, whatever it looks like, and stays where it stands. */
export function escaped(value: unknown): string {
  const text = visible(String(value).replace(/\s+/g, ' '));
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function blocksOf(letter: LetterOf, dayOf: DayOf, { rights: say }: Sentences): Block[] {
  const { what, name, contact, asked, due, agreed, receipts } = letter;
  const lines = agreed.map(({ request, sentence, fields, since }) =>
    say.agreement(request, sentence, fields, dayOf(since)),
  );
  const about =
    lines.length === 0
      ? [{ lines: [say.nothingAgreed] }]
      : [{ lines: [say.about, ...lines] }, ...(receipts.length === 0 ? [] : [{ lines: [say.receipts, ...receipts] }])];
  // The due instant is the first after the last day.
  const last = dayOf(due - 1);
  return [
    { lines: [say.to(name, contact), say.date(dayOf(asked))] },
    { lines: what === 'erasure' ? say.erasure : say.optOut },
    { lines: [what === 'erasure' ? say.erasureBy(last) : say.optOutBy(last)] },
    ...about,
    { lines: [say.signature, '', '_______________________________'] },
  ];
}
