import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Hub } from '../../main.ts';
import { refusal } from '../../operations/refusal.ts';
import type { Log } from '../../runtime/log.ts';
import { answer } from './answer.ts';
import { parseBody } from './body.ts';
import { Feed } from './feed.ts';
import { HEADERS, refusedBy } from './guard.ts';
import { Looks } from './looks.ts';
import { Loopback } from './loopback.ts';
import { openapi } from './openapi.ts';
import { type ProblemDetails, problemOf } from './problem.ts';
import { BASE, type Route, routes } from './routes.ts';

export interface ApiDeps {
  readonly hub: Hub;
  readonly log: Log;
}

export interface Api {
  readonly port: number;
  /** Ends every connection; what was begun is done. */
  stop(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;

/** Serves the household's API to this machine alone, until people can sign in. Port 0 takes a free one. */
export async function serveApi(deps: ApiDeps, port: number): Promise<Api> {
  const { hub } = deps;
  const feed = new Feed({ clock: hub.clock, random: hub.random, stayed: () => hub.line.stayed.total });
  const listening = { port };
  const app = compose(deps, feed, () => listening.port);
  await app.ready();
  const loopback = new Loopback((request, response) => app.routing(request, response), hub.clock);
  listening.port = await loopback.start(port);
  const ends = hub.events.on((event) => feed.tell(event));
  return {
    port: listening.port,
    async stop() {
      ends();
      feed.stop();
      await loopback.stop();
      await app.close();
    },
  };
}

function compose({ hub, log }: ApiDeps, feed: Feed, port: () => number): FastifyInstance {
  const looks = new Looks(hub.random);
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.code === 'defect')
      log.error({ ...defect(error), at: addressOf(request) }, 'not done');
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
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    const refused = refusedBy(request.method, request.headers, port());
    if (refused) throw refused;
  });
  app.setErrorHandler(fail);
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedAt(request.url.replace(/\?.*/s, ''));
    if (allowed.length === 0) return send(reply, problemOf(refusal('no-such-page')));
    return send(reply.header('allow', allowed.join(', ')), problemOf(refusal('wrong-method', allowed.join(' or '))));
  });
  for (const route of routes) {
    app.route({
      method: route.method,
      url: BASE + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const { params, query, body } = request;
        const said = { params: membersOf(params), query: membersOf(query), body: membersOf(body) };
        return give(reply, route, await answer(hub, looks, route, said));
      },
    });
  }
  app.get(`${BASE}/openapi.json`, async (_request, reply) => reply.type('application/json').send(bytesOf(openapi())));
  app.get(`${BASE}/events`, { exposeHeadRoute: false }, async (request, reply) => {
    feed.admit();
    const lastId = request.headers['last-event-id'];
    reply.hijack();
    reply.raw.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    feed.listen(reply.raw, typeof lastId === 'string' ? lastId : undefined);
  });
  app.get('/healthz', async () => ({ status: 'pass' }));
  app.get('/readyz', async (_request, reply) => {
    if (!hub.isRunning) reply.code(503);
    return { status: hub.isRunning ? 'pass' : 'fail' };
  });
  return app;
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
  reply.type(document.type === 'text/plain' ? 'text/plain; charset=utf-8' : document.type);
  return reply.send(document.member === 'base64' ? Buffer.from(body, 'base64') : body);
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
