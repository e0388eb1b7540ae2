/** How a catalogue spells: which words it knows, which spellings stand for one word, and which words say nothing. */
export interface Spelling {
  readonly known: ReadonlySet<string>;
  /** Spelling → the word it stands for. */
  readonly same: ReadonlyMap<string, string>;
  /** Words that tell which of several alike is meant (`l1`, `left`, `phase_b`), not what it is. */
  readonly noise: ReadonlySet<string>;
  /** What a compound written as one word may end in, whatever stands before it (`Vorlauftemperatur`). */
  readonly endings: ReadonlySet<string>;
}

/** Longer text is prose that adds nothing to what its beginning says. */
const LONGEST = 1_000;

/**
 * The words of a name, whatever its style: `occupancyTimeout`, `OCCUPANCY-timeout`, `occupancy_timeout_l1` and
 * `occupancytimeout` are all `['occupancy', 'timeout']`.
 */
export function wordsOf(name: string, spelling: Spelling): readonly string[] {
  const words = name
    .slice(0, LONGEST)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(pm\d)[._](\d)/gi, '$1$2')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((piece) => pieceWords(piece, spelling))
    .filter((word) => /\p{L}/u.test(word));
  const telling = words.filter((word) => !spelling.noise.has(word));
  return telling.length > 0 ? telling : words;
}

/** Words with a space around every one, so that a phrase spaced alike is found by `includes`. */
export function spaced(words: readonly string[]): string {
  return ` ${words.join(' ')} `;
}

/** `Home Connect`, `home-connect` and `homeconnect-local` all hold `homeconnect`. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function pieceWords(piece: string, spelling: Spelling): readonly string[] {
  const whole = knownAs(piece, spelling);
  if (whole !== undefined) return [whole];
  // Between `aB`, and before the last capital of `ABc`: `APMac` is AP and Mac.
  const parts = piece.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  return parts.flatMap((part) => {
    const word = knownAs(part, spelling);
    if (word !== undefined) return [word];
    const letters = part.toLowerCase().replace(/^\d+|\d+$/g, '');
    return glued(letters, spelling) ?? compound(letters, spelling) ?? [letters];
  });
}

/** The catalogue's word for a spelling: as it stands, without the digits around it, or without a plural's s. */
function knownAs(text: string, { known, same }: Spelling): string | undefined {
  const lower = text.toLowerCase();
  const bare = lower.replace(/^\d+|\d+$/g, '');
  for (const spelt of [lower, bare, lower.replace(/s$/, ''), bare.replace(/s$/, '')]) {
    const word = same.get(spelt) ?? (known.has(spelt) ? spelt : undefined);
    if (word !== undefined) return word;
  }
  return undefined;
}

/** `vorlauftemperatur` as `vorlauf`, `temperature`: the last part of a compound says what it is. */
function compound(text: string, spelling: Spelling): readonly string[] | undefined {
  for (let start = 2; start <= text.length - 4; start++) {
    const end = text.slice(start);
    if (!spelling.endings.has(end)) continue;
    const before = text.slice(0, start);
    return [knownAs(before, spelling) ?? before, knownAs(end, spelling) ?? end];
  }
  return undefined;
}

/**
 * `heartrate` as `heart`, `rate`: only where known words fill it from end to end. Longest first words win. Short words
 * count only as abbreviations that the catalogue spells out (`temp`, `cur`), or `massage` would hold an `age`.
 */
function glued(text: string, spelling: Spelling): readonly string[] | undefined {
  if (text.length > 40) return undefined;
  for (let end = text.length; end >= 3; end--) {
    const start = text.slice(0, end);
    const first = end >= 4 || spelling.same.has(start) ? knownAs(start, spelling) : undefined;
    if (first === undefined) continue;
    if (end === text.length) return [first];
    const rest = glued(text.slice(end), spelling);
    if (rest !== undefined) return [first, ...rest];
  }
  return undefined;
}
