import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, test } from 'vitest';
import { noPython, PYTHON } from '../../../../docs/examples/python.fixture.ts';
import { type Opened, openLedger, removals } from '../ledger.fixture.ts';

let dir: string;
let opened: Opened;
let key: string;

/** The folder of the verifier alone, and a ledger that lived a little, with a checkpoint saved on the way. */
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-verifier-'));
  cpSync(import.meta.dirname, join(dir, 'verifier'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  opened = openLedger();
  opened.ledger.append(removals('a', 'b', 'c'), 'household');
  writeFileSync(join(dir, 'saved.txt'), opened.ledger.checkpoint ?? '');
  opened.ledger.erase((entry) => 'recipient' in entry && entry.recipient === 'b', 'household');
  opened.ledger.append(removals('d'), 'hub');
  key = opened.ledger.key;
  writeFileSync(join(dir, 'ledger.jsonl'), run('export', opened.file).stdout);
});

function run(...words: string[]) {
  const program = join(dir, 'verifier', 'program.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', program, ...words], { cwd: dir });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

function python(input: string, ...words: string[]) {
  const example = join(import.meta.dirname, '../../../../docs/examples/verify_ledger.py');
  const { status, stdout, stderr } = spawnSync(PYTHON, [example, ...words], { cwd: dir, input });
  return { status, said: stdout.toString() + stderr.toString() };
}

const exported = () => readFileSync(join(dir, 'ledger.jsonl'), 'utf8');

test('the verifier uses nothing but Node and itself', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of sources) {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    const imported = [...source.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map(([, each]) => each);
    expect(imported.filter((each) => !/^(node:|\.\/)/.test(each ?? ''))).toEqual([]);
  }
});

test('alone in a folder it finds that a database holds while the hub has it open, and says what that is worth', () => {
  const bare = run('verify', opened.file);
  expect(bare).toMatchObject({ status: 0, stderr: '' });
  expect(bare.stdout).toContain('The ledger holds: 5 entries, 1 of them erased.');
  expect(bare.stdout).toContain(key);
  expect(bare.stdout).toContain('Compare it with the one you kept');
  expect(bare.stdout).toContain('could have rewritten it whole');
  const held = run('verify', opened.file, '--key', key, '--checkpoint', 'saved.txt', '--checkpoint', 'saved.txt');
  expect(held.status).toBe(0);
  expect(held.stdout).toBe(
    `The ledger holds: 5 entries, 1 of them erased.\nIts key: ${key}\nIt continues every checkpoint given.\n`,
  );
});

test('an export is checked like the database, and answers machines as JSON', () => {
  const { status, stdout } = run('verify', 'ledger.jsonl', '--checkpoint', 'saved.txt', '--json');
  expect(status).toBe(0);
  const { checkpoint } = opened.ledger;
  expect(JSON.parse(stdout)).toEqual({ holds: true, entries: 5, erased: 1, findings: [], key, checkpoint });
  expect(run('checkpoint', opened.file).stdout).toBe(checkpoint);
  expect(JSON.parse(run('checkpoint', opened.file, '--json').stdout)).toEqual({ checkpoint });
  expect(run('export', 'ledger.jsonl').stdout).toBe(exported());
});

test('what does not hold is said in sentences, with exit code 1', () => {
  const lines = exported().split('\n');
  writeFileSync(join(dir, 'changed.jsonl'), exported().replace('recipient.removed', 'recipient.renamed'));
  expect(run('verify', 'changed.jsonl')).toMatchObject({
    status: 1,
    stdout: 'The ledger does not hold:\n  entry 0 was changed: what it says does not fit its commitment\n',
  });
  writeFileSync(join(dir, 'cut.jsonl'), `${lines.slice(0, 3).join('\n')}\n`);
  expect(run('verify', 'cut.jsonl', '--checkpoint', 'saved.txt').stdout).toBe(
    [
      'The ledger does not hold:',
      '  what entry 1 said is gone, and no entry says it was erased',
      '  it was cut short: its checkpoint counts 5 entries, and 2 are here',
      '  it was cut short: saved.txt counts 3 entries, and 2 are here',
      '',
    ].join('\n'),
  );
});

test.each([
  ['a file that is not there', ['verify', 'nowhere.db'], 'nowhere.db cannot be read'],
  [
    'a checkpoint that is not there',
    ['verify', 'ledger.jsonl', '--checkpoint', 'nowhere.txt'],
    'nowhere.txt cannot be',
  ],
  ['a key that was cut', ['verify', 'ledger.jsonl', '--key', 'hearthgate/ledger/ab+cd'], '--key is damaged'],
  ['another file', ['verify', 'saved.txt'], 'the ledger in saved.txt cannot be read: line 1 is not a JSON object'],
  ['no file', ['verify'], 'hearthgate ledger verify [<file>]'],
  ['an unknown word', ['forget', 'ledger.jsonl'], 'hearthgate ledger verify [<file>]'],
  ['an unknown option', ['verify', 'ledger.jsonl', '--force'], "Unknown option '--force'"],
])('%s cannot be looked at: exit code 2', (_, words, sentence) => {
  expect(run(...words)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(sentence) });
});

test('a database that is damaged, or has no ledger, cannot be looked at', () => {
  const damaged = readFileSync(opened.file);
  damaged.fill(0xff, 16, 4096);
  writeFileSync(join(dir, 'damaged.db'), damaged);
  expect(run('verify', 'damaged.db')).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be read') });
  const other = new DatabaseSync(join(dir, 'other.db'));
  other.exec('CREATE TABLE shopping (item TEXT)');
  other.close();
  expect(run('verify', 'other.db')).toMatchObject({ status: 2, stderr: expect.stringContaining('no such table') });
});

test.skipIf(noPython)('a Python program of some ninety lines comes to the same verdicts', () => {
  expect(python(exported(), key, 'saved.txt')).toEqual({ status: 0, said: 'the ledger holds: 5 entries\n' });
  const [changed, cut] = ['changed.jsonl', 'cut.jsonl'].map((name) => readFileSync(join(dir, name), 'utf8'));
  expect(python(changed ?? '', key)).toEqual({ status: 1, said: 'entry 0 was changed\n' });
  expect(python(cut ?? '', key, 'saved.txt').said).toContain('cut short: saved.txt counts 3 entries, and 2 are here');
  const other = openLedger().ledger;
  writeFileSync(join(dir, 'other.txt'), other.checkpoint ?? '');
  expect(python(exported(), key, 'other.txt').said).toBe('other.txt proves nothing: the key did not sign it\n');
  expect(python(exported(), other.key).said).toContain('its own checkpoint proves nothing');
});
