/**
 * What to write where a text does not match a pattern of ours, in words: the end of "write …". A pattern that is not here is
 * told as it stands.
 */
export function patternWords(pattern: string): string {
  return WORDS.get(pattern) ?? `a text that matches ${pattern}`;
}

const KEY_PART =
  'the 43 letters, digits, - and _ that a P-256 public key has there (hearthgate manifest keys prints them)';
const TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]*$';

const WORDS: ReadonlyMap<string, string> = new Map([
  [TEXT, 'one line of plain text, without characters that are not seen or turn the direction of writing'],
  ['^P[0-9YMWDTHS.]+$', 'an ISO 8601 duration, such as PT15M, PT1H, P1D, P30D or P6M'],
  ['^[a-z0-9-]{2,40}$', '2 to 40 lower-case letters, digits and -, such as acme-heating'],
  ['^[A-Z]{2}$', 'the two capital letters of ISO 3166-1, such as DE'],
  ['^(mqtts?|https?)://', 'mqtts://host:port or https://host/path'],
  ['^[A-Za-z][A-Za-z0-9-]{0,63}$', 'the name of an HTTP header, such as X-Api-Key'],
  [
    '^-----BEGIN CERTIFICATE-----',
    'the PEM text of a certificate, from -----BEGIN CERTIFICATE----- on, with \\n for its lines',
  ],
  ['^[A-Za-z0-9_-]{43}$', KEY_PART],
  ['^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$', 'up to 64 letters, digits and . _ - without spaces, such as heating-tips'],
  ['^dpv:[A-Za-z]+$', 'a purpose of the W3C DPV, such as dpv:ServicePersonalisation'],
  [
    '^eu-gdpr:(A6-1-[a-f]|A9-2-[a-j])$',
    'a clause of GDPR Art. 6(1) or 9(2), such as eu-gdpr:A6-1-a for consent or eu-gdpr:A6-1-b for a contract',
  ],
  [
    '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2}))?$',
    'a date such as 2027-12-31 or 2027-12-31T00:00:00Z',
  ],
]);
