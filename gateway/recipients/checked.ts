import type { Static, TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';

/** A value if it is exactly of the schema. Compiled at the first use: most homes are never sent anything, and the compiler takes 10 MiB. */
export function checkedBy<T extends TSchema>(schema: T): (value: unknown) => Promise<Static<T> | undefined> {
  let compiling: Promise<Validator> | undefined;
  return async (value) => {
    compiling ??= import('typebox/compile').then(({ Compile }) => Compile(schema));
    const compiled = await compiling;
    return compiled.Check(value) ? (value as Static<T>) : undefined;
  };
}
