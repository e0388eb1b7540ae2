import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { withSbin } from './launcher.ts';

/** An ordinary mosquitto on a loopback port that stays the same, with what it kept in `dir`. */
export class Mosquitto {
  readonly port: number;
  readonly #file: string;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(port: number, file: string) {
    this.port = port;
    this.#file = file;
  }

  /** `settings` are lines of mosquitto.conf(5); where none says otherwise everybody may do everything. */
  static async start(dir: string, settings: readonly string[] = ['allow_anonymous true']): Promise<Mosquitto> {
    mkdirSync(dir, { recursive: true });
    const port = await freePort();
    const file = join(dir, 'mosquitto.conf');
    const lines = [
      `listener ${port} 127.0.0.1`,
      ...['persistence true', `persistence_location ${dir}/`, 'user root', 'log_type all'],
      ...settings,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const mosquitto = new Mosquitto(port, file);
    await mosquitto.again();
    return mosquitto;
  }

  /** Everything it logged, with each packet that came and went. */
  get log(): string {
    return this.#log;
  }

  async again(): Promise<void> {
    const started = spawn('mosquitto', ['-c', this.#file], { stdio: ['ignore', 'ignore', 'pipe'], env: withSbin });
    this.#process = started;
    await new Promise<void>((resolve, reject) => {
      started.once('error', () => reject(new Error('mosquitto is missing: apt-get install mosquitto')));
      started.once('exit', () => reject(new Error(`mosquitto ended: ${this.#log}`)));
      started.stderr?.on('data', (text) => {
        this.#log += String(text);
        if (String(text).includes(' running')) resolve();
      });
    });
  }

  /** Has it write down what it keeps, as it does every half hour by itself. */
  save(): void {
    this.#process?.kill('SIGUSR1');
  }

  /** Has it read its settings anew, and who may do what. */
  reread(): void {
    this.#process?.kill('SIGHUP');
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    if (process?.kill(signal)) await once(process, 'exit');
  }
}

/** A way to a broker that refuses MQTT 5 as brokers do that do not know it (MQTT-3.1.2-2 of MQTT 3.1.1). */
export async function onlyOlder(to: number): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      // After the fixed header with a length of one or two bytes, the name MQTT and its level.
      const level = first[first.indexOf('MQTT') + 4];
      if (level === 5) return socket.end(Buffer.from([0x20, 2, 0, 1]));
      const onward = connect(to, '127.0.0.1', () => onward.write(first));
      onward.on('error', () => socket.destroy());
      return socket.pipe(onward).pipe(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
