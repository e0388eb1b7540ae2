import { X509Certificate } from 'node:crypto';
import Type from 'typebox';
import type { Authority } from '../../certs/authority.ts';
import { unfitFor } from '../../certs/client.ts';
import { usablePublicKey } from '../../certs/public-key.ts';
import type { Issued } from '../devices/certificates.ts';
import type { Actor, Entry } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { Millis, NotKept, oneOf, Text } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const WHICH = ['devices', 'page'] as const;
const Which = oneOf(WHICH);
/** The one in use, the one that follows it, and some to spare. */
const MOST_IN_FORCE = 5;
const PASSWORD_BYTES = 18;

const One = { serial: Text, name: Text, fingerprint: Text, since: Millis, until: Millis };
const Certificate = Type.Object(One, { title: 'Certificate' });
const AuthorityTold = {
  authority: Which,
  file: Type.String({ description: 'What is to be trusted, on the hub.' }),
  fingerprint: Text,
  until: Millis,
  next: Type.Optional(Type.Object({ fingerprint: Text, until: Millis })),
  server: Type.Object({ names: Text, fingerprint: Text, until: Millis }),
  outside: Type.Optional(Type.Array(Text, { description: 'Names that the root may not speak for.' })),
};

export const certificates = {
  'cert issue': operation(
    Type.Object({
      name: Name,
      /** Of a key that the device made and keeps: SubjectPublicKeyInfo as PEM (RFC 7468 §13). */
      publicKey: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
      pkcs12: Type.Boolean(),
    }),
    Type.Object({
      ...One,
      certificate: Text,
      authority: Text,
      key: Type.Optional(Type.String({ description: 'Shown only now.' })),
      pkcs12: Type.Optional(Type.String({ description: 'Base64.' })),
      password: Type.Optional(Text),
    }),
    async (hub, { name, publicKey, pkcs12 }, { by }) => {
      const client = hub.clients.client(name);
      if (!client) throw refusal('no-such-client', name);
      if (publicKey !== undefined && pkcs12) throw refusal('key-not-usable', 'a PKCS#12 file needs the private key');
      const known = hub.certificates.inForce(name);
      if (known.length >= MOST_IN_FORCE) throw refusal('too-many-certificates', name);
      const spki = publicKey === undefined ? undefined : usable(publicKey);
      const authority = await hub.authorities.open('devices');
      const { key, cert } = spki
        ? { key: undefined, cert: await authority.certifyClient(name, spki) }
        : await authority.issueClient(name);
      const password = hub.random(PASSWORD_BYTES).toString('base64url');
      const file = pkcs12 && key !== undefined ? await authority.bundle({ key, cert }, password, name) : undefined;
      // Whoever has the name by now may be somebody else.
      if (hub.clients.client(name) !== client) throw refusal('changed-meanwhile', name);
      const issued = noteIssued(hub, name, new X509Certificate(cert), by);
      return {
        ...shown(issued),
        certificate: cert,
        authority: authority.caPem,
        ...(file ? { pkcs12: Buffer.from(file).toString('base64'), password } : key === undefined ? {} : { key }),
      };
    },
  ),
  'cert list': operation(
    Type.Object({}),
    Type.Object(
      {
        authorities: Type.Array(Type.Object(AuthorityTold, { title: 'Authority' })),
        certificates: Type.Array(
          Type.Object({ ...One, state: Text, revoked: Type.Optional(Millis) }, { title: 'IssuedCertificate' }),
        ),
      },
      { title: 'Certificates' },
    ),
    async (hub) => {
      const devices = await hub.authorities.open('devices');
      const now = hub.clock.now();
      return {
        authorities: [await told(devices), await told(await hub.authorities.open('page'))],
        certificates: hub.certificates.list().map(({ certificate, ...each }) => ({
          ...shown(each),
          state:
            each.revoked === undefined
              ? (unfitFor(new X509Certificate(certificate), devices.roots, now) ?? 'in force')
              : 'revoked',
          ...(each.revoked === undefined ? {} : { revoked: each.revoked }),
        })),
      };
    },
  ),
  'cert show': operation(
    Type.Object({ which: Which }),
    Type.Object({ ...AuthorityTold, certificate: Text }),
    async (hub, { which }) => {
      const authority = await hub.authorities.open(which);
      return { ...(await told(authority)), certificate: authority.caPem };
    },
  ),
  'cert revoke': operation(
    Type.Object({ what: Name }),
    Type.Object({ revoked: Type.Array(Certificate), notKept: NotKept }),
    (hub, { what }, { by }) => {
      const serial = what.replaceAll(':', '').toUpperCase();
      const ended = hub.certificates
        .list()
        .filter((each) => each.revoked === undefined && (each.client === what || each.serial === serial));
      if (ended.length === 0) throw refusal('no-such-certificate', what);
      revoke(hub, ended, by);
      return { revoked: ended.map(shown), ...unsaved(hub) };
    },
  ),
  'cert rotate': operation(
    Type.Object({
      which: Which,
      step: Type.Union([Type.Literal('begin'), Type.Literal('finish'), Type.Literal('cancel')]),
      confirmed: Type.Boolean(),
    }),
    Type.Object({ done: Type.Boolean(), ...AuthorityTold, ending: Type.Array(Certificate), notKept: NotKept }),
    async (hub, { which, step, confirmed }, { by }) => {
      const authority = await hub.authorities.open(which);
      if (step === 'begin') {
        if (!(await authority.beginRotation())) throw refusal('rotation-under-way', which);
      } else if (authority.roots.length < 2) throw refusal('no-rotation', which);
      const ending = step === 'begin' ? [] : endingWith(hub, authority, step);
      const done = step === 'begin' || confirmed || ending.length === 0;
      if (done && step === 'finish') authority.finishRotation();
      if (done && step === 'cancel') authority.cancelRotation();
      if (done) {
        await hub.authorities.look();
        revoke(hub, ending, by);
      }
      return { done, ...(await told(authority)), ending: ending.map(shown), ...unsaved(hub) };
    },
  ),
};

