import { LANGUAGES, type Language } from '../../../rules/words/speak.ts';

/** Longer headers are made by nobody who wants an answer. */
const LONGEST = 256;

/**
 * The language that `accept-language` likes best of those the hub speaks (RFC 9110 §12.5.4), by its primary subtag: `de-AT`
 * is German. English where it names none of them.
 */
export function languageAsked(header = ''): Language {
  const ranges = header
    .slice(0, LONGEST)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const q = parameters.find((one) => one.startsWith('q='));
      return { primary: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q.slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { primary } of ranges) {
    const found = LANGUAGES.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}
