import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const PREFIX = '/api/hassio_ingress/k4V-x_9';

/** Home Assistant with its Supervisor, as far as a page inside it can tell: it shows it in a frame, and hands on what is asked below a path. */
export class HomeAssistant {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(to: number): Promise<HomeAssistant> {
    const server = createServer((asked, response) => {
      if (asked.url?.startsWith(`${PREFIX}/`)) handOn(asked, response, to);
      else
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${PREFIX}/" title="app"></iframe>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HomeAssistant(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** As both do it together: the path without what stands before it, what that was, and who asked by which name. */
function handOn(asked: IncomingMessage, response: ServerResponse, to: number): void {
  const { 'content-length': _, 'transfer-encoding': __, ...kept } = asked.headers;
  const headers = {
    ...kept,
    'x-ingress-path': PREFIX,
    'x-forwarded-for': `${asked.socket.remoteAddress}, 172.30.32.1`,
    'x-forwarded-host': asked.headers.host ?? '',
    'x-forwarded-proto': 'http',
    'x-remote-user-name': 'anybody',
  };
  const path = (asked.url ?? '').slice(PREFIX.length);
  const onward = request({ host: '127.0.0.1', port: to, method: asked.method, path, headers }, (said) => {
    response.writeHead(said.statusCode ?? 502, said.headers);
    said.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  asked.pipe(onward);
}
