import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Language } from '../../../rules/words/speak.ts';
import type { Hub } from '../../main.ts';
import type { Caller } from '../../operations/operation.ts';
import { Refusal, refusal } from '../../operations/refusal.ts';
import type { Log } from '../../runtime/log.ts';
import { Gate } from '../gate.ts';
import { HEADERS } from '../guard.ts';
import { Proxies } from '../host.ts';
import { type Ingress, within } from '../ingress.ts';
import { Listener } from '../listener.ts';
import { Pages } from '../pages.ts';
import { Rates } from '../rates.ts';
import { answer } from './answer.ts';
import { parseBody } from './body.ts';
import { type Arrived, admit, cookieFor, noCookie, type Way } from './door.ts';
import { Feed } from './feed.ts';
import { languageAsked } from './language.ts';
import { Looks } from './looks.ts';
import { openapi } from './openapi.ts';
import { type ProblemDetails, problemOf } from './problem.ts';
import { BASE, type Route, routes } from './routes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly way?: Way;
  }
}

export interface ApiDeps {
  readonly hub: Hub;
  readonly log: Log;
  /** Other numbers than its own, for tests. */
  readonly rates?: ConstructorParameters<typeof Rates>[0];
  /** Also inside Home Assistant, at a port of its own without TLS. */
  readonly ingress?: Ingress & { readonly port: number };
}

