import Type from 'typebox';
import { isPlain, wayOf } from '../../rules/delivery.ts';
import { lengthSafe } from '../../rules/length-safe.ts';
import type { Manifest, RecipientId, Request } from '../../rules/manifest.ts';
import { FormSchema } from '../../rules/manifest-schema.ts';
import { nearest } from '../../rules/nearest.ts';
import type { Route } from '../../rules/plan.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { shippedPurposes } from '../runtime/knowledge.ts';
import { Enrolled, enrolledWith } from './enrolled.ts';
import { endStops } from './forget.ts';

import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Text, Texts } from './shapes.ts';

const Whom = Type.Object({ recipient: Type.String() });
const FORGOTTEN =
  'missing: what was kept was for another address, or was shown another way, and is forgotten; give it again with "recipient credentials"';
const NOT_SHOWN = 'none: what was kept is shown to nobody there, and is forgotten';

export const Added = Type.Object({
  recipient: Text,
  name: Text,
  country: Text,
  endpoint: Text,
  way: Text,
  version: Type.Integer(),
  fingerprint: Text,
  firstUse: Type.Boolean(),
  requests: Type.Array(
    Type.Object({
      id: Text,
      purpose: Text,
      sentence: Text,
      fields: Type.Array(Type.Object({ name: Text, form: FormSchema })),
    }),
  ),
  credentials: Type.Optional(Text),
  unknownPurposes: Type.Optional(Type.Array(Type.Object({ purpose: Text, says: Text, perhaps: Type.Optional(Text) }))),
});

/** By purpose, how long a recipient can follow one device. */
const Codes = Type.Record(Type.String(), Type.String());

export const Recipient = Type.Object(
  {
    recipient: Text,
    name: Text,
    version: Type.Integer(),
    endpoint: Text,
    way: Type.String({ description: 'How it is protected on the way, and who can read it.' }),
    fingerprint: Text,
    requests: Texts,
    sealed: Type.Boolean({ description: 'False: readable by whoever runs that server.' }),
    sharedFields: Type.Integer({ minimum: 0, description: 'How many fields of how many devices go to it.' }),
    devices: Count,
    credentials: Type.Optional(Type.Literal('kept')),
    enrolment: Enrolled,
    codes: Codes,
    state: Type.String({
      description: '`idle`, `connecting`, `sending`, `waiting: ` and why, or that nothing is shared.',
    }),
    stateSays: Type.String({ description: 'The state in the language that was asked for.' }),
  },
  { title: 'Recipient' },
);

