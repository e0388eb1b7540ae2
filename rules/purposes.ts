import Type, { type Static } from 'typebox';
import type { Purpose } from './manifest.ts';
import { problemsOf } from './problems.ts';
import type { Language, Sentences } from './words/speak.ts';

/** Whose gain a purpose mainly is; `unknown` only where the hub does not know the purpose. */
export type Gain = 'household' | 'recipient' | 'others' | 'unknown';

/** A purpose as people say it. */
export interface PurposeWords {
  /** Ends a sentence that begins "Acme gets this, so that it can". */
  readonly soThatItCan: string;
  readonly gain: Gain;
}

/** What is known about a purpose, in every language. */
export interface KnownPurpose {
  readonly soThatItCan: Readonly<Record<Language, string>>;
  readonly gain: Gain;
}

/** What is known about purposes (rules/knowledge/purposes.yaml). */
export type Purposes = ReadonlyMap<Purpose, KnownPurpose>;

/** The words for a purpose; of one nobody here knows nothing is guessed from its name. */
export function purposeWords(purposes: Purposes, purpose: Purpose, { language, shown }: Sentences): PurposeWords {
  const known = purposes.get(purpose);
  if (known === undefined) return { soThatItCan: shown.unknownPurpose(purpose), gain: 'unknown' };
  return { soThatItCan: known.soThatItCan[language], gain: known.gain };
}

const words = { minLength: 1, maxLength: 100 };

const PurposesSchema = Type.Array(
  Type.Object(
    {
      purpose: Type.String({ pattern: '^dpv:[A-Z][A-Za-z]+$' }),
      'so that it can': Type.String({ ...words, pattern: '^[a-z][^.]*$' }),
      'damit es kann': Type.String({ ...words, pattern: '^[^.]*[a-zäöüß]$' }),
      gain: Type.Union([Type.Literal('household'), Type.Literal('recipient'), Type.Literal('others')]),
    },
    { additionalProperties: false },
  ),
  { minItems: 1 },
);

/** The purposes a document holds. Throws with the place and what to do: it is shipped, so a wrong one is a defect. */
export function parsePurposes(json: unknown): Purposes {
  const [problem] = problemsOf(PurposesSchema, json);
  if (problem) throw new Error(`reading the purposes: ${problem.path} ${problem.problem}`);
  const purposes = new Map<Purpose, KnownPurpose>();
  for (const { purpose, 'so that it can': en, 'damit es kann': de, gain } of json as Static<typeof PurposesSchema>) {
    if (purposes.has(purpose as Purpose)) throw new Error(`reading the purposes: ${purpose} is there twice`);
    purposes.set(purpose as Purpose, { soThatItCan: { en, de }, gain });
  }
  return purposes;
}
