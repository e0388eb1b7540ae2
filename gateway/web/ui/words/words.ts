import type { Language as Spoken } from '../../../../rules/words/speak.ts';
import { signal } from '../framework.ts';
import type { en } from './en.ts';

/** Every sentence of the pages; a language in which one is missing does not compile. */
export type Words = typeof en;

/** The hub speaks each of them, too. */
export const LANGUAGES = ['en', 'de'] as const satisfies readonly Spoken[];
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'hearthgate.language';
const loaded = signal<Words | undefined>(undefined);
export const language = signal<Language>('en');

/** The words of the language chosen; nothing is shown before they are there. */
export function words(): Words {
  const now = loaded.value;
  if (!now) throw new Error('showing a page: its words are not loaded');
  return now;
}

/** Loads the language that was chosen here before, or that the browser asks for. */
export async function loadWords(chosen: Language = preferred()): Promise<void> {
  const found = await (chosen === 'de'
    ? import('./de.ts').then(({ de }) => de)
    : import('./en.ts').then(({ en }) => en));
  document.documentElement.lang = chosen;
  language.value = chosen;
  loaded.value = found;
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(KEPT, chosen);
  await loadWords(chosen);
}

/** For tests: every sentence as another would be, to see what overflows or is written outside the catalogue. */
export function replaceWords(change: (words: Words) => Words): void {
  loaded.value = change(words());
}

function preferred(): Language {
  const kept = localStorage.getItem(KEPT);
  const asked = [kept ?? '', ...navigator.languages].map((each) => each.slice(0, 2));
  return LANGUAGES.find((each) => each === asked.find((one) => LANGUAGES.some((known) => known === one))) ?? 'en';
}
