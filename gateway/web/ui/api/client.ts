import { BASE } from '../base.ts';
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

/** What was asked in this moment and is not answered yet. */
const asking = new Map<string, Promise<unknown>>();

/**
 * Asks the hub. Rejects with `NotDone`; every other rejection is a defect. Parts of a page that ask the same in one moment
 * ask once.
 */
export function ask<C extends Call>(call: C, asked: Asked<C>): Promise<Answer<C>> {
  const [method = '', path = ''] = call.split(' ');
  const { path: names = {}, query = {}, body = {} } = asked as Parts;
  const url = `/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))}`;
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(given).toString();
  const target = search === '' ? url : `${url}?${search}`;
  if (method !== 'GET') return send<Answer<C>>(method, target, body);
  const same = asking.get(target);
  if (same) return same as Promise<Answer<C>>;
  const answer = read<Answer<C>>(target);
  asking.set(target, answer);
  // Not longer: what is asked after a change must not be answered by what was known before it.
  setTimeout(() => asking.delete(target));
  return answer;
}

/** A document of the hub that is text: the ledger's checkpoint and key. Rejects like `ask`. */
export async function askText(path: string): Promise<string> {
  const response = await reach(`/api/v1${path}`, { signal: AbortSignal.timeout(LONGEST_MS) });
  return response.text();
}

/** As long as somebody waits for a page. */
const LONGEST_MS = 15_000;

async function read<A>(target: string): Promise<A> {
  const response = await reach(target, { signal: AbortSignal.timeout(LONGEST_MS) });
  return (await response.json()) as A;
}

/** What changes something is waited for: whoever is told that it took too long would not know whether it was done. */
async function send<A>(method: string, target: string, body: object): Promise<A> {
  const headers = { 'content-type': 'application/json', 'x-hearthgate-token': token };
  const response = await reach(target, { method, headers, ...(method !== 'DELETE' && { body: JSON.stringify(body) }) });
  return (await response.json()) as A;
}

async function reach(url: string, how: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + url, { ...how, headers: { 'accept-language': language.value, ...how.headers } });
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
