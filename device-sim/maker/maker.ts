import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '../../gateway/cli/command.ts';
import { lint } from '../../gateway/cli/manifest/lint.ts';
import { encryptionKey } from '../../gateway/recipients/outbox/seal.ts';
import type { Manifest } from '../../rules/manifest.ts';
import { Forge } from './forge.ts';
import { type Outcome, play } from './play.ts';
import { playedHome } from './played-home.ts';
import { toldFor } from './told.ts';

const USAGE = `npm run maker -- --manifest <file> [--to <url>] [--ca <file>] [--token <from your app>] [--kept <file>] [--json]
npm run maker -- --manifest <file> --print`;
/** How long what an endpoint keeps may take to reach the file. */
const LATEST_MS = 20_000;

/** Exit codes: 0 all right, 1 the endpoint took or refused something wrongly, 2 usage. */
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? error.message : String(error));
  process.exitCode = 2;
}

async function main(args: string[]): Promise<number> {
  const { manifest: file, to, ca, token, kept, json, print } = words(args);
  if (file === undefined) throw new UsageError(USAGE);
  const { manifest, problems } = await lint(read(file));
  if (manifest === undefined || problems.length > 0)
    throw new UsageError(`no hub would take ${file}; hearthgate manifest lint ${file} says why`);
  if (print) return printed(manifest);
  const url = to ?? manifest.endpoint.url;
  if (!URL.canParse(url) || !/^(https|mqtts):\/\//.test(url))
    throw new UsageError('--to takes an https:// or mqtts:// address');
  if (url.startsWith('mqtts:') && kept === undefined)
    throw new UsageError(
      'a broker acknowledges everything: say --kept <file> that your receiver writes what it keeps to',
    );
  if (manifest.enrolment === 'token' && token === undefined)
    throw new UsageError('the manifest asks for a token: say --token with one that your app gives out');
  const trust = ca === undefined ? manifest.endpoint.ca : read(ca);
  const outcomes = await play({
    ...{ manifest, endpoint: { url, ...(trust === undefined ? {} : { ca: trust }) } },
    ...(token === undefined ? {} : { token }),
    ...(kept === undefined ? {} : { kept: () => settled(kept) }),
  });
  const wrong = outcomes.filter((each) => each.wrong !== undefined).length;
  console.log(json ? JSON.stringify({ wrong, cases: outcomes }, undefined, 2) : table(outcomes));
  if (!json)
    console.log(wrong === 0 ? `\nAll ${outcomes.length} are right.` : `\n${wrong} of ${outcomes.length} are wrong.`);
  return wrong === 0 ? 0 : 1;
}

/** A hello, a batch and one with nothing in it, each in a line: for receivers that read a file. */
async function printed(manifest: Manifest): Promise<number> {
  const to = encryptionKey(manifest, () => false);
  if ('because' in to) throw new UsageError(to.because);
  const forge = new Forge(playedHome(manifest.recipient), to.key, toldFor(manifest));
  for (const sealed of [await forge.hello(), await forge.batch(), await forge.dummy()]) console.log(sealed);
  return 0;
}

function table(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return outcomes
    .map(({ name, answered, kept, wrong }) => {
      const times = kept === undefined ? '' : `, kept ${kept}`;
      return `${wrong === undefined ? 'right' : 'WRONG'}  ${name.padEnd(width)}  ${answered}${times}${wrong === undefined ? '' : `\n       ${wrong}`}`;
    })
    .join('\n');
}

/** The file once nothing more is written to it: unchanged for a second. */
async function settled(file: string): Promise<string> {
  let last: string | undefined;
  for (const begun = performance.now(); performance.now() - begun < LATEST_MS; ) {
    const now = read(file);
    if (now === last) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return read(file);
}

function read(file: string): string {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  return readFileSync(file, 'utf8');
}

function words(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { manifest: text, to: text, ca: text, token: text, kept: text, json: flag, print: flag } as const;
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}
