import { pino } from 'pino';
import { type Api, serveApi } from '../gateway/web/api/api.ts';
import type { House } from './house.ts';

export interface Said {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they are about
  readonly body: any;
}

/** A house's API, asked over a real socket. */
export interface AskedApi {
  readonly port: number;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Said>;
  /** Shares more in its two steps. */
  agree(method: string, path: string, body: object): Promise<Said>;
  stop(): Promise<void>;
}

export async function openApi(house: House): Promise<AskedApi> {
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void house.logged.push(line) });
  const api: Api = await serveApi({ hub: house.hub, log }, 0);
  const ask: AskedApi['ask'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
      method,
      headers: { ...(method === 'GET' ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: /json/.test(type) ? JSON.parse(text) : text,
    };
  };
  return {
    port: api.port,
    ask,
    async agree(method, path, body) {
      const shown = await ask(method, path, body);
      return ask(method, path, { ...body, token: shown.body.token });
    },
    stop: () => api.stop(),
  };
}
