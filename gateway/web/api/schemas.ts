import type { JsonSchema } from '../../../rules/problems.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Members = { readonly [name: string]: Json };

/**
 * The named schemas of the document. What has a title is written once under it, and what has several members is closed:
 * the hub neither takes nor sends any other.
 */
export class Schemas {
  readonly #named = new Map<string, Json>();

  /** A reference to the schema, under its title or else this name. */
  ref(schema: JsonSchema, name: string): Json {
    const plain = plainOf(schema);
    return this.#lifted(isNamed(plain) ? plain : { ...plain, title: name });
  }

  /** The schema in its place, with references to what in it has a name. */
  inline(schema: JsonSchema): Json {
    return this.#lifted(plainOf(schema));
  }

  all(): Members {
    return Object.fromEntries([...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #lifted(schema: Json): Json {
    if (!isMembers(schema)) return schema;
    const { title, ...rest } = schema;
    const body = this.#body(rest);
    if (typeof title !== 'string' || !isNamed(schema)) return body;
    const name = title.charAt(0).toUpperCase() + title.slice(1);
    const known = this.#named.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(body))
      throw new Error(`two schemas are called ${name}`);
    this.#named.set(name, body);
    return { $ref: `#/components/schemas/${name}` };
  }

  #body(schema: Members): Json {
    const words = wordsIn(schema);
    if (words !== undefined) {
      const { anyOf: _, ...rest } = schema;
      return { ...rest, type: 'string', enum: words };
    }
    const { properties, patternProperties, items, anyOf, ...rest } = schema;
    const [values] = isMembers(patternProperties) ? Object.values(patternProperties) : [];
    return {
      ...rest,
      ...(Array.isArray(anyOf) ? { anyOf: anyOf.map((each: Json) => this.#lifted(each)) } : {}),
      ...(items === undefined ? {} : { items: this.#lifted(items) }),
      ...(values === undefined ? {} : { additionalProperties: this.#lifted(values) }),
      ...(isMembers(properties)
        ? {
            properties: Object.fromEntries(
              Object.entries(properties).map(([name, each]) => [name, this.#lifted(each)]),
            ),
            additionalProperties: rest.additionalProperties ?? false,
          }
        : {}),
    };
  }
}

/** Without what TypeBox keeps beside the schema. */
function plainOf(schema: JsonSchema): Members {
  return JSON.parse(JSON.stringify(schema));
}

/** Titles of single words and numbers name a form's parts for other documents; here only what has members is named. */
function isNamed({ title, type, anyOf }: Members): boolean {
  return typeof title === 'string' && (type === 'object' || type === 'array' || anyOf !== undefined);
}

/** A choice of words. */
function wordsIn({ anyOf }: Members): readonly string[] | undefined {
  if (!Array.isArray(anyOf)) return undefined;
  const words = anyOf.flatMap((each: Json) => (isMembers(each) && typeof each.const === 'string' ? [each.const] : []));
  return words.length === anyOf.length ? words : undefined;
}

function isMembers(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
