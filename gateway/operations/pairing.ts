import { X509Certificate } from 'node:crypto';
import Type from 'typebox';
import { renderSVG } from 'uqr';
import { fingerprintOf } from '../announce.ts';
import { maySayTheSame } from '../devices/broker/rights.ts';
import type { Client } from '../devices/clients.ts';
import { DIALECTS, ecosystem } from '../devices/dialects/ecosystems.ts';
import type { Confirmed } from '../devices/pairing/answer.ts';
import { linkOf } from '../devices/pairing/code.ts';
import type { Knock } from '../devices/pairing/knocks.ts';
import type { Greeted } from '../devices/pairing/pairing.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { noteIssued } from './certificates.ts';
import { addClient, spoken } from './devices.ts';
import { removeCredential } from './forget.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Millis, oneOf, Text } from './shapes.ts';

const Id = Type.String({ minLength: 1, maxLength: 16 });
const ENDED = ['answered', 'rejected', 'over', 'closed', 'not understood', 'left', 'not taken'] as const;

const Newcomer = Type.Object(
  {
    id: Text,
    came: oneOf(['with the code', 'without']),
    address: Text,
    at: Millis,
    vendor: Type.Optional(Text),
    model: Type.Optional(Text),
    name: Type.Optional(Type.String({ description: 'What it calls itself.' })),
    wants: Type.Optional(oneOf(['password', 'certificate'])),
    clientId: Type.Optional(Text),
    userName: Type.Optional(Text),
    willTopic: Type.Optional(Text),
    protocol: Type.Optional(Text),
    encrypted: Type.Optional(Type.Boolean({ description: 'Without it anybody on the network can read along.' })),
    attempts: Type.Optional(Count),
    dialect: Type.Optional(Type.String({ description: 'What it seems to be; a guess to begin with.' })),
    base: Type.Optional(Text),
  },
  { title: 'Newcomer' },
);

