import { isIP } from 'node:net';

/** Six or eight pairs of hexadecimal digits, in any of the usual spellings; or what follows 0x. */
const SPELT =
  /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:\1[0-9a-f]{2}){0,2})\b|\b(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}\b/gi;
const PREFIXED = /\b0x[0-9a-f]{12,16}\b/gi;
/** Without any separator: a letter and a digit must be among them, or numbers and words would be addresses. */
const BARE = /(?<![0-9a-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])(?:[0-9a-f]{12}|[0-9a-f]{16})(?![0-9a-z])/gi;
/** The end of an address, as makers put it behind the name of a product (`tasmota_49A3BC`, `openevse-55ad`). */
const ENDED = /(?<=[a-z0-9][_-])(?=[0-9]*[a-f])(?=[a-f]*[0-9])(?:[0-9a-f]{4}|[0-9a-f]{6})(?![0-9a-z])/gi;

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** Hardware addresses in a text, each in one spelling. */
export function hardwareAddressesIn(text: string): string[] {
  const other = text.replace(UUID, ' ');
  return [SPELT, PREFIXED, BARE, ENDED].flatMap((pattern) =>
    (other.match(pattern) ?? []).map((found) => found.toLowerCase().replace(/^0x|[^0-9a-f]/g, '')),
  );
}

const DOTTED = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g;
const COLONS = /(?<![0-9a-f:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-f:])/gi;

export function networkAddressesIn(text: string): string[] {
  const found = [...(text.match(DOTTED) ?? []), ...(text.match(COLONS) ?? [])];
  return found
    .filter((each) => isIP(each) !== 0 && !/^(?:0\.0\.0\.0|::)$/.test(each))
    .map((each) => each.toLowerCase());
}

const EMAIL = /(?<![\p{L}\p{N}._%+:-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

export function emailsIn(text: string): string[] {
  return (text.match(EMAIL) ?? []).map((each) => each.toLowerCase());
}

/** Runs of digits that are a serial number, and not the number of a model or a room. */
const LONG_NUMBER = /\d{6,}/g;

/** A name as it can be shown: whatever in it tells one device from all others in the world is left out. */
export function masked(name: string): string {
  return [UUID, SPELT, PREFIXED, BARE, ENDED, DOTTED, EMAIL, LONG_NUMBER]
    .reduce((text, pattern) => text.replace(pattern, '…'), name.slice(0, 200))
    .replace(/…(?:[\s:_-]*…)+/g, '…');
}
