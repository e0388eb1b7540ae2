import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Boot, type Booted, boot, command, isHealthy, ownFolder } from './boot.ts';
import { builtByBuildah, type Mounted } from './buildah.ts';
import { follow, type Image } from './follow.ts';
import { smoke } from './smoke.ts';

/**
 * `npm run image [-- --arch arm64]`: makes what the Dockerfile makes, by its own steps, in a plain folder, boots it as a
 * container would be and sends a reading through it, once with the root key on the card and once outside. Where there is a
 * buildah it builds the image itself, which is then booted, too. Exit codes: 0 all of it, 1 something failed, 75 made and
 * measured but not booted: that takes root and util-linux, and for another processor `qemu-user-static` and Debian's libraries
 * (`libc6-arm64-cross libstdc++6-arm64-cross`).
 */
const ROOT = join(import.meta.dirname, '..');
/** What the image may take besides its base, and with it (Debian's slim image as it unpacks). */
const MOST_MB = { own: 160, all: 250 };
const BASE_MB = { amd64: 82, arm64: 100 };

/**
 * What a hub at rest may have in memory, and when its page is there. An emulated one says nothing of either. With encrypted
 * databases it has a second SQLite, and is at 128 to 133.
 */
const MOST_IDLE_MIB = { card: 130, outside: 140 };
const MOST_START_MS = 10_000;

/** They read what the image has to have beside its program. */
const COMMANDS = [
  ['doctor', '--json'],
  ['recipient', 'profiles'],
  ['manifest', 'presets'],
  ['field', 'classify'],
  ['--help'],
];

const MACHINE = { amd64: 62, arm64: 183 };

type Arch = 'amd64' | 'arm64';
const HERE: Arch = process.arch === 'arm64' ? 'arm64' : 'amd64';

const { values } = parseArgs({ options: { arch: { type: 'string' } } });
const arch: Arch = values.arch === 'arm64' || values.arch === 'amd64' ? values.arch : HERE;
const dir = mkdtempSync(join(tmpdir(), 'hearthgate-image-'));
try {
  await make();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

async function make(): Promise<void> {
  const node = arch === HERE ? process.execPath : fetchedNode();
  const [image, tookMs] = await timed(async () =>
    follow({ context: ROOT, into: join(dir, 'stages'), arch, node, nodeHere: dirname(process.execPath) }),
  );
  console.log(`made for linux/${arch} in ${seconds(tookMs)}`);
  checkProcessor(image);
  measure(image);
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) {
    console.log('not booted: that takes root and the right to mount');
    process.exitCode = 75;
    return;
  }
  const built = builtByBuildah(ROOT, arch);
  if (typeof built === 'string') console.log(`not built by buildah: ${built}`);
  else if (arch === HERE) await tryWhole(image, built);
  else built.forget();
  if (arch !== HERE) emulate(image);
  await tryOut({ image, isWhole: false }, 'the root key on the card');
  const key = ownFolder(join(dir, 'key'), image.user);
  await tryOut({ image, isWhole: false, key }, 'the root key outside, both databases encrypted');
}

/** What buildah made, with its own base and none of this machine's libraries. */
async function tryWhole(image: Image, built: Mounted): Promise<void> {
  try {
    const all = megabytes(built.folder);
    console.log(`built by buildah, ${all.toFixed(0)} MB of ${MOST_MB.all}`);
    if (all > MOST_MB.all) throw new Error('that is more than the image may take');
    await tryOut({ image: { ...image, folder: built.folder }, isWhole: true }, 'all that buildah built');
  } finally {
    built.forget();
  }
}

/** The same version as this one, from npm. */
function fetchedNode(): string {
  const name = `node-linux-${arch}@${process.versions.node}`;
  execFileSync('npm', ['pack', '--silent', '--pack-destination', dir, name], { cwd: dir });
  const [packed] = readdirSync(dir).filter((each) => each.endsWith('.tgz'));
  execFileSync('tar', ['xzf', packed ?? '', 'package/bin/node'], { cwd: dir });
  return join(dir, 'package/bin/node');
}

/** All that stands after `node` goes through the emulator; the shell and its tools are this machine's. */
function emulate(image: Image): void {
  const node = join(image.folder, 'usr/local/bin/node');
  renameSync(node, `${node}.real`);
  const emulator = 'qemu-aarch64-static -L /usr/aarch64-linux-gnu';
  writeFileSync(node, `#!/bin/sh\nexec ${emulator} /usr/local/bin/node.real "$@"\n`);
  chmodSync(node, 0o755);
}

/** Every program and library in it is for the processor that it is made for (ELF's `e_machine`). */
function checkProcessor({ folder }: Image): void {
  const modules = join(folder, 'hearthgate/node_modules');
  const drivers = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.node'));
  for (const path of [join(folder, 'usr/local/bin/node'), ...drivers.map((name) => join(modules, name))]) {
    const header = readFileSync(path).subarray(0, 20);
    if (header.readUInt16LE(18) !== MACHINE[arch]) throw new Error(`${path} is for another processor than ${arch}`);
  }
  if (drivers.length !== 2) throw new Error(`there are ${drivers.length} SQLite drivers, not two`);
}

