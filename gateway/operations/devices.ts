import Type from 'typebox';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { mayPublish } from '../devices/broker/rights.ts';
import {
  type Added,
  type AddRefused,
  type Client,
  type Delivery,
  type Grants,
  grantsAllowed,
  type NewClient,
} from '../devices/clients.ts';
import { DIALECTS, ecosystem } from '../devices/dialects/ecosystems.ts';
import { fullTopicOf, under } from '../devices/full-topic.ts';
import type { Actor, Entry } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { AlsoRead, othersRead } from './also-read.ts';
import { fieldsOf } from './device-page.ts';
import { removeCredential } from './forget.ts';
import { operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { NotKept, oneOf, Text, Texts } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Filters = Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 100 });
const NamedGrants = Type.Object({ name: Name, read: Filters, write: Filters });

const Credentials = Type.Object(
  { name: Text, password: Type.String({ description: 'Shown only now.' }) },
  { title: 'Credentials' },
);
const Granted = Type.Object({ name: Text, read: Texts, write: Texts, notKept: NotKept }, { title: 'Grants' });
const ClientShape = Type.Object(
  {
    name: Text,
    kind: oneOf(['device', 'bridge', 'app']),
    dialect: Type.Optional(Text),
    base: Type.Optional(Text),
    read: Texts,
    write: Texts,
    wayOut: Type.Optional(Type.String({ description: 'What it reads can leave the home by it, as a sentence.' })),
    seen: Type.Optional(
      Type.Literal(true, { description: 'Whoever set the hub up was shown its password; another one ends that.' }),
    ),
    denied: Type.Optional(
      Type.Array(
        Type.Object({
          topic: Text,
          allow: Type.Optional(Type.String({ description: 'The command that grants it.' })),
        }),
      ),
    ),
  },
  { title: 'Client' },
);

export const devices = {
  'device add': operation(
    Type.Object({
      name: Name,
      dialect: Type.Union(DIALECTS.map((dialect) => Type.Literal(dialect))),
      base: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      read: Filters,
      write: Filters,
    }),
    Credentials,
    (hub, { name, dialect, base, read, write }, { by }) => {
      const missing = baseProblem(dialect, base);
      if (missing !== undefined) throw refusal('not-understood', `/base ${missing}`);
      return shownOnce(addClient(hub, { name, ...spoken(dialect, base), grants: { read, write } }, by));
    },
  ),
  'device list': operation(
    Type.Object({}),
    Type.Object({
      clients: Type.Array(ClientShape),
      devices: Type.Array(
        Type.Object({
          id: Text,
          dialect: Text,
          alsoRead: AlsoRead,
          vendor: Type.Optional(Text),
          model: Type.Optional(Text),
          fields: Texts,
        }),
      ),
    }),
    (hub, _, { language }) => ({
      clients: clients(hub, speak(language)),
      devices: hub.registry.known().map((device) => {
        const { id, dialect, vendor, model } = device;
        return { id, dialect, ...othersRead(hub, id, speak(language)), vendor, model, fields: fieldsOf(hub, device) };
      }),
    }),
  ),
  'client list': operation(Type.Object({}), Type.Array(ClientShape), (hub, _, { language }) =>
    clients(hub, speak(language)),
  ),
  'device grant': operation(NamedGrants, Granted, (hub, { name, read, write }, { by }) =>
    regrant(hub, name, by, (old) => ({
      read: [...new Set([...old.read, ...read])],
      write: [...new Set([...old.write, ...write])],
    })),
  ),
  'device revoke': operation(NamedGrants, Granted, (hub, { name, read, write }, { by }) =>
    regrant(hub, name, by, (old) => ({ read: without(old.read, read), write: without(old.write, write) }), 'less'),
  ),
  /** What somebody else saw opens nothing from now on; grants, and what was agreed to about its devices, stay. */
  'device renew': operation(Type.Object({ name: Name }), Credentials, (hub, { name }, { by }) => {
    if (!hub.clients.client(name)) throw refusal('no-such-client', name);
    const password = hub.clients.renew(name, hub.random, hub.clock.now(), (keep) =>
      hub.record([{ type: 'client.renewed', client: name }], by, keep),
    );
    hub.broker.disconnect(name);
    hub.events.changed('devices');
    return { name, password };
  }),
  'device remove': operation(
    Type.Object({ name: Name }),
    Type.Object({ removed: Text, notKept: NotKept }),
    async (hub, { name }, { by }) => {
      if (!hub.clients.client(name)) throw refusal('no-such-client', name);
      await removeCredential(hub, name, by);
      return { removed: name, ...unsaved(hub) };
    },
  ),
};

export const apps = {
  'app add': operation(NamedGrants, Credentials, (hub, { name, read, write }, { by }) =>
    shownOnce(addClient(hub, { name, kind: 'app', grants: { read, write } }, by)),
  ),
};

/** What a dialect needs to be told and was not. */
export function baseProblem(dialect: string, base: string | undefined): string | undefined {
  const example = ecosystem(dialect)?.base;
  return example === undefined || base
    ? undefined
    : `is missing: a ${dialect} device is added with the topic it publishes under (${example})`;
}

