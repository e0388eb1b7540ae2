import { X509Certificate } from 'node:crypto';
import { createReadStream, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Address, type Named, readAddress, writeAddress } from '../devices/attach/address.ts';
import type { Target } from '../devices/attach/connection.ts';
import { commandWords } from '../devices/attach/problem.ts';
import { isBrokersOwn, validFilter } from '../devices/broker/topics.ts';
import { lookAtBroker, lookAtRecording } from '../look/at.ts';
import type { Look } from '../look/look.ts';
import { pageOf } from '../look/page.ts';
import { printed } from '../look/print.ts';
import { counted, type From } from '../look/words.ts';
import { Unusable } from '../runtime/unusable.ts';
import { UsageError } from './command.ts';
import { problemOf } from './command-line.ts';
import { lookUsage } from './look-usage.ts';
import { passphraseFrom } from './passphrase.ts';
import { json, plainLines } from './print.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ for: text, user: text, 'password-file': text, ca: text, from: text, html: text, each: flag, json: flag },
  topic: { type: 'string', multiple: true },
} as const;

export interface Terminal {
  readonly readFile: (path: string) => string;
  /** Resolves when more can be printed. */
  readonly print: (line: string) => Promise<void>;
  readonly aside: (line: string) => void;
  /** A line that the next one takes the place of; absent where nobody looks. */
  readonly progress?: (line: string) => void;
  readonly stdin: NodeJS.ReadStream;
  /** A person ends it early. */
  readonly signal: AbortSignal;
}

/** `hearthgate look`: needs no hub and no data directory. Returns the exit code: 1 where it could not look at all of it. */
export async function lookProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  const wish = wishOf(words);
  if (wish.html !== undefined) checkPage(wish.html);
  const looked =
    wish.from === undefined ? await atBroker(wish, terminal) : await atRecording(wish, wish.from, terminal);
  if (looked === undefined) return 1;
  const { look, from, complete } = looked;
  if (wish.html !== undefined) {
    writeFileSync(wish.html, [...pageOf(look, from)].join(''), { flag: 'wx', mode: 0o600 });
    terminal.aside(`the page is ${wish.html}`);
  }
  if (wish.json) await terminal.print(json(look));
  else if (!wish.each) await terminal.print(plainLines(printed(look, from)));
  return complete ? 0 : 1;
}

interface Looked {
  readonly look: Look;
  readonly from: From;
  readonly complete: boolean;
}

async function atBroker(wish: Wish, terminal: Terminal): Promise<Looked | undefined> {
  const { forMs, filters } = wish;
  const target = await targetOf(wish, terminal);
  const { signal, progress } = terminal;
  const found = await lookAtBroker(target, {
    ...{ filters, forMs, signal },
    ...(progress && { progress: told(progress, target.address) }),
  });
  progress?.('');
  if ('why' in found) {
    terminal.aside(signal.aborted ? 'nothing was heard yet' : commandWords(found));
    return undefined;
  }
  const { look, refused, problem } = found;
  if (refused.length > 0)
    terminal.aside(`this user may not read ${refused.join(', ')}; what is said there is missing here`);
  if (problem) terminal.aside(`${commandWords(problem)}; this is what was heard until then`);
  const from = { from: 'broker', secured: target.address.secured } as const;
  return { look, from, complete: refused.length === 0 && !problem };
}

/** Lines that are named; a file of another kind has only such. */
const MOST_NAMED = 20;

async function atRecording(wish: Wish, path: string, { print, aside, stdin, signal }: Terminal): Promise<Looked> {
  if (path !== '-' && !(existsSync(path) && statSync(path).isFile())) throw new UsageError(`there is no file ${path}`);
  const input = path === '-' ? stdin : createReadStream(path);
  let unread = 0;
  const { look, lines } = await lookAtRecording(input, {
    signal,
    unread(line) {
      unread += 1;
      if (unread <= MOST_NAMED) aside(`line ${line} is not a JSON object with a text "topic"`);
    },
    ...(wish.each ? { each: (line: object) => print(JSON.stringify(line)) } : {}),
  });
  if (unread > MOST_NAMED) aside(`${unread} of ${lines} lines are none; record with mosquitto_sub -F %j`);
  return { look, from: { from: 'recording' }, complete: unread === 0 };
}

