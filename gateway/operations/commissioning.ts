import Type from 'typebox';
import { isPlain, wayOf } from '../../rules/delivery.ts';
import type { Manifest } from '../../rules/manifest.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import type { Client } from '../devices/clients.ts';
import type { Place } from '../keys/where.ts';
import type { Hub } from '../main.ts';
import { VERSION } from '../runtime/version.ts';
import { certificates } from './certificates.ts';
import { operation } from './operation.ts';
import { Count, oneOf, Text, Time } from './shapes.ts';

const PLACES = ['card', 'file', 'passphrase'] as const;
const AUTHENTICATED = ['password', 'password or certificate'] as const;

/** What a hub tells whoever sets it up, to be handed on: names, and no password, key or reading. */
export interface Commissioned {
  readonly version: string;
  readonly at: string;
  readonly pid: number;
  readonly claimed: boolean;
  readonly handedOver?: string;
  readonly rootKey: { readonly place: Place; readonly means: string };
  readonly fingerprints: { readonly devices: string; readonly page: string };
  /** Listeners that are served, by the names that the configuration has for them. */
  readonly listeners: readonly { readonly listener: string; readonly port: number }[];
  readonly clients: readonly ClientTold[];
  readonly devices: readonly {
    readonly id: string;
    readonly by: string;
    readonly vendor?: string;
    readonly model?: string;
    readonly lastHeard?: string;
  }[];
  readonly brokers: readonly { readonly name: string; readonly url: string; readonly state: string }[];
  readonly certificates: readonly {
    readonly what: string;
    readonly fingerprint: string;
    readonly until: string;
    readonly state: string;
  }[];
  readonly recipients: readonly RecipientTold[];
  /** Credentials that one of the passwords that are tried first opens. */
  readonly guessable: number;
  readonly sharing: { readonly consents: number; readonly quarantined: number };
}

interface ClientTold {
  readonly name: string;
  readonly kind: Client['kind'];
  readonly dialect?: string;
  readonly base?: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly authentication: (typeof AUTHENTICATED)[number];
  /** Whoever set the hub up was shown its password. */
  readonly seen: boolean;
  /** Topics that it was refused since the hub was started. */
  readonly refused: number;
}

interface RecipientTold {
  readonly recipient: string;
  readonly name: string;
  readonly endpoint: string;
  readonly way: string;
  readonly fingerprint: string;
  readonly consents: number;
  readonly contact: string;
}

const strings = Type.Array(Text);
const shape = Type.Object({
  ...{ version: Text, at: Time, pid: Type.Integer(), claimed: Type.Boolean(), handedOver: Type.Optional(Time) },
  rootKey: Type.Object({ place: oneOf(PLACES), means: Text }),
  fingerprints: Type.Object({ devices: Text, page: Text }),
  listeners: Type.Array(Type.Object({ listener: Text, port: Type.Integer() })),
  clients: Type.Array(
    Type.Object({
      ...{ name: Text, kind: Text, dialect: Type.Optional(Text), base: Type.Optional(Text) },
      ...{ read: strings, write: strings, authentication: oneOf(AUTHENTICATED), seen: Type.Boolean(), refused: Count },
    }),
  ),
  devices: Type.Array(
    Type.Object({
      ...{ id: Text, by: Text, vendor: Type.Optional(Text), model: Type.Optional(Text) },
      lastHeard: Type.Optional(Type.String({ format: 'date-time', description: 'Since the hub was started.' })),
    }),
  ),
  brokers: Type.Array(Type.Object({ name: Text, url: Text, state: Text })),
  certificates: Type.Array(Type.Object({ what: Text, fingerprint: Text, until: Time, state: Text })),
  recipients: Type.Array(
    Type.Object({
      ...{ recipient: Text, name: Text, endpoint: Text, way: Text, fingerprint: Text, consents: Count },
      contact: Type.String({ description: 'How its endpoint answered just now, or why it was not asked.' }),
    }),
  ),
  guessable: Count,
  sharing: Type.Object({ consents: Count, quarantined: Count }),
});

export const commissioning = {
  /** `contact`: endpoints are connected to also where nothing is agreed; each attempt is recorded, and nothing is sent. */
  'hub commissioning': operation(
    Type.Object({ contact: Type.Boolean() }),
    shape,
    async (hub, { contact }, { language }): Promise<Commissioned> => {
      const words = speak(language);
      const recipients = await Promise.all(hub.manifests.all().map((each) => recipientTold(hub, each, contact, words)));
      const { handover } = hub;
      const authorities = await certificatesOf(hub);
      return {
        ...{ version: VERSION, at: timeOf(hub.clock.now()), pid: process.pid, claimed: hub.people.isClaimed },
        ...(handover.at === undefined ? {} : { handedOver: timeOf(handover.at) }),
        rootKey: { place: hub.rootKeyPlace, means: words.hub.rootKey[hub.rootKeyPlace] },
        ...authorities,
        listeners: listenersOf(hub),
        clients: clientsOf(hub),
        devices: devicesOf(hub),
        brokers: hub.attached.all().map(({ name, url }) => ({
          name,
          url,
          state: hub.attached.isConnected(name) ? 'connected' : 'not connected',
        })),
        recipients,
        guessable: hub.clients.listClients().filter(({ name }) => isGuessed(hub, name)).length,
        sharing: {
          consents: hub.consents.standing().filter(({ state }) => state === 'given').length,
          quarantined: (await hub.flow.read('quarantine list', MOST)).length,
        },
      };
    },
  ),
};

