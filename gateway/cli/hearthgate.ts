import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ListenError } from '../devices/broker/listeners.ts';
import { usage as ledgerUsage } from '../household/ledger/verifier/usage.ts';
import { HubError, openHub } from '../main.ts';
import { systemClock } from '../runtime/clock.ts';
import { ConfigError, dataDirectory, readConfig } from '../runtime/config.ts';
import { createLog } from '../runtime/log.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Command, commands, plain, UsageError } from './commands.ts';
import { type Answer, askHub } from './control.ts';
import { classifyLines } from './field-classify.ts';
import { operateOn } from './operations.ts';
import { prepare, start } from './start.ts';

/** Exit codes: 0 done, 1 refused (the message says what to do), 2 wrong usage, 70 a defect, 78 configuration. */
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) fail(2, error.message);
  else if (error instanceof ConfigError || error instanceof HubError || error instanceof ListenError)
    fail(78, error.message);
  else fail(70, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

async function main(words: string[]): Promise<number> {
  if (words.slice(0, 2).join(' ') === 'field classify' && !words.includes('--help'))
    return classifyLines(process.stdin, console.log, console.error);
  const dataDir = dataDirectory(process.env);
  if (words[0] === 'start') return start(dataDir, process.env);
  if (words[0] === 'prepare') return prepare(dataDir, process.env);
  if (words[0] === 'ledger' && !words.includes('--help')) {
    // It brings an SQLite of its own, which no hub needs in its memory.
    const { program } = await import('../household/ledger/verifier/program.ts');
    return program(words.slice(1), join(dataDir, 'household.db'));
  }
  const command = commands.find(({ name }) => name.every((word, index) => words[index] === word));
  if (words.length === 0 || words.includes('--help')) {
    console.log(usage(command));
    return 0;
  }
  if (!command) throw new UsageError(unknown(words));
  const { values, positionals } = parse(command, words.slice(command.name.length));
  if (command.name.join(' ') === 'config show') {
    console.log(JSON.stringify(readConfig(dataDir, process.env), null, 2));
    return 0;
  }
  const input = command.input({ values, positionals, readFile });
  const answer = await ask(dataDir, command.operation, input);
  if (!answer.ok) {
    console.error(plain(answer.problem));
    return 1;
  }
  const printed = values.json ? JSON.stringify(answer.result, null, 2) : command.print(answer.result);
  if (typeof printed === 'string') console.log(printed);
  else process.stdout.write(printed);
  return 0;
}

/** Operations that only tell; they make no household where there is none. */
const READS = /(^| )(list|explain|status|quarantine)$/;

/** The running hub answers; where none runs, the same operation works on the household's files directly. */
async function ask(dataDir: string, name: string, input: unknown): Promise<Answer> {
  const answered = await askHub(dataDir, name, input);
  if (answered) return answered;
  if (!existsSync(join(dataDir, 'household.db')) && READS.test(name)) {
    throw new UsageError(
      `there is no household in ${dataDir}; start the hub first, or set HEARTHGATE_DATA to its folder`,
    );
  }
  const config = readConfig(dataDir, process.env);
  const hub = await openHub({
    dataDir,
    config,
    clock: systemClock,
    random: systemRandom,
    log: createLog('silent'),
    madeBy: 'hub',
  });
  try {
    return await operateOn(hub)(name, input);
  } finally {
    await hub.stop();
  }
}

function parse(command: Command, words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage(command)}`);
  }
}

function unknown(words: readonly string[]): string {
  const said = words.slice(0, 2).join(' ');
  const known = [...commands.map(({ name }) => name), ['field', 'classify']];
  const after = known.flatMap(([first, second]) => (first === words[0] && second !== undefined ? [second] : []));
  return after.length > 0
    ? `there is no command "${said}"; after "${words[0]}" comes one of: ${after.join(', ')}`
    : `there is no command "${said}"; "hearthgate --help" lists them all`;
}

function usage(command: Command | undefined): string {
  if (command) return `hearthgate ${command.usage}\n\n${command.about}\nExample: hearthgate ${command.example}`;
  const asked = [...commands.map(({ usage: each }) => each), 'field classify < fields.jsonl', ...ledgerUsage];
  const lines = asked.map((each) => `  hearthgate ${each}`);
  return ['Hearthgate: a privacy gateway for the home.', '', '  hearthgate start', ...lines].join('\n');
}

function readFile(path: string): string {
  if (path === '-') return readFileSync(0, 'utf8');
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  return readFileSync(path, 'utf8');
}

function fail(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}
