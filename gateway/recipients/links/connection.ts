import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import type { Socket } from 'node:net';
import { failure, TIMEOUT_MS } from './link.ts';

/** Of an answer's body there is no more than this, or the connection is closed. */
const MAX_ANSWER = 65_536;

/** What came back of a request: its status, and how long it asks to be left alone; or why nothing did. */
export type Answered = { readonly status: number; readonly waitMs: number; readonly body?: Uint8Array } | string;

/** One connection that is there already; its agent never makes another. */
export class Connection {
  readonly #agent: Agent | PlainAgent;
  readonly #request: typeof request;
  readonly #socket: Socket;

  constructor(socket: Socket, isPlain = false) {
    this.#socket = socket;
    this.#agent = new (isPlain ? PlainAgent : Agent)({ keepAlive: true, maxSockets: 1 });
    this.#request = isPlain ? plainRequest : request;
    let handed = false;
    this.#agent.createConnection = () => {
      if (handed) throw new Error('the connection was closed');
      handed = true;
      return socket;
    };
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  end(): void {
    this.#agent.destroy();
  }

  /**
   * POSTs and waits for the answer; never throws. A redirect is an answer and not followed. The body says nothing to us and
   * is dropped, but for one of the media type that is `wanted`, and one part more than that many bytes of it.
   */
  post(options: RequestOptions, bytes: Uint8Array, wanted?: { type: string; most: number }): Promise<Answered> {
    return new Promise((resolve) => {
      const post = this.#request({ ...options, method: 'POST', agent: this.#agent });
      const fail = (reason: string) => {
        clearTimeout(timer);
        resolve(reason);
        post.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), TIMEOUT_MS);
      post.on('error', (error) => fail(failure(error)));
      post.on('response', (response) => {
        let size = 0;
        const begin: Buffer[] = [];
        const isWanted = wanted !== undefined && response.headers['content-type'] === wanted.type;
        const answered = { status: response.statusCode ?? 0, waitMs: waitMs(response.headers['retry-after']) };
        const done = () => {
          clearTimeout(timer);
          resolve(isWanted ? { ...answered, body: Buffer.concat(begin) } : answered);
        };
        response.on('data', (part: Buffer) => {
          if (isWanted && size <= wanted.most) begin.push(part);
          size += part.length;
          if (size > MAX_ANSWER) {
            done();
            response.destroy();
          }
        });
        response.on('end', done);
        response.on('error', done);
      });
      post.end(bytes);
    });
  }
}

const LONGEST_WAIT_S = 86_400;

/** RFC 9110 §10.2.3, in seconds; a date would need a clock that two agree on. */
function waitMs(header: string | undefined): number {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Math.min(Number(header), LONGEST_WAIT_S) * 1000 : 0;
}
