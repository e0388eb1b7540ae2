import { LineCounter, parseDocument } from 'yaml';

/** A document of YAML (or JSON, which is YAML), with the lines that its places stand in. */
export interface YamlFile {
  readonly value: unknown;
  /** Of the place, where it stands there. */
  lineOf(path: readonly string[]): number | undefined;
}

/** Reads it; what is wrong as a sentence where it is none. Aliases are not followed: a short file could mean an endless one. */
export function readYaml(text: string): YamlFile | { readonly problem: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) return { problem: error.message };
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf(path) {
      const node: unknown = document.getIn(path, true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      return Array.isArray(range) ? lines.linePos(Number(range[0])).line : undefined;
    },
  };
}
