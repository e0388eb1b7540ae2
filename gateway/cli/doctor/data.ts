import { X509Certificate } from 'node:crypto';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { storedIn } from '../../household/ledger/verifier/database.ts';
import { verify } from '../../household/ledger/verifier/verify.ts';
import { readWhere } from '../../keys/where.ts';
import { bad, daysLeft, type Finding, good, integrity, unknown } from './finding.ts';
import { disk } from './machine.ts';

/** The data directory as the file system sees it. */
export function directory(dataDir: string): Finding[] {
  const start = 'start the hub once, or set HEARTHGATE_DATA to its folder';
  if (!existsSync(dataDir)) return [unknown('data directory', 'there is none yet', start)];
  const { bavail, blocks, bsize, ffree } = statfsSync(dataDir);
  return [writable(dataDir), disk(bavail * bsize, blocks * bsize, ffree), permissions(dataDir)];
}

function writable(dataDir: string): Finding {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return good('data directory', 'can be read and written');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'EROFS'
      ? bad(
          'data directory',
          'lies on a disk that takes nothing',
          'mount it for writing; a failing card turns read-only',
        )
      : bad('data directory', 'cannot be written by this user', 'run this, and the hub, as the user who owns it');
  }
}

/** All of it is for one user alone; what a browser or device is to trust may be read. */
function permissions(dataDir: string): Finding {
  const own = statSync(dataDir).uid;
  const files = [dataDir, ...below(dataDir)].map((path) => ({ path, ...statSync(path) }));
  const foreign = files.filter(({ uid }) => uid !== own).length;
  if (foreign > 0)
    return bad('permissions', `${foreign} files belong to another user`, 'chown -R the data directory to its user');
  const open = files.filter(({ path, mode }) => !path.endsWith('.crt') && (mode & 0o077) !== 0).length;
  return open === 0
    ? good('permissions', 'what is kept is for its user alone')
    : bad('permissions', `${open} files can be seen by other users`, 'chmod -R go= the data directory');
}

function below(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'cache');
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...below(path)] : entry.isFile() ? [path] : [];
  });
}

/** The files of a hub that does not run: read, and never written, not even by SQLite. */
export function stopped(dataDir: string, now: number): Finding[] {
  return [...databases(dataDir), ...certificates(dataDir, now)];
}

function databases(dataDir: string): Finding[] {
  if (!existsSync(join(dataDir, 'household.db'))) return [];
  if ((readWhere(dataDir)?.place ?? 'card') !== 'card') {
    const todo = 'start the hub and ask again: it has the key';
    return ['household.db', 'flow.db'].map((name) => unknown(name, 'is encrypted', todo));
  }
  return [...looked(dataDir, 'household.db', (db) => [ledger(db)]), ...looked(dataDir, 'flow.db', () => [])];
}

/** Of a copy: a journal that a killed hub left belongs to what is looked at, and reading it would write. */
function looked(dataDir: string, name: string, also: (db: DatabaseSync) => Finding[]): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'hearthgate-doctor-'));
  try {
    for (const end of ['', '-wal']) {
      const file = join(dataDir, name + end);
      if (existsSync(file)) copyFileSync(file, join(folder, name + end));
    }
    const db = new DatabaseSync(join(folder, name));
    try {
      return [integrity(name, String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check)), ...also(db)];
    } finally {
      db.close();
    }
  } catch (error) {
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    return [full ? unknown(name, 'has no room to be looked at', 'set TMPDIR to a larger folder') : integrity(name, '')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ledger(db: DatabaseSync): Finding {
  const { entries, findings } = verify(storedIn(db));
  return findings.length === 0
    ? good('ledger', `holds, ${entries} entries`)
    : bad('ledger', 'does not hold', '"hearthgate ledger verify" says where; keep a copy of the data directory');
}

/** Its roots: what they vouch for is renewed when the hub starts. */
function certificates(dataDir: string, now: number): Finding[] {
  const files = ['certs/authority.crt', 'certs/page/authority.crt'].map((name) => join(dataDir, name));
  const ends = files.filter(existsSync).flatMap((file) => {
    const [first] = /-----BEGIN[\s\S]*?-----END CERTIFICATE-----/.exec(readFileSync(file, 'utf8')) ?? [];
    return first === undefined ? [] : new X509Certificate(first).validToDate.getTime();
  });
  return ends.length === 0 ? [] : [daysLeft(Math.min(...ends), now)];
}
