import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { copyOf, ignored, stagesOf } from './dockerfile.ts';
import { follow } from './follow.ts';
import { trim } from './trim.ts';

const ROOT = join(import.meta.dirname, '..');
const stages = stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const final = stages.at(-1)?.steps ?? [];
const said = (does: string) => final.filter((step) => step.does === does).map(({ words }) => words);

/** A new folder with these files, by path. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearthgate-image-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => !each.isDirectory());
  return entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
}

test('the image runs as a user without rights, keeps one folder, and listens where no right is needed', () => {
  expect(said('USER')).toEqual(['10001:10001']);
  expect(said('VOLUME')).toEqual(['/data']);
  expect(
    said('EXPOSE')
      .join(' ')
      .split(' ')
      .map(Number)
      .filter((port) => !(port > 1024)),
  ).toEqual([]);
  expect(said('HEALTHCHECK')[0]).not.toMatch(/node/);
});

test('the last stage runs nothing, so that one processor makes the image of another', () => {
  expect(said('RUN')).toEqual([]);
  expect(stages.at(-1)?.from).toMatch(/^debian:/);
});

test('no simulated home, no test and no tool goes into the image', () => {
  const copied = stages.flatMap(({ steps }) =>
    steps.flatMap(({ does, words }) => (does === 'COPY' && !copyOf(words).from ? copyOf(words).sources : [])),
  );
  expect(copied).toEqual(expect.arrayContaining(['certs', 'gateway', 'rules']));
  expect(copied).not.toEqual(expect.arrayContaining(['device-sim']));
  const isIgnored = ignored(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
  for (const path of [
    'device-sim/demo.ts',
    'data/keys/root.key',
    'gateway/line.test.ts',
    '.git/config',
    'bench/bench.ts',
  ])
    expect(isIgnored(path), path).toBe(true);
  for (const path of ['gateway/line.ts', 'package-lock.json', 'rules/knowledge/fields.yaml', '.ci/trim.ts'])
    expect(isIgnored(path), path).toBe(false);
});

test('the image says the version that the package has', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(said('ARG')).toContain(`VERSION=${version}`);
});

test('compose gives the hub no more than it needs', () => {
  const { hearthgate } = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8')).services;
  expect(hearthgate).toMatchObject({
    ...{ read_only: true, user: '10001:10001', cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] },
    ulimits: { core: 0 },
  });
  expect(hearthgate.memswap_limit).toBe(hearthgate.mem_limit);
  for (const more of ['privileged', 'cap_add', 'network_mode', 'devices', 'pid'])
    expect(hearthgate, more).not.toHaveProperty(more);
});

test('steps are followed as they stand: stages, links, what is left out, and what is started', () => {
  const context = folderOf({
    Dockerfile: `FROM --platform=$BUILDPLATFORM node:24-slim AS made
ARG TARGETARCH
WORKDIR /a/b
# A remark.
COPY kept ./kept
RUN echo $TARGETARCH \\
  > arch && ln -s kept/yes link
FROM debian
COPY --from=made /usr/local/bin/node /usr/local/bin/node
COPY --from=made --chown=10001:10001 /a/b /here
USER 10001:10001
WORKDIR /here
ENV WHERE=/data
HEALTHCHECK --interval=30s CMD ["ask", "it"]
ENTRYPOINT ["one"]
CMD ["two"]
`,
    '.dockerignore': '*\n!kept\n**/*.test.ts\n',
    'kept/yes': 'yes',
    'kept/no.test.ts': 'no',
    'kept/deep/no.test.ts': 'no',
    program: 'node',
  });
  const into = folderOf({});
  const image = follow({ context, into, arch: 'arm64', node: join(context, 'program'), nodeHere: '/nowhere' });
  expect(filesBelow(image.folder)).toEqual(['here/arch', 'here/kept/yes', 'here/link', 'usr/local/bin/node']);
  expect(readFileSync(join(image.folder, 'here/arch'), 'utf8')).toBe('arm64\n');
  expect(image).toMatchObject({ user: 10001, workdir: '/here', start: ['one', 'two'], health: ['ask', 'it'] });
  expect(image.env.WHERE).toBe('/data');
});

test.each([
  ['a step that nobody knows', 'FROM a\nADD b c\n', 'ADD'],
  ['a run that would touch this machine', 'FROM a\nRUN rm -rf /data\n', 'absolute path'],
  ['a copy from nowhere', 'FROM a\nCOPY --from=b c d\n', 'no stage b'],
  ['a run that fails', 'FROM a\nRUN false\n', 'ended with 1'],
])('%s is refused', (_, dockerfile, problem) => {
  const context = folderOf({ Dockerfile: dockerfile, '.dockerignore': '' });
  const node = join(context, 'Dockerfile');
  expect(() => follow({ context, into: folderOf({}), arch: 'amd64', node, nodeHere: '/nowhere' })).toThrow(problem);
});

test('of what is installed the drivers stay, each with one binary, and of all else names and licences', () => {
  const driver = (name: string) =>
    Object.fromEntries(
      ['package.json', 'LICENSE', 'README.md', 'lib/index.js', 'src/a.cpp', 'deps/b.c', 'prebuilds/linux-x64.node']
        .concat('prebuilds/linux-arm64.node', 'prebuilds/linuxmusl-x64.node')
        .map((path) => [`${name}/${path}`, '']),
    );
  const installed = {
    ...driver('better-sqlite3'),
    ...driver('better-sqlite3-multiple-ciphers'),
    'a/index.js': '',
    'a/index.js.map': '',
    'a/index.d.ts': '',
    'a/LICENSE.md': '',
    'a/README.md': '',
    'a/package.json': '',
    'a/node_modules/b/index.js': '',
    '@scope/c/NOTICE': '',
  };
  const all = Object.entries(installed).map(([path, text]) => [join('node_modules', path), text]);
  const modules = join(folderOf(Object.fromEntries(all)), 'node_modules');
  trim(modules, 'linux-arm64');
  expect(filesBelow(modules)).toEqual(
    [
      ...['@scope/c/NOTICE', 'a/LICENSE.md', 'a/package.json'],
      ...['better-sqlite3', 'better-sqlite3-multiple-ciphers'].flatMap((name) =>
        ['LICENSE', 'lib/index.js', 'package.json', 'prebuilds/linux-arm64.node'].map((path) => `${name}/${path}`),
      ),
    ].sort(),
  );
  expect(() => trim(modules, 'linux-amd64')).toThrow('better-sqlite3 has no linux-x64.node');
  expect(() => trim(modules, 'linux-riscv64')).toThrow('linux-riscv64');
});
