import Type from 'typebox';
import { FoundSchema, WAYS } from '../../rules/evaluated.ts';
import { couldLearn, type Going, isConstant, TOPICS } from '../../rules/learn.ts';
import { type Language, speak } from '../../rules/words/speak.ts';
import { revealsIn } from '../decisions.ts';
import type { Choice } from '../household/consents.ts';
import type { Hub } from '../main.ts';
import { shippedEvaluated } from '../runtime/knowledge.ts';
import { Give, give } from './consents.ts';
import { operation } from './operation.ts';
import { known } from './recipients.ts';
import { oneOf, Text } from './shapes.ts';
import { askKey } from './would-leave.ts';

const Learnt = Type.Object(
  {
    topic: oneOf(TOPICS, {
      description:
        'It says so itself; who is at home; days away; what happens at home, from messages nobody can read; the same home again.',
    }),
    device: Type.Optional(Text),
    field: Type.Optional(Text),
    leaves: Type.Optional(Type.String({ description: 'The form that it is told by, in words.' })),
    way: Type.Optional(oneOf(WAYS, { description: 'The way that was attacked in its stead: as much or more.' })),
    found: Type.Optional(
      Type.Object(FoundSchema.properties, {
        description:
          'Shares of 1, in our trials on simulated homes: guessed right, right without the data, and the 95 % interval of the difference.',
      }),
    ),
    tells: Type.Boolean({ description: 'Whether it is more than habits, or a guess, would tell.' }),
    words: Text,
  },
  { title: 'Learnt' },
);

const CouldLearn = {
  constant: Type.Boolean({ description: 'All that leaves to it leaves at fixed times and in one size.' }),
  learnt: Type.Array(Learnt),
};

/** What could they still learn? As our own attacks on simulated homes found it. */
export const learning = {
  'recipient learns': operation(
    Type.Object({ recipient: Type.String() }),
    Type.Object(CouldLearn),
    (hub, { recipient }, { language }) => learns(hub, recipient, going(hub, recipient), language),
  ),
  'preview learns': operation(Type.Object(Give), Type.Object(CouldLearn), (hub, input, { shownAt, language }) => {
    const choices = give(hub, input, shownAt);
    return learns(hub, input.recipient, withChosen(going(hub, input.recipient), choices), language);
  }),
};

function learns(hub: Hub, recipient: string, routes: readonly Going[], language: Language) {
  const sealed = known(hub, recipient).endpoint.delivery === undefined;
  return {
    constant: isConstant(routes, sealed),
    learnt: couldLearn(routes, revealsIn(hub.household), shippedEvaluated(), speak(language), sealed),
  };
}

/** What leaves to it now. */
export function going(hub: Hub, recipient: string) {
  return [...hub.plan.routes.values()].filter((route) => route.recipient === recipient && !route.held);
}

/** The same as if these choices were made: what a stop or a rule holds back for now is told, since it leaves once that is over. */
function withChosen(routes: ReturnType<typeof going>, choices: readonly Choice[]): Going[] {
  const chosen = new Set(choices.map(askKey));
  return [
    ...routes.filter((route) => !chosen.has(askKey(route))),
    ...choices.map(({ device, field, form, release }) => ({
      ...{ device, field, released: form },
      slotMs: release.release === 'slot' ? release.everyMs : 0,
    })),
  ];
}
