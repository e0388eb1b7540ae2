import { deviceId } from '../../rules/reading.ts';

/** Letters that have no decomposition in Unicode, as people write them in ASCII. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};
/** Leaves room for a suffix within a device id's 64. */
const LONGEST = 56;

/** A name as the beginning of a device id: ASCII, lower case, dashes; `device` where nothing is left of it. */
export function slug(name: string): string {
  const folded = name
    .slice(0, 4 * LONGEST)
    .toLowerCase()
    .replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  // Empty, or a word that means something to JavaScript objects.
  return deviceId(folded) === undefined ? `device${folded && `-${folded}`}` : folded;
}
