import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { HEADERS, PAGE_HEADERS } from './guard.ts';
import { PAGE_NAMES } from './page-names.ts';

/** Where `npm run build` puts the household's pages. */
export const PAGES_FOLDER = join(import.meta.dirname, 'dist');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const NAMES: ReadonlySet<string> = new Set(PAGE_NAMES);
/** Those that somebody needs who is not here yet: a small entry of their own. */
const COMING_IN = new Set(['setup', 'join']);

interface File {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer;
  readonly gzip: Buffer;
}

/**
 * The household's pages as they were built, held in memory. They are the same for everybody and hold nothing of the home;
 * what they show they ask the API for.
 */
export class Pages {
  readonly #files = new Map<string, File>();
  readonly #isClaimed: () => boolean;

  /** `folder` without built pages gives one that says how to build them. */
  constructor(isClaimed: () => boolean, folder = PAGES_FOLDER) {
    this.#isClaimed = isClaimed;
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const type = TYPES[extname(name)];
      if (type === undefined) continue;
      const path = join(folder, name);
      const [plain, br, gzip] = [path, `${path}.br`, `${path}.gz`].map((each) => readFileSync(each));
      if (plain && br && gzip) this.#files.set(`/${name}`, { type, plain, br, gzip });
    }
  }

  /** Gives a page or a part of one; false for every other address. */
  give({ method, url = '', headers }: IncomingMessage, response: ServerResponse): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    const path = url.replace(/[?#].*$/s, '');
    const isPart = path.startsWith('/assets/');
    const name = isPart ? path : this.#pageAt(path.split('/')[1] ?? '');
    if (name === undefined) return false;
    const file = this.#files.get(name);
    if (file) send(response, file, isPart, String(headers['accept-encoding'] ?? ''), method === 'HEAD');
    else if (!isPart) sayHow(response);
    return file !== undefined || !isPart;
  }

  #pageAt(first: string): string | undefined {
    if (COMING_IN.has(first)) return '/setup.html';
    if (!NAMES.has(first)) return undefined;
    return this.#isClaimed() ? '/index.html' : '/setup.html';
  }
}

/** A part's name is of its content, so it never changes; the page that names the parts is asked for each time. */
function send(response: ServerResponse, file: File, isPart: boolean, accepts: string, headOnly: boolean): void {
  const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined;
  const body = encoding === undefined ? file.plain : file[encoding];
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': file.type,
    'content-length': String(body.length),
    vary: 'accept-encoding',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    ...(isPart ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
  });
  response.end(headOnly ? undefined : body);
}

function sayHow(response: ServerResponse): void {
  const body = 'The pages are not built here yet: run "npm run build", then start the hub again.\n';
  const type = { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(503, { ...HEADERS, ...type }).end(body);
}
