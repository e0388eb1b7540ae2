import { once } from 'node:events';
import {
  createServer as createPlain,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import { createServerIdentity } from './authority.ts';
import { portOf } from './connection.ts';

export interface OpenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
}

/** Says what a request is answered with, at once or later; what it takes it keeps itself. */
export type OpenService = (request: Omit<OpenRequest, 'status'>) => OpenAnswer | number | Promise<OpenAnswer | number>;

interface OpenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that gets what is not sealed: somebody's own, or a service's. */
export interface OpenCloud {
  /** `https://127.0.0.1:port`, or `http://…` where it is plain. */
  readonly url: string;
  readonly ca: string;
  readonly requests: readonly OpenRequest[];
  /** Certificates that clients showed. */
  readonly shown: readonly string[];
  until(met: () => boolean): Promise<void>;
  stop(): Promise<void>;
}

export async function startOpenCloud(
  service: OpenService = () => 204,
  { plain = false }: { readonly plain?: boolean } = {},
): Promise<OpenCloud> {
  const identity = await createServerIdentity('open');
  const requests: OpenRequest[] = [];
  const shown: string[] = [];
  const waiting = new Set<() => void>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const asked = { method, path, headers, body: Buffer.concat(parts).toString() };
    const said = await service(asked);
    const answer: OpenAnswer = typeof said === 'number' ? { status: said } : said;
    requests.push({ ...asked, status: answer.status });
    response.writeHead(answer.status, answer.headers).end();
    for (const look of waiting) look();
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch(() => response.destroy());
  };
  const tls = { key: identity.key, cert: identity.cert, requestCert: true, rejectUnauthorized: false };
  const server = plain ? createPlain(onRequest) : createServer(tls, onRequest);
  server.on('secureConnection', (socket) => {
    const { raw } = socket.getPeerCertificate();
    if (raw !== undefined) shown.push(raw.toString('hex'));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${plain ? 'http' : 'https'}://127.0.0.1:${portOf(server)}`,
    ca: identity.ca,
    requests,
    shown,
    until: (met) =>
      new Promise((resolve) => {
        const look = () => {
          if (!met()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
