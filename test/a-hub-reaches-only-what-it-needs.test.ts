import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hearthgate-reach-'));
  dataDir = join(root, 'elsewhere', 'data');
  mkdirSync(join(root, 'program', 'gateway', 'cli'), { recursive: true });
  mkdirSync(join(root, 'path'));
  mkdirSync(join(dataDir, 'certs'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'certs', 'authority.crt'), 'made before');
  writeFileSync(join(root, 'stick.key'), 'key');
  writeFileSync(join(root, 'private.txt'), 'somebody else’s');
  symlinkSync(process.execPath, join(root, 'path', 'node'));
  copyFileSync(
    join(import.meta.dirname, '../gateway/cli/hearthgate.sh'),
    join(root, 'program/gateway/cli/hearthgate.sh'),
  );
});
afterEach(() => rmSync(root, { recursive: true }));

/** A program in the hub's place, started by the hub's own launcher: what was it let do? */
const PROBE = `
import { spawnSync, execSync, fork } from 'node:child_process';
import { writeFileSync, readFileSync, rmSync, symlinkSync, readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { isMainThread, parentPort } from 'node:worker_threads';
import { createServer } from 'node:net';

const { ROOT: root, HEARTHGATE_DATA: data } = process.env;
const tries = {
  'spawn a program': () => { const { error } = spawnSync('/bin/true'); if (error) throw error; },
  'run a shell': () => execSync('true'),
  // Another module than this one: forking itself would go on for ever where nothing stops it.
  'fork': () => fork(root + '/nothing.js', { silent: true }),
  'write outside': () => writeFileSync(root + '/outside.txt', 'x'),
  'change the program': () => writeFileSync(root + '/program/package.json', '{}'),
  'change the key': () => writeFileSync(root + '/stick.key', 'x'),
  'read what is private': () => readFileSync(root + '/private.txt'),
  'read the accounts': () => readFileSync('/etc/passwd'),
  'look around': () => readdirSync('/'),
  'link out': () => { symlinkSync(root + '/private.txt', data + '/link'); readFileSync(data + '/link'); },
  'change every object': () => { if (!('__proto__' in {})) throw new Error('gone'); },
  'be watched': () => new (process.getBuiltinModule('inspector').Session)().connect(),
  'write its data': () => writeFileSync(data + '/flow.db', 'x'),
  'delete its data': () => { writeFileSync(data + '/old', 'x'); rmSync(data + '/old'); },
  'read its program': () => readFileSync(root + '/program/gateway/cli/hearthgate.ts'),
  'read the key': () => readFileSync(root + '/stick.key'),
};
const could = [];
for (const [name, attempt] of Object.entries(tries)) {
  try { attempt(); could.push(name); } catch {}
}
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  const inWorker = await new Promise((resolve) => worker.once('message', resolve));
  const bare = new Worker(new URL(import.meta.url), { execArgv: [] });
  const inBareWorker = await new Promise((resolve) => bare.once('message', resolve));
  await new Promise((resolve) => { const server = createServer().listen(0, '127.0.0.1', () => server.close(resolve)); });
  console.log(JSON.stringify({ could, inWorker, inBareWorker }));
} else parentPort.postMessage(could);
`;

function probe(command: string, settings: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(root, 'program/gateway/cli/hearthgate.ts'), PROBE);
  writeFileSync(join(root, 'program/package.json'), '{"type":"module"}');
  const { stdout, stderr } = spawnSync('sh', [join(root, 'program/gateway/cli/hearthgate.sh'), command], {
    env: { PATH: `${join(root, 'path')}:/usr/bin:/bin`, HEARTHGATE_DATA: dataDir, ROOT: root, ...settings },
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

const NEEDED = ['write its data', 'delete its data', 'read its program'];

test('a running hub starts no program, writes its data alone, and reads that, its program and its key', () => {
  const { could, inWorker } = probe('start', { HEARTHGATE_ROOT_KEY_FILE: join(root, 'stick.key') });
  expect(could).toEqual([...NEEDED, 'read the key']);
  expect(inWorker).toEqual(could);
});

test('docs/hardening.md is right about what that does not stop: a thread that is given other flags', () => {
  const { could, inBareWorker } = probe('start');
  expect(inBareWorker.length).toBeGreaterThan(could.length);
});

test('a key that config.yaml names can be read, too, and no other file', () => {
  writeFileSync(join(dataDir, 'config.yaml'), `log: info\nrootKeyFile: "${join(root, 'stick.key')}" # the stick\n`);
  expect(probe('start').could).toEqual([...NEEDED, 'read the key']);
  rmSync(join(dataDir, 'config.yaml'));
  expect(probe('start').could).toEqual(NEEDED);
});

test('the same program without the launcher’s flags could do all of it', () => {
  expect(probe('status').could.length).toBeGreaterThan(14);
});
