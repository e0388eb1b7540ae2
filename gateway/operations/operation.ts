import type Type from 'typebox';
import { type JsonSchema, problemsOf } from '../../rules/problems.ts';
import type { Language } from '../../rules/words/speak.ts';
import type { Actor } from '../household/ledger/entries.ts';
import type { Session } from '../household/sessions.ts';
import type { Hub } from '../main.ts';
import { notUnderstood } from './refusal.ts';

/** Who asks, and by what; both are kept with what was decided. */
export interface Caller {
  readonly by: Actor;
  readonly how: 'command line' | 'page';
  /** In which the answer is, and what is shown before a decision. */
  readonly language: Language;
  /** When the person was shown what is agreed to now: lifetimes count from then, so that what was read is what holds. */
  readonly shownAt: number;
  /** The session it is asked in; absent for whoever stands at the hub. */
  readonly session?: Session;
  /** Of that session, for a page that was loaded anew. */
  readonly token?: string;
  /** For operations that let somebody in. */
  readonly from?: { readonly address: string; readonly device: string };
}

/** One thing a person can ask of the hub; the command line and the API ask the same. */
export interface Operation {
  readonly input: JsonSchema;
  /** What it answers, as JSON, with every member that can be there. */
  readonly output: JsonSchema;
  /**
   * Whether this input lets more leave than before. It then has a member `confirmed`, and without it the operation only
   * says what would leave: sharing more takes two steps.
   */
  sharesMore(input: unknown, hub: Hub, caller: Caller): boolean;
  run(hub: Hub, input: unknown, caller: Caller): unknown;
}

/** `sharesMore` is said where only some inputs do; an operation that can be `confirmed` otherwise always does. */
export function operation<Input extends Type.TSchema>(
  input: Input,
  output: Type.TSchema,
  run: (hub: Hub, input: Type.Static<Input>, caller: Caller) => unknown,
  sharesMore?: (input: Type.Static<Input>, hub: Hub, caller: Caller) => boolean,
): Operation {
  const schema = input as JsonSchema;
  const parsed = (value: unknown): Type.Static<Input> => {
    const problems = problemsOf(schema, value);
    if (problems.length > 0) throw notUnderstood(problems);
    return value as Type.Static<Input>;
  };
  return {
    input: schema,
    output: output as JsonSchema,
    sharesMore: (value, hub, caller) => (sharesMore ? sharesMore(parsed(value), hub, caller) : canBeConfirmed(schema)),
    run: (hub, value, caller) => run(hub, parsed(value), caller),
  };
}

/** Whether the operation has two steps at all. */
export function canBeConfirmed({ properties = {} }: JsonSchema): boolean {
  return 'confirmed' in properties;
}

/** What is in force but not on the disk, to be told with the answer. */
export function unsaved(hub: Hub): { readonly notKept?: string } {
  return hub.unsaved === undefined ? {} : { notKept: hub.unsaved };
}
