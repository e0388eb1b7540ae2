import { decodings, unescaped } from './decoded.ts';
import { hardwareAddressesIn, UUID } from './hardware-addresses.ts';
import { isOrdinary, type Word, wordsIn } from './name-words.ts';
import type { Value } from './reading.ts';

/** What tells this home, its things and its people from all others, kept so that every spelling of it is soon found. */
export interface Identifiers {
  /** Of each address and serial number the last six characters, and where its bytes are turned round the first six. */
  readonly endings: Set<string>;
  /** The last four, which count only as a word of their own. */
  readonly shortEndings: Set<string>;
  /** Decimal numbers, from their first digit that is not 0 to their last. */
  readonly numbers: Set<string>;
  /** Names without what stands between their words, by their first four letters. */
  readonly names: Map<string, Set<string>>;
  /** Names of two or three letters, as the household writes them. */
  readonly shortNames: Set<string>;
}

const ENDING = 6;
const SHORT = 4;
/** Within a longer word a name counts from this length on, or `Ben` would stand in every `benefit`. */
const WITHIN_A_WORD = 6;
/** Numbers of fewer digits are what devices measure. */
const FEWEST_DIGITS = 6;
/** Longer than any word that a manifest may name. */
const LONGEST = 500;
/** An encoding in an encoding is opened, too. */
const DEEPEST = 2;

export function noIdentifiers(): Identifiers {
  return {
    ...{ endings: new Set(), shortEndings: new Set(), numbers: new Set() },
    ...{ names: new Map(), shortNames: new Set() },
  };
}

/** Takes in what tells one thing from all others: its address or serial number, or a text with such in it. */
export function addCode(known: Identifiers, text: string): void {
  for (const address of addressesIn(text)) addDigits(known, address);
  for (const [address] of text.matchAll(DOTTED)) addNetworkAddress(known, address);
  for (const part of text.split('/')) if (isSerial(part)) addSerial(known, lettersOf(part));
}

/** Takes in what something or somebody is called; a path is several names. */
export function addName(known: Identifiers, text: string): void {
  for (const part of text.split('/')) addOneName(known, part);
}

/** Whether any of them stands in the value: as it is, in part, in other spellings, turned round, as a number or encoded. */
export function holdsIdentifier(known: Identifiers, value: Value): boolean {
  if (typeof value === 'number') return holdsNumber(known, String(value));
  return typeof value === 'string' && (value.length > LONGEST || isIn(known, value, 0));
}

function isIn(known: Identifiers, spelt: string, depth: number): boolean {
  const text = unescaped(spelt).normalize('NFC');
  if (depth === 0 && (text.match(TOKEN) ?? []).some((token) => known.shortNames.has(token))) return true;
  if (holdsEnding(known, lettersOf(text), 1) || holdsShort(known, text) || holdsDigits(known, text)) return true;
  if (holdsName(known, text, depth > 0)) return true;
  return (
    depth < DEEPEST &&
    decodings(text).some(
      (decoded) =>
        holdsEnding(known, hexOf(decoded.bytes), 2) || (isText(decoded.text) && isIn(known, decoded.text, depth + 1)),
    )
  );
}

const TOKEN = /[\p{L}\p{N}]+/gu;
const DOTTED = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;

function holdsEnding({ endings }: Identifiers, letters: string, step: number): boolean {
  for (let at = 0; at + ENDING <= letters.length; at += step)
    if (endings.has(letters.slice(at, at + ENDING))) return true;
  return false;
}

function holdsShort({ shortEndings }: Identifiers, text: string): boolean {
  return (text.match(TOKEN) ?? []).some((token) => token.length === SHORT && shortEndings.has(token.toLowerCase()));
}

