import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Image } from './follow.ts';

/** A hub that runs as it would in a container. */
export interface Booted {
  readonly ports: { readonly mqtts: number; readonly http: number; readonly https: number };
  readonly process: ChildProcess;
  /** From its start until its page was there, in ms. */
  readonly tookMs: number;
  /** Then in memory, in MiB: what is its own, and what of its files (Node's program, mostly) besides. */
  readonly idle: { readonly own: number; readonly files: number };
  /** SIGTERM; resolves with the exit code, null when a signal ended it. */
  stop(): Promise<number | null>;
}

export interface Boot {
  readonly image: Image;
  /** What is kept; the one place that may be written. */
  readonly data: string;
  /** A folder for the root key, as a stick would be mounted. */
  readonly key?: string;
  /** Whether the folder is a whole system; else the machine's own programs and libraries stand in for the base image. */
  readonly isWhole: boolean;
}

/**
 * Starts what the image starts: as its user, without capabilities or a way to get any, with nothing to write to but the
 * data, in a tree of its own that has none of this machine's files (needs root, for mounts in a namespace that ends with it).
 */
export async function boot(how: Boot): Promise<Booted> {
  const root = mkdtempSync(join(tmpdir(), 'hearthgate-root-'));
  const began = performance.now();
  const hub = spawn('unshare', inside(root, how, how.image.start), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(how),
  });
  const exited = once(hub, 'exit').finally(() => rmSync(root, { recursive: true, force: true }));
  const ports = await servesAt(hub);
  await showsPage(ports);
  const tookMs = performance.now() - began;
  return {
    ...{ ports, process: hub, tookMs, idle: memoryOf(hub.pid) },
    async stop() {
      hub.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

/** A command of the hub in the same surroundings, as `docker compose exec -T` and `run` give it; what it wrote to standard output. */
export function command(how: Boot, words: readonly string[], input: string): Buffer {
  const all = [...how.image.start.slice(0, 1), ...words];
  const { status, stdout, stderr } = ran(how, all, input);
  if (status !== 0) throw new Error(`"${all.join(' ')}" ended with ${status}:\n${stderr}`);
  return stdout;
}

/** Whether the image's health check finds a hub that serves. */
export function isHealthy(how: Boot): boolean {
  return ran(how, how.image.health, '').status === 0;
}

function ran(how: Boot, words: readonly string[], input: string) {
  const root = mkdtempSync(join(tmpdir(), 'hearthgate-root-'));
  try {
    return spawnSync('unshare', inside(root, how, words), { env: environmentOf(how), input, maxBuffer: 1 << 28 });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function environmentOf({ image, key }: Boot): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...image.env,
    HEARTHGATE_HOST: '127.0.0.1',
    HEARTHGATE_MQTTS_PORT: '0',
    HEARTHGATE_HTTPS_PORT: '0',
    HEARTHGATE_HTTP_PORT: '0',
    ...(key === undefined ? {} : { HEARTHGATE_ROOT_KEY_FILE: '/mnt/root.key' }),
  };
}

/** What `unshare` is told. */
function inside(root: string, how: Boot, words: readonly string[]): string[] {
  return ['--mount', '--propagation', 'private', 'sh', '-euc', script(root, how, words)];
}

/** A folder that the image's user may write. */
export function ownFolder(path: string, user: number): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  chownSync(path, user, user);
  return path;
}

async function servesAt(hub: ChildProcess): Promise<Booted['ports']> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const line = output.split('\n').find((each) => each.includes('hub started'));
      if (line !== undefined) resolve(JSON.parse(line).ports);
    };
    hub.stdout?.on('data', read);
    hub.stderr?.on('data', read);
    hub.once('exit', (code) => reject(new Error(`what the image starts ended with ${code}:\n${output}`)));
  });
}

/** The page that a home is claimed at, over TLS that the hub's own authority vouches for. */
async function showsPage({ http, https }: Booted['ports']): Promise<void> {
  const ca = await (await fetch(`http://localhost:${http}/authority.crt`)).text();
  const [response] = await once(get(`https://localhost:${https}/setup`, { ca }), 'response');
  const page = await text(response);
  if (response.statusCode !== 200 || !page.includes('<script')) throw new Error('it serves, and there is no page');
}

function memoryOf(pid: number | undefined): Booted['idle'] {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return { own: mib('RssAnon'), files: mib('RssFile') };
}

/** Each step is one line; the last becomes the hub itself, so that a signal reaches it. */
function script(root: string, { image, data, key, isWhole }: Boot, words: readonly string[]): string {
  const q = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const at = (path: string) => q(join(root, path));
  const bind = (from: string, to: string, more = '') => [
    `mount --bind ${q(from)} ${at(to)}`,
    `mount -o remount,bind,nosuid${more} ${at(to)}`,
  ];
  const system = isWhole
    ? [...bind(image.folder, '/', ',ro'), `cd ${q(root)}`]
    : [
        `mount -t tmpfs -o mode=755 none ${q(root)}`,
        `cd ${q(root)} && mkdir data dev etc hearthgate mnt proc usr`,
        // /bin and the libraries are links into /usr on every Debian of our time.
        `cp -P /bin /lib /sbin . && { [ ! -e /lib64 ] || cp -P /lib64 .; }`,
        `printf 'nobody:x:65534:65534:nobody:/:/bin/false\\n' > etc/passwd && printf '127.0.0.1 localhost\\n' > etc/hosts`,
        ...bind('/usr', '/usr', ',ro'),
        ...bind(join(image.folder, 'usr/local'), '/usr/local', ',ro'),
        ...bind(join(image.folder, 'hearthgate'), '/hearthgate', ',ro'),
        `mount -o remount,ro ${q(root)}`,
      ];
  const devices = [
    `mount -t tmpfs -o mode=755 none ${at('dev')}`,
    `for device in null zero urandom random; do : > dev/$device; mount --bind /dev/$device dev/$device; done`,
    `mount -o remount,ro ${at('dev')}`,
    `mount --bind /proc ${at('proc')}`,
  ];
  return [
    ...system,
    ...devices,
    ...bind(data, image.volumes[0] ?? '/data'),
    ...(key === undefined ? [] : bind(key, '/mnt')),
    `exec chroot ${q(root)} sh -euc ${q(
      [
        `cd ${image.workdir}`,
        `exec setpriv --reuid=${image.user} --regid=${image.user} --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs ${words.map(q).join(' ')}`,
      ].join('\n'),
    )}`,
  ].join('\n');
}
