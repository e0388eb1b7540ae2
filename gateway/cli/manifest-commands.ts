import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tellsOf } from '../../rules/presets.ts';
import type { Problem } from '../../rules/problems.ts';
import { speak } from '../../rules/words/speak.ts';
import { textOf } from '../../rules/words-shown.ts';
import { shippedEvaluated, shippedPresets } from '../runtime/knowledge.ts';
import { one } from './arguments.ts';
import { UsageError } from './command.ts';
import { problemOf } from './command-line.ts';
import { type Linted, lint, signedIn } from './manifest/lint.ts';
import { KEY_FILES, type KeyUse, makeKeys, readMakerKey } from './manifest/maker-key.ts';
import { IF_REFUSED, newManifest, SENTENCE } from './manifest/new.ts';
import { requestWords } from './manifest/request-words.ts';
import { signManifest } from './manifest/sign.ts';
import { json, plainLines } from './print.ts';

/** What the commands read and say; they need no hub and no data directory. */
export interface MakerIo {
  readFile(path: string): string;
  print(text: string): void;
  /** What is not the result: fingerprints, what is wrong, what to do next. */
  aside(text: string): void;
}

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const NEEDED = ['id', 'name', 'country', 'contact', 'endpoint', 'vendor', 'field'] as const;

/** `hearthgate manifest …`; returns the exit code: 1 where a manifest would not be taken. */
export async function manifestProgram([verb, ...args]: readonly string[], io: MakerIo): Promise<number> {
  switch (verb) {
    case 'new':
      return begin(args, io);
    case 'keys':
      return keys(args, io);
    case 'sign':
      return sign(args, io);
    case 'lint':
      return looked(args, io);
    case 'presets':
      return presets(args, io);
    default:
      throw new UsageError(`after "manifest" comes one of: new, keys, sign, lint, presets`);
  }
}

async function begin(args: readonly string[], { readFile, print, aside }: MakerIo): Promise<number> {
  const options = {
    ...{ id: text, name: text, country: text, contact: text, notice: text, endpoint: text, ca: text },
    ...{ vendor: text, model: text, field: texts, purpose: text, sentence: text, 'if-refused': text },
    ...{ retention: text, enrolment: text, keys: text, json: flag },
  } as const;
  const { values } = words(args, options);
  const missing = NEEDED.filter((name) => values[name] === undefined);
  if (missing.length > 0) throw new UsageError(`say ${missing.map((name) => `--${name}`).join(', ')}`);
  const said = (name: keyof typeof values) => String(values[name] ?? '');
  const dir = values.keys ?? '.';
  const { encryption, commands } = KEY_FILES;
  const manifest = newManifest({
    ...{ recipient: said('id'), name: said('name'), country: said('country'), contact: said('contact') },
    ...(values.notice === undefined ? {} : { notice: values.notice }),
    ...{ endpoint: said('endpoint'), vendor: said('vendor'), fields: values.field ?? [] },
    ...(values.ca === undefined ? {} : { ca: readFile(values.ca) }),
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(values.enrolment === undefined ? {} : { enrolment: values.enrolment }),
    purpose: values.purpose ?? 'dpv:ServiceProvision',
    sentence: values.sentence ?? SENTENCE,
    ifRefused: values['if-refused'] ?? IF_REFUSED,
    retention: values.retention ?? 'P30D',
    encryption: readMakerKey(join(dir, encryption)).jwk,
    commands: readMakerKey(join(dir, commands)).jwk,
  });
  const made = JSON.stringify(manifest, undefined, 2);
  const { problems } = await lint(made);
  if (problems.length > 0) {
    aside(problemLines(problems));
    return 1;
  }
  print(made);
  aside('Write what is yours into it, then: hearthgate manifest lint <file>');
  return 0;
}

function keys(args: readonly string[], { print, aside }: MakerIo): number {
  const { values } = words(args, { dir: text, json: flag } as const);
  const dir = values.dir ?? '.';
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const made = makeKeys(dir);
  if (values.json) print(json(made));
  else {
    const line = (use: KeyUse, says: string) => `${KEY_FILES[use].padEnd(20)} ${made[use].kid}  ${says}`;
    print(line('encryption', 'opens everything homes send you'));
    print(line('signing', 'signs manifests: keep it offline, homes pin it'));
    print(line('commands', 'signs answers to homes, and commands'));
  }
  aside('Households compare the fingerprint of the signing key. Whoever has a file has the key: keep copies as safe.');
  return 0;
}

