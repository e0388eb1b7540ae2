import { hash } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { type Manifest, parseManifest, type RecipientId } from '../../rules/manifest.ts';
import type { Problem } from '../../rules/problems.ts';
import type { Db } from '../store/database.ts';
import { type Actor, manifestTaken } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { OwnKey } from './own-key.ts';
import type { ManifestRef } from './receipts/decided.ts';

/** What adding a manifest led to; a refusal says what to do and changes nothing. */
export type AddedManifest =
  | { readonly ok: true; readonly manifest: Manifest; readonly fingerprint: string; readonly firstUse: boolean }
  | { readonly ok: false; readonly problem: string };

/**
 * The manifests in force, one per recipient. A manifest is a JWS (ES256, RFC 7515) whose key is pinned when the
 * recipient is first added; later versions must be signed with that key and count up. One that the household wrote is signed
 * here, with a key that nobody outside sees.
 */
export class Manifests {
  readonly #db: Db;
  readonly #ledger: Ledger;
  readonly #own: OwnKey;
  readonly #byRecipient = new Map<RecipientId, Manifest>();

  constructor(db: Db, ledger: Ledger, own: OwnKey) {
    this.#db = db;
    this.#ledger = ledger;
    this.#own = own;
  }

  start(): void {
    for (const row of this.#db.prepare('SELECT id, manifest FROM recipients').all() as { manifest: string }[]) {
      const parsed = parseManifest(JSON.parse(row.manifest));
      // A manifest that an older version took and this one refuses is treated as missing: nothing leaves.
      if ('manifest' in parsed) this.#byRecipient.set(parsed.manifest.recipient, parsed.manifest);
    }
  }

  get(recipient: RecipientId): Manifest | undefined {
    return this.#byRecipient.get(recipient);
  }

  all(): Manifest[] {
    return [...this.#byRecipient.values()];
  }

  /** The thumbprint (RFC 7638) of the key pinned for a recipient, as shown to people. */
  fingerprint(recipient: RecipientId): string | undefined {
    const row = this.#db.prepare('SELECT pinned FROM recipients WHERE id = ?').get(recipient) as
      | { pinned: string }
      | undefined;
    return row?.pinned;
  }

  /** Which manifest of a recipient is in force, for a record of what was answered. */
  ref(recipient: RecipientId): ManifestRef | undefined {
    const manifest = this.get(recipient);
    const row = this.#db
      .prepare<[string], { signed: string; pinned: string }>('SELECT signed, pinned FROM recipients WHERE id = ?')
      .get(recipient);
    if (!manifest || !row) return undefined;
    const { version, origin } = manifest;
    return { version, origin, sha256: hash('sha256', row.signed), key: row.pinned };
  }

  /** The version that the consents were last carried over to. */
  carried(recipient: RecipientId): number | undefined {
    return (
      this.#db.prepare<[string], number | null>('SELECT carried FROM recipients WHERE id = ?').pluck().get(recipient) ??
      undefined
    );
  }

  /** They are carried over to the version in force. */
  carry(recipient: RecipientId): void {
    this.#db.prepare('UPDATE recipients SET carried = version WHERE id = ?').run(recipient);
  }

  /** What adding it would lead to; nothing is changed by asking. */
  async examine(signed: string): Promise<Examined> {
    const opened = await this.#open(signed.trim());
    return opened.ok ? this.#besideThoseInForce(opened) : opened;
  }

  async add(signed: string, now: number, by: Actor = 'household'): Promise<AddedManifest> {
    const text = signed.trim();
    const opened = await this.#open(text);
    if (!opened.ok) return opened;
    const kept = text.startsWith('{') ? await this.#own.sign(opened.json) : text;
    const examined = this.#besideThoseInForce(opened);
    if (!examined.ok) return examined;
    const { manifest, fingerprint, known, inForce } = examined;
    if (inForce !== undefined)
      return refuse(`version ${manifest.version} is not newer than version ${inForce} that is in force`);
    const put = this.#db.prepare(
      `INSERT INTO recipients (id, pinned, version, manifest, signed, added, brands, carried)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, manifest = excluded.manifest, signed = excluded.signed`,
    );
    this.#db.transaction(() => {
      put.run(
        manifest.recipient,
        fingerprint,
        manifest.version,
        opened.json,
        kept,
        now,
        JSON.stringify(brandsOf(manifest)),
        manifest.version,
      );
      const taken = manifestTaken(manifest, fingerprint, hash('sha256', kept), !known);
      this.#ledger.append([taken], by);
    })();
    this.#byRecipient.set(manifest.recipient, manifest);
    return { ok: true, manifest, fingerprint, firstUse: !known };
  }

  async #open(text: string): Promise<Opened> {
    return text.startsWith('{') ? householdManifest(text) : openManifest(text, await this.#own.thumbprint());
  }

  #besideThoseInForce(opened: Opened & { readonly ok: true }): Examined {
    const { manifest, fingerprint } = opened;
    const pins = this.#db.prepare<[], Pinned>('SELECT id, pinned, version, brands FROM recipients').all();
    const pinned = pins.find(({ id }) => id === manifest.recipient);
    const known = pinned !== undefined;
    if (known && pinned.pinned !== fingerprint) {
      return refuse(
        `this manifest for ${manifest.recipient} is signed with another key (${fingerprint}) than the one pinned (${pinned.pinned}); if the recipient really changed it, remove the recipient and add it anew`,
      );
    }
    if (known && manifest.version <= pinned.version) return { ...opened, known, inForce: pinned.version };
    const foreign = foreignBrand(brandsOf(manifest), pinned, pins, fingerprint);
    return foreign === undefined ? { ...opened, known } : refuse(foreign);
  }

  remove(recipient: RecipientId, by: Actor = 'household'): boolean {
    this.#byRecipient.delete(recipient);
    return this.#db.transaction(() => {
      const { changes } = this.#db.prepare('DELETE FROM recipients WHERE id = ?').run(recipient);
      if (changes > 0) this.#ledger.append([{ type: 'recipient.removed', recipient }], by);
      return changes > 0;
    })();
  }
}

