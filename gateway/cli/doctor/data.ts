import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../runtime/config.ts';
import { databases } from './databases.ts';
import { bad, daysLeft, type Finding, good, unknown } from './finding.ts';
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
export async function stopped(dataDir: string, now: number, config: Config | undefined): Promise<Finding[]> {
  return [...(await databases(dataDir, config)), ...certificates(dataDir, now)];
}

/** Its authorities: what they vouch for is renewed when the hub starts. */
function certificates(dataDir: string, now: number): Finding[] {
  const files = ['certs/authority.crt', 'certs/page/authority.crt'].map((name) => join(dataDir, name));
  const ends = files.filter(existsSync).flatMap((file) => {
    const [first] = /-----BEGIN[\s\S]*?-----END CERTIFICATE-----/.exec(readFileSync(file, 'utf8')) ?? [];
    return first === undefined ? [] : new X509Certificate(first).validToDate.getTime();
  });
  return ends.length === 0
    ? []
    : [daysLeft(Math.min(...ends), now, (days) => `the first of its authorities ends in ${days} days`)];
}
