import type { Terminal } from './look.ts';

/** The terminal, or what stands in its place. The first Ctrl-C ends the look and shows what was heard, the second all. */
export function terminal(readFile: (path: string) => string): Terminal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  // Whoever reads it has enough.
  process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 70));
  const { stdout, stderr } = process;
  return {
    readFile,
    print: (line) =>
      new Promise((resolve) => {
        if (stdout.write(`${line}\n`)) resolve();
        else stdout.once('drain', resolve);
      }),
    aside: console.error,
    ...(stderr.isTTY ? { progress: (line: string) => stderr.write(`\r\u001b[K${line}`) } : {}),
    stdin: process.stdin,
    signal: ending.signal,
  };
}