/** A manifest and how it stands beside those in force. */
type Examined =
  | (Opened & {
      readonly ok: true;
      /** There is one of this recipient already. */
      readonly known: boolean;
      /** The version in force, where this one is not newer. */
      readonly inForce?: number;
    })
  | { readonly ok: false; readonly problem: string };

interface Pinned {
  readonly id: string;
  readonly pinned: string;
  readonly version: number;
  /** JSON. */
  readonly brands: string;
}

/** The vendor names whose devices a maker's manifest speaks of, in lower case; a household's own may speak of any. */
function brandsOf({ origin, products }: Manifest): string[] {
  if (origin === 'household') return [];
  return [...new Set(products.flatMap(({ match }) => (match.vendor === undefined ? [] : [brand(match.vendor)])))];
}

function brand(vendor: string): string {
  return vendor.normalize('NFKC').trim().toLowerCase();
}

/** A maker speaks of its own devices alone: those its first manifest named, which no other maker may name. */
function foreignBrand(
  brands: readonly string[],
  known: Pinned | undefined,
  pins: readonly Pinned[],
  key: string,
): string | undefined {
  const own: string[] = known === undefined ? [...brands] : JSON.parse(known.brands);
  const added = brands.find((one) => !own.includes(one));
  if (added !== undefined) {
    return `this version also speaks of devices by "${added}"; a maker speaks of those that its first manifest named, so remove the recipient and add it anew if they are its own`;
  }
  for (const { id, pinned, brands: theirs } of pins) {
    if (id === known?.id || key === OWN) continue;
    // One maker under two names would get from the two together what neither may have.
    if (pinned === key) return `this key already speaks for ${id}; a maker is one recipient, whatever it asks for`;
    const claimed: string[] = JSON.parse(theirs);
    const both = brands.find((one) => claimed.includes(one));
    if (both !== undefined)
      return `devices by "${both}" are ${id}'s, which is signed with another key; one maker speaks of a device`;
  }
  return undefined;
}

