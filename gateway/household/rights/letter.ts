import type { Instant } from '../../../rules/reading.ts';
import { visible } from '../../../rules/visible.ts';
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
export function letterText(letter: LetterOf, dayOf: DayOf): string {
  return blocksOf(letter, dayOf)
    .map(({ lines }) => lines.join('\n'))
    .join('\n\n');
}

/** The letter as a page that any browser prints, without a script or anything from elsewhere. */
export function letterPage(letter: LetterOf, dayOf: DayOf): string {
  const blocks = blocksOf(letter, dayOf).map(({ lines }) => `<p>${lines.map(escaped).join('<br>')}</p>`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(`Letter to ${letter.name}`)}</title>
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

function blocksOf(letter: LetterOf, dayOf: DayOf): Block[] {
  const { what, name, contact, asked, due, agreed, receipts } = letter;
  const about =
    agreed.length === 0
      ? [{ lines: ['Nothing was agreed to so far.'] }]
      : [
          { lines: ['This is about what you asked my home for:', ...agreed.map((one) => agreementLine(one, dayOf))] },
          ...(receipts.length === 0
            ? []
            : [{ lines: ['In the batches you got from Hearthgate these consents are called:', ...receipts] }]),
        ];
  // The due instant is the first after the last day.
  const last = dayOf(due - 1);
  const [demand, deadline] = what === 'erasure' ? [ERASURE, ERASURE_BY] : [OPT_OUT, OPT_OUT_BY];
  return [
    { lines: [`To ${name} (${contact})`, `Date: ${dayOf(asked)}`] },
    { lines: demand },
    { lines: [`${deadline} ${last}.`] },
    ...about,
    { lines: ['Name and signature:', '', '_______________________________'] },
  ];
}

function agreementLine({ request, sentence, fields, since }: Agreement, dayOf: DayOf): string {
  return `- ${request} (“${sentence}”): ${fields.join(', ')}, since ${dayOf(since)}`;
}

const ERASURE = [
  'I ask you to erase, without undue delay, all personal data that you received from my home through Hearthgate, and to',
  'tell everyone you passed it on to (Articles 17 and 19 GDPR). Please confirm when that is done, or say which of it you',
  'keep and on what ground.',
];
const ERASURE_BY = 'Under Article 12(3) GDPR I expect to hear what you did about it within one month, that is by';
const OPT_OUT = [
  'I ask you not to sell or share the personal data that you receive from my home, and to tell everyone you sold it to or',
  'shared it with (California Civil Code 1798.120, and like laws elsewhere; Article 21 GDPR). Please confirm.',
];
const OPT_OUT_BY =
  'Where California’s rules apply (11 CCR § 7026(f)) you have 15 business days at most, by my count until';
