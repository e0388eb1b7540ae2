import { de } from './de.ts';
import { en } from './en.ts';

/** The languages the hub speaks, as BCP 47 names them; the command line speaks the first. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every sentence of the hub; a language in which one is missing does not compile. */
export type Sentences = typeof en;

const SPOKEN: Readonly<Record<Language, Sentences>> = { en, de };

/** The sentences in that language. */
export function speak(language: Language): Sentences {
  return SPOKEN[language];
}