/** Stands in the place of the pinned key where there is none: the household wrote the manifest itself. */
const OWN = 'written by the household';

/** A recipient that the household adds of its own accord, its own dashboard or an energy service, as plain JSON; the hub signs it. */
function householdManifest(json: string): Opened {
  if (json.length > MAX_MANIFEST) return refuse('the manifest is larger than 256 KiB');
  return parsed(json, OWN, 'household');
}

/** The largest manifest that is looked at, in characters of the signed form. */
const MAX_MANIFEST = 256 * 1024;

type Opened =
  | { readonly ok: true; readonly manifest: Manifest; readonly fingerprint: string; readonly json: string }
  | { readonly ok: false; readonly problem: string };

/** Verifies signature and shape of a signed manifest without regard to what is pinned; `own` is the household's key. */
export async function openManifest(signed: string, own?: string): Promise<Opened> {
  if (signed.length > MAX_MANIFEST) return refuse('the manifest is larger than 256 KiB');
  let json: string;
  let fingerprint: string;
  try {
    const header = decodeProtectedHeader(signed);
    if (header.alg !== 'ES256')
      return refuse(`the manifest is signed with ${header.alg ?? 'nothing'}; it must be ES256`);
    if (header.typ !== 'hearthgate-manifest+jws') return refuse('its header must say typ "hearthgate-manifest+jws"');
    const key = header.jwk as JWK | undefined;
    if (key?.kty !== 'EC' || key.crv !== 'P-256' || key.d !== undefined) {
      return refuse('its header must carry the public P-256 signing key as jwk');
    }
    const verified = await compactVerify(signed, await importJWK(key, 'ES256'), { algorithms: ['ES256'] });
    json = new TextDecoder('utf-8', { fatal: true }).decode(verified.payload);
    fingerprint = await calculateJwkThumbprint(key);
  } catch {
    return refuse('this is not a manifest in JWS compact form with a valid signature');
  }
  const found = fingerprint === own ? parsed(json, OWN, 'household') : parsed(json, fingerprint, 'vendor');
  return found.ok ? withSoundKeys(found) : found;
}

/** A key that is no point of the curve could never be sealed to; its maker hears of it now. */
async function withSoundKeys(opened: Opened & { readonly ok: true }): Promise<Opened> {
  for (const { kty, crv, x, y, kid } of opened.manifest.keys.encryption) {
    try {
      await importJWK({ kty, crv, x, y }, 'ECDH-ES');
    } catch {
      return refuse(`the encryption key ${kid} is not a point of P-256; make a new one`);
    }
  }
  for (const { kty, crv, x, y, kid } of opened.manifest.keys.commands ?? []) {
    try {
      await importJWK({ kty, crv, x, y }, 'ES256');
    } catch {
      return refuse(`the command key ${kid} is not a point of P-256; make a new one`);
    }
  }
  return opened;
}

function parsed(json: string, fingerprint: string, origin: Manifest['origin']): Opened {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('the manifest is not JSON');
  }
  const found = parseManifest(value);
  if ('problems' in found) {
    return refuse(`the manifest has ${found.problems.length} problem(s):\n${toldOf(found.problems)}`);
  }
  if (found.manifest.origin !== origin) {
    return refuse(
      origin === 'vendor'
        ? 'a signed manifest is a vendor’s; its origin must be "vendor"'
        : 'a manifest that nobody signed is the household’s own; its origin must be "household", or add the vendor’s signed one',
    );
  }
  return { ok: true, manifest: found.manifest, fingerprint, json };
}

/** The first of them, each short: a maker mends these and looks again. */
function toldOf(problems: readonly Problem[]): string {
  const told = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ path, problem }) => `  ${short(path || '/')}: ${short(problem)}`);
  const more = problems.length - told.length;
  return [...told, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

const MOST_PROBLEMS = 20;

function refuse(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}
