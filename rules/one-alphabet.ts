/** Scripts that are written today (Unicode UAX #31, tables 5 and 7). */
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian', 'Ethiopic', 'Thaana', 'Thai', 'Lao'],
  ...['Devanagari', 'Bengali', 'Gujarati', 'Gurmukhi', 'Kannada', 'Malayalam', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
  ...['Khmer', 'Myanmar', 'Tibetan', 'Mongolian', 'Adlam', 'Balinese', 'Bamum', 'Batak', 'Canadian_Aboriginal'],
  ...['Chakma', 'Cham', 'Cherokee', 'Coptic', 'Hanifi_Rohingya', 'Javanese', 'Kayah_Li', 'Lepcha', 'Limbu', 'Lisu'],
  ...['Mandaic', 'Meetei_Mayek', 'Miao', 'New_Tai_Lue', 'Newa', 'Nko', 'Nyiakeng_Puachue_Hmong', 'Ol_Chiki', 'Osage'],
  ...['Saurashtra', 'Sundanese', 'Syloti_Nagri', 'Syriac', 'Tai_Le', 'Tai_Tham', 'Tai_Viet', 'Tifinagh', 'Vai'],
  ...['Wancho', 'Yi'],
];
/** Those that are written together, none of whose letters look alike. */
const TOGETHER = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];

const ALPHABETS = [...TOGETHER, ...SCRIPTS].map((scripts) => {
  const own = scripts.split(' ').map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[\\p{Script=Common}\\p{Script=Inherited}${own.join('')}]*$`, 'u');
});

/**
 * Whether a name keeps to one script, or to those of Japanese, Chinese or Korean with Latin (Unicode UTS #39 §5.2, Highly
 * Restrictive): the letters of one look like those of another, so that a name of several can pass for somebody else's.
 */
export function isOneAlphabet(name: string): boolean {
  return ALPHABETS.some((alphabet) => alphabet.test(name));
}

/** The same of each of its words: for names that a home gives its own things, a maker’s Latin name among them. */
export function areOneAlphabetEach(words: string): boolean {
  return words.split(/[\s\p{P}\p{S}]+/u).every(isOneAlphabet);
}
