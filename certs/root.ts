import { X509Certificate } from 'node:crypto';
import { Unusable } from '../gateway/runtime/unusable.ts';
import { certifyApart } from './apart.ts';
import type { Certificate, Credentials } from './certificate.ts';
import { newKeyPair } from './key-pair.ts';
import { permittedWith } from './names.ts';
import { type KeyFolder, type KeyName, type Kind, privateFile, readPrivate, writePrivate } from './private-files.ts';

/** A root, and the names it may speak for besides those of every home; only a page's is held to any. */
export interface Root extends Credentials {
  readonly permitted: readonly string[];
}

export interface RootDeps {
  readonly kind: Kind;
  readonly now: number;
  readonly random: (size: number) => Uint8Array;
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 3653;
/** No right clock shows less. Roots begin here, so that none made by a clock that was ahead begins in the future. */
export const EARLIEST = Date.UTC(2026, 0, 1);

/** A new root: it may sign what stands at the end of a chain and nothing below that (path length 0). */
export async function makeRoot(deps: RootDeps, permitted: readonly string[]): Promise<Root> {
  const { privateKey, publicKey } = await newKeyPair('root');
  // Two roots of one household are told apart by name, as some TLS libraries look for an issuer by nothing else.
  const subject = `Hearthgate ${deps.kind} ${Buffer.from(deps.random(4)).toString('hex')}`;
  const cert = await certifyApart(contentOf(deps, subject, permitted), publicKey, { key: privateKey });
  return { key: privateKey, cert, permitted };
}

/**
 * The root with dates that hold now, where the clock was wrong when it was made or its time is over. Name and key stay:
 * what it signed stays good, and whoever trusts the certificate of before and does not look at its dates goes on.
 */
export async function redated(root: Root, deps: RootDeps): Promise<Root | undefined> {
  const { validFromDate, validToDate, publicKey, subject } = new X509Certificate(root.cert);
  const begins = validFromDate.getTime() <= deps.now;
  if (deps.now < EARLIEST || (begins && deps.now < validToDate.getTime())) return undefined;
  const content = contentOf(deps, subject.replace(/^CN=/, ''), root.permitted);
  const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { ...root, cert: await certifyApart(content, spki, { key: root.key }) };
}

/** Key, certificate and names in one file, so that a crash never leaves one without the others. */
export function keepRoot(folder: KeyFolder, name: 'ca' | 'next', { key, cert, permitted }: Root): void {
  const head = permitted.length > 0 ? `${PERMITTED}${permitted.join(' ')}\n` : '';
  writePrivate(folder, name, head + key + cert);
}

export function loadRoot(folder: KeyFolder, name: 'ca' | 'next'): Root | undefined {
  const found = loadCredentials(folder, name);
  if (!found) return undefined;
  // Text before a PEM block explains it (RFC 7468 §2).
  const begin = found.key.indexOf('-----BEGIN');
  const [head = ''] = found.key.slice(0, begin).split('\n');
  const permitted = head.startsWith(PERMITTED) ? head.slice(PERMITTED.length).split(' ') : [];
  return { key: found.key.slice(begin), cert: found.cert, permitted };
}

/** A key with its certificate; undefined when there is none. */
export function loadCredentials(folder: KeyFolder, name: KeyName): Credentials | undefined {
  const text = readPrivate(folder, name);
  if (text === undefined) return undefined;
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  if (at <= 0)
    throw new Unusable(`opening ${privateFile(folder, name)}: it is not a key with its certificate; restore a backup`);
  return { key: text.slice(0, at), cert: text.slice(at) };
}

const PERMITTED = 'Permitted: ';

function contentOf({ kind, now, random }: RootDeps, subject: string, permitted: readonly string[]): Certificate {
  return {
    serial: random(16),
    subject,
    notBefore: new Date(EARLIEST),
    notAfter: new Date(Math.max(now, EARLIEST) + ROOT_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
      ...(kind === 'page' ? [{ name: 'extKeyUsage', serverAuth: true }] : []),
    ],
    ...(kind === 'page' ? { permitted: permittedOf(permitted) } : {}),
  };
}

/** What a thread can be told of it. */
function permittedOf(more: readonly string[]): NonNullable<Certificate['permitted']> {
  const { hosts, subnets } = permittedWith(more);
  return { hosts, subnets };
}
