import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Hub } from '../main.ts';

/** Something a person asked for that cannot be done as asked; the message says what to do. */
export class Refusal extends Error {}

/** One thing a person can ask of the hub, by command line now and by API later. */
export interface Operation<Input extends Type.TSchema = Type.TSchema> {
  readonly input: Input;
  run(hub: Hub, input: Type.Static<Input>): unknown;
}

export function operation<Input extends Type.TSchema>(
  input: Input,
  run: (hub: Hub, input: Type.Static<Input>) => unknown,
): Operation {
  const compiled = Compile(input);
  return {
    input,
    run: (hub, value) => {
      if (compiled.Check(value)) return run(hub, value);
      const [first] = compiled.Errors(value);
      throw new Refusal(`${first?.instancePath || 'the input'} ${first?.message ?? 'is not what was expected'}`);
    },
  };
}
