import { nearest } from './nearest.ts';
import { patternWords } from './pattern-words.ts';

/** What is wrong with a document, where, and what to do: for the person who wrote it. */
export interface Problem {
  /** RFC 6901 pointer to the place, `` for the whole. */
  readonly path: string;
  readonly problem: string;
}

/** The part of JSON Schema (2020-12) that our own schemas use. */
export interface JsonSchema {
  readonly type?: string | undefined;
  readonly const?: unknown | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly minProperties?: number | undefined;
  readonly items?: JsonSchema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly uniqueItems?: boolean | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly description?: string | undefined;
}

/**
 * All problems of a JSON value under a schema of ours. Not the validator's own messages, because of a choice between
 * several shapes they only say that none fitted: this looks for the shape that was meant first.
 */
export function problemsOf(schema: JsonSchema, value: unknown, path = ''): Problem[] {
  if (schema.anyOf !== undefined) return inChoice(schema.anyOf, value, path);
  if (schema.const !== undefined && value !== schema.const) {
    return [{ path, problem: `is ${shown(value)}; write ${JSON.stringify(schema.const)}` }];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [
      { path, problem: `is ${shown(value)}; write one of ${schema.enum.join(', ')}${meant(value, schema.enum)}` },
    ];
  }
  switch (schema.type) {
    case 'object':
      return inObject(schema, value, path);
    case 'array':
      return inArray(schema, value, path);
    case 'string':
      return inString(schema, value, path);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ path, problem: `is ${shown(value)}; write true or false` }];
    case 'number':
    case 'integer':
      return inNumber(schema, value, path);
    default:
      return [];
  }
}

/** The value as JSON, short and in ASCII, so that no hidden character reaches a terminal. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  const short = json.length > 60 ? `${json.slice(0, 57)}...` : json;
  return short.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One of some constants, perhaps or a number; else objects with the same word in a member that tells them apart, or else the shape with most of the members. */
function inChoice(shapes: readonly JsonSchema[], value: unknown, path: string): Problem[] {
  const constants = shapes.map((shape) => shape.const);
  if (constants.every((constant) => constant !== undefined)) return problemsOf({ enum: constants }, value, path);
  const number = shapes.find(({ type }) => type === 'integer' || type === 'number');
  if (number !== undefined) {
    if (typeof value === 'number') return problemsOf(number, value, path);
    const words = constants.filter((constant) => constant !== undefined);
    return words.some((word) => word === value)
      ? []
      : [{ path, problem: `is ${shown(value)}; write one of ${words.join(', ')}, or a number` }];
  }
  if (!isObject(value)) return [noObject(shapes[0], value, path)];
  for (const tag of ['form', 'release', 'type', 'rule', 'kind', 'scheme']) {
    const words = shapes.map((shape) => shape.properties?.[tag]?.const);
    if (words.some((word) => word === undefined)) continue;
    const shape = shapes[words.indexOf(value[tag])];
    if (shape !== undefined) return problemsOf(shape, value, path);
    const given = Object.hasOwn(value, tag) ? `is ${shown(value[tag])}` : 'is missing';
    return [{ path: at(path, tag), problem: `${given}; write one of ${words.join(', ')}${meant(value[tag], words)}` }];
  }
  const keys = Object.keys(value);
  const known = (shape: JsonSchema) => keys.filter((key) => Object.hasOwn(shape.properties ?? {}, key)).length;
  const [best] = [...shapes].sort((a, b) => known(b) - known(a));
  return best === undefined ? [] : problemsOf(best, value, path);
}

function inObject(schema: JsonSchema, value: unknown, path: string): Problem[] {
  if (!isObject(value)) return [noObject(schema, value, path)];
  const properties = schema.properties ?? {};
  const problems: Problem[] = [];
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) problems.push({ path: at(path, key), problem: 'is missing; add it' });
  }
  for (const [key, member] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own !== undefined) problems.push(...problemsOf(own, member, at(path, key)));
    else problems.push({ path: at(path, key), problem: unknownMember(key, Object.keys(properties)) });
  }
  if (Object.keys(value).length < (schema.minProperties ?? 0)) {
    problems.push({ path, problem: `is empty; write at least one of ${Object.keys(properties).join(', ')}` });
  }
  return problems;
}

