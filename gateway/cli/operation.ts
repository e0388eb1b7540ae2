import type Type from 'typebox';
import { type JsonSchema, problemsOf } from '../../rules/problems.ts';
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
  return {
    input,
    run: (hub, value) => {
      const [first] = problemsOf(input as JsonSchema, value);
      if (first) throw new Refusal(`${first.path || 'the input'} ${first.problem}`);
      return run(hub, value as Type.Static<Input>);
    },
  };
}

/** What is in force but not on the disk, to be told with the answer. */
export function unsaved(hub: Hub): { readonly notKept?: string } {
  return hub.unsaved === undefined ? {} : { notKept: hub.unsaved };
}
