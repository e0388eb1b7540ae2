import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { bundleApart, certifyApart } from './apart.ts';
import type { Certificate, Credentials } from './certificate.ts';
import { openFolder, writePublic } from './files.ts';
import { newKeyPair } from './key-pair.ts';
import { type Names, namesOf, permittedWith, within } from './names.ts';
import { type KeyFolder, type Kind, promoteNext, removeNext, writePrivate } from './private-files.ts';
import { EARLIEST, keepRoot, loadCredentials, loadRoot, makeRoot, type Root, type RootDeps, redated } from './root.ts';

export interface AuthorityOptions extends KeyFolder {
  /** Milliseconds since 1970; asked again at each renewal. */
  now(): number;
  /** Host names and IP addresses that the hub is known by; `localhost` and the loopback are added. */
  readonly names?: readonly string[];
  readonly random?: (size: number) => Uint8Array;
}

const DAY_MS = 86_400_000;
/** Apple's limit for any TLS server certificate is 398 days for public ones, 825 for others. */
const LEAF_DAYS = 397;
const RENEW_DAYS = 30;
/** Clocks of devices run behind. */
const BACKDATED_MS = DAY_MS;

/** Opens one of the household's two authorities, or founds it at the first start. Throws a sentence when its files are not safe. */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { dir, kind, random = randomBytes, names = [] } = options;
  openFolder(dir);
  const deps = { kind, random, now: options.now() };
  const all = namesOf(names);
  const known = loadRoot(options, 'ca');
  const root = known ? ((await redated(known, deps)) ?? known) : await makeRoot(deps, kind === 'page' ? names : []);
  if (root !== known) keepRoot(options, 'ca', root);
  return new Authority({ ...options, random }, all, root, loadRoot(options, 'next'));
}

/**
 * One of the household's two certificate authorities: what devices trust signs the hub's MQTT listener and the devices'
 * own certificates, what browsers trust signs the hub's page and nothing else. No recipient ever sees either of them or
 * anything they signed.
 *
 * A root is changed in two steps. While `next` is there both are told to be trusted: the present root signs the hub's
 * certificate, which those must accept who have not heard of the next, and the next one signs what devices show, which
 * only the hub must accept. Finishing is one rename, so that a hub that is interrupted starts before it or after it.
 */
export class Authority {
  readonly #options: AuthorityOptions & Pick<RootDeps, 'random'>;
  readonly #names: Names;
  #root: Root;
  #next: Root | undefined;
  #serving: Promise<Credentials> | undefined;

  constructor(options: AuthorityOptions & Pick<RootDeps, 'random'>, names: Names, root: Root, next: Root | undefined) {
    this.#options = options;
    this.#names = names;
    this.#root = root;
    this.#next = next;
    writePublic(this.file, this.caPem);
  }

  get kind(): Kind {
    return this.#options.kind;
  }

  /** Certificates of all roots to be trusted, one after the other. */
  get caPem(): string {
    return this.#root.cert + (this.#next?.cert ?? '');
  }

  /** The present root, and the next while one is made known. */
  get roots(): readonly X509Certificate[] {
    return [this.#root, this.#next].flatMap((root) => (root ? [new X509Certificate(root.cert)] : []));
  }

  /** Where `caPem` stands. */
  get file(): string {
    return join(this.#options.dir, 'authority.crt');
  }

  /** Configured names that the present root may not speak for; a new root made now could. */
  get outside(): readonly string[] {
    return this.#covered().outside;
  }

  /**
   * The hub's key and certificate for its listeners. Renewed when it ends within 30 days, begins in the future, or is for
   * other names or by another root than now; so whoever asks daily never serves an ended one.
   */
  server(): Promise<Credentials> {
    this.#serving ??= this.#serve().finally(() => {
      this.#serving = undefined;
    });
    return this.#serving;
  }

