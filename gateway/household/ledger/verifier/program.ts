import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { storedIn } from './database.ts';
import { linesOf, storedLines } from './lines.ts';
import { parseKey } from './note.ts';
import { type Stored, Unreadable } from './stored.ts';
import { usage } from './usage.ts';
import { type Verdict, verify } from './verify.ts';

/**
 * Checks a ledger, prints its checkpoint, or writes it out, without the hub. Exit codes: 0 it holds, 1 it does not (the
 * sentences say why), 2 it could not be looked at. `otherwise` is looked at where the words name no file.
 */
export function program(words: readonly string[], otherwise?: string | Stored): number {
  try {
    return run(words, otherwise);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** Whether the words say which file to look at; words that are wrong are left to `program` to say so. */
export function namesFile(words: readonly string[]): boolean {
  try {
    return parse(words).positionals.length > 1;
  } catch {
    return false;
  }
}

function run(words: readonly string[], otherwise: string | Stored | undefined): number {
  const { values, positionals } = parse(words);
  const [command, file = otherwise, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Unreadable(HOW);
  switch (command) {
    case 'verify': {
      const saved = values.checkpoint.map((name) => ({ name, note: read(name) }));
      if (values.key !== undefined && !parseKey(values.key)) {
        throw new Unreadable('--key is damaged: give it as it was kept, name+id+base64, in quotes');
      }
      return withLedger(file, (stored) => {
        const verdict = verify(stored, saved, values.key);
        const holds = verdict.findings.length === 0;
        const { key, checkpoint } = stored;
        print(
          values.json
            ? JSON.stringify({ holds, ...verdict, key, checkpoint })
            : sentences(verdict, key, saved.length, values.key),
        );
        return holds ? 0 : 1;
      });
    }
    case 'checkpoint':
      return withLedger(file, ({ checkpoint }) => {
        process.stdout.write(values.json ? `${JSON.stringify({ checkpoint })}\n` : checkpoint);
        return 0;
      });
    case 'export':
      return withLedger(file, (stored) => {
        for (const line of linesOf(stored)) print(line);
        return 0;
      });
    default:
      throw new Unreadable(HOW);
  }
}

const HOW = usage.map((each) => `hearthgate ${each}`).join('\n');

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        checkpoint: { type: 'string', multiple: true, default: [] },
        key: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Unreadable(`${error instanceof Error ? error.message : error}\n${HOW}`);
  }
}

function withLedger(file: string | Stored, look: (stored: Stored) => number): number {
  if (typeof file !== 'string') return look(file);
  if (!isDatabase(file)) return look(reading(file, () => storedLines(read(file))));
  const db = reading(file, () => new DatabaseSync(file, { readOnly: true }));
  try {
    return reading(file, () => {
      // One snapshot, while a hub may go on writing.
      db.exec('BEGIN');
      return look(storedIn(db));
    });
  } finally {
    db.close();
  }
}

/** Says which file it was that could not be read. */
function reading<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const isSqlite = error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
    if (!isSqlite && !(error instanceof Unreadable)) throw error;
    throw new Unreadable(`the ledger in ${file} cannot be read: ${error.message}`, { cause: error });
  }
}

function isDatabase(file: string): boolean {
  const start = Buffer.alloc(16);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, start);
    closeSync(descriptor);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return start.toString('latin1') === 'SQLite format 3\0';
}

function read(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): Unreadable {
  return new Unreadable(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

const MOST_FINDINGS = 20;

function sentences({ entries, erased, findings }: Verdict, key: string, saved: number, given?: string): string {
  if (findings.length > 0) {
    const more = findings.length - MOST_FINDINGS;
    const shown = findings.slice(0, MOST_FINDINGS).map((finding) => `  ${finding}`);
    return ['The ledger does not hold:', ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
  }
  return [
    `The ledger holds: ${entries} entries, ${erased} of them erased.`,
    `Its key: ${key}`,
    ...(given ? [] : ['The key is the one the file names. Compare it with the one you kept, or give --key.']),
    ...(saved > 0
      ? ['It continues every checkpoint given.']
      : ['No checkpoint kept elsewhere was given: whoever owns the hub could have rewritten it whole.']),
  ].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (import.meta.main) process.exitCode = program(process.argv.slice(2));