function holdsDigits(known: Identifiers, text: string): boolean {
  return (
    (text.match(/\d(?:[ .,'_]?\d)+/g) ?? []).some((run) => holdsNumber(known, run)) ||
    [...text.matchAll(DOTTED)].some(([address]) => known.numbers.has(significant(String(addressNumber(address)))))
  );
}

function holdsNumber({ numbers }: Identifiers, digits: string): boolean {
  return digits.length >= FEWEST_DIGITS && numbers.has(significant(digits));
}

/** A name stands there as one word or several whole ones, or is long enough to be meant within a longer word. */
function holdsName({ names }: Identifiers, text: string, decoded: boolean): boolean {
  const words = wordsIn(text);
  const joined = words.map(({ letters }) => letters).join('');
  const within = decoded ? SHORT : WITHIN_A_WORD;
  let begun = 0;
  return words.some(({ letters }, first) => {
    const start = begun;
    begun += letters.length;
    for (let at = start; at < begun; at++) {
      for (const name of names.get(joined.slice(at, at + SHORT)) ?? []) {
        if (!joined.startsWith(name, at)) continue;
        const end = at + name.length;
        if (name.length >= within && end <= begun) return true;
        if (at === start && endsAWord(words, first, name.length)) return true;
      }
    }
    return false;
  });
}

function endsAWord(words: readonly Word[], first: number, length: number): boolean {
  let left = length;
  for (let at = first; left > 0; at++) left -= words[at]?.letters.length ?? left + 1;
  return left === 0;
}

function addOneName({ names, shortNames }: Identifiers, text: string): void {
  const words = wordsIn(text);
  const all = words.map(({ letters }) => letters).join('');
  if (all.length < 2 || /^\d*$/.test(all) || words.every(isOrdinary)) return;
  if (all.length < SHORT) {
    shortNames.add(text.normalize('NFC').trim());
    return;
  }
  const joined = words.map(({ spelt }) => spelt).join('');
  for (const name of [all, joined]) {
    const start = name.slice(0, SHORT);
    const alike = names.get(start) ?? new Set();
    names.set(start, alike.add(name));
  }
}

/** Six letters and digits of which four are digits (`SN-4411`); less is a name. */
function isSerial(text: string): boolean {
  const letters = lettersOf(text);
  return letters.length >= ENDING && (letters.match(/\d/g) ?? []).length >= SHORT;
}

function addSerial(known: Identifiers, serial: string): void {
  if (/^(?:[0-9a-f]{2})+$/.test(serial)) addDigits(known, serial);
  else {
    addEnding(known, serial.slice(-ENDING), serial);
    known.shortEndings.add(serial.slice(-SHORT));
    addNumber(known, BigInt(serial.replace(/\D/g, '')));
  }
}

/** Hexadecimal digits, whole bytes of them, also in the other order and as numbers. */
function addDigits(known: Identifiers, address: string): void {
  const digits = address.length % 2 === 0 ? address : `0${address}`;
  const turned = (digits.match(/../g) ?? []).reverse().join('');
  for (const end of [digits.slice(-SHORT), turned.slice(0, SHORT)])
    if (new Set(end).size > 1) known.shortEndings.add(end);
  if (digits.length < ENDING) return;
  addEnding(known, digits.slice(-ENDING), digits);
  addEnding(known, turned.slice(0, ENDING), turned);
  for (const hex of [digits, turned, digits.slice(-ENDING), turned.slice(0, ENDING)])
    addNumber(known, BigInt(`0x${hex}`));
  for (const decimal of [digits, digits.slice(-ENDING)]) if (/^\d+$/.test(decimal)) addNumber(known, BigInt(decimal));
}

/** An ending that many have (`000001`) counts only with all that stands before it. */
function addEnding({ endings, names }: Identifiers, ending: string, whole: string): void {
  if (new Set(ending).size > 2) endings.add(ending);
  else if (new Set(whole).size > 2)
    names.set(whole.slice(0, SHORT), (names.get(whole.slice(0, SHORT)) ?? new Set()).add(whole));
}

function addNetworkAddress(known: Identifiers, address: string): void {
  const number = addressNumber(address);
  const digits = number.toString(16).padStart(8, '0');
  if (number < 2 ** 24 || number >= 2 ** 32) return;
  const turned = (digits.match(/../g) ?? []).reverse().join('');
  known.endings.add(digits.slice(-ENDING)).add(turned.slice(0, ENDING));
  for (const hex of [digits, turned]) addNumber(known, BigInt(`0x${hex}`));
}

function addNumber({ numbers }: Identifiers, number: bigint): void {
  // As what it is, and as near as a double comes to it: an address of eight bytes is more than one can say.
  for (const digits of [String(number), String(Number(number))]) {
    const told = significant(digits);
    if (told.length >= FEWEST_DIGITS) numbers.add(told);
  }
}

/** By hand: it is asked for every number that leaves, and patterns take four times as long. */
function significant(digits: string): string {
  let told = '';
  let zeros = '';
  for (const digit of digits) {
    if (digit === '0') zeros += digit;
    else if (digit > '0' && digit <= '9') {
      told += told === '' ? digit : zeros + digit;
      zeros = '';
    }
  }
  return told;
}

function addressesIn(text: string): string[] {
  return [...hardwareAddressesIn(text), ...(text.match(UUID) ?? []).map(lettersOf)];
}

function addressNumber(dotted: string): number {
  return dotted.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Too few letters and digits are neither a name nor a part of an address. */
function isText(text: string): boolean {
  return /(?:[\p{L}\p{N}].*){4}/su.test(text);
}
