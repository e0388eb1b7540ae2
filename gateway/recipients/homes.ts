import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { pseudonym } from '../../rules/pseudonym.ts';
import { hmac } from '../keys/hash.ts';
import type { KeyStore } from '../keys/key-store.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { clientCertificate } from './client-certificate.ts';
import { type OwnPublicJwk, publicJwk } from './jwk.ts';
import type { Credentials } from './links/link.ts';

/**
 * What one recipient knows of this home. Every part of it is random and made for this recipient alone: a key, name or
 * certificate that two recipients both saw would name the home, whatever the pseudonyms do.
 */
export interface Home {
  readonly recipient: string;
  /** The home's name for this recipient: `iss` and the `{home}` of its topics. */
  readonly home: string;
  readonly clientId: string;
  /** Of the connection that live batches have to themselves, where there are slots, too. */
  readonly liveClientId: string;
  /** Milliseconds that this recipient's slots lie after the grid's; whole seconds. */
  readonly phase: number;
  readonly signing: { readonly key: KeyObject; readonly jwk: OwnPublicJwk };
  /** The recipient encrypts its commands to it. */
  readonly commands: { readonly key: KeyObject; readonly jwk: OwnPublicJwk };
  readonly tls: { readonly key: string; readonly cert: string; readonly fingerprint: string };
}

export interface Homes {
  /** Every recipient that a home was made for. */
  all(): string[];
  /** The home as this recipient knows it, made at the first call. */
  of(recipient: string): Home;
  /** The name of a consent within one stream epoch; the same again for the same two, unlike in every other epoch. */
  receiptId(consent: string, epoch: string): string;
  /** Every name that these consents have, in the order of the names, which are random. */
  receiptsOf(consents: readonly string[]): string[];
  /** Forgets the names of these consents. */
  forgetConsents(consents: readonly string[]): void;
  /** True for a key that this home itself made for anyone: encrypting to it would be encrypting to ourselves. */
  owns(key: { readonly x: string; readonly y: string }): boolean;
  helloAcknowledged(recipient: string): boolean;
  acknowledgeHello(recipient: string): void;
  /** The manifest version at which the recipient said it takes nothing more. */
  endedAt(recipient: string): number | undefined;
  end(recipient: string, manifestVersion: number): void;
  /** What the recipient issued to this home, if anything. */
  credentials(recipient: string): Credentials | undefined;
  /** Keeps what the recipient issued, wrapped; undefined forgets it. */
  keepCredentials(recipient: string, credentials: Credentials | undefined): void;
  /** Forgets a recipient that the household removed; if it comes back, it meets another home. */
  forget(recipient: string): void;
}

export interface HomesDeps {
  /** household.db */
  readonly db: Db;
  readonly keys: KeyStore;
  readonly random: Random;
}

const DAY_MS = 86_400_000;
const SECRETS = ['signing', 'commands', 'tls', 'certificate', 'credentials'] as const;
type Secret = (typeof SECRETS)[number];

interface Row {
  readonly recipient: string;
  readonly home: string;
  readonly client_id: string;
  readonly phase: number;
}

