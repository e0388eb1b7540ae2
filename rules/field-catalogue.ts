import Type, { type Static } from 'typebox';
import { lettersOf, type Spelling, spaced } from './field-words.ts';
import { problemsOf } from './problems.ts';

/** What a field can reveal. `unknown` counts as every sensitive one. */
export const CATEGORIES = [
  'presence',
  'activity',
  'energy',
  'climate',
  'location',
  'identifier',
  'network',
  'audio/video',
  'health',
  'access/security',
  'safety',
  'diagnostics',
  'state/control',
  'unknown',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** From what may be shared with little thought to what tells who is there, where and how they are. */
export const SENSITIVITIES = ['low', 'medium', 'high'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

const strict = { additionalProperties: false };
const Phrases = Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1 }));

const RuleSchema = Type.Object(
  {
    reveals: oneOf(CATEGORIES),
    sensitivity: oneOf(SENSITIVITIES),
    because: Type.String({ minLength: 1, maxLength: 200 }),
    name: Phrases,
    with: Phrases,
    last: Phrases,
    whole: Phrases,
    parent: Phrases,
    except: Phrases,
    unit: Phrases,
    type: Phrases,
    ecosystem: Phrases,
    description: Phrases,
    opens: Phrases,
    borrows: Type.Optional(Type.Boolean()),
  },
  strict,
);

const CatalogueSchema = Type.Object(
  {
    spellings: Type.Array(Type.Array(Type.String({ minLength: 1 }), { minItems: 2 })),
    noise: Type.Array(Type.String({ minLength: 1 })),
    endings: Type.Array(Type.String({ minLength: 1 })),
    bare: Type.Array(Type.String({ minLength: 1 })),
    clear: Type.Array(RuleSchema, { minItems: 1 }),
    units: Type.Array(RuleSchema),
    vague: Type.Array(RuleSchema),
  },
  strict,
);

/**
 * One rule: a field that meets every condition given reveals this. A condition is a list of which one has to be met; its
 * phrases are words of the catalogue, whatever style the device writes them in, with a space around every word. An
 * ecosystem is met by its letters alone, and by whatever holds them.
 */
export type FieldRule = Static<typeof RuleSchema>;

/** What is known about fields (rules/knowledge/fields.yaml). In each list the first rule that is met decides. */
export interface Catalogue {
  readonly spelling: Spelling;
  /** Words that say nothing alone: a name of only these means what it is a part of. */
  readonly bare: ReadonlySet<string>;
  /** Rules whose words say by themselves what is revealed. */
  readonly clear: readonly FieldRule[];
  /** What only the unit tells. */
  readonly units: readonly FieldRule[];
  /** Rules for words such as `state`, asked when nothing clearer is found. */
  readonly vague: readonly FieldRule[];
}

/** The catalogue a document holds. Throws with the place and what to do: it is shipped, so a wrong one is a defect. */
export function parseCatalogue(json: unknown): Catalogue {
  const [problem] = problemsOf(CatalogueSchema, json);
  if (problem) throw new Error(`reading the field catalogue: ${problem.path} ${problem.problem}`);
  const { spellings, noise, endings, bare, clear, units, vague } = json as Static<typeof CatalogueSchema>;
  const same = new Map(
    spellings.flatMap(([word = '', ...also]) => [word, ...also].map((spelt) => [spelt, word] as const)),
  );
  const known = new Set([...spellings.flatMap(([word = '']) => word), ...noise, ...bare]);
  const inWords = (rule: FieldRule): FieldRule => {
    const phrases = PHRASES.flatMap((condition) => {
      const listed = rule[condition];
      return listed === undefined ? [] : [[condition, listed.map((phrase) => wordsIn(phrase, same))] as const];
    });
    for (const word of phrases.flatMap(([, listed]) => listed.flat())) known.add(word);
    const ecosystem = rule.ecosystem?.map(lettersOf);
    const found = phrases.map(([condition, listed]) => [condition, listed.map(spaced)]);
    return { ...rule, ...Object.fromEntries(found), ...(ecosystem && { ecosystem }) };
  };
  return {
    spelling: { known, same, noise: new Set(noise), endings: new Set(endings) },
    bare: new Set(bare.map((word) => same.get(word) ?? word)),
    clear: clear.map(inWords),
    units: units.map(inWords),
    vague: vague.map(inWords),
  };
}

const PHRASES = ['name', 'with', 'last', 'whole', 'parent', 'except', 'description', 'opens'] as const;

function wordsIn(phrase: string, same: ReadonlyMap<string, string>): readonly string[] {
  return phrase.split(' ').map((word) => same.get(word) ?? word);
}

function oneOf<const T extends readonly string[]>(words: T) {
  const schema = { type: 'string', enum: [...words] };
  return Object.assign(Type.Unsafe<T[number]>(schema), schema);
}
