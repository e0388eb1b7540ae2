/**
 * Writes manifest.schema.json, command.schema.json and answer.schema.json from the schemas that the hub checks with.
 *
 *     node docs/schemas/write-manifest-schema.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandClaims } from '../../gateway/recipients/commands/claims.ts';
import { AnswerClaims } from '../../gateway/recipients/enrolment/answer-claims.ts';
import { ManifestSchema } from '../../rules/manifest-schema.ts';

export const PATH = join(import.meta.dirname, 'manifest.schema.json');
export const COMMAND_PATH = join(import.meta.dirname, 'command.schema.json');
export const ANSWER_PATH = join(import.meta.dirname, 'answer.schema.json');

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The published document: a part with a title is written once under `$defs`; what describes one use stays with the use. */
export function manifestDocument(): Json {
  const shared: { [name: string]: Json } = {};
  const body = lifted(JSON.parse(JSON.stringify(ManifestSchema)), shared);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:hearthgate:v1:manifest',
    title: 'Manifest',
    description:
      'Who a recipient is, where and how it receives, what it asks for and why. Signed as a JWS (ES256, typ hearthgate-manifest+jws, the signing key as jwk). What the hub refuses beyond this stands in docs/topics.md.',
    ...(body as object),
    $defs: Object.fromEntries(Object.entries(shared).sort()),
  };
}

export function commandDocument(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:hearthgate:v1:command',
    title: 'Command',
    description:
      'What a recipient signs (JWS, ES256, typ hearthgate-command+jws) and seals for a home. docs/topics.md says when it is done.',
    ...JSON.parse(JSON.stringify(CommandClaims)),
  };
}

export function answerDocument(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:hearthgate:v1:answer',
    title: 'Answer',
    description:
      'What a recipient signs (JWS, ES256, typ hearthgate-answer+jws) and seals for a home that said hello. docs/makers.md says when it counts.',
    ...JSON.parse(JSON.stringify(AnswerClaims)),
  };
}

function lifted(schema: Json, shared: { [name: string]: Json }): Json {
  if (Array.isArray(schema)) return schema.map((item) => lifted(item, shared));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { title, description, default: preset, ...rest } = schema;
  // A member that is called title (of an object's properties) is a schema, a schema's own title is a text.
  if (typeof title !== 'string') return each(schema, shared);
  const part = each(rest, shared);
  shared[title] ??= part;
  if (JSON.stringify(shared[title]) !== JSON.stringify(part)) throw new Error(`two parts are called ${title}`);
  return {
    $ref: `#/$defs/${title}`,
    ...(description !== undefined && { description }),
    ...(preset !== undefined && { default: preset }),
  };
}

function each(schema: { [name: string]: Json }, shared: { [name: string]: Json }): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, lifted(value, shared)]));
}

if (import.meta.main) {
  writeFileSync(PATH, `${JSON.stringify(manifestDocument(), undefined, 2)}\n`);
  writeFileSync(ANSWER_PATH, `${JSON.stringify(answerDocument(), undefined, 2)}\n`);
  writeFileSync(COMMAND_PATH, `${JSON.stringify(commandDocument(), undefined, 2)}\n`);
}