export interface Api {
  readonly port: number;
  readonly ingressPort?: number;
  /** Ends every connection; what was begun is done. */
  stop(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;

/** Serves the household's API over TLS to whoever may ask. Port 0 takes a free one. */
export async function serveApi(deps: ApiDeps, host: string, port: number): Promise<Api> {
  const { hub } = deps;
  const feed = new Feed({ clock: hub.clock, random: hub.random, stayed: () => hub.line.stayed.total });
  const listening = { port };
  const proxies = new Proxies(hub.trustedProxies);
  const rates = new Rates(deps.rates);
  const asking = () => ({ names: hub.names, port: listening.port, usualPort: 443, proxies }) as const;
  const gate = new Gate({ clock: hub.clock, rates, asking });
  const pages = new Pages(() => hub.people.isClaimed);
  const arrived = new WeakMap<IncomingMessage, Arrived>();
  const app = compose(deps, feed, rates, arrived);
  await app.ready();
  const authority = await hub.authorities.open('page');
  const credentials = async () => ({ ...(await authority.server()), ca: authority.caPem });
  const serving = (through: Gate, ingress?: Ingress) => (request: IncomingMessage, response: ServerResponse) => {
    const refused = through.refusedBy(request);
    if (refused) {
      refuse(response, problemOf(refused, languageAsked(request.headers['accept-language'])), refused.waitS);
      return;
    }
    const inside = ingress && within(request, ingress);
    arrived.set(request, { address: through.addressOf(request), inside });
    if (!pages.give(request, response, inside?.prefix)) app.routing(request, response);
  };
  const listener = new Listener({
    which: 'https',
    host,
    serve: serving(gate),
    clock: hub.clock,
    proxies,
    credentials: await credentials(),
  });
  hub.authorities.onLook(async () => listener.show(await credentials()));
  listening.port = await listener.start(port);
  const inside = deps.ingress && insideListener(deps, deps.ingress, host, rates, serving);
  const ingressPort = await inside?.start(deps.ingress?.port ?? 0).catch(async (error: unknown) => {
    await listener.stop();
    throw error;
  });
  const ends = hub.events.on((event) => feed.tell(event));
  return {
    port: listening.port,
    ...(ingressPort === undefined ? {} : { ingressPort }),
    async stop() {
      ends();
      feed.stop();
      await Promise.all([listener.stop(), inside?.stop()]);
      await app.close();
    },
  };
}

/** What Home Assistant's Supervisor hands on; it asks for many people, whom it names. */
function insideListener(
  { hub }: ApiDeps,
  { from }: Ingress,
  host: string,
  rates: Rates,
  serving: (gate: Gate, ingress: Ingress) => RequestListener,
): Listener {
  const proxies = new Proxies([from]);
  const asking = () => ({ names: [], port: 0, usualPort: 80, proxies }) as const;
  const gate = new Gate({ clock: hub.clock, rates, asking, ingress: { from } });
  return new Listener({ which: 'ingress', host, serve: serving(gate, { from }), clock: hub.clock, proxies });
}

function compose(
  { hub, log }: ApiDeps,
  feed: Feed,
  rates: Rates,
  arrived: WeakMap<IncomingMessage, Arrived>,
): FastifyInstance {
  const looks = new Looks(hub.random);
  const arrivedAs = ({ raw }: FastifyRequest): Arrived => {
    const how = arrived.get(raw);
    if (!how) throw new Error('serving the API: a request passed the gate unseen');
    return how;
  };
  const callers = new WeakMap<FastifyRequest, Caller>();
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (!caller) throw new Error('serving the API: a request passed the door unseen');
    return caller;
  };
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error, languageOf(request));
    if (problem.status >= 500 && problem.code === 'defect')
      log.error({ ...defect(error), at: addressOf(request) }, 'not done');
    if (error instanceof Refusal && error.waitS !== undefined) reply.header('retry-after', String(error.waitS));
    return send(reply, problem);
  };
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY,
    routerOptions: { maxParamLength: 512 },
    schemaController: { compilersFactory: { buildValidator: notUsed, buildSerializer: notUsed } },
    frameworkErrors: fail,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
    try {
      done(null, parseBody(Buffer.from(bytes)));
    } catch (error) {
      done(error instanceof Error ? error : new Error('reading a request: not done'));
    }
  });
  // Nothing is served that does not say to whom.
  app.addHook('onRoute', ({ config, url, method }) => {
    if (config?.way === undefined) throw new Error(`serving the API: ${method} ${url} does not say who may ask`);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const { method, headers, routeOptions } = request;
    // Where there is nothing, whoever is not signed in does not learn it.
    const way = routeOptions.config.way ?? { may: 'viewer' };
    callers.set(request, admit(hub, rates, way, method, headers, arrivedAs(request)));
  });
  app.setErrorHandler(fail);
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedAt(request.url.replace(/\?.*/s, ''));
    const language = languageOf(request);
    if (allowed.length === 0) return send(reply, problemOf(refusal('no-such-page'), language));
    const problem = problemOf(refusal('wrong-method', allowed.join(' or ')), language);
    return send(reply.header('allow', allowed.join(', ')), problem);
  });
  for (const route of routes) {
    app.route({
      method: route.method,
      url: BASE + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { way: wayOf(route) },
      handler: async (request, reply) => {
        const caller = callerOf(request);
        const { params, query, body } = request;
        const said = { params: membersOf(params), query: membersOf(query), body: membersOf(body) };
        if (route.document) endsWith(hub, caller, reply.raw);
        const result = await answer(hub, looks, route, said, caller);
        return give(reply, route, signed(hub, reply, route, caller, arrivedAs(request), result));
      },
    });
  }
  app.get(`${BASE}/openapi.json`, { config: { way: { may: 'anyone' } } }, async (_request, reply) =>
    reply.type('application/json').send(bytesOf(openapi())),
  );
  app.get(`${BASE}/events`, { exposeHeadRoute: false, config: { way: { may: 'viewer' } } }, async (request, reply) => {
    const { session } = callerOf(request);
    if (!session) throw refusal('not-signed-in');
    const { id, person } = session;
    feed.admit(person);
    const lastId = request.headers['last-event-id'];
    reply.hijack();
    reply.raw.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    endsWith(hub, callerOf(request), reply.raw);
    const mayHear = () => hub.sessions.isOpen(id, hub.clock.now());
    feed.listen(reply.raw, { person, mayHear }, typeof lastId === 'string' ? lastId : undefined);
  });
  app.get('/healthz', { config: { way: OPEN } }, async () => ({ status: 'pass' }));
  app.get('/readyz', { config: { way: OPEN } }, async (_request, reply) => {
    const { readiness: status } = hub;
    if (status === 'fail') reply.code(503);
    return { status };
  });
  return app;
}

