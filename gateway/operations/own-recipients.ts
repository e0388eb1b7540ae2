import Type from 'typebox';
import { bitsADay, MAX_BITS_A_DAY_BELOW_EXACT } from '../../rules/capacity.ts';
import { isPlain } from '../../rules/delivery.ts';
import { type Manifest, parseManifest, type RecipientId } from '../../rules/manifest.ts';
import { FormSchema } from '../../rules/manifest-schema.ts';
import { type OwnField, ownManifest, placeSaid } from '../../rules/own-recipient.ts';
import type { Problem } from '../../rules/problems.ts';
import { profileIn, type RecipientProfile } from '../../rules/recipient-profile.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { DIALECTS } from '../devices/dialects/ecosystems.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { readRecipientProfile, shippedRecipientProfiles } from '../runtime/recipient-profiles.ts';
import { fieldsHeard, type Heard } from './fields-heard.ts';
import { operation } from './operation.ts';
import { Added, added, credentialsFor, known } from './recipients.ts';
import { notUnderstood, refusal, refusalAt } from './refusal.ts';
import { oneOf, Text, Texts } from './shapes.ts';

const Line = Type.String({ minLength: 1, maxLength: 300 });
const Wanted = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 128 }),
    type: Type.Optional(oneOf(['number', 'boolean', 'category'])),
    unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    values: Type.Optional(Type.Array(Line, { minItems: 1, maxItems: 8 })),
    form: Type.Optional(FormSchema),
    statistics: Type.Optional(
      Type.Array(oneOf(['mean', 'min', 'max', 'last']), {
        ...{ minItems: 1, uniqueItems: true },
        description:
          'Of a number, in place of a form: what is said of the time between two sendings, mean where nothing is.',
      }),
    ),
    as: Type.Optional(
      Type.Array(Type.Object({ device: Type.Optional(Line), is: Type.String({ minLength: 1, maxLength: 128 }) }), {
        maxItems: 100,
      }),
    ),
  },
  { title: 'OwnField' },
);

const Own = {
  recipient: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }),
  profile: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  /** A profile of one's own as YAML, in place of a shipped one. */
  profileText: Type.Optional(Type.String({ maxLength: 20_000 })),
  name: Type.Optional(Line),
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  contact: Type.Optional(Line),
  at: Type.Optional(Type.Array(Type.Object({ of: Line, is: Line }), { maxItems: 10 })),
  ca: Type.Optional(Type.String({ maxLength: 20_000 })),
  credentials: Type.Optional(
    Type.Object({
      user: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      password: Type.String({ minLength: 1, maxLength: 1024 }),
    }),
  ),
  withoutSecret: Type.Optional(Type.Boolean()),
  names: Type.Optional(oneOf(['codes', 'own'])),
  purpose: Type.String({ minLength: 1, maxLength: 100 }),
  sentence: Type.Optional(Line),
  retention: Type.Optional(Type.String({ maxLength: 40 })),
  fields: Type.Array(Wanted, { minItems: 1, maxItems: 100 }),
  devices: Type.Optional(Type.Array(Line, { maxItems: 100 })),
  every: Type.Optional(Type.String({ maxLength: 40 })),
};
const OwnRecipientInput = Type.Object(Own);
type Wish = Type.Static<typeof OwnRecipientInput>;

const Made = Type.Object(
  { ...Added.properties, credentials: Text, readableBy: Text, advice: Type.Optional(Text), next: Text },
  { title: 'OwnRecipient' },
);

const Profile = Type.Object(
  {
    profile: Text,
    title: Text,
    readableBy: Text,
    address: Text,
    asks: Type.Array(Type.Object({ of: Text, is: Text })),
    user: Type.Optional(Text),
    secret: Type.Optional(Text),
    as: Type.Optional(Text),
    among: Type.Optional(Texts),
    units: Type.Optional(Texts),
    fixed: Type.Optional(
      Type.Literal(true, { description: 'What is said of a number is as the service wants it, so it is not asked.' }),
    ),
    numbersOnly: Type.Optional(Type.Literal(true)),
    open: Type.Optional(Type.Literal(true, { description: 'There are such without any secret: `withoutSecret`.' })),
    purpose: Type.String({ description: 'Why such a recipient gets anything, where nothing else is said.' }),
    every: Text,
    least: Text,
  },
  { title: 'RecipientProfile' },
);

