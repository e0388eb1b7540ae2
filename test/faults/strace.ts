import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** strace(1) on a running process and all its threads, with these words; `file` is what it saw. */
export interface Strace {
  readonly lines: () => string[];
  /** The process goes on as before. */
  detach(): Promise<void>;
}

export async function strace(pid: number, file: string, ...words: readonly string[]): Promise<Strace> {
  const tracer = spawn('strace', ['-f', '-p', String(pid), '-o', file, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tracer, 'exit');
  const detach = async () => {
    tracer.kill('SIGINT');
    await ended;
  };
  onTestFinished(detach);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    tracer.stderr.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('attached')) resolve();
    });
    tracer.once('error', reject);
    tracer.once('exit', () => reject(new Error(`strace ended: ${said}`)));
  });
  return { detach, lines: () => readFileSync(file, 'utf8').split('\n') };
}