/** A private key that reached others is to be replaced, not only left out. */
function unknownMember(key: string, known: readonly string[]): string {
  if (key === 'd' && known.includes('kty'))
    return 'is the private half of the key; remove it, make a new key, and put in the public half of that';
  return `is not known here; remove it (known: ${known.join(', ')}${meant(key, known)})`;
}

/** The word that was probably meant, to be added to the list of those that can be. */
function meant(said: unknown, known: readonly unknown[]): string {
  if (typeof said !== 'string') return '';
  const words = known.filter((word) => typeof word === 'string');
  const word = words.find((one) => one.toLowerCase() === said.toLowerCase()) ?? nearest(said, words);
  return word === undefined ? '' : `; perhaps ${word}`;
}

function noObject(shape: JsonSchema | undefined, value: unknown, path: string): Problem {
  const members = shape?.required ?? [];
  const first = members.length === 0 ? '' : ` with ${members.map((member) => JSON.stringify(member)).join(', ')}`;
  return { path, problem: `is ${shown(value)}; write an object${first}` };
}

function inArray(schema: JsonSchema, value: unknown, path: string): Problem[] {
  if (!Array.isArray(value)) {
    const single = typeof value === 'object' ? '' : `, such as [${shown(value)}]`;
    return [{ path, problem: `is ${shown(value)}; write a list${value === undefined ? '' : single}` }];
  }
  const [least, most] = [schema.minItems ?? 0, schema.maxItems ?? Number.POSITIVE_INFINITY];
  // A list that is far too long is not looked at any further.
  if (value.length < least || value.length > most) {
    return [{ path, problem: `has ${value.length} entries; write ${range(least, most)}` }];
  }
  const { items } = schema;
  const problems = items === undefined ? [] : value.flatMap((item, i) => problemsOf(items, item, at(path, `${i}`)));
  if (schema.uniqueItems && new Set(value).size < value.length) {
    problems.push({ path, problem: 'has an entry twice; write each once' });
  }
  return problems;
}

function inString(schema: JsonSchema, value: unknown, path: string): Problem[] {
  if (typeof value !== 'string') {
    // What an object says of itself as a text is not asked: foreign JSON may hold a toString of its own.
    const asText = typeof value === 'object' ? undefined : String(value);
    const fits = asText !== undefined && inString(schema, asText, path).length === 0;
    const what = schema.pattern === undefined ? 'a text, in quotes' : patternWords(schema.pattern);
    return [{ path, problem: `is ${shown(value)}; write ${fits ? `${JSON.stringify(asText)}, in quotes` : what}` }];
  }
  const length = [...value].length;
  const [least, most] = [schema.minLength ?? 0, schema.maxLength ?? Number.POSITIVE_INFINITY];
  if (length < least || length > most) {
    return [{ path, problem: `has ${length} characters; write ${range(least, most)}` }];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    return [{ path, problem: `is ${shown(value)}; write ${patternWords(schema.pattern)}` }];
  }
  return [];
}

function inNumber(schema: JsonSchema, value: unknown, path: string): Problem[] {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return [
      { path, problem: `is ${shown(value)}; write a number${typeof value === 'string' ? ', without quotes' : ''}` },
    ];
  if (schema.type === 'integer' && !Number.isInteger(value))
    return [{ path, problem: `is ${value}; write a whole number` }];
  const [least, most] = [schema.minimum ?? Number.NEGATIVE_INFINITY, schema.maximum ?? Number.POSITIVE_INFINITY];
  return value < least || value > most
    ? [
        {
          path,
          problem: `is ${value}; write ${most >= Number.MAX_SAFE_INTEGER ? `${least} or more` : `a number from ${least} to ${most}`}`,
        },
      ]
    : [];
}

function range(least: number, most: number): string {
  return least === most ? `${least}` : `${least} to ${most}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