/** Recipients without a key that the household adds by itself: its own dashboard, an energy service. Adding one shares nothing. */
export const ownRecipients = {
  'recipient profiles': operation(Type.Object({}), Type.Array(Profile), (_hub, _input, { language }) =>
    shippedRecipientProfiles().map((profile) => listed(profileIn(profile, language))),
  ),
  'recipient new': operation(OwnRecipientInput, Made, async (hub, wish, { by, language }) => {
    if (hub.manifests.get(wish.recipient as RecipientId))
      throw refusalAt('/recipient', language, 'recipient-exists', wish.recipient);
    return make(hub, wish, 1, by, speak(language));
  }),
  'recipient change': operation(OwnRecipientInput, Made, async (hub, wish, { by, language }) => {
    const before = known(hub, wish.recipient);
    if (before.endpoint.delivery === undefined || before.origin !== 'household')
      throw refusal('not-own', wish.recipient);
    return make(hub, wish, before.version + 1, by, speak(language));
  }),
};

/** How it is asked for; a secret that is part of the address is one that there always is. */
function listed({ profile, title, says, address, ask = [], form, delivery, ...more }: RecipientProfile) {
  const { user, secret, as, units, purpose = 'dpv:ServiceProvision', every, least } = more;
  return {
    ...{ profile, title, readableBy: says, address },
    asks: ask.map(({ name, says: is }) => ({ of: name, is })),
    ...(user !== undefined && { user }),
    ...(secret !== undefined && { secret }),
    ...(as !== undefined && { as: as.says }),
    ...(as?.among !== undefined && { among: as.among }),
    ...(units !== undefined && { units }),
    ...(form !== undefined && { fixed: true }),
    ...(delivery.numbersOnly && { numbersOnly: true }),
    ...(secret !== undefined && !address.includes('{secret}') && { open: true }),
    ...{ purpose, every, least },
  };
}

async function make(hub: Hub, wish: Wish, version: number, by: Actor, words: Sentences) {
  const profile = profileIn(profileOf(wish), words.language);
  const kinds = kindsOf(hub, wish.devices ?? []);
  const heard = fieldsHeard(hub);
  const written = ownManifest(
    profile,
    {
      ...{ recipient: wish.recipient, version, names: wish.names ?? 'codes', purpose: wish.purpose },
      name: wish.name ?? profile.title,
      country: wish.country ?? 'ZZ',
      contact: wish.contact ?? words.recipients.ownContact,
      at: new Map((wish.at ?? []).map(({ of, is }) => [of, is])),
      ca: wish.ca,
      withoutSecret: wish.withoutSecret ?? false,
      sentence: wish.sentence ?? words.recipients.ownSentence,
      retention: wish.retention ?? 'P10Y',
      fields: wish.fields.map((field, i) => fieldOf(heard.get(field.name), field, i, words)),
      every: wish.every,
    },
    kinds,
    words,
  );
  if ('problems' in written) throw notUnderstood(written.problems);
  const manifest = parsed(written.json, words);
  const secret = wish.credentials && credentialsFor(manifest, wish.credentials);
  const result = await added(hub, JSON.stringify(written.json), by, words);
  if (secret) hub.recipients.keepCredentials(wish.recipient, secret);
  // A file from elsewhere speaks for itself: what Hearthgate says of the way it found out by itself.
  const isShipped = wish.profileText === undefined;
  const { quoted, tooMuch } = words.own;
  const says = isShipped ? [profile.stays] : [profile.says, profile.stays].map((text) => text && quoted(text));
  const advice = [...says, isTooMuch(manifest) ? tooMuch : undefined].filter((each) => each !== undefined);
  const kept = hub.recipients.hasCredentials(wish.recipient);
  const missing = `missing: give ${isShipped ? profile.secret : 'its secret'} with "recipient credentials"`;
  const needed = profile.secret !== undefined && wish.withoutSecret !== true;
  return {
    ...result,
    credentials: kept ? 'kept' : needed ? (result.credentials ?? missing) : 'none',
    // What its profile says is said of an address that is protected on the way.
    readableBy: isShipped && !isPlain(manifest.endpoint) ? profile.says : result.way,
    ...(advice.length > 0 && { advice: advice.join(' ') }),
    next: `nothing is shared yet; "consent give ${wish.recipient} own" shows what would leave`,
  };
}

