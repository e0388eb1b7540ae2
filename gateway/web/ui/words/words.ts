import type { Language as Spoken } from '../../../../rules/words/speak.ts';
import { signal } from '../framework.ts';
import type { en } from './en.ts';
import type { enMore } from './en-more.ts';

/** Every sentence of the pages; a language in which one is missing does not compile. */
export type Words = typeof en & typeof enMore;

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

/** Loads the language that was chosen here before, or that the browser asks for: what the first screen needs of it. */
export async function loadWords(chosen: Language = preferred()): Promise<void> {
  const [first, more] = await Promise.all([
    chosen === 'de' ? import('./de.ts').then(({ de }) => de) : import('./en.ts').then(({ en }) => en),
    hasMore ? moreOf(chosen) : undefined,
  ]);
  document.documentElement.lang = chosen;
  language.value = chosen;
  // Pages that are loaded later wait for `loadMoreWords`, so none of them misses what is not here yet.
  loaded.value = { ...first, ...more } as Words;
}

/** The words of all pages but the first (docs/decisions/0029); asked for before one of these is shown. */
export async function loadMoreWords(): Promise<void> {
  if (hasMore) return;
  const asked = language.value;
  const more = await moreOf(asked);
  hasMore = true;
  if (language.value === asked) loaded.value = { ...words(), ...more };
  else await loadWords(language.value);
}

let hasMore = false;

function moreOf(chosen: Language): Promise<typeof enMore> {
  return chosen === 'de'
    ? import('./de-more.ts').then(({ deMore }) => deMore)
    : import('./en-more.ts').then(({ enMore }) => enMore);
}

export async function chooseLanguage(chosen: Language): Promise<void> {
  localStorage.setItem(KEPT, chosen);
  await loadWords(chosen);
}

function preferred(): Language {
  const kept = localStorage.getItem(KEPT);
  const asked = [kept ?? '', ...navigator.languages].map((each) => each.slice(0, 2));
  return LANGUAGES.find((each) => each === asked.find((one) => LANGUAGES.some((known) => known === one))) ?? 'en';
}
