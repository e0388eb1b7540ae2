import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from '../operations/operations.ts';
import { withAppOptions } from '../runtime/app-options.ts';
import { dataDirectory } from '../runtime/data-directory.ts';
import { Unusable } from '../runtime/unusable.ts';
import { VERSION } from '../runtime/version.ts';
import { none } from './arguments.ts';
import { type Asked, ask } from './ask.ts';
import type { BackupInput, RestoreInput } from './backup.ts';
import { type Command, UsageError } from './command.ts';
import { commandOf, inputOf, problemOf, usage } from './command-line.ts';
import type { HandoverInput } from './handover/handover.ts';
import type { CommissioningInput } from './handover-commands.ts';
import type { MoveInput } from './keys.ts';
import { passphraseFrom } from './passphrase.ts';
import { json, plainLines } from './print.ts';
import type { ProvisionInput } from './provision/provision.ts';

const CURES = 'run this as the user that owns it, make room there, or set HEARTHGATE_DATA to another folder';
const OF_THE_DISK =
  /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOSPC|EDQUOT|EFBIG|SQLITE_(CANTOPEN|FULL|IOERR|READONLY|NOTADB|CORRUPT))/;

// Whoever reads may have seen enough (head): a pipe that is closed is no defect.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
});

/** Exit codes: 0 done, 1 refused (the message says what to do), 2 wrong usage, 70 a defect, 78 configuration. */
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) fail(2, error.message);
  else if (error instanceof Unusable) fail(78, error.message);
  else if (isOfTheDisk(error)) fail(78, `${dataDirectory(process.env)} cannot be used: ${error.message}; ${CURES}`);
  else fail(70, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words[0] === 'help' || words.includes('--help') || words.includes('-h')) {
    console.log(usage(words[0] === 'help' ? words.slice(1) : words));
    return 0;
  }
  if (words[0] === '--version') {
    console.log(`hearthgate ${VERSION}`);
    return 0;
  }
  // Each brings what the others do not need in their memory: a hub, the catalogue of fields, another SQLite.
  if (words.slice(0, 2).join(' ') === 'field classify') {
    bare(words.slice(2));
    const { classifyLines } = await import('./field-classify.ts');
    return classifyLines(process.stdin, console.log, console.error);
  }
  if (words[0] === 'look') {
    const [{ lookProgram }, { terminal }] = await Promise.all([import('./look.ts'), import('./terminal.ts')]);
    return lookProgram(words.slice(1), terminal(readFile));
  }
  if (words[0] === 'manifest') {
    const { manifestProgram } = await import('./manifest-commands.ts');
    return manifestProgram(words.slice(1), { readFile, print: console.log, aside: console.error });
  }
  const dataDir = dataDirectory(process.env);
  const environment = withAppOptions(dataDir, process.env);
  if (words[0] === 'start' || words[0] === 'prepare') {
    bare(words.slice(1));
    const { start, prepare } = await import('./start.ts');
    return words[0] === 'start' ? start(dataDir, environment) : prepare(dataDir, environment);
  }
  if (words.join(' ') === 'settle') {
    const { settleMove } = await import('./keys.ts');
    return settleMove(dataDir);
  }
  if (words[0] === 'ledger') {
    const { namesFile, program } = await import('../household/ledger/verifier/program.ts');
    return program(words.slice(1), namesFile(words.slice(1)) ? undefined : await ledgerIn(dataDir));
  }
  const command = commandOf(words);
  const { operation, input, json: asJson, as: name } = inputOf(command, words, readFile);
  if (operation === 'config show') {
    const { readSettings } = await import('../runtime/config.ts');
    const { config, sources } = readSettings(dataDir, environment);
    const shown = (input as { sources: boolean }).sources ? sources : config;
    console.log(asJson ? json(shown) : command.print(shown));
    return 0;
  }
  if (operation === 'doctor') {
    const { examine } = await import('./doctor/doctor.ts');
    const findings = await examine(dataDir, environment, input as { contact: boolean });
    console.log(asJson ? json(findings) : command.print(findings));
    return findings.some(({ state }) => state === 'bad') ? 1 : 0;
  }
  if (operation === 'keys move') {
    const { moveKeys } = await import('./keys.ts');
    const moved = await moveKeys(dataDir, environment, input as MoveInput);
    console.log(asJson ? json(moved) : command.print(moved));
    return 0;
  }
  if (operation === 'backup' || operation === 'restore') {
    const { backUp, restore } = await import('./backup.ts');
    const done =
      operation === 'backup' ? backUp(dataDir, input as BackupInput) : restore(dataDir, input as RestoreInput);
    const result = await done;
    // The backup itself may go to standard output.
    const print = 'file' in result && result.file === '-' ? console.error : console.log;
    print(asJson ? json(result) : command.print(result));
    return 0;
  }
  const as = name === undefined ? undefined : { name, passphrase: await passphraseFrom(undefined)('Passphrase') };
  const asked: Asked = (operation, input) => ask(dataDir, operation, input, as);
  if (operation === 'provision') {
    const { provision } = await import('./provision/provision.ts');
    const done = await provision(asked, input as ProvisionInput, readFile);
    if ('ok' in done) return refused(done, command);
    console.log(asJson ? json(done) : command.print(done));
    return done.steps.some(({ state }) => state === 'not done') ? 1 : 0;
  }
  if (operation === 'commissioning') {
    const { commissioning } = await import('./commissioning/commissioning.ts');
    const report = await commissioning(dataDir, process.env, asked, input as CommissioningInput);
    console.log(asJson ? json(report) : command.print(report));
    return report.hub === undefined || report.doctor.some(({ state }) => state === 'bad') ? 1 : 0;
  }
  if (operation === 'handover') {
    const { handover } = await import('./handover/handover.ts');
    const done = await handover(dataDir, process.env, asked, input as HandoverInput);
    if ('ok' in done) return refused(done, command);
    console.log(asJson ? json(done) : command.print(done));
    return 0;
  }
  const answer = await asked(operation, input);
  if (!answer.ok) return refused(answer, command);
  const printed = asJson ? json(answer.result) : command.print(answer.result);
  if (typeof printed === 'string') console.log(printed);
  else process.stdout.write(printed);
  if (!asJson && command.aside) console.error(command.aside(answer.result));
  return 0;
}

