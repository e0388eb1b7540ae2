import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Answer } from '../../operations/operations.ts';
import type { Checked, Provisioned } from '../../operations/provision.ts';
import type { Asked } from '../ask.ts';
import { UsageError } from '../command.ts';
import { readWish } from './file.ts';

export interface ProvisionInput {
  readonly file: string;
  readonly dryRun: boolean;
  /** Where credentials go instead of beside the file; `-` for the result itself. */
  readonly credentials?: string;
}

export interface ProvisionDone {
  /** What was done, or with `--dry-run` would be. */
  readonly steps: Checked['steps'] | Provisioned['steps'];
  /** The file that new credentials were added to. */
  readonly credentialsFile?: string;
  readonly credentials?: Provisioned['credentials'];
}

/**
 * `hearthgate provision`: the whole file is looked at before anything is done. New passwords go to a file for its owner
 * alone, which is there before the first is made, so that none is lost for want of a place. An answer is a refusal.
 */
export async function provision(
  ask: Asked,
  input: ProvisionInput,
  readFile: (path: string) => string,
): Promise<ProvisionDone | (Answer & { readonly ok: false })> {
  const { wanted, told } = readWish(input.file, readFile);
  const looked = await ask('provision check', wanted);
  if (!looked.ok) return looked;
  const { problems, steps } = looked.result as Checked;
  const refused = (found: Checked['problems']) =>
    ({ ok: false, code: 'not-understood', problem: told(found) }) as const;
  if (problems.length > 0) return refused(problems);
  if (input.dryRun) return { steps };
  const makes = steps.some(({ what, state }) => state === 'to do' && (what === 'device' || what === 'app'));
  const file = makes ? credentialsFile(input) : undefined;
  const kept = file === undefined ? undefined : openForOwner(file);
  try {
    const answer = await ask('provision', wanted);
    if (!answer.ok) return answer;
    const done = answer.result as Provisioned;
    if (done.problems.length > 0) return refused(done.problems);
    const { credentials } = done;
    if (kept === undefined || credentials.length === 0)
      return { steps: done.steps, ...(credentials.length > 0 ? { credentials } : {}) };
    const isWritten = written(kept, stringify(credentials));
    // They are kept by nobody else: what the disk does not take is shown.
    return { steps: done.steps, ...(isWritten && file !== undefined ? { credentialsFile: file } : { credentials }) };
  } finally {
    if (kept !== undefined) closeSync(kept);
  }
}

function written(file: number, text: string): boolean {
  try {
    writeSync(file, text);
    fsyncSync(file);
    return true;
  } catch {
    return false;
  }
}

/** Beside the file that was read; undefined where they are part of the result. */
function credentialsFile({ file, credentials }: ProvisionInput): string | undefined {
  if (credentials === '-' || (credentials === undefined && file === '-')) return undefined;
  return credentials ?? `${file.replace(/\.ya?ml$/, '')}.credentials.yaml`;
}

/** Added to, never written over: what an earlier run made is in it. */
function openForOwner(file: string): number {
  const opened = openSync(file, 'a', 0o600);
  const { mode, uid } = fstatSync(opened);
  if ((mode & 0o077) === 0 && uid === process.geteuid?.()) return opened;
  closeSync(opened);
  throw new UsageError(
    `${file} can be read by others; make it your own and chmod 600 it, or name another file with --credentials`,
  );
}
