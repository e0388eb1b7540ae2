import { spawnSync } from 'node:child_process';
import { cpSync, lchownSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, posix, relative } from 'node:path';
import { type Copy, copyOf, ignored, splitAt, stagesOf } from './dockerfile.ts';

/** What a Dockerfile makes, but for the base image, as a plain folder. */
export interface Image {
  readonly folder: string;
  readonly user: number;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** What is started, and how it is asked whether it lives: words, the first a program. */
  readonly start: readonly string[];
  readonly health: readonly string[];
  readonly volumes: readonly string[];
}

export interface Following {
  /** The folder with the Dockerfile. */
  readonly context: string;
  /** Empty; each stage gets a folder in it. */
  readonly into: string;
  readonly arch: 'amd64' | 'arm64';
  /** In place of what the Node image has: that program for `arch`, and the folder of one for this machine. */
  readonly node: string;
  readonly nodeHere: string;
}

/** Does what the Dockerfile says, step by step; throws at the first that fails. */
export function follow(following: Following): Image {
  const { context, into, arch, node, nodeHere } = following;
  const stages = stagesOf(readFileSync(join(context, 'Dockerfile'), 'utf8'));
  const isIgnored = ignored(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const folders = new Map<string, string>();
  let image: Image | undefined;
  for (const [index, stage] of stages.entries()) {
    const folder = join(into, stage.name || String(index));
    folders.set(stage.name, folder);
    mkdirSync(folder, { recursive: true });
    if (stage.from.startsWith('node:')) put(node, join(folder, 'usr/local/bin/node'));
    const env: Record<string, string> = { TARGETARCH: arch };
    let workdir = '/';
    let user = 0;
    let start: readonly string[] = [];
    let health: readonly string[] = [];
    const volumes: string[] = [];
    const inStage = (path: string) => join(folder, posix.resolve(workdir, path));
    for (const { does, words } of stage.steps) {
      if (does === 'WORKDIR') {
        workdir = posix.resolve(workdir, words);
        mkdirSync(join(folder, workdir), { recursive: true });
      } else if (does === 'ARG' || does === 'ENV') {
        const [name, value] = splitAt(words);
        env[name] ??= value;
      } else if (does === 'COPY') {
        const copy = copyOf(words);
        const from = copy.from === undefined ? undefined : folders.get(copy.from);
        if (copy.from !== undefined && from === undefined)
          throw new Error(`there is no stage ${copy.from} to copy from`);
        copyInto(copy, from ?? context, inStage, from === undefined ? isIgnored : undefined);
      } else if (does === 'RUN') run(words, join(folder, workdir), { ...env, PATH: `${nodeHere}:${process.env.PATH}` });
      else if (does === 'USER') user = Number(words.split(':')[0]);
      else if (does === 'ENTRYPOINT' || does === 'CMD') start = [...start, ...JSON.parse(words)];
      else if (does === 'HEALTHCHECK') health = JSON.parse(words.slice(words.indexOf('[')));
      else if (does === 'VOLUME') volumes.push(words);
    }
    image = { folder, user, workdir, env, start, health, volumes };
  }
  if (!image) throw new Error('the Dockerfile has no stage');
  return image;
}

function put(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function copyInto(
  { sources, to, owner }: Copy,
  from: string,
  inStage: (path: string) => string,
  isIgnored?: (path: string) => boolean,
): void {
  for (const source of sources) {
    // Of a link that is named itself, what it leads to is copied; links in folders stay links.
    const path = realpathSync(join(from, source));
    const isFolder = statSync(path).isDirectory();
    const target = isFolder || !(to.endsWith('/') || to === '.') ? inStage(to) : join(inStage(to), basename(source));
    const filter = (each: string) => !isIgnored?.(relative(realpathSync(from), each)) || statSync(each).isDirectory();
    cpSync(path, target, { recursive: true, verbatimSymlinks: true, filter });
    if (owner !== undefined && process.getuid?.() === 0) give(target, owner);
  }
}

function give(path: string, owner: number): void {
  lchownSync(path, owner, owner);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name), owner);
}

/** In the stage's folder as it is: what names a path from the root would touch this machine instead. */
function run(words: string, cwd: string, env: NodeJS.ProcessEnv): void {
  if (/(^|[\s=>"'])\//.test(words))
    throw new Error(`"RUN ${words}" names an absolute path, which would be this machine's`);
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', words], {
    ...{ cwd, env: { ...process.env, ...env }, encoding: 'utf8' },
  });
  if (status !== 0) throw new Error(`"RUN ${words}" ended with ${status}:\n${stdout}${stderr}`);
}
