import { readFileSync, readSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { Unusable } from '../runtime/unusable.ts';

/** Asks for passphrases: never an argument and never a variable, which other programs can read. */
export type AskPassphrase = (question: string) => Promise<string>;

/**
 * From the file where one is named, else typed on the terminal without being shown, else one line of standard input for
 * each question. Throws a sentence where there is none to be had.
 */
export function passphraseFrom(file: string | undefined, stdin: NodeJS.ReadStream = process.stdin): AskPassphrase {
  return async (question) => {
    const said = file === undefined ? await fromStdin(question, stdin) : fromFile(file);
    if (said === '') {
      throw new Unusable(
        'no passphrase was given: type it on the terminal, give it as a line of standard input, or set HEARTHGATE_PASSPHRASE_FILE to a file that holds it',
      );
    }
    return said;
  };
}

function fromFile(file: string): string {
  try {
    return (readFileSync(file, 'utf8').split('\n', 1)[0] ?? '').replace(/\r$/, '');
  } catch (cause) {
    throw new Unusable(`the passphrase file ${file} cannot be read`, { cause });
  }
}

async function fromStdin(question: string, stdin: NodeJS.ReadStream): Promise<string> {
  if (!stdin.isTTY) return line();
  // Before the question: what is typed in a hurry is not shown, either.
  stdin.setRawMode(true);
  try {
    process.stderr.write(`${question}: `);
    return await typed(stdin);
  } finally {
    stdin.setRawMode(false);
    process.stderr.write('\n');
  }
}

/** Up to the next end of line, byte by byte: what follows belongs to the next question. */
function line(): string {
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  while (bytes.length < MOST) {
    let got: number;
    try {
      got = readSync(0, one);
    } catch {
      break;
    }
    if (got === 0 || one[0] === 10) break;
    bytes.push(one.readUInt8());
  }
  return Buffer.from(bytes).toString('utf8').replace(/\r$/, '');
}

function typed(stdin: ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (settle: () => void) => {
      stdin.off('data', read);
      stdin.pause();
      settle();
    };
    const read = (chunk: Buffer | string) => {
      for (const key of chunk.toString('utf8')) {
        if (key === '\r' || key === '\n' || key === CTRL_D) return end(() => resolve(said));
        if (key === CTRL_C) return end(() => reject(new Unusable('nothing was changed')));
        said = key === BACKSPACE || key === '\b' ? [...said].slice(0, -1).join('') : said + key;
      }
    };
    stdin.on('data', read);
  });
}

const MOST = 4096;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACE = '\u007f';