const MOST = 1000;

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

function listenersOf(hub: Hub): Commissioned['listeners'] {
  const ports = { ...hub.broker.ports(), ...hub.webPorts };
  return Object.entries(ports).flatMap(([listener, port]) => (port === undefined ? [] : [{ listener, port }]));
}

function clientsOf(hub: Hub): ClientTold[] {
  const seen = new Set(hub.clients.shownBy(hub.handover.at ?? hub.clock.now()));
  return hub.clients.listClients().map((client) => {
    const { name, kind, dialect, base, grants } = client;
    return {
      ...{ name, kind, read: grants.read, write: grants.write, seen: seen.has(client) },
      ...(dialect === undefined ? {} : { dialect }),
      ...(base === undefined ? {} : { base }),
      authentication: hub.certificates.inForce(name).length > 0 ? 'password or certificate' : 'password',
      refused: hub.broker.denied.of(name).length,
    };
  });
}

function devicesOf(hub: Hub): Commissioned['devices'] {
  return hub.registry.known().map(({ id, vendor, model }) => {
    const last = hub.line.recent.last(id);
    return {
      ...{ id, by: hub.registry.described(id)?.client ?? '' },
      ...(vendor === undefined ? {} : { vendor }),
      ...(model === undefined ? {} : { model }),
      ...(last === undefined ? {} : { lastHeard: timeOf(last.at) }),
    };
  });
}

async function certificatesOf(hub: Hub): Promise<Pick<Commissioned, 'fingerprints' | 'certificates'>> {
  const listed = (await certificates['cert list'].run(hub, {}, AT_THE_HUB)) as CertificateList;
  const of = (which: string) => listed.authorities.find(({ authority }) => authority === which)?.fingerprint ?? '';
  return {
    fingerprints: { devices: of('devices'), page: of('page') },
    certificates: [
      ...listed.authorities.flatMap(({ authority, fingerprint, until, server }) => [
        { what: `authority for ${authority}`, fingerprint, until: timeOf(until), state: 'in force' },
        {
          what: `the hub to ${authority}`,
          fingerprint: server.fingerprint,
          until: timeOf(server.until),
          state: 'in force',
        },
      ]),
      ...listed.certificates.map(({ name, fingerprint, until, state }) => ({
        ...{ what: name, fingerprint, until: timeOf(until), state },
      })),
    ],
  };
}

interface CertificateList {
  readonly authorities: readonly {
    readonly authority: string;
    readonly fingerprint: string;
    readonly until: number;
    readonly server: { readonly fingerprint: string; readonly until: number };
  }[];
  readonly certificates: readonly {
    readonly name: string;
    readonly fingerprint: string;
    readonly until: number;
    readonly state: string;
  }[];
}

const AT_THE_HUB = { by: 'hub', how: 'command line', language: 'en', shownAt: 0 } as const;

/** Nobody is contacted before something is agreed with them and may leave, unless whoever asks says so. */
async function recipientTold(
  hub: Hub,
  { recipient, controller, endpoint }: Manifest,
  contact: boolean,
  words: Sentences,
): Promise<RecipientTold> {
  const given = hub.consents.standing().filter((each) => each.state === 'given' && each.recipient === recipient);
  const mayAsk = contact || (given.length > 0 && hub.sharesYet);
  return {
    ...{ recipient, name: controller.name, endpoint: endpoint.url, way: wayOf(endpoint, controller.name, words) },
    fingerprint: hub.manifests.fingerprint(recipient) ?? '',
    consents: given.length,
    contact: mayAsk ? await answered(hub, recipient, isPlain(endpoint)) : 'not asked: nothing is agreed with it',
  };
}

async function answered(hub: Hub, recipient: Manifest['recipient'], plain: boolean): Promise<string> {
  const problem = await hub.recipients.contact(recipient);
  if (problem !== undefined) return `not reached: ${problem}`;
  return plain ? 'reached, without TLS' : 'reached, its certificate verified';
}

/** What is tried first on every device that is found. */
const TRIED_FIRST = ['', 'admin', 'password', 'hearthgate', 'mqtt', 'root', 'default', '1234', '12345678', 'changeme'];

function isGuessed(hub: Hub, name: string): boolean {
  return [...TRIED_FIRST, name].some((password) => hub.clients.verify(name, password) !== undefined);
}