/** Ends the certificates and the connections that were opened by them, whatever the disk says. */
function revoke(hub: Hub, ended: readonly Issued[], by: Actor): void {
  const serials = ended.map(({ serial }) => serial);
  hub.certificates.revoke(serials);
  hub.broker.checkCertificates();
  hub.lessen(ended.map(revoked), by, () => hub.certificates.keepRevoked(serials));
}

export function revoked({ client, serial, fingerprint, until }: Issued): Entry {
  return { type: 'certificate.revoked', client, serial, fingerprint, until };
}

/** Makes the certificate open the credential; the entry stands in the ledger with it. */
export function noteIssued(hub: Hub, name: string, certificate: X509Certificate, by: Actor): Issued {
  const issued: Issued = {
    serial: certificate.serialNumber,
    client: name,
    fingerprint: certificate.fingerprint256.replaceAll(':', ''),
    since: certificate.validFromDate.getTime(),
    until: certificate.validToDate.getTime(),
  };
  const { serial, fingerprint, until } = issued;
  hub.record([{ type: 'certificate.issued', client: name, serial, fingerprint, until }], by, () =>
    hub.certificates.add(issued, certificate.toString()),
  );
  return issued;
}

/** Certificates in force that the root signed which is given up. */
function endingWith(hub: Hub, authority: Authority, step: 'finish' | 'cancel') {
  if (authority.kind === 'page') return [];
  return hub.clients
    .listClients()
    .flatMap(({ name }) => hub.certificates.inForce(name))
    .filter((each) => authority.isOfPresentRoot(new X509Certificate(each.certificate)) === (step === 'finish'));
}

function usable(pem: string): string {
  const key = usablePublicKey(pem);
  if ('problem' in key) throw refusal('key-not-usable', key.problem);
  return key.pem;
}

/** When the first of the hub's own certificates ends. */
export async function soonestEnd(hub: Hub): Promise<number> {
  const all = await Promise.all(WHICH.map(async (which) => told(await hub.authorities.open(which))));
  return Math.min(...all.flatMap(({ until, server }) => [until ?? server.until, server.until]));
}

/** What people compare and programs read of one authority. */
async function told(authority: Authority) {
  const { cert } = await authority.server();
  const server = new X509Certificate(cert);
  const [present, next] = authority.roots.map((root) => ({
    fingerprint: root.fingerprint256,
    until: root.validToDate.getTime(),
  }));
  return {
    authority: authority.kind,
    file: authority.file,
    ...present,
    ...(next ? { next } : {}),
    server: {
      names: server.subjectAltName ?? '',
      fingerprint: server.fingerprint256,
      until: server.validToDate.getTime(),
    },
    ...(authority.outside.length > 0 ? { outside: authority.outside } : {}),
  };
}

/** Fingerprints in pairs, as openssl and browsers show them. */
function shown({ serial, client, fingerprint, since, until }: Issued) {
  return { serial, name: client, fingerprint: fingerprint.match(/../g)?.join(':') ?? '', since, until };
}