interface Wish {
  readonly url: string;
  readonly from?: string;
  readonly forMs: number;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly ca?: string;
  readonly filters: readonly string[];
  readonly html?: string;
  readonly each: boolean;
  readonly json: boolean;
}

function wishOf(words: readonly string[]): Wish {
  try {
    const given = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true, strict: true });
    return read(given.values, given.positionals);
  } catch (error) {
    const problem = problemOf(error, OPTIONS);
    if (problem === undefined) throw error;
    throw new UsageError(`${problem}\nhearthgate ${lookUsage}`);
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function read(values: Values, [url, ...more]: readonly string[]): Wish {
  const { from, user, ca, html, topic: filters = ['#'], each = false, json: asJson = false } = values;
  const passwordFile = values['password-file'];
  if (more.length > 0) throw new UsageError(`one broker at a time; "${more[0]}" is too many`);
  if ((url === undefined) === (from === undefined))
    throw new UsageError('say which broker, as mqtts://user@host, or which recording, with --from');
  if (each && from === undefined) throw new UsageError('--each goes with --from: it names topics line by line');
  if (each && asJson) throw new UsageError('say --each or --json; both print JSON');
  const ofBroker = { for: values.for, user, 'password-file': passwordFile, ca, topic: values.topic };
  const odd = Object.entries(ofBroker).find(([, value]) => value !== undefined);
  if (from !== undefined && odd) throw new UsageError(`--${odd[0]} is for a broker, not for a recording`);
  const bad = filters.find((filter) => !validFilter(filter) || isBrokersOwn(filter));
  if (bad !== undefined) throw new UsageError(`"${bad}" is no topic filter, or one of the broker’s own`);
  return {
    ...{ url: url ?? '', filters, each, json: asJson, forMs: span(values.for ?? '2m') },
    ...(from === undefined ? {} : { from }),
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(ca === undefined ? {} : { ca }),
    ...(html === undefined ? {} : { html }),
  };
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

function span(said: string): number {
  const match = /^(\d{1,5})([smh])$/.exec(said);
  const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? 0);
  if (!match || ms === 0 || ms > LONGEST_MS)
    throw new UsageError('--for takes a time such as 30s, 2m or 1h, at most 24h');
  return ms;
}

async function targetOf(
  { url, user: named, passwordFile, ca: caFile }: Wish,
  terminal: Terminal,
): Promise<Target & { address: Named }> {
  const address = readAddress(url);
  if ('why' in address) throw new UsageError(commandWords(address));
  const user = named ?? address.user;
  if (user === undefined && passwordFile !== undefined)
    throw new UsageError('a password needs a user: write mqtts://user@host, or --user');
  const ca = caFile === undefined ? undefined : certificates(terminal.readFile(caFile));
  const password = user === undefined ? undefined : await passwordOf(passwordFile, terminal);
  return {
    address,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/** From the file, else typed without being shown, else a line of standard input. */
async function passwordOf(file: string | undefined, { readFile, stdin }: Terminal): Promise<string> {
  const typed = () =>
    passphraseFrom(
      undefined,
      stdin,
    )('Password').catch((error: unknown) => {
      if (error instanceof Unusable) return '';
      throw error;
    });
  const said = file === undefined && stdin.isTTY ? await typed() : readFile(file ?? '-').replace(/\r?\n$/, '');
  if (said === '')
    throw new UsageError('no password was given: type it, or give it with --password-file or on standard input');
  return said;
}

function certificates(pem: string): string {
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new UsageError(commandWords({ why: 'no trust' }));
  }
}

/** Before anything is listened to: two minutes later would be too late. */
function checkPage(path: string): void {
  if (existsSync(path)) throw new UsageError(`${path} is there already; name another file for the page, or move it`);
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`there is no folder ${folder}`);
}

function told(progress: (line: string) => void, address: Address) {
  return (seconds: number, messages: number) => {
    const left = counted(seconds, 'more second');
    progress(`${writeAddress(address)}: listening for ${left}, ${counted(messages, 'message')} so far; Ctrl-C ends it`);
  };
}