function measure({ folder }: Image): void {
  const parts = ['usr/local/bin/node', 'hearthgate/node_modules', 'hearthgate/gateway/web/dist', 'hearthgate'];
  for (const part of parts) console.log(`  ${megabytes(join(folder, part)).toFixed(1).padStart(6)} MB  ${part}`);
  const own = megabytes(folder);
  const all = own + BASE_MB[arch];
  console.log(
    `  ${own.toFixed(1).padStart(6)} MB  in all, and with the base image about ${all.toFixed(0)} of ${MOST_MB.all}`,
  );
  if (own > MOST_MB.own || all > MOST_MB.all) throw new Error('that is more than the image may take');
}

/** Bytes of files, as the layers of an image unpack: what is linked counts once. */
function megabytes(path: string): number {
  return bytesBelow(path, new Set()) / 1e6;
}

function bytesBelow(path: string, counted: Set<number>): number {
  const stat = lstatSync(path);
  if (stat.isDirectory())
    return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name), counted), 0);
  if (!stat.isFile() || counted.has(stat.ino)) return 0;
  counted.add(stat.ino);
  return stat.size;
}

/** One household's life in the image: its first start, a reading, a stop, a start, a backup, and another box that goes on from it. */
async function tryOut(what: Pick<Boot, 'image' | 'isWhole' | 'key'>, title: string): Promise<void> {
  const data = ownFolder(mkdtempSync(join(dir, 'data-')), what.image.user);
  const how: Boot = { ...what, data };
  const mostMib = MOST_IDLE_MIB[what.key === undefined ? 'card' : 'outside'];
  const first = await booted(how);
  if (!isHealthy(how)) throw new Error('it serves, and its health check says it does not');
  const deliveredMs = await smoke(data, first.ports.mqtts);
  for (const words of COMMANDS) command(how, words, '');
  const [code, stoppedMs] = await timed(() => first.stop());
  if (code !== 0) throw new Error(`told to stop it ended with ${code}`);
  if (isHealthy(how)) throw new Error('it is stopped, and its health check says it is not');
  const again = await booted(how);
  const [, movedMs] = await timed(async () => goesOnFrom(how));
  await again.stop();
  console.log(`booted with ${title}: first start ${seconds(first.tookMs)}, next ${seconds(again.tookMs)};
  a reading published, decided about, sealed and delivered in ${seconds(deliveredMs)}; stopped in ${seconds(stoppedMs)};
  backed up beside the running hub, restored elsewhere and started with sharing stopped in ${seconds(movedMs)};
  memory once it serves, ${arch === HERE ? `of ${mostMib} MiB` : 'emulated'}: ${mib(first.idle)}; after the next start: ${mib(again.idle)}`);
  if (arch !== HERE) return;
  for (const { idle, tookMs } of [first, again]) {
    if (idle.own + idle.files > mostMib) throw new Error(`at rest it takes more than ${mostMib} MiB`);
    if (tookMs > MOST_START_MS && !isBusy()) throw new Error(`its page was not there within ${seconds(MOST_START_MS)}`);
  }
}

/** A hub that ends with this process, whatever goes wrong. */
async function booted(how: Boot): Promise<Booted> {
  const hub = await boot(how);
  process.once('exit', () => hub.process.kill('SIGKILL'));
  return hub;
}

async function goesOnFrom(how: Boot): Promise<void> {
  const passphrase = 'a warm lamp by the door\n';
  const backup = command(how, ['backup', '-'], passphrase);
  const data = ownFolder(`${how.data}-restored`, how.image.user);
  const key = how.key === undefined ? {} : { key: ownFolder(`${how.key}-restored`, how.image.user) };
  const elsewhere: Boot = { ...how, data, ...key };
  writeFileSync(join(data, 'home.backup'), backup);
  chmodSync(join(data, 'home.backup'), 0o644);
  command(elsewhere, ['restore', '/data/home.backup'], passphrase);
  const hub = await booted(elsewhere);
  const rules = command(elsewhere, ['rule', 'list', '--json'], '').toString();
  if (!rules.includes('sharing is stopped: everything'))
    throw new Error('a restored hub shares as if nothing had been');
  await hub.stop();
}

/** With more to do than it has processors, a machine says nothing of how long something takes. */
function isBusy(): boolean {
  const [aMinute = 0] = loadavg();
  return aMinute > availableParallelism();
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  return [await work(), performance.now() - began];
}

function mib({ own, files }: Booted['idle']): string {
  return `${(own + files).toFixed(0)} MiB (${own.toFixed(0)} of its own, ${files.toFixed(0)} of its files)`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
