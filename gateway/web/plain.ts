import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../main.ts';
import { HEADERS, PAGE_HEADERS } from './guard.ts';
import { isOurs, Proxies } from './host.ts';
import { Listener } from './listener.ts';
import { Rates } from './rates.ts';

export interface Plain {
  readonly port: number;
  stop(): Promise<void>;
}

interface Given {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const TEXT = { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' };

/** Serves, without TLS, what nobody has to hide: where the page is, and what to trust to get there. It takes nothing. */
export async function servePlain(hub: Hub, host: string, port: number, securePort: number | undefined): Promise<Plain> {
  const proxies = new Proxies(hub.trustedProxies);
  const rates = new Rates();
  const listening = { port };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const asking = { names: hub.names, port: listening.port, usualPort: 80, proxies } as const;
    const wait = rates.waitMs('address', proxies.addressOf(request), hub.clock.monotonic());
    const given =
      wait > 0
        ? refused(429, `ask again in ${Math.ceil(wait / 1000)} s`)
        : isOurs(request.headers.host ?? '', request.socket, asking)
          ? answerTo(request)
          : refused(403, 'ask by a name of this hub');
    given
      .then(({ status, body, headers }) => {
        const length = String(Buffer.byteLength(body));
        response.writeHead(status, { ...headers, 'content-length': length, connection: 'close' });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.destroy());
  };
  const answerTo = async ({ method, url = '', headers }: IncomingMessage): Promise<Given> => {
    if (method !== 'GET' && method !== 'HEAD') return refused(405, 'nothing is taken here: it is not protected');
    const path = url.replace(/[?#].*$/s, '');
    if (path === '/healthz') return { status: 200, body: 'pass\n', headers: TEXT };
    if (path === '/readyz') {
      const { readiness } = hub;
      return { status: readiness === 'fail' ? 503 : 200, body: `${readiness}\n`, headers: TEXT };
    }
    const authority = await hub.authorities.open('page');
    if (path === '/authority.crt') {
      const type = { 'content-type': 'application/x-x509-ca-cert' };
      return { status: 200, body: authority.caPem, headers: { ...HEADERS, ...type } };
    }
    const fingerprint = authority.roots[0]?.fingerprint256 ?? '';
    if (path === '/fingerprint') return { status: 200, body: `${fingerprint}\n`, headers: TEXT };
    if (securePort === undefined) return refused(404, 'the page is switched off');
    const name = (headers.host ?? '').replace(/:\d+$/, '');
    const page = `https://${name}${securePort === 443 ? '' : `:${securePort}`}`;
    if (path === '/') {
      const type = { 'content-type': 'text/html; charset=utf-8' };
      return { status: 200, body: explanation(page, fingerprint), headers: { ...PAGE_HEADERS, ...type } };
    }
    if (!/^\/[\w./~%-]*$/.test(path) || path.startsWith('//')) return refused(404, 'there is nothing at this address');
    return { status: 308, body: `${page}${path}\n`, headers: { ...TEXT, location: page + path } };
  };
  const listener = new Listener({ which: 'http', host, serve, clock: hub.clock, proxies });
  listening.port = await listener.start(port);
  return { port: listening.port, stop: () => listener.stop() };
}

async function refused(status: number, because: string): Promise<Given> {
  return { status, body: `${because}\n`, headers: TEXT };
}

/** Names that got here are of the list, so nothing in it is markup. */
function explanation(page: string, fingerprint: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hearthgate</title>
<h1>This is Hearthgate</h1>
<p>Its page is at <a href="${page}/">${page}</a>, where nobody on the network can read along.</p>
<p>Your browser does not know this box yet and will warn you. To make the warning go away, and notice if it ever comes
back for a bad reason, let your device trust this home’s certificate: <a href="/authority.crt">download it</a>. Before
you do, compare its SHA-256 fingerprint with what <code>hearthgate cert fingerprint page</code> prints at the box. This
page itself is not protected, so do not take it from here alone:</p>
<p><code>${fingerprint}</code></p>
`;
}
