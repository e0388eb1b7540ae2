import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const PLACES = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'docs', 'rules', 'gateway', 'device-sim', 'certs', 'bench'];

/** One place where a word may stand: the file, what its line says, and why that claims nothing untrue. */
type Allowed = readonly [file: string, line: string, because: string];

/** What is under a stand-in name is pseudonymous: never called otherwise, by whatever form of the word. */
const ANONYMOUS: readonly Allowed[] = [
  ['docs/makers.md', 'allow_anonymous true', 'a setting of mosquitto: a client that connects without a password'],
  ['gateway/recipients/sender.test.ts', 'allow_anonymous true', 'the same setting'],
  ['bench/mosquitto.ts', 'allow_anonymous true', 'the same setting'],
  ['gateway/devices/clients.ts', "'anonymous'", 'a name that no client may take, so that none passes for nobody'],
];

/** Nobody here finds that a law is kept: that is not for a program to say. */
const LAW: readonly Allowed[] = [
  ['rules/knowledge/purposes.yaml', 'dpv:LegalCompliance', 'a term of the DPV: the recipient says that a law asks it'],
];

const CHECKS = [
  { what: 'the word anonymous', words: /anonym/i, allowed: ANONYMOUS },
  {
    what: 'a claim that a law is kept',
    words:
      /complian(ce|t)|\b(GDPR|DSGVO|privacy|CCPA|HIPAA)[- ](proof|ready|safe|certified|conform)|\bcompl(y|ies) with|\blawful|\blegally/i,
    allowed: LAW,
  },
  {
    what: 'a promise that nobody can keep',
    words: /100 ?% (safe|secure|private)|military[- ]grade|bank[- ]grade|unhackable|untraceable|fully private/i,
    allowed: [],
  },
];

const lines = PLACES.flatMap(filesIn).flatMap((file) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .map((line, at) => ({ file, at: at + 1, line: line.trim() })),
);

test.each(CHECKS)('$what stands only where it is said why it may', ({ words, allowed }) => {
  const found = lines.filter(({ line }) => words.test(line));
  const unexplained = found.filter(
    ({ file, line }) => !allowed.some(([where, what]) => where === file && line.includes(what)),
  );
  expect(unexplained.map(({ file, at, line }) => `${file}:${at}: ${line}`)).toEqual([]);
  const stale = allowed.filter(
    ([where, what]) => !found.some(({ file, line }) => file === where && line.includes(what)),
  );
  expect(stale).toEqual([]);
});

test('what is searched is what people read: pages, words, help and the code that makes them', () => {
  const files = new Set(lines.map(({ file }) => file));
  const read = ['README.md', 'docs/receipts.md', 'rules/words-shown.ts', 'rules/knowledge/purposes.yaml'];
  for (const file of [...read, 'gateway/cli/commands.ts', 'gateway/cli/hearthgate.sh']) expect(files).toContain(file);
});

test('records and words shown say what a choice made here is not', () => {
  const page = readFileSync(join(root, 'docs/receipts.md'), 'utf8').replaceAll(/\s+/g, ' ');
  expect(page).toContain('It does **not** show that each person who lives in or visits the home agreed');
  expect(page).toContain('Stand-in names make what leaves pseudonymous. It stays personal data');
});

function filesIn(place: string): string[] {
  if (statSync(join(root, place)).isFile()) return [place];
  return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((file) => statSync(join(root, file)).isFile());
}