/** A device that had all of these fields could say more in a day than leaves below exact; then none of them would. */
function isTooMuch({ products, requests }: Manifest): boolean {
  const specs = products[0]?.fields ?? [];
  const bits = requests.flatMap(({ fields }) =>
    fields.flatMap(({ name, form }) => specs.filter((spec) => spec.name === name).map((spec) => bitsADay(form, spec))),
  );
  return bits.reduce((sum, each) => sum + each, 0) > MAX_BITS_A_DAY_BELOW_EXACT;
}

function parsed(json: object, { own }: Sentences): Manifest {
  const found = parseManifest(json);
  if ('problems' in found)
    throw notUnderstood(
      found.problems.map(({ path: place, problem }) => {
        const path = placeSaid(place);
        return { path, problem: own.wrong[path] ?? problem };
      }),
    );
  return found.manifest;
}

function profileOf({ profile, profileText }: Wish): RecipientProfile {
  if (profileText !== undefined) {
    const read = readRecipientProfile(profileText);
    if ('problem' in read) throw refusal('wrong-profile', read.problem);
    return read.profile;
  }
  const shipped = shippedRecipientProfiles();
  const found = shipped.find((one) => one.profile === profile);
  if (!found) throw refusal('no-such-profile', profile ?? '', shipped.map((one) => one.profile).join(', '));
  return found;
}

/** Devices of every ecosystem, or of the kinds of those that were named. */
function kindsOf(hub: Hub, ids: readonly string[]): Manifest['products'][number]['match'][] {
  if (ids.length === 0) return DIALECTS.map((dialect) => ({ dialect }));
  const devices = hub.registry.known();
  const kinds = ids.map((id) => {
    const device = devices.find((one) => one.id === id);
    if (!device) throw refusal('no-such-device', id);
    const { dialect, vendor, model } = device;
    return { dialect, ...(vendor !== undefined && { vendor }), ...(model !== undefined && { model }) };
  });
  return [...new Map(kinds.map((kind) => [JSON.stringify(kind), kind])).values()];
}

/** What nobody said of a field is known from the devices that have it, where they agree. */
function fieldOf(
  heard: Heard | undefined,
  wanted: Type.Static<typeof Wanted>,
  i: number,
  { own }: Sentences,
): OwnField {
  const { name, type, unit, values, form, statistics, as } = wanted;
  const about = {
    name,
    ...(form !== undefined && { form }),
    ...(statistics !== undefined && { statistics }),
    ...(as !== undefined && { as }),
  };
  const problem = (what: string): never => {
    throw notUnderstood([{ path: `/fields/${i}`, problem: what } satisfies Problem]);
  };
  switch (type ?? heard?.type) {
    case 'number': {
      const [only, another] = heard?.units ?? [];
      const measured = unit ?? (another === undefined ? only : undefined);
      return { ...about, type: 'number', ...(measured !== undefined && { unit: measured }) };
    }
    case 'boolean':
      return { ...about, type: 'boolean' };
    case 'category':
      return values === undefined ? problem(own.noWords(name)) : { ...about, type: 'category', values };
    default:
      return problem(own.noType(name));
  }
}
