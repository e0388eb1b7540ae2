import { openapi } from './openapi.ts';
import { BASE } from './routes.ts';
import type { Json } from './schemas.ts';

/** The API's document as TypeScript for the pages: every named schema, and what each address takes and answers. */
export function clientTypes(): string {
  const document = openapi();
  const schemas = membersOf(at(document, 'components', 'schemas'));
  const named = Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`);
  const calls = Object.entries(membersOf(at(document, 'paths'))).flatMap(([path, ways]) =>
    Object.entries(membersOf(ways)).flatMap(([method, way]) => callOf(method, path, way)),
  );
  return `${HEAD}\n${named.join('\n')}\nexport interface Calls {\n${calls.join('')}}\n`;
}

const HEAD = '// Written by `npm run client-types` from the document that the API serves; do not edit.\n';

function callOf(method: string, path: string, way: Json): string[] {
  const answer = at(way, 'responses', '200', 'content', 'application/json', 'schema');
  if (!path.startsWith(BASE) || answer === undefined || at(way, 'operationId') === 'openapi') return [];
  const body = at(way, 'requestBody', 'content', 'application/json', 'schema');
  const parameters = listOf(at(way, 'parameters'));
  const members = [
    ...parametersIn('path', parameters),
    ...parametersIn('query', parameters),
    ...(body === undefined ? [] : [`body: ${typeOf(body)}`]),
    `answer: ${typeOf(answer)}`,
  ];
  return [`  '${method.toUpperCase()} ${path.slice(BASE.length)}': { ${members.join('; ')} };\n`];
}

function parametersIn(where: string, parameters: readonly Json[]): string[] {
  const own = parameters.filter((each) => at(each, 'in') === where);
  if (own.length === 0) return [];
  const members = own.map((each) => {
    const optional = at(each, 'required') === true ? '' : '?';
    return `${quoted(String(at(each, 'name')))}${optional}: ${typeOf(at(each, 'schema') ?? {})}`;
  });
  return [`${where}: { ${members.join('; ')} }`];
}

function typeOf(schema: Json): string {
  const {
    $ref,
    enum: words,
    const: only,
    anyOf,
    type,
    items,
    properties,
    required,
    additionalProperties,
  } = membersOf(schema);
  if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1);
  if (words !== undefined) return listOf(words).map(literal).join(' | ');
  if (only !== undefined) return literal(only);
  if (anyOf !== undefined) return listOf(anyOf).map(typeOf).join(' | ');
  switch (type) {
    case 'string':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `readonly (${typeOf(items ?? {})})[]`;
    case 'object':
      return properties === undefined && additionalProperties !== undefined && additionalProperties !== false
        ? `Readonly<Record<string, ${additionalProperties === true ? 'unknown' : typeOf(additionalProperties)}>>`
        : objectOf(membersOf(properties ?? {}), listOf(required));
    default:
      return 'unknown';
  }
}

function objectOf(properties: Readonly<Record<string, Json>>, required: readonly Json[]): string {
  const members = Object.entries(properties).map(
    ([name, schema]) => `readonly ${quoted(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  return members.length === 0 ? 'Readonly<Record<string, never>>' : `{ ${members.join('; ')} }`;
}

function literal(value: Json): string {
  return typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value);
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, name) => membersOf(found)[name], value);
}

function membersOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
