import { createRequire } from 'node:module';
import type { Static, TSchema } from 'typebox';

type Compiler = typeof import('typebox/compile');

const require = createRequire(import.meta.url);

/** Whether a value is exactly of the schema. Compiled at the first use: most homes are never sent anything, and the compiler takes 10 MiB. */
export function checkOf<T extends TSchema>(schema: T): (value: unknown) => value is Static<T> {
  let compiled: ReturnType<Compiler['Compile']> | undefined;
  return (value): value is Static<T> => {
    compiled ??= (require('typebox/compile') as Compiler).Compile(schema);
    return compiled.Check(value);
  };
}
