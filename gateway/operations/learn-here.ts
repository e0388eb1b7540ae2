import Type from 'typebox';
import { FoundSchema, WAYS } from '../../rules/evaluated.ts';
import { saysItself, tellsOfPeople, wayOf } from '../../rules/learn.ts';
import { lengthSafe } from '../../rules/length-safe.ts';
import { LEAST_DAYS } from '../../rules/own-home.ts';
import type { Route } from '../../rules/plan.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { revealsIn } from '../decisions.ts';
import type { OwnAsked } from '../history/own-home.ts';
import type { Hub } from '../main.ts';
import { going } from './learn.ts';
import { operation } from './operation.ts';
import { known } from './recipients.ts';
import { Count, oneOf, Text } from './shapes.ts';

const NOT = ['says itself', 'nothing telling', 'nobody says', 'not kept', 'few days', 'too few'] as const;

const Here = Type.Object(
  {
    words: Text,
    found: Type.Optional(
      Type.Object(
        { ...FoundSchema.properties, days: Count },
        { description: 'Shares of 1, of the hours of so many days of this home; the interval is over its days.' },
      ),
    ),
    because: Type.Optional(oneOf(NOT, { description: 'Why it is not computed.' })),
  },
  { title: 'LearntHere' },
);

/** Fields that are looked at together; the finest of them tell nearly all. */
const MOST_FIELDS = 6;

/** What leaves to it, tried on this home's own history where that is kept: one figure, and never when anybody was there. */
export const learningHere = {
  'recipient learns-here': operation(
    Type.Object({ recipient: Type.String() }),
    Here,
    async (hub, { recipient }, { language }) => {
      known(hub, recipient);
      const words = speak(language);
      const asked = askedOf(hub, recipient);
      if (typeof asked === 'string') return notComputed(hub, asked, words);
      const found = await hub.ownHome.found(asked);
      return found ? { words: words.learn.here.found(found), found } : notComputed(hub, 'too few', words);
    },
  ),
};

/** What of the history can be looked at, or why nothing can. */
function askedOf(hub: Hub, recipient: string): OwnAsked | Exclude<(typeof NOT)[number], 'too few'> {
  const reveals = revealsIn(hub.household);
  const routes = going(hub, recipient).filter(({ released }) => released.form !== 'withheld');
  if (routes.some((route) => saysItself(reveals(route)))) return 'says itself';
  const telling = routes.filter((route) => tellsOfPeople(reveals(route))).sort((a, b) => fineness(a) - fineness(b));
  if (telling.length === 0) return 'nothing telling';
  const saying = hub.consents.all().filter((consent) => reveals(consent).category === 'presence');
  if (saying.length === 0) return 'nobody says';
  const { keepSensitive, detailDays } = hub.settings.values;
  const sensitive = [...telling, ...saying].some(({ device, field }) => hub.isSensitive(device, field));
  if (sensitive && !keepSensitive) return 'not kept';
  if (detailDays < LEAST_DAYS) return 'few days';
  const truth = new Map(saying.map(({ device, field }) => [lengthSafe([device, field]), { device, field }]));
  return { truth: [...truth.values()], seen: telling.slice(0, MOST_FIELDS).map(({ consent }) => consent.id) };
}

function fineness({ released }: Route): number {
  const way = wayOf(released);
  return way === undefined ? WAYS.length : WAYS.indexOf(way);
}

function notComputed(hub: Hub, because: (typeof NOT)[number], { learn: { here } }: Sentences) {
  const { why } = here;
  const said =
    because === 'few days'
      ? why[because](hub.settings.values.detailDays, LEAST_DAYS)
      : because === 'too few'
        ? why[because](LEAST_DAYS)
        : why[because];
  return { words: here.not(said), because };
}