/** For what is JSON anyway, and is told nothing more. */
function bare(words: readonly string[]): void {
  const options = { json: { type: 'boolean' } } as const;
  try {
    none({ ...parseArgs({ args: [...words], options, allowPositionals: true, strict: true }), readFile });
  } catch (error) {
    const problem = problemOf(error, options);
    if (problem === undefined) throw error;
    throw new UsageError(problem);
  }
}

/** The verifier opens the database itself; one that is encrypted is read out by the hub, and checked no less. */
async function ledgerIn(dataDir: string) {
  const { readWhere } = await import('../keys/where.ts');
  if ((readWhere(dataDir)?.place ?? 'card') === 'card') return join(dataDir, 'household.db');
  const answer = await ask(dataDir, 'ledger lines', {});
  if (!answer.ok) throw new Unusable(answer.problem);
  const { storedLines } = await import('../household/ledger/verifier/lines.ts');
  return storedLines((answer.result as { lines: string }).lines);
}

type Refused = Answer & { readonly ok: false };

function refused(answer: Refused, command: Command): 1 {
  console.error(plainLines(inWords(answer, command)));
  return 1;
}

/** The data directory is not a directory, is somebody else's, is full or is damaged. */
function isOfTheDisk(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && OF_THE_DISK.test(String(error.code));
}

/** Where a problem lies, as the command line calls it: `/most` of an operation's input is `--most`. */
function inWords({ problem, see }: Refused, { options }: Command): string {
  const words = problem.replace(/^\/([\w-]+)/, (_, name: string) => (name in options ? `--${name}` : name));
  return see === undefined ? words : `${words}; see "hearthgate ${see}"`;
}

function readFile(path: string): string {
  if (path === '-') return readFileSync(0, 'utf8');
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  if (!statSync(path).isFile()) throw new UsageError(`${path} is no file`);
  return readFileSync(path, 'utf8');
}

function fail(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}
