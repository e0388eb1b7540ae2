/** What a value template takes from a payload, where it takes one value and only says its type. */
export interface Template {
  /** Whether it looks into the payload as JSON (`value_json`) or takes it as it is (`value`). */
  readonly json: boolean;
  /** Members and list places, from the outside in; empty is the whole. */
  readonly path: readonly string[];
  readonly as?: 'number' | 'boolean' | 'lower' | 'upper';
}

export const WHOLE: Template = { json: false, path: [] };

/** Longer ones calculate something. */
const MAX_LENGTH = 500;
const MAX_DEPTH = 8;
const TOKEN = /\s*(?:([A-Za-z_]\w*)|(\d+)|'([^'\\]*)'|"([^"\\]*)"|([.|()[\],=]))/y;

/**
 * A Home Assistant value template (Jinja2) that is a path and at most a typed conversion; undefined for everything more.
 * Rounding and defaults are left out: a field is what the device said, and the forms round. A condition, a sum or text
 * around the value would be a program of a stranger's to run, and its result something else than what the device said.
 */
export function parseTemplate(text: string): Template | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const inner = /^\s*\{\{-?([^{}]*?)-?\}\}\s*$/.exec(text)?.[1];
  const tokens = inner === undefined ? undefined : tokensOf(inner);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const template = parser.expression(0);
  return parser.isAtEnd() ? template : undefined;
}

type Token = { readonly kind: 'word' | 'text' | 'number' | 'mark'; readonly text: string };

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const trimmed = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const [, word, number, single, double, mark] = TOKEN.exec(trimmed) ?? [];
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else {
      const quoted = single ?? double;
      if (quoted === undefined) return undefined;
      tokens.push({ kind: 'text', text: quoted });
    }
  }
  return tokens;
}

/** Filters and functions that keep the value, or say its type. */
const CONVERSIONS: ReadonlyMap<string, Template['as']> = new Map([
  ['float', 'number'],
  ['int', 'number'],
  ['round', 'number'],
  ['bool', 'boolean'],
  ['lower', 'lower'],
  ['upper', 'upper'],
  ...['default', 'd', 'is_defined', 'trim', 'string', 'tojson', 'to_json'].map((kept) => [kept, undefined] as const),
]);

/** By recursive descent; each method returns undefined where the text is no longer a path. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** A path with filters behind it, and perhaps the condition that it is there at all. */
  expression(depth: number): Template | undefined {
    let template = depth > MAX_DEPTH ? undefined : this.#primary(depth);
    while (template !== undefined && this.#takes('|')) {
      const name = this.#word();
      if (name === undefined || !CONVERSIONS.has(name)) return undefined;
      if (this.#takes('(') && !this.#literals()) return undefined;
      template = converted(template, CONVERSIONS.get(name));
    }
    return template !== undefined && this.#takes('if') ? this.#whereDefined(template, depth) : template;
  }

  #primary(depth: number): Template | undefined {
    if (this.#takes('(')) {
      const inside = this.expression(depth + 1);
      return inside && this.#takes(')') ? inside : undefined;
    }
    const word = this.#word();
    if (word === 'value') return WHOLE;
    if (word === 'value_json') return this.#steps();
    const as = CONVERSIONS.get(word ?? '');
    if (as === undefined || !this.#takes('(')) return undefined;
    const inside = this.expression(depth + 1);
    if (inside === undefined) return undefined;
    const isClosed = this.#takes(')') || (this.#takes(',') && this.#literals());
    return isClosed ? converted(inside, as) : undefined;
  }

  /** `.a`, `.0`, `['a']`, `[0]` and `.get('a')`. */
  #steps(): Template | undefined {
    const path: string[] = [];
    for (;;) {
      if (this.#takes('.')) {
        const name = this.#word() ?? this.#next('number');
        if (name === undefined) return undefined;
        if (!this.#takes('(')) path.push(name);
        else {
          const key = name === 'get' ? this.#next('text') : undefined;
          if (key === undefined || !(this.#takes(')') || (this.#takes(',') && this.#literals()))) return undefined;
          path.push(key);
        }
      } else if (this.#takes('[')) {
        const key = this.#next('text') ?? this.#next('number');
        if (key === undefined || !this.#takes(']')) return undefined;
        path.push(key);
      } else return { json: true, path };
    }
  }

  /** `… if value_json.a is defined else ''`: says nothing where the device said nothing, as a path does anyway. */
  #whereDefined(template: Template, depth: number): Template | undefined {
    const tested = this.expression(depth + 1);
    const isSame = tested !== undefined && JSON.stringify(tested.path) === JSON.stringify(template.path);
    if (!isSame || !this.#takes('is') || !this.#takes('defined')) return undefined;
    return !this.#takes('else') || this.#literal() ? template : undefined;
  }

  /** The rest of an argument list, up to and with its bracket. */
  #literals(): boolean {
    while (!this.#takes(')')) {
      if (!this.#literal()) return false;
      this.#takes(',');
    }
    return true;
  }

  #literal(): boolean {
    const word = this.#word();
    if (word === undefined) return this.#next('text') !== undefined || this.#number();
    return !this.#takes('=') || this.#literal();
  }

  #number(): boolean {
    if (this.#next('number') === undefined) return false;
    return !this.#takes('.') || this.#next('number') !== undefined;
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const isIt = token?.text === text && (token.kind === 'mark' || token.kind === 'word');
    if (isIt) this.#at++;
    return isIt;
  }

  #word(): string | undefined {
    return this.#next('word');
  }

  #next(kind: Token['kind']): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) return undefined;
    this.#at++;
    return token.text;
  }
}

function converted(template: Template, as: Template['as']): Template {
  return as === undefined ? template : { ...template, as };
}
