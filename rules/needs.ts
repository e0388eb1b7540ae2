import Type, { type Static } from 'typebox';
import { fits } from './forms/fits.ts';
import type { Form, Release } from './forms/form.ts';
import { meet } from './forms/order.ts';
import { meetRelease } from './forms/release.ts';
import type { OpenRequest } from './inbox.ts';
import { entry, lengthSafe } from './length-safe.ts';
import { type Manifest, type Product, type Purpose, parseForm, parseRelease, type RecipientId } from './manifest.ts';
import { FormSchema, ReleaseSchema } from './manifest-schema.ts';
import type { KnownDevice } from './plan.ts';
import { problemsOf } from './problems.ts';
import type { DeviceId, FieldName } from './reading.ts';
import type { Terms } from './terms.ts';
import { matches } from './weigh.ts';
import type { Language, Sentences } from './words/speak.ts';

const strict = { additionalProperties: false };
const text = () => Type.String({ minLength: 1, maxLength: 200 });

const NeedSchema = Type.Object(
  {
    purpose: Type.String({ pattern: '^dpv:[A-Z][A-Za-z]+$' }),
    field: text(),
    form: FormSchema,
    release: Type.Optional(ReleaseSchema),
    because: text(),
    weil: text(),
  },
  strict,
);

const NeedsSchema = Type.Array(
  Type.Object(
    {
      match: Type.Object(
        { dialect: Type.Optional(text()), vendor: Type.Optional(text()), model: Type.Optional(text()) },
        { ...strict, minProperties: 1 },
      ),
      'at home': text(),
      'zu Hause': text(),
      recipient: Type.Optional(
        Type.Object({ id: text(), key: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }, strict),
      ),
      needs: Type.Array(NeedSchema),
    },
    strict,
  ),
);

/** The same in every language. */
type InWords = Readonly<Record<Language, string>>;

/** One field that has to leave for a feature the device is sold for, in what form at most, and why. */
export interface Need {
  readonly purpose: Purpose;
  readonly field: FieldName;
  readonly form: Form;
  readonly release: Release;
  readonly because: InWords;
}

/** What is known of some devices, from those who ship the hub and nobody else. */
export interface KnownNeeds {
  readonly match: Product['match'];
  /** What works at home without any recipient, as a sentence. */
  readonly atHome: InWords;
  /** Who alone may get it: its id and the thumbprint (RFC 7638) of its key, so that nobody can claim to be it. */
  readonly recipient?: { readonly id: RecipientId; readonly key: string };
  readonly needs: readonly Need[];
}

/** What devices need to work (rules/knowledge/needs.yaml). */
export type Needs = readonly KnownNeeds[];

/**
 * The needs a document holds. Throws with the place and what to do: it is shipped, so a wrong one is a defect. Needs without
 * a recipient and its key are refused, and so are those of devices of no named vendor.
 */
export function parseNeeds(json: unknown): Needs {
  const [problem] = problemsOf(NeedsSchema, json);
  if (problem) throw new Error(`reading what devices need: ${problem.path} ${problem.problem}`);
  return (json as Static<typeof NeedsSchema>).map(({ match, 'at home': en, 'zu Hause': de, recipient, needs }, i) => {
    if (needs.length > 0 && (recipient === undefined || match.vendor === undefined || match.model === undefined))
      throw new Error(
        `reading what devices need: /${i} has needs; name the recipient, its key, the vendor and the model`,
      );
    return {
      match,
      atHome: { en, de },
      ...(recipient && { recipient: { id: recipient.id as RecipientId, key: recipient.key } }),
      needs: needs.map((need, j) => needFrom(need, `/${i}/needs/${j}`)),
    };
  });
}

function needFrom({ purpose, field, because, weil, ...json }: Static<typeof NeedSchema>, path: string): Need {
  const form = parseForm(json.form);
  if ('problems' in form) throw new Error(`reading what devices need: ${path}/form is no form`);
  const release = parseRelease(json.release ?? { release: 'slot', every: 'PT1H' });
  if ('problems' in release) throw new Error(`reading what devices need: ${path}/release is no release`);
  return {
    ...{ purpose: purpose as Purpose, field: field as FieldName, form: form.form, release: release.release },
    because: { en: because, de: weil },
  };
}

/** What is known of a device: by the entry that says most about which device it means, of two alike the first. */
export function knownOf(needs: Needs, device: KnownDevice): KnownNeeds | undefined {
  const met = needs.filter(({ match }) => matches(match, device));
  return met.sort((a, b) => Object.keys(b.match).length - Object.keys(a.match).length)[0];
}

/** One line of what the posture *only what devices need to work* agrees to. */
export interface Needed {
  readonly manifest: Manifest;
  readonly request: string;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly terms: Terms;
  /** The meet of what is asked and what is needed. */
  readonly form: Form;
  readonly release: Release;
  readonly because: InWords;
}

/** Whose needs are looked up: what is known, the home's devices, and the key pinned for a recipient. */
export interface Knowing {
  readonly needs: Needs;
  readonly device: (id: DeviceId) => KnownDevice | undefined;
  readonly pinned: (recipient: RecipientId) => string | undefined;
}

/**
 * Of the requests that wait for an answer exactly what devices need to work: nothing that no manifest asks for, never more
 * than it asks, never to another than the recipient whose key is known, and each need once, by the first request that
 * serves it. What a manifest itself calls necessary counts for nothing here.
 */
export function needed(open: Iterable<OpenRequest>, { needs, device: deviceOf, pinned }: Knowing): Needed[] {
  const known = new Map<DeviceId, KnownNeeds | undefined>();
  const lines = new Map<string, Needed>();
  for (const { manifest, request, fields } of open) {
    for (const { device, field, terms } of fields) {
      const about = entry(known, device, () => {
        const found = deviceOf(device);
        return found && knownOf(needs, found);
      });
      if (about === undefined || !isWho(about, manifest, pinned)) continue;
      const need = about.needs.find((one) => one.field === field && one.purpose === request.purpose);
      const met = need && served(need, terms);
      const key = lengthSafe([device, field, request.purpose]);
      if (need && met && !lines.has(key))
        lines.set(key, { manifest, request: request.id, device, field, terms, ...met, because: need.because });
    }
  }
  return [...lines.values()];
}

/** Whether a field has to leave; undefined where nothing is known of the device. */
export function isNeeded(
  manifest: Manifest,
  about: Asked,
  { needs, device: deviceOf, pinned }: Knowing,
): boolean | undefined {
  const device = deviceOf(about.device);
  const known = device && knownOf(needs, device);
  if (known === undefined) return undefined;
  const isNamed = known.needs.some(({ field, purpose }) => field === about.field && purpose === about.purpose);
  return isNamed && isWho(known, manifest, pinned);
}

/** The same in words that stand beside what the recipient claims. */
export function knownWords(needed: boolean | undefined, { shown }: Sentences): string | undefined {
  if (needed === undefined) return undefined;
  return needed ? shown.needed : shown.worksWithout;
}

interface Asked {
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly purpose: Purpose;
}

function isWho({ recipient }: KnownNeeds, manifest: Manifest, pinned: Knowing['pinned']): boolean {
  return recipient?.id === manifest.recipient && manifest.origin === 'vendor' && pinned(recipient.id) === recipient.key;
}

function served(need: Need, terms: Terms): Pick<Needed, 'form' | 'release'> | undefined {
  const form = meet(terms.form, need.form);
  const release = meetRelease(terms.release, need.release);
  return form.form === 'withheld' || release === undefined || !fits(form, terms.spec) ? undefined : { form, release };
}
