import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
import { storedIn } from '../../household/ledger/verifier/database.ts';
import { Unreadable } from '../../household/ledger/verifier/stored.ts';
import { verify } from '../../household/ledger/verifier/verify.ts';
import { databaseKey, type Root, unlock } from '../../keys/unlock.ts';
import { readWhere } from '../../keys/where.ts';
import type { Config } from '../../runtime/config.ts';
import { systemRandom } from '../../runtime/random.ts';
import { Unusable } from '../../runtime/unusable.ts';
import { encrypted, type OpenFile } from '../../store/at-rest.ts';
import { quickCheck } from '../../store/database.ts';
import { passphraseFrom } from '../passphrase.ts';
import { bad, type Finding, good, integrity, unknown } from './finding.ts';

const ASK = 'start the hub and ask again: it has the key';

/** The databases of a hub that does not run, and their key; nobody is asked for a passphrase. */
export async function databases(dataDir: string, config: Config | undefined): Promise<Finding[]> {
  if (!existsSync(join(dataDir, 'household.db'))) return [];
  const place = readWhere(dataDir)?.place ?? 'card';
  if (place === 'card') {
    const open: OpenFile = (file) => new Database(file);
    return [...looked(dataDir, 'household.db', open, ledger), ...looked(dataDir, 'flow.db', open)];
  }
  const known = place === 'file' ? config?.rootKeyFile : config?.passphraseFile;
  if (known === undefined) {
    const where = place === 'file' ? 'in a file that no setting names' : 'behind a passphrase';
    return [unknown('root key', `lies ${where}; the databases are encrypted`, ASK)];
  }
  try {
    const root = await unlock({
      ...{ dataDir, random: systemRandom, keyFile: config?.rootKeyFile },
      passphrase: () => passphraseFrom(known)('Passphrase'),
    });
    return [
      good('root key', 'opens the databases'),
      ...looked(dataDir, 'household.db', await opening(root, 'household')),
      ...looked(dataDir, 'flow.db', await opening(root, 'flow')),
      unknown('ledger', 'is encrypted', ASK),
    ];
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const put = place === 'file' ? 'put its stick in, or set rootKeyFile' : 'look at the file in passphraseFile';
    return [bad('root key', 'is not there, or belongs to other data', put)];
  }
}

async function opening(root: Root, kind: 'household' | 'flow'): Promise<OpenFile> {
  const key = databaseKey(root, kind);
  if (!key) throw new Error(`looking at ${kind}.db: there is no key`);
  return encrypted(key);
}

/** Of a copy: a journal that a killed hub left belongs to what is looked at, and reading it would write. */
function looked(dataDir: string, name: string, open: OpenFile, also?: (file: string) => Finding): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'hearthgate-doctor-'));
  try {
    for (const end of ['', '-wal']) {
      const file = join(dataDir, name + end);
      if (existsSync(file)) copyFileSync(file, join(folder, name + end));
    }
    const file = join(folder, name);
    const db = open(file);
    const found = integrity(name, quickCheck(db));
    db.close();
    return found.state === 'good' && also ? [found, also(file)] : [found];
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    const room = unknown(name, 'has no room to be looked at', 'set TMPDIR to a larger folder');
    return [isFull ? room : integrity(name, 'cannot be opened')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ledger(file: string): Finding {
  const todo = '"hearthgate ledger verify" says where; keep a copy of the data directory';
  const db = new DatabaseSync(file);
  try {
    const { entries, findings } = verify(storedIn(db));
    return findings.length === 0 ? good('ledger', `holds, ${entries} entries`) : bad('ledger', 'does not hold', todo);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return bad('ledger', 'cannot be read', todo);
  } finally {
    db.close();
  }
}
