/** Control characters and those that turn what stands around them around. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text that somebody outside chose, as it can stand among ours: it moves no cursor, begins no line of its own and turns
 * no words around (Unicode UAX #9). What would is written as `\u202e`.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
