import Type, { type Static } from 'typebox';
import type { Evaluated } from './evaluated.ts';
import { CATEGORIES } from './field-catalogue.ts';
import { couldLearn, type Going } from './learn.ts';
import { type Purpose, parseForm, parseRelease } from './manifest.ts';
import { FormSchema, ReleaseSchema } from './manifest-schema.ts';
import { problemsOf } from './problems.ts';
import type { DeviceId, FieldName } from './reading.ts';
import type { Sentences } from './words/speak.ts';

const strict = { additionalProperties: false };
const PresetSchema = Type.Object(
  {
    preset: Type.String({ pattern: '^[a-z][a-z-]{1,39}$' }),
    for: Type.Object({ en: Type.String(), de: Type.String() }, strict),
    purpose: Type.String({ pattern: '^dpv:[A-Za-z]+$' }),
    fields: Type.Array(
      Type.Object(
        { reveals: Type.Union(CATEGORIES.map((category) => Type.Literal(category))), form: FormSchema },
        strict,
      ),
      { minItems: 1 },
    ),
    release: ReleaseSchema,
  },
  strict,
);
type PresetJson = Static<typeof PresetSchema>;

/** A way to ask for something usual; `fields[].form` and `release` as a manifest has them. */
export interface Preset extends PresetJson {
  readonly purpose: Purpose;
  readonly going: readonly Going[];
}

/** The shipped presets; throws, with all that is wrong, where the file is broken. */
export function parsePresets(json: unknown): Preset[] {
  const problems = problemsOf(Type.Array(PresetSchema), json);
  if (problems.length > 0) throw new Error(`presets: ${JSON.stringify(problems)}`);
  return (json as PresetJson[]).map((preset) => ({
    ...preset,
    purpose: preset.purpose as Purpose,
    going: preset.fields.map(({ reveals, form }) => {
      const [asked, release] = [parseForm(form), parseRelease(preset.release)];
      if ('problems' in asked) throw new Error(`preset ${preset.preset}: ${JSON.stringify(asked.problems)}`);
      if ('problems' in release) throw new Error(`preset ${preset.preset}: ${JSON.stringify(release.problems)}`);
      const slotMs = release.release.release === 'slot' ? release.release.everyMs : 0;
      return { device: preset.preset as DeviceId, field: reveals as FieldName, released: asked.form, slotMs };
    }),
  }));
}

/** What a recipient can and cannot tell from it, from the rows that its ways out have in the evaluation. */
export function tellsOf(
  preset: Preset,
  evaluated: Evaluated,
  words: Sentences,
): { readonly can: readonly string[]; readonly cannot: readonly string[] } {
  const learnt = couldLearn(
    preset.going,
    // Its fields are called as what they reveal.
    ({ field }) => ({
      category: CATEGORIES.find((each): boolean => each === String(field)) ?? 'unknown',
      sensitivity: 'high',
    }),
    evaluated,
    words,
    true,
  );
  const said = (tells: boolean) => learnt.filter((one) => one.tells === tells).map((one) => one.words);
  return { can: said(true), cannot: said(false) };
}
