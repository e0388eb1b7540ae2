import Type from 'typebox';
import type { JsonSchema } from '../../../rules/problems.ts';
import { canBeConfirmed } from '../../operations/operation.ts';
import { operations } from '../../operations/operations.ts';
import { asksByQuery, isElsewhere, MOST_LINES, propertiesOf } from './asked.ts';
import { ProblemShape } from './problem.ts';
import { BASE, namesIn, type Route, routes, signsInAgain } from './routes.ts';
import { type Json, Schemas } from './schemas.ts';

/** The whole API as an OpenAPI 3.1 document, written from the table of routes and the operations' schemas. */
export function openapi(): Json {
  const schemas = new Schemas();
  const problem = schemas.ref(ProblemShape as JsonSchema, 'Problem');
  const failed = { description: 'Not done.', content: { 'application/problem+json': { schema: problem } } };
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = BASE + route.path;
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: {
        ...described(route, schemas),
        ...admission(route),
        ...answers(route, schemas, failed),
      },
    };
  }
  for (const [path, id, says, type] of OTHERS) {
    const schema = type === 'text/event-stream' ? { type: 'string' } : { type: 'object' };
    const responses = { 200: { description: says, content: { [type]: { schema } } }, default: failed };
    paths[path] = { get: { operationId: id, summary: says, responses } };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Hearthgate', version: '1', summary: 'What a household can ask of its hub.', description: ABOUT },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: schemas.all() },
  };
}

const ABOUT =
  'Answered to people of the household who signed in (POST /api/v1/session): by the cookie, and with the session’s token as x-hearthgate-token for all that is no GET; x-may says who may, x-sign-in-again where the passphrase was to be typed within 15 minutes. What changes something is JSON. What lets more leave takes two steps: it is first answered with what would leave and a `token`, and done when it is sent again with that token. docs/api.md has examples.';

const OTHERS = [
  [
    `${BASE}/events`,
    'events',
    'What happens, as server-sent events: changed, left, stayed, stopped, missed.',
    'text/event-stream',
  ],
  [`${BASE}/openapi.json`, 'openapi', 'This document.', 'application/json'],
  ['/healthz', 'healthz', 'The process answers.', 'application/json'],
  [
    '/readyz',
    'readyz',
    '`pass`: devices are served and what was agreed to leaves; `warn`: nothing leaves, as the box does not know the date; 503 while devices are not served.',
    'application/json',
  ],
] as const;

function admission(route: Route): Record<string, Json> {
  return { 'x-may': route.may, 'x-sign-in-again': signsInAgain(route) };
}

function described(route: Route, schemas: Schemas): Record<string, Json> {
  const { input } = operations[route.operation];
  const id = route.id ?? camel(route.operation);
  const known = propertiesOf(input);
  const names = namesIn(route.path);
  const rest = Object.entries(known).filter(([name]) => !isElsewhere(route, name));
  const isRequired = (name: string) => input.required?.includes(name) ?? false;
  const parameter = (where: string, name: string, schema: JsonSchema, required: boolean): Json => ({
    ...{ name, in: where, required, schema: schemas.inline(schema) },
  });
  const parameters = names.map((name) => parameter('path', name, known[name] ?? {}, true));
  if (asksByQuery(route)) {
    const scalars = rest.filter(([, { type, anyOf }]) => (type !== 'object' && type !== 'array') || anyOf);
    parameters.push(...scalars.map(([name, schema]) => parameter('query', name, schema, isRequired(name))));
    if (route.list !== undefined) {
      const limit = Type.Integer({ minimum: 1, maximum: MOST_LINES, default: 50 });
      parameters.push(parameter('query', 'limit', limit, false), parameter('query', 'cursor', Type.String(), false));
    }
    return { operationId: id, summary: route.says, tags: [tagOf(route)], parameters };
  }
  const token = {
    token: Type.String({ description: 'The one that came with what was shown; without it, it is only shown.' }),
  };
  const members = { ...Object.fromEntries(rest), ...(canBeConfirmed(input) ? token : {}) };
  const body: JsonSchema = input.anyOf
    ? input
    : { type: 'object', properties: members, required: rest.map(([name]) => name).filter(isRequired) };
  const isOptional = !input.anyOf && (body.required?.length ?? 0) === 0;
  const content = { 'application/json': { schema: schemas.ref(body, `${pascal(id)}Input`) } };
  return {
    operationId: id,
    summary: route.says,
    tags: [tagOf(route)],
    parameters,
    requestBody: { required: !isOptional, content },
  };
}

function answers(route: Route, schemas: Schemas, failed: Json): Record<string, Json> {
  const { type, schema } = answered(route, schemas);
  return { responses: { 200: { description: 'Done, or shown.', content: { [type]: { schema } } }, default: failed } };
}

function answered(route: Route, schemas: Schemas): { readonly type: string; readonly schema: Json } {
  const { input, output } = operations[route.operation];
  if (route.document !== undefined) {
    const { type } = route.document;
    return { type, schema: type === 'application/zip' ? {} : { type: 'string' } };
  }
  const name = pascal(route.operation);
  const json = (schema: JsonSchema, called: string) => ({
    type: 'application/json',
    schema: schemas.ref(schema, called),
  });
  if (route.list !== undefined) return json(pageOf(output), `${name}Page`);
  if (route.leadsTo !== undefined) {
    const { properties, required } = stepOf(operations[route.leadsTo].output);
    const both = { ...propertiesOf(output), ...properties };
    return json(
      { type: 'object', properties: both, required: [...(output.required ?? []), ...(required ?? [])] },
      `${name}Look`,
    );
  }
  return canBeConfirmed(input) ? json(stepOf(output), `${name}Step`) : json(output, `${name}Result`);
}

function pageOf(lines: JsonSchema): JsonSchema {
  const properties = { items: lines, total: { type: 'integer' }, next: { type: 'string' } };
  return { type: 'object', properties, required: ['items', 'total'] };
}

/** `Step` of answer.ts. */
function stepOf(result: JsonSchema): JsonSchema {
  const text = { type: 'string' };
  const properties = { done: { type: 'boolean' }, token: text, until: text, result };
  return { type: 'object', properties, required: ['done', 'result'] };
}

function tagOf({ path }: Route): string {
  return path.split('/')[1] ?? '';
}

function camel(words: string): string {
  return words.replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(words: string): string {
  const joined = camel(words);
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