  /** A certificate for a device (extended key usage clientAuth, RFC 5280 §4.2.1.12) with that name and public key. */
  async certifyClient(name: string, publicKey: string): Promise<string> {
    return this.#certify(this.#signing, publicKey, name, [
      { name: 'keyUsage', critical: true, digitalSignature: true },
      { name: 'extKeyUsage', clientAuth: true },
    ]);
  }

  /** The same with a new key, which nobody keeps but who gets it. */
  async issueClient(name: string): Promise<Credentials> {
    const { privateKey, publicKey } = await newKeyPair('leaf');
    return { key: privateKey, cert: await this.certifyClient(name, publicKey) };
  }

  /** A device's key and certificate as PKCS#12, with the root to be trusted. */
  bundle(credentials: Credentials, password: string, name: string): Promise<Uint8Array> {
    return bundleApart(credentials, this.#signing.cert, password, name);
  }

  /** Whether the present root signed it: it ends with it. */
  isOfPresentRoot(certificate: X509Certificate): boolean {
    return isBy(certificate, this.#root);
  }

  /** First step of a change of the root; false when it was done already. */
  async beginRotation(): Promise<boolean> {
    const { kind, random, names = [], now } = this.#options;
    if (this.#next) return false;
    const next = await makeRoot({ kind, random, now: now() }, kind === 'page' ? names : []);
    if (this.#next) return false;
    keepRoot(this.#options, 'next', next);
    this.#next = next;
    writePublic(this.file, this.caPem);
    return true;
  }

  /** Second step: the next root is the present one, and what the old one signed is nobody's; false without a first step. */
  finishRotation(): boolean {
    if (!this.#next) return false;
    promoteNext(this.#options);
    this.#root = this.#next;
    this.#next = undefined;
    writePublic(this.file, this.caPem);
    return true;
  }

  /** Takes the first step back; false when there was none. */
  cancelRotation(): boolean {
    if (!this.#next) return false;
    removeNext(this.#options);
    this.#next = undefined;
    writePublic(this.file, this.caPem);
    return true;
  }

  get #signing(): Root {
    return this.#next ?? this.#root;
  }

  #covered() {
    const { kind } = this.#options;
    return kind === 'page' ? within(this.#names, permittedWith(this.#root.permitted)) : { ...this.#names, outside: [] };
  }

  async #serve(): Promise<Credentials> {
    const known = loadCredentials(this.#options, 'server');
    if (known && this.#isGood(known.cert)) return known;
    const { hosts, addresses } = this.#covered();
    const root = this.#root;
    const { privateKey, publicKey } = await newKeyPair('leaf');
    const cert = await this.#certify(root, publicKey, 'Hearthgate hub', [
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        // 2 is a DNS name, 7 an IP address (RFC 5280 §4.2.1.6).
        altNames: [...hosts.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))],
      },
    ]);
    // The root was changed meanwhile.
    if (root !== this.#root) return this.#serve();
    writePrivate(this.#options, 'server', privateKey + cert);
    return { key: privateKey, cert };
  }

  #isGood(cert: string): boolean {
    const { hosts, addresses } = this.#covered();
    const names = [...hosts, ...addresses];
    const known = new X509Certificate(cert);
    const now = Math.max(this.#options.now(), EARLIEST);
    const covers = (name: string) => (isIP(name) === 0 ? known.checkHost(name) : known.checkIP(name)) !== undefined;
    return (
      known.validFromDate.getTime() <= now &&
      known.validToDate.getTime() - now >= RENEW_DAYS * DAY_MS &&
      known.subjectAltName?.split(', ').length === names.length &&
      names.every(covers) &&
      isBy(known, this.#root)
    );
  }

  #certify(root: Root, publicKey: string, subject: string, more: Certificate['extensions']): Promise<string> {
    const { now, random } = this.#options;
    const begin = Math.max(now() - BACKDATED_MS, EARLIEST);
    const end = Math.min(begin + LEAF_DAYS * DAY_MS, new X509Certificate(root.cert).validToDate.getTime());
    const content: Certificate = {
      serial: random(16),
      subject,
      notBefore: new Date(begin),
      notAfter: new Date(end),
      extensions: [{ name: 'basicConstraints', cA: false, critical: true }, ...more],
    };
    return certifyApart(content, publicKey, root);
  }
}

function isBy(certificate: X509Certificate, { cert }: Root): boolean {
  const root = new X509Certificate(cert);
  return certificate.checkIssued(root) && certificate.verify(root.publicKey);
}
