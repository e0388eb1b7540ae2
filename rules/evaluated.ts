import Type, { type Static } from 'typebox';
import { problemsOf } from './problems.ts';

/** Ways a value leaves, as our own attacks were run on them. */
export const WAYS = ['every value', 'hourly', 'daily', 'weekly', 'noised answer', 'noised'] as const;
export type Way = (typeof WAYS)[number];

const strict = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Difference = Type.Number({ minimum: -1, maximum: 1 });

export const FoundSchema = Type.Object({ right: Share, guess: Share, least: Difference, most: Difference }, strict);
const AgainSchema = Type.Object({ code: Share, recipient: Share }, strict);

const EvaluatedSchema = Type.Object(
  {
    home: ofEach(WAYS, FoundSchema),
    away: ofEach(WAYS, FoundSchema),
    traffic: ofEach(['live', 'slot'], FoundSchema),
    again: ofEach(WAYS, AgainSchema),
  },
  strict,
);

/** What an attack came to: the share that it guessed right, what anybody gets right without the data, and the 95 % interval of the difference. */
export type Found = Readonly<Static<typeof FoundSchema>>;

/** What our own attacks came to (rules/knowledge/evaluated.yaml), copied from the page that `npm run evaluate -- --write` writes. */
export interface Evaluated {
  /** From a meter: is somebody at home this hour. */
  readonly home: Readonly<Record<Way, Found>>;
  /** From a meter: are all gone for a whole day. */
  readonly away: Readonly<Record<Way, Found>>;
  /** By who sees only messages go: is somebody there now. */
  readonly traffic: Readonly<Record<'live' | 'slot', Found>>;
  /** By values: homes of 200 that are found again, within 30 days, under another code and at another recipient. */
  readonly again: Readonly<Record<Way, Readonly<Static<typeof AgainSchema>>>>;
}

/** The figures a document holds. Throws with the place and what to do: it is shipped, so a wrong one is a defect. */
export function parseEvaluated(json: unknown): Evaluated {
  const [problem] = problemsOf(EvaluatedSchema, json);
  if (problem) throw new Error(`reading the evaluation: ${problem.path} ${problem.problem}`);
  const evaluated = json as Evaluated;
  for (const topic of ['home', 'away', 'traffic'] as const) {
    for (const [way, { least, most }] of Object.entries(evaluated[topic]))
      if (least > most) throw new Error(`reading the evaluation: /${topic}/${way} least is more than most`);
  }
  return evaluated;
}

function ofEach<const Name extends string, const Of extends Type.TSchema>(names: readonly Name[], of: Of) {
  const members = Object.fromEntries(names.map((name) => [name, of])) as Record<Name, Of>;
  return Type.Object(members, strict);
}
