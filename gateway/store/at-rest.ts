import { closeSync, openSync } from 'node:fs';
import type { Db } from './database.ts';

/** Opens a database file; nothing was read from it yet. */
export type OpenFile = (file: string) => Db;

/**
 * Opens files whose every page, in the journal too, is encrypted and authenticated (ChaCha20-Poly1305, RFC 8439, a new
 * nonce with every write; a Raspberry Pi 4 has no AES in its processor). Only the page size can be read without the key.
 * The driver is better-sqlite3 over SQLite3 Multiple Ciphers, and is loaded only where it is used.
 */
export async function encrypted(key: Uint8Array): Promise<OpenFile> {
  const Database = await driver();
  return (file) => {
    const db = new Database(file);
    db.pragma(`cipher = 'chacha20'`);
    db.pragma(`key = "${keyText(key)}"`);
    return db;
  };
}

/**
 * Writes all that a closed database holds into a new file under another key; `undefined` is a file in the clear. Nothing
 * of an encrypted copy lies in the clear on the disk on the way. Throws where the new file is there already.
 */
export async function copyUnder(
  from: string,
  old: Uint8Array | undefined,
  to: string,
  key: Uint8Array | undefined,
): Promise<void> {
  closeSync(openSync(to, 'wx', 0o600));
  const Database = await driver();
  const db = key ? (await encrypted(key))(to) : new Database(to);
  try {
    db.pragma('foreign_keys = OFF');
    db.pragma('temp_store = MEMORY');
    db.pragma('synchronous = FULL');
    db.prepare('ATTACH ? AS old KEY ?').run(from, old ? keyText(old) : '');
    db.transaction(() => copyAll(db))();
    db.exec('DETACH old');
    if (db.pragma('integrity_check', { simple: true }) !== 'ok')
      throw new Error(`copying ${from}: the copy is damaged`);
  } finally {
    db.close();
  }
}

interface Part {
  readonly type: 'table' | 'index' | 'trigger' | 'view';
  readonly name: string;
  readonly sql: string;
}

function copyAll(db: Db): void {
  const parts = db
    .prepare<[], Part>(
      `SELECT type, name, sql FROM old.sqlite_master WHERE sql NOT NULL AND substr(name, 1, 7) <> 'sqlite_'`,
    )
    .all();
  for (const { name, sql } of parts.filter(({ type }) => type === 'table')) {
    db.exec(sql);
    db.exec(`INSERT INTO main."${name}" SELECT * FROM old."${name}"`);
  }
  // Triggers are about what is written later, not about what is copied.
  for (const { sql } of parts.filter(({ type }) => type !== 'table')) db.exec(sql);
  if (db.prepare(`SELECT 1 FROM old.sqlite_master WHERE name = 'sqlite_sequence'`).get()) {
    db.exec('DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM old.sqlite_sequence');
  }
  db.pragma(`main.user_version = ${Number(db.pragma('old.user_version', { simple: true }))}`);
}

async function driver() {
  const { default: Database } = await import('better-sqlite3-multiple-ciphers');
  return Database;
}

function keyText(key: Uint8Array): string {
  return `raw:${Buffer.from(key).toString('hex')}`;
}
