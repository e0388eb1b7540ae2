import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { ServerIdentity } from './authority.ts';
import { certificateOf, portOf } from './connection.ts';
import type { Receiver } from './receiver.ts';

/** A status to answer with before anything is kept; `hang` reads the request and says nothing. */
type HttpsAnswer = 'receive' | 'hang' | 429 | 500 | 410;

export interface HttpsCloud {
  /** `https://127.0.0.1:port/hearthgate`: the same for every home. */
  readonly url: string;
  readonly ca: string;
  /** Requests that came, whatever was answered. */
  requests(): number;
  answer(with_: HttpsAnswer): void;
  stop(): Promise<void>;
}

const PATH = '/hearthgate';
const LARGEST = 1024 * 1024;

/**
 * A vendor's endpoint that takes `POST` of sealed batches and notices as `application/jose`. Who sends is known from the
 * `iss` inside alone. What is accepted or was before: 204; what is rejected: 422, since sending it again would not help.
 */
export async function startHttpsCloud(receiver: Receiver, identity: ServerIdentity): Promise<HttpsCloud> {
  let answer: HttpsAnswer = 'receive';
  let requests = 0;

  const server = createServer(
    { key: identity.key, cert: identity.cert, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    (request, response) => {
      handle(request, response).catch(() => response.destroy());
    },
  );
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests++;
    const certificate = certificateOf(request.socket);
    receiver.witness(JSON.stringify([request.method, request.url, request.rawHeaders]));
    if (certificate !== undefined) receiver.witness(certificate.der);
    if (request.method !== 'POST' || request.url !== PATH) return end(response, 404);
    if (request.headers['content-type'] !== 'application/jose') return end(response, 415);
    const body = await read(request);
    if (body === undefined) return end(response, 413);
    if (answer === 'hang') return;
    if (answer !== 'receive') {
      // Refused, yet the vendor has the bytes: the hub must count them as possibly received.
      receiver.witness(body);
      return end(response, answer);
    }
    const { verdict } = await receiver.receive(body, { certificate: certificate?.fingerprint ?? null });
    end(response, verdict === 'rejected' ? 422 : 204);
  }

  return {
    url: `https://127.0.0.1:${portOf(server)}${PATH}`,
    ca: identity.ca,
    requests: () => requests,
    answer(with_) {
      answer = with_;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