export const recipients = {
  'recipient add': operation(Type.Object({ signed: Type.String() }), Added, async (hub, { signed }, { by, language }) =>
    added(hub, signed, by, speak(language)),
  ),
  'recipient fetch': operation(
    Type.Object({
      address: Type.String({ ...{ minLength: 1, maxLength: 300 }, description: 'https://acme.example' }),
    }),
    Added,
    async (hub, { address }, { by, how, language }) => {
      const found = await hub.recipients.fetchManifest(address, how === 'command line');
      if ('because' in found) throw refusal('nothing-fetched', found.because);
      return added(hub, found.signed, by, speak(language));
    },
  ),
  'recipient list': operation(Type.Object({}), Type.Array(Recipient), (hub, _, { language }) => {
    const goes = Map.groupBy(hub.plan.routes.values(), ({ recipient }) => recipient);
    const words = speak(language);
    return hub.manifests.all().map((manifest) => listed(hub, manifest, goes.get(manifest.recipient) ?? [], words));
  }),
  'recipient credentials': operation(
    Type.Object({
      recipient: Type.String(),
      credentials: Type.Optional(
        Type.Object({
          user: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
          password: Type.String({ minLength: 1, maxLength: 1024 }),
        }),
      ),
    }),
    Type.Object({ recipient: Text, credentials: Text }),
    (hub, { recipient, credentials }, { language }) => {
      const words = speak(language);
      const manifest = known(hub, recipient);
      const kept = credentials && credentialsFor(manifest, credentials);
      hub.recipients.keepCredentials(recipient, kept);
      hub.events.changed('recipients');
      return { recipient, credentials: kept ? sentAs(manifest, kept.user, words) : words.recipients.forgotten };
    },
  ),
  'recipient codes': operation(
    Type.Object({
      recipient: Type.String(),
      purpose: Type.String(),
      linkable: Type.Boolean(),
      confirmed: Type.Optional(Type.Boolean()),
    }),
    Type.Object({ recipient: Text, purpose: Text, code: Text, becomes: Type.Optional(Text) }),
    (hub, { recipient, purpose, linkable, confirmed = false }, { by, language }) => {
      const words = speak(language);
      const { recipient: id, requests } = known(hub, recipient);
      if (!requests.some((request) => request.purpose === purpose)) {
        const purposes = [...new Set(requests.map((request) => request.purpose))].join(', ');
        throw refusal('no-such-purpose', recipient, purpose, purposes);
      }
      // A code that stays lets the recipient put together more than it could before.
      if (linkable && !confirmed)
        return {
          recipient,
          purpose,
          code: codeOf(hub, recipient, purpose, words),
          becomes: words.recipients.codesStay,
        };
      if (linkable && hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
      if (linkable !== hub.recipients.isLinkable(recipient, purpose)) {
        hub.record([{ type: 'codes.changed', recipient: id, purpose, linkable }], by, () =>
          hub.recipients.setLinkable(recipient, purpose, linkable),
        );
        hub.events.changed('recipients');
      }
      return { recipient, purpose, code: codeOf(hub, recipient, purpose, words) };
    },
    ({ linkable }) => linkable,
  ),
  'recipient new-codes': operation(
    Whom,
    Type.Object({ recipient: Text, codes: Text }),
    (hub, { recipient }, { by, language }) => {
      const { recipient: id } = known(hub, recipient);
      hub.record([{ type: 'codes.renewed', recipient: id }], by, () => hub.recipients.renewCodes(recipient));
      return { recipient, codes: speak(language).recipients.codesRenewed };
    },
  ),
  'recipient remove': operation(Whom, Type.Object({ removed: Text }), async (hub, { recipient }, { by }) => {
    const id = recipient as RecipientId;
    known(hub, recipient);
    await hub.withdraw((consent) => consent.recipient === id, by);
    hub.consents.close((consent) => consent.recipient === id);
    hub.allowances.forget((allowance) => allowance.recipient === id, hub.clock.now(), by);
    hub.manifests.remove(id, by);
    endStops(hub, { recipient: id }, by);
    hub.postponed.forget(id);
    hub.rights.forgetNames(id);
    await hub.replan();
    await hub.recipients.forget(id);
    await hub.emptyJournals();
    hub.events.changed('recipients');
    hub.events.changed('requests');
    return { removed: recipient };
  }),
};

/** Takes a manifest in; throws why not. */
export async function added(hub: Hub, signed: string, by: Actor, words: Sentences) {
  const taken = await hub.manifests.add(signed, hub.clock.now(), by);
  if (!taken.ok) throw refusal('manifest-refused', taken.problem);
  await hub.manifestChanged(taken.manifest.recipient);
  const { manifest, fingerprint, firstUse } = taken;
  const isForgotten = hub.recipients.forgetMisplaced(manifest.recipient);
  return {
    recipient: manifest.recipient,
    name: manifest.controller.name,
    country: manifest.controller.country,
    endpoint: manifest.endpoint.url,
    way: wayOf(manifest.endpoint, manifest.controller.name, words),
    version: manifest.version,
    fingerprint,
    firstUse,
    requests: manifest.requests.map(({ id, purpose, sentence, fields }) => ({ id, purpose, sentence, fields })),
    ...(isForgotten && { credentials: manifest.endpoint.delivery?.auth.scheme === 'none' ? NOT_SHOWN : FORGOTTEN }),
    ...purposesNobodyKnows(manifest, words),
  };
}

/** `goes` are all ways that something goes to it. */
export function listed(
  hub: Hub,
  manifest: Manifest,
  goes: readonly Pick<Route, 'device' | 'field' | 'held'>[],
  words: Sentences,
) {
  const { recipient, controller, version, endpoint, requests } = manifest;
  const open = goes.filter(({ held }) => held === undefined);
  const state = hub.recipients.states().find((one) => one.recipient === recipient)?.state ?? NOTHING_SHARED;
  return {
    recipient,
    name: controller.name,
    version,
    endpoint: endpoint.url,
    way: wayOf(endpoint, controller.name, words),
    fingerprint: hub.manifests.fingerprint(recipient),
    requests: requests.map(({ id }) => id),
    sealed: endpoint.delivery === undefined,
    sharedFields: new Set(open.map(({ device, field }) => lengthSafe([device, field]))).size,
    devices: new Set(open.map(({ device }) => device)).size,
    ...(hub.recipients.hasCredentials(recipient) ? { credentials: 'kept' } : {}),
    enrolment: enrolledWith(hub, manifest, words),
    codes: codesOf(hub, recipient, requests, words),
    state,
    stateSays: stateWords(state, words),
  };
}

/** A secret alone is enough where nothing asks for a name beside it. */
export function credentialsFor(
  { endpoint: { delivery } }: Manifest,
  { user = '', password }: { readonly user?: string; readonly password: string },
) {
  const { scheme } = delivery?.auth ?? { scheme: 'basic' };
  if (scheme === 'none')
    throw refusal('wrong-secret', 'this recipient is sent no secret; change it to say how one is shown');
  if ((user !== '') !== (scheme === 'basic')) {
    throw refusal(
      'wrong-secret',
      user === '' ? 'its user is missing; say --user, too' : 'it takes a secret without a user; leave --user out',
    );
  }
  if (scheme !== 'url' && !/^[\x20-\x7e]*$/.test(user + password))
    throw refusal(
      'wrong-secret',
      'the secret has a line break or other characters that no header takes; give it without',
    );
  return { user, password };
}

function sentAs({ endpoint }: Manifest, user: string, { recipients }: Sentences): string {
  return recipients.sentAs(user, isPlain(endpoint));
}

const NOTHING_SHARED = 'nothing is shared';
const WAITING = 'waiting: ';

/** The state for people; why something waits may be the recipient's own words, which stay as they are. */
function stateWords(state: string, { recipients }: Sentences): string {
  const said = (one: string) => (Object.hasOwn(recipients.states, one) ? recipients.states[one] : undefined) ?? one;
  return state.startsWith(WAITING) ? recipients.waiting(said(state.slice(WAITING.length))) : said(state);
}

/** Purposes that people are shown without plain words: a slip of the finger, or a term newer than this hub. */
function purposesNobodyKnows({ requests }: Manifest, words: Sentences) {
  const purposes = shippedPurposes();
  const unknown = [...new Set(requests.map(({ purpose }) => purpose))].filter((purpose) => !purposes.has(purpose));
  const told = unknown.map((purpose) => {
    const perhaps = nearest(purpose, purposes.keys());
    return { purpose, says: words.recipients.unknownPurpose, ...(perhaps === undefined ? {} : { perhaps }) };
  });
  return told.length === 0 ? {} : { unknownPurposes: told };
}

/** The manifest in force; a refusal where there is no such recipient. */
export function known(hub: Hub, recipient: string): Manifest {
  const manifest = hub.manifests.get(recipient as RecipientId);
  if (!manifest) throw refusal('no-such-recipient', recipient);
  return manifest;
}

/** How long the recipient can follow one device, by purpose. */
function codesOf(hub: Hub, recipient: string, requests: readonly Request[], words: Sentences): Record<string, string> {
  return Object.fromEntries(requests.map(({ purpose }) => [purpose, codeOf(hub, recipient, purpose, words)]));
}

export function codeOf(hub: Hub, recipient: string, purpose: string, { recipients }: Sentences): string {
  if (hub.manifests.get(recipient as RecipientId)?.endpoint.delivery?.names === 'own') return recipients.ownNames;
  return hub.recipients.isLinkable(recipient, purpose) ? recipients.codesStay : recipients.codesMonthly;
}