async function sign(args: readonly string[], { readFile, print, aside }: MakerIo): Promise<number> {
  const options = { key: text, version: text, 'well-known': flag, json: flag } as const;
  const { values, positionals } = words(args, options);
  if (values.json && values['well-known']) throw new UsageError('say --well-known or --json; both print JSON');
  const file = readFile(one(positionals, 'manifest'));
  if (signedIn(file) !== undefined) throw new UsageError('it is signed already; sign the JSON that it was made from');
  const found = await lint(versioned(file, values.version));
  if (found.problems.length > 0 || found.manifest === undefined) {
    aside(problemLines(found.problems));
    return 1;
  }
  if (found.manifest.origin === 'household') {
    aside('a household adds what it wrote itself as it is: hearthgate recipient add manifest.json; a vendor signs');
    return 1;
  }
  const key = readMakerKey(values.key ?? KEY_FILES.signing);
  const signed = await signManifest(JSON.parse(versioned(file, values.version)), key);
  const { version, recipient } = found.manifest;
  if (values.json) print(json({ manifest: signed, recipient, version, fingerprint: key.jwk.kid }));
  else print(values['well-known'] ? JSON.stringify({ manifest: signed }) : signed);
  aside(`signed version ${version} of ${recipient}; fingerprint of the signing key: ${key.jwk.kid}`);
  return 0;
}

/** The same with the version counted up, where the maker says to what. */
function versioned(file: string, version: string | undefined): string {
  if (version === undefined) return file;
  if (!/^[1-9]\d{0,14}$/.test(version)) throw new UsageError('--version takes a whole number from 1');
  try {
    return JSON.stringify({ ...JSON.parse(file), version: Number(version) });
  } catch {
    return file;
  }
}

function presets(args: readonly string[], { print }: MakerIo): number {
  const { values, positionals } = words(args, { json: flag } as const);
  const all = shippedPresets();
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError('name one preset, or none for all');
  const asked = name === undefined ? all : all.filter(({ preset }) => preset === name);
  const known = all.map(({ preset }) => preset).join(', ');
  if (asked.length === 0) throw new UsageError(`there is no preset "${name}"; it is one of ${known}`);
  const evaluated = shippedEvaluated();
  const shown = asked.map((preset) => {
    const { preset: id, purpose, fields, release } = preset;
    const { can, cannot } = tellsOf(preset, evaluated, speak('en'));
    return { preset: id, for: preset.for.en, purpose, fields, release, can, cannot };
  });
  if (values.json) {
    print(json(shown));
    return 0;
  }
  const about = shown.map((one) =>
    [
      `${one.preset}: ${one.for}`,
      `  ${one.purpose}, ${JSON.stringify(one.release)}`,
      ...one.fields.map(({ reveals, form }) => `  ${reveals}: ${JSON.stringify(form)}`),
      ...one.can.map((each) => `  + ${each}`),
      ...one.cannot.map((each) => `  - ${each}`),
    ].join('\n'),
  );
  print(plainLines(about.join('\n\n')));
  return 0;
}

async function looked(args: readonly string[], { readFile, print, aside }: MakerIo): Promise<number> {
  const { values, positionals } = words(args, { json: flag } as const);
  const found = await lint(readFile(one(positionals, 'manifest')));
  const shown = found.manifest === undefined ? [] : requestWords(found.manifest);
  if (values.json) {
    const { problems, hints, signedBy } = found;
    print(json({ problems, hints, ...(signedBy === undefined ? {} : { signedBy }), shown }));
  } else {
    if (found.problems.length > 0) aside(problemLines(found.problems));
    if (shown.length > 0) print(plainLines(`${shown.map(textOf).join('\n\n')}\n`));
    if (found.hints.length > 0)
      print(plainLines(['More households say yes to less:', ...lines(found.hints)].join('\n')));
    print(summary(found));
  }
  return found.problems.length > 0 ? 1 : 0;
}

function summary({ problems, hints, signedBy }: Linted): string {
  const by = signedBy === undefined ? 'not signed yet' : `signed by ${signedBy}`;
  return `${problems.length} problem(s), ${hints.length} hint(s); ${by}`;
}

function problemLines(problems: readonly Problem[]): string {
  return plainLines([`the manifest has ${problems.length} problem(s):`, ...lines(problems)].join('\n'));
}

function lines(problems: readonly Problem[]): string[] {
  return problems.map(({ path, problem }) => `  ${path || '/'}: ${problem}`);
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function words<const Known extends Options>(args: readonly string[], known: Known) {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    const problem = problemOf(error, known);
    if (problem === undefined) throw error;
    throw new UsageError(problem);
  }
}
