import Type, { type Static } from 'typebox';
import { placesIn } from './delivery.ts';
import { DeliverySchema } from './delivery-schema.ts';
import { durationMs } from './duration.ts';
import { FormSchema } from './manifest-schema.ts';
import { plainNameProblem, unseenProblem } from './plain-text.ts';
import { type Problem, problemsOf } from './problems.ts';
import type { Language } from './words/speak.ts';

const strict = { additionalProperties: false };
const Says = Type.String({ minLength: 1, maxLength: 300 });
const Duration = Type.String({ maxLength: 40, pattern: '^P[0-9YMWDTHS.]+$' });

const Asked = Type.Array(Type.Object({ name: Type.String({ pattern: '^[a-z][a-z0-9]{0,19}$' }), says: Says }, strict), {
  maxItems: 10,
});

/** The shape of a file in rules/knowledge/recipients/. */
const RecipientProfileSchema = Type.Object(
  {
    profile: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
    title: Says,
    /** Who can read what is sent there, as a sentence. */
    says: Says,
    /** In braces: what is asked for, and `{secret}` where the address itself is secret. */
    address: Type.String({ minLength: 1, maxLength: 300 }),
    ask: Type.Optional(Asked),
    user: Type.Optional(Says),
    secret: Type.Optional(Says),
    delivery: DeliverySchema,
    /** What its API calls a field must be said; `among` where it has such names itself. */
    as: Type.Optional(
      Type.Object({ says: Says, among: Type.Optional(Type.Array(Type.String(), { minItems: 1 })) }, strict),
    ),
    /** The only units it takes. */
    units: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    /** For numbers, where nothing else is said. */
    form: Type.Optional(FormSchema),
    /** Why codes had better stay the same there, where they had. */
    stays: Type.Optional(Says),
    /** Why such a recipient gets anything, where nothing else is said. */
    purpose: Type.Optional(Type.String({ pattern: '^dpv:[A-Z][A-Za-z]+$' })),
    /** How often where nothing else is said, and the least between two times. */
    every: Duration,
    least: Duration,
    /** The same in German; what is missing is said in English. */
    de: Type.Optional(
      Type.Object(
        {
          ...{ title: Type.Optional(Says), says: Type.Optional(Says), stays: Type.Optional(Says) },
          ...{ user: Type.Optional(Says), secret: Type.Optional(Says), as: Type.Optional(Says) },
          ask: Type.Optional(Asked),
        },
        strict,
      ),
    ),
  },
  strict,
);

/** One kind of recipient that a household can add by itself: what has to be asked, and how its API is spoken to. */
export type RecipientProfile = Static<typeof RecipientProfileSchema>;

/** A profile, or all that is wrong with it, with its place and what to do. */
export function parseRecipientProfile(
  json: unknown,
): { readonly profile: RecipientProfile } | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(RecipientProfileSchema, json);
  if (problems.length > 0) return { problems };
  const profile = json as RecipientProfile;
  const { address, ask = [], delivery, user, secret, every, least } = profile;
  const check = (path: string, problem: string | undefined) => {
    if (problem !== undefined) problems.push({ path, problem });
  };
  checkTexts(profile, check);
  const known = [...ask.map(({ name }) => name), 'secret'];
  for (const name of placesIn(address)) {
    if (!known.includes(name)) problems.push({ path: '/address', problem: `has "{${name}}"; add it to ask` });
  }
  for (const [i, { name }] of ask.entries()) {
    if (!placesIn(address).includes(name))
      problems.push({ path: `/ask/${i}`, problem: 'has no place in the address; leave it out' });
  }
  const { scheme } = delivery.auth ?? { scheme: 'none' };
  if ((scheme === 'none') !== (secret === undefined))
    problems.push({
      path: '/secret',
      problem: scheme === 'none' ? 'is used by nothing; leave it out' : 'is missing; add what it is',
    });
  if ((scheme === 'basic') !== (user !== undefined))
    problems.push({
      path: '/user',
      problem: user === undefined ? 'is missing; add what it is' : 'is used by nothing; leave it out',
    });
  for (const [path, duration] of [
    ['/every', every],
    ['/least', least],
  ] as const) {
    if (durationMs(duration) === undefined) problems.push({ path, problem: 'is no duration; write one such as PT5M' });
  }
  return problems.length > 0 ? { problems } : { profile };
}

type Check = (path: string, problem: string | undefined) => void;

/** Addresses are part of what is asked and explained, so links may stand in all but the titles. */
function checkTexts({ title, says, stays, user, secret, as, ask = [], de = {} }: RecipientProfile, check: Check): void {
  const { title: germanTitle = title, ask: inGerman = [], ...german } = de;
  check('/title', plainNameProblem(title));
  check('/de/title', plainNameProblem(germanTitle));
  const texts = { says, stays, user, secret, 'as/says': as?.says };
  for (const [path, text = ''] of Object.entries(texts)) check(`/${path}`, unseenProblem(text));
  for (const [path, text] of Object.entries(german)) check(`/de/${path}`, unseenProblem(text));
  for (const [i, { says: text }] of ask.entries()) check(`/ask/${i}/says`, unseenProblem(text));
  for (const [i, { name, says: text }] of inGerman.entries()) {
    check(`/de/ask/${i}/says`, unseenProblem(text));
    if (!ask.some((one) => one.name === name))
      check(`/de/ask/${i}`, `is about "${name}", which ask has not; leave it out`);
  }
}

/** The profile with its texts in that language, as far as it has them. */
export function profileIn(profile: RecipientProfile, language: Language): RecipientProfile {
  if (language === 'en' || profile[language] === undefined) return profile;
  const { ask: asked = [], as, ...texts } = profile[language];
  const inWords = (name: string, says: string) => asked.find((one) => one.name === name)?.says ?? says;
  return {
    ...{ ...profile, ...texts },
    ...(profile.ask && { ask: profile.ask.map(({ name, says }) => ({ name, says: inWords(name, says) })) }),
    ...(profile.as && { as: { ...profile.as, ...(as !== undefined && { says: as }) } }),
  };
}
