import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Usage } from './child.ts';
import { usageOf } from './foreign.ts';

/** Where Debian keeps servers; not on everybody's PATH. */
const PATH = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

export function isMosquittoInstalled(): boolean {
  return PATH.some((folder) => {
    try {
      accessSync(join(folder, 'mosquitto'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** No bound on what waits: a broker that drops, or that is held up by its window, would be measured for that. */
const UNBOUNDED = ['max_inflight_messages 0', 'max_queued_messages 0'];

/** An ordinary mosquitto of the bench's own in a folder of its own; everybody may do everything on its loopback ports. */
export class Mosquitto {
  readonly dir = mkdtempSync(join(tmpdir(), 'hearthgate-bench-mosquitto-'));
  #process: ChildProcess | undefined;

  /** `settings` are lines of mosquitto.conf(5) and begin with its listeners. */
  async start(settings: readonly string[]): Promise<void> {
    const file = join(this.dir, 'mosquitto.conf');
    const common = ['allow_anonymous true', `user ${userInfo().username}`, 'log_type none', ...UNBOUNDED];
    writeFileSync(file, `${[...common, ...settings].join('\n')}\n`);
    const started = spawn('mosquitto', ['-c', file], {
      stdio: 'ignore',
      env: { ...process.env, PATH: PATH.join(delimiter) },
    });
    await once(started, 'spawn');
    this.#process = started;
  }

  get usage(): Usage {
    return usageOf(this.#process?.pid ?? 0);
  }

  /** Ends the process; what it kept stays for the next start. */
  async end(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (process?.kill('SIGTERM')) await once(process, 'exit');
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