export function createHomes({ db, keys, random }: HomesDeps): Homes {
  const known = new Map<string, Home>();
  /** The points of this home's own keys; whole once `owns` was asked. */
  const own = new Set<string>();
  let whole = false;
  const find = db.prepare<[string], Row>('SELECT recipient, home, client_id, phase FROM homes WHERE recipient = ?');
  const all = db.prepare<[], string>('SELECT recipient FROM homes').pluck();
  const receipt = db
    .prepare<[string, string], string>('SELECT receipt FROM receipts WHERE consent = ? AND epoch = ?')
    .pluck();
  const state = db.prepare<[string], { hello_acknowledged: number; ended_version: number | null }>(
    'SELECT hello_acknowledged, ended_version FROM homes WHERE recipient = ?',
  );

  /** All keys and the row in one transaction: a crash leaves a whole home or none. */
  const make = db.transaction((recipient: string): Row => {
    for (const name of ['signing', 'commands'] as const) {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      keys.keep(secretName(recipient, name), privateKey.export({ type: 'pkcs8', format: 'der' }));
    }
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keys.keep(secretName(recipient, 'tls'), privateKey.export({ type: 'pkcs8', format: 'der' }));
    keys.keep(secretName(recipient, 'certificate'), Buffer.from(clientCertificate(publicKey, privateKey, random)));
    const home = random(16).toString('base64url');
    const clientId = random(16).toString('base64url');
    // 48 random bits over a day's seconds: the remainder's bias is below 2^-31.
    const phase = (random(6).readUIntBE(0, 6) % (DAY_MS / 1000)) * 1000;
    db.prepare('INSERT INTO homes (recipient, home, client_id, phase) VALUES (?, ?, ?, ?)').run(
      recipient,
      home,
      clientId,
      phase,
    );
    return { recipient, home, client_id: clientId, phase };
  });

  function open(row: Row): Home {
    const secret = (name: Secret): Buffer => {
      const bytes = keys.read(secretName(row.recipient, name));
      if (!bytes) throw new Error(`the ${name} key of a recipient is missing from household.db: restore it`);
      return bytes;
    };
    const pair = (name: Secret) => {
      const key = createPrivateKey({ key: secret(name), format: 'der', type: 'pkcs8' });
      return { key, jwk: publicJwk(createPublicKey(key)) };
    };
    const cert = secret('certificate').toString();
    const tlsKey = pair('tls').key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
    return {
      recipient: row.recipient,
      home: row.home,
      clientId: row.client_id,
      liveClientId: pseudonym(hmac, Buffer.from(row.client_id), 'client', 'live'),
      phase: row.phase,
      signing: pair('signing'),
      commands: pair('commands'),
      tls: { key: tlsKey, cert, fingerprint },
    };
  }

  const homes: Homes = {
    all: () => all.all(),
    of(recipient) {
      let home = known.get(recipient);
      if (!home) {
        home = open(find.get(recipient) ?? make(recipient));
        known.set(recipient, home);
        for (const { jwk } of [home.signing, home.commands]) own.add(pointOf(jwk));
      }
      return home;
    },
    receiptId(consent, epoch) {
      const have = receipt.get(consent, epoch);
      if (typeof have === 'string') return have;
      const made = random(16).toString('base64url');
      db.prepare('INSERT INTO receipts (consent, epoch, receipt) VALUES (?, ?, ?)').run(consent, epoch, made);
      return made;
    },
    receiptsOf: (consents) =>
      db
        .prepare<[string], string>(
          'SELECT receipt FROM receipts WHERE consent IN (SELECT value FROM json_each(?)) ORDER BY receipt',
        )
        .pluck()
        .all(JSON.stringify(consents)),
    forgetConsents(consents) {
      db.prepare('DELETE FROM receipts WHERE consent IN (SELECT value FROM json_each(?))').run(
        JSON.stringify(consents),
      );
    },
    owns(key) {
      // Keys of a forgotten recipient stay among them: nobody else can have made them either.
      if (!whole) for (const recipient of all.all()) homes.of(recipient);
      whole = true;
      return own.has(pointOf(key));
    },
    helloAcknowledged: (recipient) => state.get(recipient)?.hello_acknowledged === 1,
    acknowledgeHello(recipient) {
      db.prepare('UPDATE homes SET hello_acknowledged = 1 WHERE recipient = ?').run(recipient);
    },
    endedAt: (recipient) => state.get(recipient)?.ended_version ?? undefined,
    end(recipient, manifestVersion) {
      db.prepare('UPDATE homes SET ended_version = ? WHERE recipient = ?').run(manifestVersion, recipient);
    },
    credentials(recipient) {
      const kept = keys.read(secretName(recipient, 'credentials'));
      return kept && (JSON.parse(kept.toString()) as Credentials);
    },
    keepCredentials(recipient, credentials) {
      const name = secretName(recipient, 'credentials');
      if (!credentials) return keys.forget(name);
      const { user, password, until, for: place } = credentials;
      keys.keep(name, Buffer.from(JSON.stringify({ user, password, until, for: place })));
    },
    forget(recipient) {
      known.delete(recipient);
      for (const name of SECRETS) keys.forget(secretName(recipient, name));
      db.prepare('DELETE FROM homes WHERE recipient = ?').run(recipient);
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
  return homes;
}

function pointOf({ x, y }: { readonly x: string; readonly y: string }): string {
  return `${x} ${y}`;
}

function secretName(recipient: string, name: Secret): string {
  return JSON.stringify(['home', recipient, name]);
}
