import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../certs/authority.ts';
import { folderOf, type Kind } from '../certs/private-files.ts';
import { createServerIdentity, type ServerIdentity } from '../device-sim/vendors/authority.ts';

/**
 * What takes seconds to make and is as good the second time: whoever needs it first makes it for all tests of a run, in
 * the folder that `before-all.ts` names. A process outside a run has one of its own.
 */
let own: string | undefined;
function runFolder(): string {
  const given = process.env.MADE_ONCE;
  if (given !== undefined) return given;
  if (own === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'hearthgate-made-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    own = made;
  }
  return own;
}

/** The clock of most tests stands here; a hub that finds what was signed too late or too early for its own renews it. */
const SIGNED = Date.UTC(2026, 10, 2, 8);

/** A hub that has none yet finds the authority of that kind in its folder, with the certificate that the hub itself shows. */
export async function giveAuthority(dataDir: string, kind: Kind): Promise<void> {
  const dir = folderOf(join(dataDir, 'certs'), kind);
  if (existsSync(join(dir, 'authority.crt'))) return;
  const made = await once(`${kind} authority`, async (draft) => {
    // As a hub does before it writes anything: all of it is for its own user alone.
    process.umask(0o077);
    const authority = await openAuthority({ kind, dir: draft, now: () => SIGNED });
    await authority.server();
  });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  cpSync(made, dir, { recursive: true });
  chmodSync(dir, 0o700);
}

/** Both, for a hub in a process of its own: it starts as one that was started before. */
export async function giveAuthorities(dataDir: string): Promise<void> {
  await giveAuthority(dataDir, 'devices');
  await giveAuthority(dataDir, 'page');
}

/** A vendor's server has the same name and certificate wherever it is started. */
export async function identityOf(name: string): Promise<ServerIdentity> {
  const made = await once(`server of ${name}`, async (draft) => {
    writeFileSync(join(draft, 'identity.json'), JSON.stringify(await createServerIdentity(name)));
  });
  return JSON.parse(readFileSync(join(made, 'identity.json'), 'utf8'));
}

/** The folder that `make` has filled, now or before; of two that make it at once one is kept. */
async function once(name: string, make: (draft: string) => Promise<void>): Promise<string> {
  const there = join(runFolder(), name);
  if (existsSync(there)) return there;
  const draft = mkdtempSync(`${there} `);
  await make(draft);
  try {
    renameSync(draft, there);
  } catch {
    rmSync(draft, { recursive: true });
  }
  return there;
}
