import type Type from 'typebox';
import { type JsonSchema, problemsOf } from '../../rules/problems.ts';
import type { Hub } from '../main.ts';
import { refusal } from './refusal.ts';

/** One thing a person can ask of the hub; the command line and the API ask the same. */
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
      if (first) throw refusal('not-understood', `${first.path || 'the input'} ${first.problem}`);
      return run(hub, value as Type.Static<Input>);
    },
  };
}

/** What is in force but not on the disk, to be told with the answer. */
export function unsaved(hub: Hub): { readonly notKept?: string } {
  return hub.unsaved === undefined ? {} : { notKept: hub.unsaved };
}
