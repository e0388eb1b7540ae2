import { language } from '../words/words.ts';
import type { Calls, Problem } from './types.ts';

/** An address of the API with its method: `GET /home`. */
export type Call = keyof Calls;
export type Answer<C extends Call> = Calls[C]['answer'];

/** What an address takes: the names in its path, its query, its body. */
export type Asked<C extends Call> = Pick<Calls[C], Extract<'path' | 'query' | 'body', keyof Calls[C]>>;

/** Why something was not done. `code` is of the API's catalogue, or `unreachable` when nothing answered. */
export class NotDone extends Error {
  readonly code: string;
  readonly status: number;
  readonly waitS: number | undefined;
  readonly problem: Problem | undefined;

  constructor(code: string, status: number, problem?: Problem, waitS?: number) {
    super(problem?.detail ?? code);
    this.code = code;
    this.status = status;
    this.waitS = waitS;
    this.problem = problem;
  }
}

/** The session's token, which goes with everything that is no GET. */
let token = '';
let onSignedOut: () => void = () => undefined;

export function signedInWith(sessionToken: string): void {
  token = sessionToken;
}

/** Called when the hub says that nobody is signed in any more. */
export function whenSignedOut(then: () => void): void {
  onSignedOut = then;
}

/** Asks the hub. Rejects with `NotDone`; every other rejection is a defect. */
export async function ask<C extends Call>(call: C, asked: Asked<C>): Promise<Answer<C>> {
  const [method = '', path = ''] = call.split(' ');
  const { path: names = {}, query = {}, body = {} } = asked as Parts;
  const url = `/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))}`;
  const isRead = method === 'GET';
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(given).toString();
  const withBody = isRead || method === 'DELETE' ? {} : { body: JSON.stringify(body) };
  const headers: Record<string, string> = {
    'accept-language': language.value,
    ...(isRead ? {} : { 'content-type': 'application/json', 'x-hearthgate-token': token }),
  };
  // What changes something is waited for: whoever is told that it took too long would not know whether it was done.
  const wait = isRead ? { signal: AbortSignal.timeout(LONGEST_MS) } : {};
  const response = await reach(search === '' ? url : `${url}?${search}`, { method, headers, ...withBody, ...wait });
  return (await response.json()) as Answer<C>;
}

/** A document of the hub that is text: the ledger's checkpoint and key. Rejects like `ask`. */
export async function askText(path: string): Promise<string> {
  const response = await reach(`/api/v1${path}`, { signal: AbortSignal.timeout(LONGEST_MS) });
  return response.text();
}

/** As long as somebody waits for a page. */
const LONGEST_MS = 15_000;

async function reach(url: string, how: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, how);
  } catch (error) {
    throw new NotDone(error instanceof DOMException && error.name === 'TimeoutError' ? 'slow' : 'unreachable', 0);
  }
  if (response.ok) return response;
  throw await notDone(response);
}

interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
}

async function notDone(response: Response): Promise<NotDone> {
  const wait = Number(response.headers.get('retry-after'));
  const problem = await response.json().then(
    (said: Problem) => said,
    () => undefined,
  );
  const code = problem?.code ?? (response.status >= 500 ? 'unreachable' : 'defect');
  if (code === 'not-signed-in') onSignedOut();
  return new NotDone(code, response.status, problem, wait > 0 ? wait : undefined);
}
