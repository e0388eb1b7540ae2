import { chmodSync, existsSync, openSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import type { Answer } from '../operations/operations.ts';
import type { AskAtTheHub, AsPerson } from './at-the-hub.ts';

/** A file to provision from holds whole manifests. */
const MAX_BODY = 8 * 1024 * 1024;
const UNANSWERED = 'the hub ended before it answered; start it, and look whether it was done';

/**
 * Unix socket names are at most 107 bytes, and data directories may lie deep: the name goes through an open descriptor
 * of the directory, which is short and cannot be put elsewhere by another user.
 */
function socketPath(dataDir: string): string {
  const path = join(dataDir, 'control.sock');
  return path.length < 100 ? path : `/proc/self/fd/${openSync(dataDir, 'r')}/control.sock`;
}

export interface ControlDeps {
  readonly operate: AskAtTheHub;
  /** Hears of defects. */
  readonly failed: (name: string, error: unknown) => void;
  /** Whether devices are served. */
  readonly serves: () => boolean;
}

/**
 * Serves operations to the command line over a socket only the hub's own user can open, and to the image's health check
 * (healthy.sh) at /healthz, whatever addresses and ports the hub listens at.
 */
export async function serveControl(dataDir: string, { operate, failed, serves }: ControlDeps): Promise<Server> {
  const path = socketPath(dataDir);
  // The directory's lock is held, so a socket that is there belongs to a hub that was killed.
  rmSync(path, { force: true });
  const server = createServer((incoming, response) => {
    if (incoming.method === 'GET' && incoming.url === '/healthz') {
      response.writeHead(serves() ? 200 : 503).end();
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) incoming.destroy();
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      const name = decoded((incoming.url ?? '/').slice(1));
      const { input, as } = parse(Buffer.concat(chunks));
      operate(name, input, as)
        .catch((error: unknown): Answer => {
          failed(name, error);
          return {
            ok: false,
            code: 'defect',
            problem: 'the hub could not do that; its log says why, and what was asked for did not happen',
          };
        })
        .then((answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
    });
  });
  const mask = process.umask(0o177);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  process.umask(mask);
  chmodSync(path, 0o600);
  return server;
}

/** Asks the hub that is running on this data directory; undefined when none is. */
export function askHub(dataDir: string, name: string, input: unknown, as?: AsPerson): Promise<Answer | undefined> {
  const path = socketPath(dataDir);
  if (!existsSync(path)) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: path, path: `/${encodeURIComponent(name)}`, method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    });
    asking.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
      else if (error.code === 'ECONNRESET') resolve({ ok: false, code: 'unanswered', problem: UNANSWERED });
      else reject(error);
    });
    asking.end(JSON.stringify({ input, as }));
  });
}

/** Names are plain words; what is not even a URL is no operation's name. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Written by `askHub`; what is not gives no input and names nobody. */
function parse(body: Buffer): { readonly input?: unknown; readonly as?: AsPerson } {
  try {
    return Object(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
}
