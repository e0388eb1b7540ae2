import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { hkdf } from './hash.ts';
import { rootKey } from './root-key.ts';
import { tlv } from './tlv.ts';

export interface KeyStoreDeps {
  readonly dataDir: string;
  /** household.db */
  readonly db: Db;
  readonly random: Random;
  /** The root key where it lies outside the data directory. */
  readonly root?: Uint8Array | undefined;
}

/** Secrets by name, wrapped by a key derived from the root key. A wrapped secret opens under its own name only. */
export class KeyStore {
  readonly #deps: KeyStoreDeps;
  #kek: Buffer | undefined;

  constructor(deps: KeyStoreDeps) {
    this.#deps = deps;
  }

  /** Reads the root key (the first start makes it and the install id); throws with what to do when it cannot be used. */
  start(): void {
    if (this.#kek) return;
    const { db, dataDir, random, root } = this.#deps;
    const install = installId(db, random);
    if (root) {
      this.#kek = wrappingKey(root, install);
      return;
    }
    const used = db.prepare('SELECT EXISTS (SELECT 1 FROM keys) OR EXISTS (SELECT 1 FROM epochs)').pluck().get() === 1;
    const onCard = rootKey(dataDir, !used, random);
    this.#kek = wrappingKey(onCard, install);
    onCard.fill(0);
  }

  wrap(name: string, bytes: Uint8Array): Buffer {
    return encrypt(this.#key(), tlv('hearthgate/v1/wrap', name), bytes, this.#deps.random);
  }

  /** Throws when `wrapped` was changed, was wrapped under another name, or by another root key. */
  unwrap(name: string, wrapped: Uint8Array): Buffer {
    const key = this.#key();
    try {
      return decrypt(key, tlv('hearthgate/v1/wrap', name), wrapped);
    } catch (cause) {
      throw new Error('a key in household.db does not open with this root key: restore the matching pair', { cause });
    }
  }

  keep(name: string, bytes: Uint8Array): void {
    const put = this.#deps.db.prepare('INSERT OR REPLACE INTO keys (name, wrapped) VALUES (?, ?)');
    put.run(name, this.wrap(name, bytes));
  }

  read(name: string): Buffer | undefined {
    const wrapped = this.#deps.db.prepare('SELECT wrapped FROM keys WHERE name = ?').pluck().get(name);
    return Buffer.isBuffer(wrapped) ? this.unwrap(name, wrapped) : undefined;
  }

  forget(name: string): void {
    this.#deps.db.prepare('DELETE FROM keys WHERE name = ?').run(name);
  }

  #key(): Buffer {
    this.start();
    if (!this.#kek) throw new Error('the root key is not there');
    return this.#kek;
  }
}

/** One label for each use (PRIVACY.md section 1): a second use of the root key takes another `info`. */
function wrappingKey(root: Uint8Array, install: Buffer): Buffer {
  return hkdf(root, install, Buffer.from('hearthgate/v1/wrap'), 32);
}

function installId(db: Db, random: Random): Buffer {
  const known = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get('install id');
  if (typeof known === 'string') return Buffer.from(known, 'base64url');
  const made = random(16);
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('install id', made.toString('base64url'));
  return made;
}
