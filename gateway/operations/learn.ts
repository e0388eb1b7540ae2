import Type from 'typebox';
import { couldLearn, isConstant, TOPICS, WAYS } from '../../rules/learn.ts';
import { speak } from '../../rules/words/speak.ts';
import { shippedEvaluated } from '../runtime/evaluated.ts';
import { operation } from './operation.ts';
import { known } from './recipients.ts';
import { oneOf, Text } from './shapes.ts';

const Share = Type.Number({ minimum: -1, maximum: 1 });

const Learnt = Type.Object(
  {
    topic: Type.Union(
      TOPICS.map((topic) => Type.Literal(topic)),
      {
        description:
          'It says so itself; who is at home; days away; what happens at home, from messages nobody can read; the same home again.',
      },
    ),
    device: Type.Optional(Text),
    field: Type.Optional(Text),
    way: Type.Optional(oneOf(WAYS)),
    found: Type.Optional(
      Type.Object(
        { right: Share, guess: Share, least: Share, most: Share },
        {
          description:
            'Shares of 1, in our trials on simulated homes: guessed right, right without the data, and the 95 % interval of the difference.',
        },
      ),
    ),
    tells: Type.Boolean({ description: 'Whether it is more than habits, or a guess, would tell.' }),
    words: Text,
  },
  { title: 'Learnt' },
);

/** What could they still learn? Measured on simulated homes: of this one no record is kept that it could be measured on. */
export const learning = {
  'recipient learns': operation(
    Type.Object({ recipient: Type.String() }),
    Type.Object({
      constant: Type.Boolean({ description: 'All that leaves to it leaves at fixed times and in one size.' }),
      learnt: Type.Array(Learnt),
    }),
    (hub, { recipient }, { language }) => {
      const sealed = known(hub, recipient).endpoint.delivery === undefined;
      const routes = [...hub.plan.routes.values()].filter((route) => route.recipient === recipient && !route.held);
      const devices = new Map(hub.registry.known().map((device) => [device.id, device]));
      const reveals = (id: (typeof routes)[number]['device'], field: (typeof routes)[number]['field']) => {
        const device = devices.get(id);
        return device ? hub.reveals(device, field) : { category: 'unknown' as const, sensitivity: 'high' as const };
      };
      return {
        constant: isConstant(routes, sealed),
        learnt: couldLearn(routes, reveals, shippedEvaluated(), speak(language), sealed),
      };
    },
  ),
};
