import type { JsonSchema, Problem } from '../../../rules/problems.ts';
import { canBeConfirmed } from '../../operations/operation.ts';
import { operations } from '../../operations/operations.ts';
import { notUnderstood } from '../../operations/refusal.ts';
import { namesIn, type Route } from './routes.ts';

/** A request as HTTP has it. */
export interface Said {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as the operation takes it, and what belongs to HTTP alone. */
export interface Asked {
  readonly input: Readonly<Record<string, unknown>>;
  /** For what was shown before. */
  readonly token?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export const MOST_LINES = 200;
const LINES = 50;

/** Whether what is asked stands in the query. */
export function asksByQuery({ method }: Route): boolean {
  return method === 'GET' || method === 'DELETE';
}

/** The operation's input from path, query and body; throws a refusal that names all that does not belong there. */
export function askedOf(route: Route, { params, query, body }: Said): Asked {
  const { input: schema } = operations[route.operation];
  const known = propertiesOf(schema);
  const byQuery = asksByQuery(route);
  const { taken: paging, rest } = taken(query, route.list === undefined ? [] : ['limit', 'cursor']);
  const { taken: second, rest: members } = taken(body, canBeConfirmed(schema) ? ['token'] : []);
  const { limit, cursor } = paging;
  const { token } = second;
  const strangers = [
    ...Object.keys(byQuery ? members : rest),
    ...Object.keys(byQuery ? rest : members).filter((name) => isElsewhere(route, name)),
  ];
  const problems: Problem[] = strangers.map((name) => ({ path: `/${name}`, problem: problemWith(name) }));
  if (token !== undefined && typeof token !== 'string') problems.push({ path: '/token', problem: 'is no text' });
  const lines = limit === undefined ? LINES : Number(limit);
  if (!(Number.isInteger(lines) && lines >= 1 && lines <= MOST_LINES)) {
    problems.push({ path: '/limit', problem: `is not a whole number from 1 to ${MOST_LINES}` });
  }
  if (cursor !== undefined && typeof cursor !== 'string') problems.push({ path: '/cursor', problem: 'is no text' });
  if (problems.length > 0) throw notUnderstood(problems);
  return {
    input: { ...typed(params, known), ...(byQuery ? typed(rest, known) : members), ...route.fixed },
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof cursor === 'string' ? { cursor } : {}),
    limit: lines,
  };
}

function problemWith(name: string): string {
  return name === 'confirmed'
    ? 'is not said here; send the token that came with what was shown'
    : 'is not known here; remove it';
}

/** What is HTTP’s own among what was said, and what is the operation’s. */
function taken(said: Readonly<Record<string, unknown>>, names: readonly string[]) {
  const isOwn = ([name]: [string, unknown]) => names.includes(name);
  const all = Object.entries(said);
  return {
    taken: Object.fromEntries(all.filter(isOwn)),
    rest: Object.fromEntries(all.filter((each) => !isOwn(each))),
  };
}

/** What the path or the table says, and what only the second of two steps has. */
export function isElsewhere({ path, fixed = {} }: Route, name: string): boolean {
  return name === 'confirmed' || namesIn(path).includes(name) || Object.hasOwn(fixed, name);
}

export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return schema.properties ?? {};
}

/** Numbers and truth values stand in an address as texts; what does not look like one is left for the schema to refuse. */
function typed(
  said: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, JsonSchema>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => {
      const type = Object.hasOwn(known, name) ? known[name]?.type : undefined;
      if ((type === 'integer' || type === 'number') && /^\d{1,15}$/.test(String(text))) return [name, Number(text)];
      if (type === 'boolean' && (text === 'true' || text === 'false')) return [name, text === 'true'];
      return [name, text];
    }),
  );
}
