import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { askHub } from '../gateway/cli/control.ts';

export const LAUNCHER = join(import.meta.dirname, '../gateway/cli/hearthgate.sh');

/** Debian keeps mosquitto where only root looks. */
export const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

export interface Running {
  readonly ports: { readonly mqtt: number; readonly mqtts: number; readonly http: number; readonly https: number };
  readonly process: ChildProcess;
  /** Everything it printed. */
  output(): string;
  /** SIGTERM, where it still runs; resolves with the exit code, null when a signal ended it. */
  stop(): Promise<number | null>;
}

export function environment(dataDir: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HEARTHGATE_DATA: dataDir,
    HEARTHGATE_HOST: '127.0.0.1',
    HEARTHGATE_MQTT_ENABLED: 'true',
    HEARTHGATE_MQTT_PORT: '0',
    HEARTHGATE_MQTTS_PORT: '0',
    HEARTHGATE_HTTP_PORT: '0',
    HEARTHGATE_HTTPS_PORT: '0',
  };
}

/** The command line, as an installer types it; the parsed `--json` answer. Throws what it prints when it is refused. */
export function cli<T>(dataDir: string, ...words: string[]): T {
  const printed = execFileSync('sh', [LAUNCHER, ...words, '--json'], {
    env: environment(dataDir),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(printed.toString('utf8'));
}

/** What the command line asks the running hub, without a process for the question. Throws its problem when it is refused. */
export async function ask<T>(dataDir: string, operation: string, input: object): Promise<T> {
  const answer = await askHub(dataDir, operation, input);
  if (!answer?.ok) throw new Error(`${operation}: ${answer?.problem}`);
  return answer.result as T;
}

/** Makes the running hub somebody's; what is agreed to leaves from then on. */
export async function claimHub(dataDir: string): Promise<void> {
  const { code } = await ask<{ code: string }>(dataDir, 'setup-code', {});
  await ask(dataDir, 'claim', { code, name: 'Anna', passphrase: 'a warm lamp by the door' });
}

/** `hearthgate start`, as the service and the image run it. */
export async function startHub(dataDir: string, settings: Readonly<Record<string, string>> = {}): Promise<Running> {
  const env = { ...environment(dataDir), ...settings };
  const hub = spawn('sh', [LAUNCHER, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(hub, 'exit');
  let output = '';
  const started = new Promise<Running['ports']>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const line = output.split('\n').find((each) => each.includes('hub started'));
      if (line) resolve(JSON.parse(line).ports);
    };
    hub.stdout.on('data', read);
    hub.stderr.on('data', read);
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code}: ${output}`)));
  });
  const ports = await started;
  return {
    ports,
    process: hub,
    output: () => output,
    async stop() {
      hub.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}
