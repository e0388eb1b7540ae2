import type { ParseArgsConfig } from 'node:util';

/** Wrong words on the command line. */
export class UsageError extends Error {}

export interface Command {
  readonly name: readonly string[];
  readonly usage: string;
  readonly about: string;
  readonly example: string;
  /** Or which, by what is given to it. */
  readonly operation: string | ((input: object) => string);
  readonly options: NonNullable<ParseArgsConfig['options']>;
  input(given: Given): unknown;
  /** The result for people; `--json` prints it whole. */
  print(result: unknown): string | Uint8Array;
  /** What people are told beside it, where the result is to be kept in a file. */
  aside?(result: unknown): string;
}

export interface Given {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
  readFile(path: string): string;
}