/** Why a credential is not made, as a sentence. */
export const WHY_NOT_ADDED: Readonly<Record<AddRefused, string>> = {
  'name not allowed': 'a name has lower-case letters, digits and dashes, at most 64, and is none of the reserved words',
  'name taken': 'that name is taken; "hearthgate device list" has them all',
  'name not free yet':
    'what had that name is removed, and the disk has not taken that yet; free some space and ask again, or choose another name',
  'base not allowed':
    'a base topic has no wildcards, does not begin with what many share, such as "hearthgate" or "tele", and of a FullTopic all but %prefix% is filled in',
  'grant not allowed':
    'a grant is a topic filter without "$SYS" or "$share"; an app may not write what devices or the hub write',
};

/** Makes a credential, which stands in the ledger with whoever made it. */
export function addClient(hub: Hub, asked: NewClient, by: Actor, delivery?: Delivery) {
  const added = hub.together((): Added => {
    const answer = hub.clients.addClient(asked, hub.random, hub.clock.now(), delivery);
    const { name: client, kind, grants = NOTHING } = asked;
    if (answer.kind === 'added') hub.ledger.append([{ type: 'client.added', client, kind, grants }], by);
    return answer;
  });
  if (added.kind === 'refused') throw refusal('client-refused', WHY_NOT_ADDED[added.reason]);
  hub.events.changed('devices');
  return added;
}

/** What a person is shown of it, now and never again. */
function shownOnce({ name, password }: ReturnType<typeof addClient>) {
  return { name, password };
}

/** What kind of client speaks a dialect, and where; Tasmota shows its FullTopic with a slash at the end. */
export function spoken(dialect: string, base: string | undefined): Pick<NewClient, 'kind' | 'dialect' | 'base'> {
  return { kind: ecosystem(dialect)?.kind ?? 'device', dialect, ...(base ? { base: base.replace(/\/$/, '') } : {}) };
}

const NOTHING: Grants = { read: [], write: [] };

function clients(hub: Hub, words: Sentences) {
  const seen = new Set(hub.handover.at === undefined ? [] : hub.clients.shownBy(hub.handover.at));
  return hub.clients.listClients().map((client) => toldClient(hub, client, seen.has(client), words));
}

function toldClient(hub: Hub, client: Client, seen: boolean, words: Sentences) {
  const { name, kind, dialect, base, grants } = client;
  const denied = hub.broker.denied.of(name).map((topic) => ({ topic, allow: allowing(hub, client, topic) }));
  const wayOut = kind === 'app' && grants.read.length > 0 ? { wayOut: words.hub.wayOut } : {};
  return {
    ...{ name, kind, dialect, base, ...grants, ...wayOut },
    ...(seen ? { seen } : {}),
    ...(denied.length > 0 ? { denied } : {}),
  };
}

/** The command that grants a topic; undefined where it is somebody else's, or nothing to be pasted into a shell. */
function allowing(hub: Hub, client: Client, topic: string): string | undefined {
  const isAnothers = hub.clients.listClients().some((other) => other.name !== client.name && mayPublish(other, topic));
  if (isAnothers || topic.startsWith('hearthgate/') || /[\p{C}'"\\]/u.test(topic)) return undefined;
  const fullTopic =
    client.dialect === 'tasmota' && client.base !== undefined ? fullTopicOf(client.base, topic) : undefined;
  const filters =
    fullTopic === undefined
      ? `--write '${topic}'`
      : `--write '${under(fullTopic, 'tele')}#' --write '${under(fullTopic, 'stat')}#' --read '${under(fullTopic, 'cmnd')}#'`;
  return `hearthgate ${client.kind === 'app' ? 'app' : 'device'} grant ${client.name} ${filters}`;
}

/** Changes what a client may say and hear; its connections end, because they have the grants of before. */
function regrant(hub: Hub, name: string, by: Actor, change: (grants: Grants) => Grants, how?: 'less') {
  const client = hub.clients.client(name);
  if (!client) throw refusal('no-such-client', name);
  const grants = change(client.grants);
  if (!grantsAllowed(client.kind, grants)) throw refusal('client-refused', WHY_NOT_ADDED['grant not allowed']);
  const changed: Entry = { type: 'client.changed', client: name, was: client.grants, is: grants };
  const keep = () => hub.clients.keepGrants(name, grants);
  // More counts once it is kept, less at once.
  if (how !== 'less') hub.record([changed], by, keep);
  hub.clients.changeGrants(name, grants);
  if (how === 'less') hub.lessen([changed], by, keep);
  hub.broker.disconnect(name);
  hub.events.changed('devices');
  return { name, ...grants, ...unsaved(hub) };
}

function without(granted: readonly string[], revoked: readonly string[]): string[] {
  const missing = revoked.find((filter) => !granted.includes(filter));
  if (missing !== undefined) throw refusal('not-granted', missing);
  return granted.filter((filter) => !revoked.includes(filter));
}
