/**
 * A value as JSON in its one canonical spelling (RFC 8785). ECMAScript already writes strings and numbers as §3.2.2 asks;
 * what is left is the order of names. Throws on what JSON cannot hold, `undefined` among it, so that nothing is recorded
 * as less than it was.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'string':
      // §3.2.2.2: a lone surrogate has no UTF-8.
      if (value.isWellFormed()) return JSON.stringify(value);
      break;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return `{${members(value).join(',')}}`;
  }
  throw new TypeError(`canonical JSON has no ${typeof value} such as this`);
}

/** §3.2.3: by UTF-16 code units, which is how `sort` compares. */
function members(value: object): string[] {
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${canonicalJson(name)}:${canonicalJson(each)}`);
}
