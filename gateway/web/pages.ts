import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { FRAMED, HEADERS, PAGE_HEADERS } from './guard.ts';
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
/** Where there is no page, whatever asks. */
const OPEN_TO_PROGRAMS = new Set(['api', 'healthz', 'readyz']);

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

  /**
   * Gives a page or a part of one; false for what the API answers. Where there is no page, a person is told so by the
   * pages themselves, in their language; programs get the API's answer. `prefix` is what the browser asks before every path.
   */
  give({ method, url = '', headers }: IncomingMessage, response: ServerResponse, prefix?: string): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    const path = url.replace(/[?#].*$/s, '');
    const accepts = String(headers['accept-encoding'] ?? '');
    if (path.startsWith('/assets/')) {
      const part = this.#files.get(path);
      if (part) send(response, part, { ...IMMUTABLE, status: 200, accepts, headOnly: method === 'HEAD' });
      return part !== undefined;
    }
    const first = path.split('/')[1] ?? '';
    const isPage = NAMES.has(first) || COMING_IN.has(first);
    if (!isPage && !isPersons(first, headers.accept)) return false;
    const page = this.#files.get(COMING_IN.has(first) || !this.#isClaimed() ? '/setup.html' : '/index.html');
    const given = { status: isPage ? 200 : 404, accepts, headOnly: method === 'HEAD' };
    if (!page) sayHow(response);
    else if (prefix === undefined) send(response, page, given);
    else send(response, below(page, prefix), { ...given, accepts: '', 'content-security-policy': FRAMED });
    return true;
  }
}

/** Whether a browser shows somebody what is at this address; the API's own stay what they are. */
function isPersons(first: string, accept = ''): boolean {
  return !OPEN_TO_PROGRAMS.has(first) && accept.includes('text/html');
}

/** The page names its parts by whole paths, so that it names them wherever in the pages it is. */
function below({ type, plain }: File, prefix: string): File {
  const bytes = Buffer.from(plain.toString().replaceAll('="/assets/', `="${prefix}/assets/`));
  return { type, plain: bytes, br: bytes, gzip: bytes };
}

interface Given {
  readonly status: number;
  readonly accepts: string;
  readonly headOnly: boolean;
  readonly 'cache-control'?: string;
  readonly 'content-security-policy'?: string;
}

/** A part's name is of its content, so it never changes; the page that names the parts is asked for each time. */
const IMMUTABLE = { 'cache-control': 'public, max-age=31536000, immutable' };

function send(response: ServerResponse, file: File, { status, accepts, headOnly, ...headers }: Given): void {
  const encoding = ENCODINGS.find((each) => takes(accepts, each));
  const body = encoding === undefined ? file.plain : file[encoding];
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'content-type': file.type,
    'content-length': String(body.length),
    vary: 'accept-encoding',
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    ...headers,
  });
  response.end(headOnly ? undefined : body);
}

/** Best first. */
const ENCODINGS = ['br', 'gzip'] as const;

/** RFC 9110 §12.5.3, but for `*`, which no browser sends: a weight of nought refuses. */
function takes(accepts: string, encoding: string): boolean {
  return accepts.split(',').some((each) => {
    const [name = '', ...parameters] = each
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function sayHow(response: ServerResponse): void {
  const body = 'The pages are not built here yet: run "npm run build", then start the hub again.\n';
  const type = { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(503, { ...HEADERS, ...type }).end(body);
}
