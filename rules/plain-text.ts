import { isOneAlphabet } from './one-alphabet.ts';

/** Scripts whose letters can pass for each other's; one text keeps to one of them. */
const LOOK_ALIKE = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic'] as const;
const SCRIPTS = LOOK_ALIKE.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));

const LINK = /:\/\/|\bwww\.|\b[\p{L}\p{N}-]+\.(?:[a-z]{2,}\/|com\b|net\b|org\b|io\b|app\b|info\b|example\b)|\S@\S/iu;
/** Format characters, private use, unassigned: what changes how other text looks, or shows as nothing or anything. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Cc}]/u;
const STACKED = /\p{M}{3,}/u;

/**
 * What keeps a recipient's words from being shown as they are, or undefined: people must be able to read what they
 * decide about, and nothing in it may pretend to be something else (after Unicode UTS #39, one script of those that
 * look alike).
 */
export function plainTextProblem(text: string): string | undefined {
  if (text.trim() === '') return 'is empty; say it in words';
  const unseen = unseenProblem(text);
  if (unseen !== undefined) return unseen;
  const styled = [...text].find((char) => /\p{L}|\p{N}/u.test(char) && isStyled(char));
  if (styled !== undefined) return `has "${styled}", which is a styled form of other letters; write plain ones`;
  if (SCRIPTS.filter((script) => script.test(text)).length > 1) return MIXED;
  if (LINK.test(text)) return 'has an address or a link in it; put these into controller.contact or controller.notice';
  return undefined;
}

/** What shows as nothing, or changes how other text looks: the direction it runs in, say. */
export function unseenProblem(text: string): string | undefined {
  return UNSEEN.test(text) || STACKED.test(text)
    ? 'has characters that are not seen or change how others look; leave them out'
    : undefined;
}

/** `plainTextProblem` of a name, by which somebody is told from others: it keeps to one alphabet, whether or not letters look alike. */
export function plainNameProblem(name: string): string | undefined {
  return plainTextProblem(name) ?? (isOneAlphabet(name) ? undefined : MIXED);
}

const MIXED = 'mixes alphabets whose letters look alike; keep to one of them';

/** Wide, mathematical or enclosed letters; raised and lowered digits are how units are written, and Thai and Lao have a vowel that is two signs. */
function isStyled(char: string): boolean {
  return (
    char.normalize('NFKC') !== char.normalize('NFC') &&
    !/[\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u0e33\u0eb3\u2070-\u209f\u00bc-\u00be]/.test(char)
  );
}