function languageOf({ headers }: FastifyRequest): Language {
  return languageAsked(headers['accept-language']);
}

const OPEN: Way = { may: 'anyone', unclaimed: true };

function wayOf({ may, unclaimed, typed }: Route): Way {
  return { may, ...(unclaimed && { unclaimed }), ...(typed && { typed }) };
}

/** The cookie of a session that begins, which is told nowhere else, or its end. Whoever signs in anew is signed out before. */
function signed(
  hub: Hub,
  reply: FastifyReply,
  { cookie }: Route,
  { session }: Caller,
  { inside }: Arrived,
  result: unknown,
): unknown {
  if (cookie === undefined) return result;
  if (cookie === 'ends') {
    reply.header('set-cookie', noCookie(inside));
    return result;
  }
  const { secret, ...told } = membersOf(result);
  if (session) hub.sessions.end(({ id }) => id === session.id);
  reply.header('set-cookie', cookieFor(String(secret), inside));
  return told;
}

/** What is still being sent when the session ends is cut off. */
function endsWith(hub: Hub, { session }: Caller, response: ServerResponse): void {
  const forget = hub.sessions.onEnd((id) => {
    if (id === session?.id) response.destroy();
  });
  response.once('close', forget);
}

/**
 * The operations check what they are asked, with the schemas that the document is written from, so no route has one for
 * Fastify; its own checkers would only take memory.
 */
function notUsed(): never {
  throw new Error('serving the API: a route has a schema for Fastify');
}

/** JSON, or the document that one member of it is. */
function give(reply: FastifyReply, { document }: Route, result: unknown): unknown {
  if (document === undefined) return reply.type('application/json').send(bytesOf(result));
  const body = String(membersOf(result)[document.member]);
  if (document.file !== undefined) reply.header('content-disposition', `attachment; filename="${document.file}"`);
  reply.type(document.type.startsWith('text/') ? `${document.type}; charset=utf-8` : document.type);
  return reply.send(document.member === 'base64' ? Buffer.from(body, 'base64') : body);
}

/** An answer to what nobody looked at further. */
function refuse(response: ServerResponse, problem: ProblemDetails, waitS: number | undefined): void {
  const body = bytesOf(problem);
  const wait = waitS === undefined ? {} : { 'retry-after': String(waitS) };
  const type = { 'content-type': 'application/problem+json', 'content-length': String(body.length) };
  // What it still sends is not read.
  response.writeHead(problem.status, { ...HEADERS, ...type, ...wait, connection: 'close' }).end(body);
}

function send(reply: FastifyReply, problem: ProblemDetails): FastifyReply {
  return reply.code(problem.status).headers(HEADERS).type('application/problem+json').send(bytesOf(problem));
}

/** JSON is always UTF-8, and its media type has no charset (RFC 8259 §11), which Fastify would add to a text. */
function bytesOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** How else an address can be asked. */
function allowedAt(path: string): string[] {
  const served = [
    ...routes.map(({ method, path: below }) => ({ method, pattern: BASE + below })),
    ...[`${BASE}/openapi.json`, `${BASE}/events`, '/healthz', '/readyz'].map((pattern) => ({ method: 'GET', pattern })),
  ];
  const found = served.filter(({ pattern }) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));
  return [...new Set(found.map(({ method }) => method))];
}

/** Which address of the table it was, without what stood in it. */
function addressOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions?.url ?? ''}`;
}

/** Where a defect happened. Its message may hold what was asked, so it is left out. */
function defect(error: unknown): { readonly error: string; readonly stack: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, stack: [] };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return { error: error.name, stack: stack.map((line) => line.trim()) };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
