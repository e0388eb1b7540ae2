/** Six or eight pairs of hexadecimal digits, in any of the usual spellings; or what follows 0x. */
const SPELT =
  /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:\1[0-9a-f]{2}){0,2})\b|\b(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}\b/gi;
const PREFIXED = /\b0x[0-9a-f]{12,16}\b/gi;
/** Without any separator: a letter and a digit must be among them, or numbers and words would be addresses. */
const BARE = /(?<![0-9a-z])(?=[0-9]*[a-f])(?=[a-f]*[0-9])(?:[0-9a-f]{12}|[0-9a-f]{16})(?![0-9a-z])/gi;
/** The end of an address, as makers put it behind the name of a product (`tasmota_49A3BC`, `openevse-55ad`). */
const ENDED = /(?<=[a-z0-9][_-])(?=[0-9]*[a-f])(?=[a-f]*[0-9])(?:[0-9a-f]{4}|[0-9a-f]{6})(?![0-9a-z])/gi;

export const HARDWARE_ADDRESSES = [SPELT, PREFIXED, BARE, ENDED];
export const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

/** Hardware addresses in a text, each in one spelling: lower-case digits alone. */
export function hardwareAddressesIn(text: string): string[] {
  const other = text.replace(UUID, ' ');
  return HARDWARE_ADDRESSES.flatMap((pattern) =>
    (other.match(pattern) ?? []).map((found) => found.toLowerCase().replace(/^0x|[^0-9a-f]/g, '')),
  );
}