/** Letting one new device in: a window that a person opens, sees who comes, and answers. */
export const pairing = {
  'pair open': operation(
    Type.Object({ host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9_.:-]+$' })) }),
    Type.Object(
      {
        until: Millis,
        link: Type.String({ description: 'What the QR code says; shown only now.' }),
        qr: Type.String({ description: 'The same as a picture, SVG.' }),
      },
      { title: 'PairingOpened' },
    ),
    async (hub, { host }) => {
      const { port } = hub.reached;
      if (port === undefined) throw refusal('not-listening');
      const { roots } = await hub.authorities.open('devices');
      const [root] = roots;
      if (!root) throw new Error('opening a window: the devices’ authority has no root');
      const { code, until } = hub.pairing.open();
      const fingerprint = fingerprintOf(root);
      const link = linkOf({ host: host ?? hub.reached.host, port, fingerprint, code });
      return { until, link, qr: renderSVG(link, { ecc: 'M', border: 4 }) };
    },
  ),
  'pair show': operation(
    Type.Object({}),
    Type.Object(
      {
        open: Type.Boolean(),
        until: Type.Optional(Millis),
        ended: Type.Optional(oneOf(ENDED, { description: 'How the last window ended.' })),
        newcomers: Type.Array(Newcomer),
      },
      { title: 'Pairing' },
    ),
    (hub) => {
      const { until, ended, greeted, knocks } = hub.pairing;
      return {
        open: until !== undefined,
        ...(until === undefined ? {} : { until }),
        ...(ended === undefined ? {} : { ended }),
        newcomers: [...(greeted ? [toldGreeted(greeted)] : []), ...knocks.map((knock) => toldKnock(hub, knock))],
      };
    },
  ),
  'pair confirm': operation(
    Type.Object({
      newcomer: Id,
      name: Type.String({ minLength: 1, maxLength: 64 }),
      dialect: Type.Optional(Type.Union(DIALECTS.map((dialect) => Type.Literal(dialect)))),
      base: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    }),
    Type.Object(
      {
        name: Text,
        delivered: Type.Boolean({ description: 'It has its credentials; otherwise a person types them in.' }),
        password: Type.Optional(Type.String({ description: 'Shown only now.' })),
      },
      { title: 'Paired' },
    ),
    async (hub, { newcomer, name, dialect, base }, { by }) => {
      const { greeted, knocks } = hub.pairing;
      if (greeted?.id === newcomer) {
        if ((dialect ?? 'native') !== 'native' || base !== undefined) {
          throw refusal('not-understood', '/dialect of a device that came with the code is native, and it has no base');
        }
        return deliver(hub, greeted, name, by);
      }
      const knock = knocks.find(({ id }) => id === newcomer);
      if (!knock) throw refusal('no-such-newcomer', newcomer);
      const guess = guessed(hub, knock);
      const asked = { dialect: dialect ?? guess.dialect, base: base ?? guess.base };
      return byHand(hub, name, asked, by);
    },
  ),
  'pair reject': operation(Type.Object({ newcomer: Id }), Type.Object({ rejected: Text }), (hub, { newcomer }) => {
    if (!hub.pairing.reject(newcomer)) throw refusal('no-such-newcomer', newcomer);
    return { rejected: newcomer };
  }),
  'pair close': operation(Type.Object({}), Type.Object({ open: Type.Literal(false) }), (hub) => {
    hub.pairing.close();
    return { open: false };
  }),
};

/** Makes the credential, hands it over, and takes it back where it was not taken: nobody would have it. */
async function deliver(hub: Hub, { id, publicKey }: Greeted, name: string, by: Actor) {
  const { password } = addClient(hub, { name, kind: 'device', dialect: 'native' }, by, 'being delivered');
  let isTaken = false;
  try {
    isTaken = await hub.pairing.confirm(id, async (): Promise<Confirmed> => {
      const authority = await hub.authorities.open('devices');
      const with_ = { state: 'confirmed', user: name, authority: authority.caPem } as const;
      if (publicKey === undefined) return { ...with_, password };
      const certificate = await authority.certifyClient(name, publicKey);
      // Whoever has the name by now may be somebody else.
      if (!hub.clients.isBeingDelivered(name)) throw refusal('changed-meanwhile', name);
      noteIssued(hub, name, new X509Certificate(certificate), by);
      return { ...with_, certificate };
    });
    if (isTaken) hub.clients.delivered(name);
  } finally {
    if (!isTaken && hub.clients.isBeingDelivered(name)) await removeCredential(hub, name, by);
  }
  if (!isTaken) throw refusal('not-taken', name);
  hub.events.changed('devices');
  return { name, delivered: true };
}

/** Credentials that a person types into a device that does not speak our pairing. */
function byHand(
  hub: Hub,
  name: string,
  { dialect, base }: { dialect: string | undefined; base: string | undefined },
  by: Actor,
) {
  if (dialect === undefined) {
    throw refusal('not-understood', '/dialect is missing: what this device speaks cannot be seen from here');
  }
  if (base === undefined && ecosystem(dialect)?.base !== undefined) {
    throw refusal('not-understood', '/base is missing: the topic that it publishes under');
  }
  const { password } = addClient(hub, { name, ...spoken(dialect, base) }, by);
  hub.pairing.answered();
  return { name, delivered: false, password };
}

function toldGreeted({ id, address, at, vendor, model, name, publicKey }: Greeted) {
  return {
    ...{ id, came: 'with the code', address, at, vendor, model },
    ...(name === undefined ? {} : { name }),
    wants: publicKey === undefined ? 'password' : 'certificate',
  };
}

function toldKnock(hub: Hub, knock: Knock) {
  const { last, looksLike, isEncrypted, ...more } = knock;
  return { came: 'without', ...more, at: last, encrypted: isEncrypted, ...guessed(hub, knock) };
}

/** What the form is filled in with; never topics that another credential has to say, which a stranger can name in its will. */
function guessed(hub: Hub, { looksLike }: Knock): { readonly dialect?: string; readonly base?: string } {
  if (!looksLike) return {};
  const { dialect, base } = looksLike;
  if (base === undefined) return { dialect };
  const asked: Client = { name: '', ...spoken(dialect, base), grants: { read: [], write: [] } };
  const isTaken = hub.clients.listClients().some((client) => client.kind !== 'app' && maySayTheSame(client, asked));
  return isTaken ? { dialect } : { dialect, base };
}
