import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Certificate, Credentials, Signer } from './certificate.ts';
import { openFolder, readPrivate, writePrivate, writePublic } from './files.ts';
import { newKeyPair } from './key-pair.ts';

export interface AuthorityOptions {
  /** `<dataDir>/certs`. */
  readonly dir: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Host names and IP addresses that devices and browsers know the hub by; `localhost` and the loopback are added. */
  readonly names?: readonly string[];
  readonly random?: (size: number) => Uint8Array;
}

/** The household's own certificate authority. No recipient ever sees it or anything it signed. */
export interface Authority {
  /** What devices are told to trust. */
  readonly caPem: string;
  /** The hub's certificate for its listeners; renewed when it ends within 30 days or the names changed. */
  server(): Promise<Credentials>;
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 3653;
/** Apple's limit for any TLS server certificate is 398 days for public ones, 825 for others. */
const LEAF_DAYS = 397;
const RENEW_DAYS = 30;
/** Clocks of devices run behind. */
const BACKDATED_MS = DAY_MS;
const ALWAYS = ['localhost', '127.0.0.1', '::1'];

/** Opens the household's authority, or founds it at the first start. Throws a sentence when its files are not safe. */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { dir, now } = options;
  openFolder(dir);
  const root = (await load(dir, 'ca')) ?? (await found(options));
  writePublic(dir, 'authority.crt', root.cert);
  const names = [...new Set([...ALWAYS, ...(options.names ?? [])])];
  return {
    caPem: root.cert,
    async server() {
      const known = await load(dir, 'server');
      if (known && lasts(known.cert, now, names)) return known;
      const hosts = names.filter((name) => isIP(name) === 0);
      const addresses = names.filter((name) => isIP(name) !== 0);
      return issueServerCertificate(root, { names: hosts, addresses }, options);
    },
  };
}

/** A new key and certificate for TLS servers (RFC 5280 §4.2.1.12), written beside the authority's. */
export async function issueServerCertificate(
  root: Credentials,
  subject: { readonly names: readonly string[]; readonly addresses: readonly string[] },
  { dir, now, random = randomBytes }: AuthorityOptions,
): Promise<Credentials> {
  const pair = await newKeyPair();
  const cert = await certifyApart(
    {
      serial: random(16),
      subject: 'Hearthgate hub',
      notBefore: new Date(now - BACKDATED_MS),
      notAfter: new Date(Math.min(now + LEAF_DAYS * DAY_MS - BACKDATED_MS, endOf(root.cert))),
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          // 2 is a DNS name, 7 an IP address (RFC 5280 §4.2.1.6).
          altNames: [
            ...subject.names.map((value) => ({ type: 2, value })),
            ...subject.addresses.map((ip) => ({ type: 7, ip })),
          ],
        },
      ],
    },
    pair.publicKey,
    root,
  );
  return keep(dir, 'server', { key: pair.privateKey, cert });
}

/** The root: it may sign servers and nothing below them (path length 0). */
async function found({ dir, now, random = randomBytes }: AuthorityOptions): Promise<Credentials> {
  const pair = await newKeyPair();
  const cert = await certifyApart(
    {
      serial: random(16),
      subject: 'Hearthgate household',
      notBefore: new Date(now - BACKDATED_MS),
      notAfter: new Date(now + ROOT_DAYS * DAY_MS),
      extensions: [
        { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
        { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
      ],
    },
    pair.publicKey,
    { key: pair.privateKey },
  );
  return keep(dir, 'ca', { key: pair.privateKey, cert });
}

/** `certify` of certificate.ts in a thread of its own. */
function certifyApart(content: Certificate, publicKey: string, signer: Signer): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./certify-worker.ts', import.meta.url), {
      workerData: { content, publicKey, signer },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Key first and in one file with its certificate, so that a crash never leaves one without the other. */
function keep(dir: string, name: string, { key, cert }: Credentials): Credentials {
  writePrivate(dir, `${name}.private.pem`, key + cert);
  return { key, cert };
}

async function load(dir: string, name: string): Promise<Credentials | undefined> {
  const text = readPrivate(dir, `${name}.private.pem`);
  if (text === undefined) return undefined;
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  if (at <= 0)
    throw new Error(`opening ${dir}/${name}.private.pem: it is not a key with its certificate; restore a backup`);
  return { key: text.slice(0, at), cert: text.slice(at) };
}

function lasts(cert: string, now: number, names: readonly string[]): boolean {
  const known = new X509Certificate(cert);
  const covers = (name: string) => (isIP(name) === 0 ? known.checkHost(name) : known.checkIP(name)) !== undefined;
  return endOf(cert) - now >= RENEW_DAYS * DAY_MS && names.every(covers);
}

function endOf(cert: string): number {
  return new X509Certificate(cert).validToDate.getTime();
}
