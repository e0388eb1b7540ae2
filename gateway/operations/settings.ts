import Type from 'typebox';
import { LIMITS } from '../../rules/budget.ts';
import { MICRO, type MicroEpsilon } from '../../rules/forms/noised.ts';
import { LANGUAGES } from '../../rules/words/speak.ts';
import type { SettingValues } from '../household/settings.ts';
import { operation } from './operation.ts';
import { oneOf } from './shapes.ts';

/** No more than the most of which it can be said that a day stays deniable. */
function epsilon(most: MicroEpsilon) {
  return Type.Number({ minimum: 0, maximum: most / MICRO });
}

const Changes = Type.Object(
  {
    detailDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
    sumDays: Type.Optional(Type.Integer({ minimum: 30, maximum: 1830 })),
    keepSensitive: Type.Optional(Type.Boolean()),
    epsilonOfEach: Type.Optional(epsilon(LIMITS.recipient.day)),
    epsilonOfAll: Type.Optional(epsilon(LIMITS.all.day)),
    offersItself: Type.Optional(oneOf(['no', ...LANGUAGES])),
  },
  { additionalProperties: false },
);

const Values = Type.Object(
  {
    detailDays: Type.Integer({ description: 'Days that each delivery is kept with what was in it.' }),
    sumDays: Type.Integer({ description: 'Days that the sums of what left and what stayed are kept.' }),
    keepSensitive: Type.Boolean({ description: 'Whether values of high sensitivity are kept in the detail.' }),
    epsilonOfEach: Type.Number({ description: 'ε a day that noised values may disclose to one recipient.' }),
    epsilonOfAll: Type.Number({ description: 'The same for all recipients together.' }),
    offersItself: oneOf(['no', ...LANGUAGES]),
  },
  { title: 'Settings' },
);

/** What the household sets while the hub runs. What keeps more is there for whoever may look. */
export const settings = {
  'settings show': operation(Type.Object({}), Values, (hub) => hub.settings.values),
  'settings set': operation(
    Changes,
    Values,
    async (hub, changes, { by }) => {
      const was = hub.settings.values;
      hub.settings.change(changes, by);
      hub.events.changed('settings');
      await hub.offering.follow();
      const is = hub.settings.values;
      if (keepsMore(was, is)) {
        hub.ownHome.forget();
        await hub.trim.lessened();
      }
      return is;
    },
    (changes, hub) =>
      keepsMore(changes, hub.settings.values) ||
      disclosesMore(changes, hub.settings.values) ||
      offersMore(changes, hub.settings.values),
  ),
};

function disclosesMore({ epsilonOfEach = 0, epsilonOfAll = 0 }: Partial<SettingValues>, than: SettingValues): boolean {
  return epsilonOfEach > than.epsilonOfEach || epsilonOfAll > than.epsilonOfAll;
}

/** Counts go to local apps from then on, which may pass them on. */
function offersMore({ offersItself = 'no' }: Partial<SettingValues>, than: SettingValues): boolean {
  return offersItself !== 'no' && than.offersItself === 'no';
}

/** In any respect; what is not said is no more. */
function keepsMore(one: Partial<SettingValues>, than: SettingValues): boolean {
  const { detailDays = 0, sumDays = 0, keepSensitive = false } = one;
  return detailDays > than.detailDays || sumDays > than.sumDays || (keepSensitive && !than.keepSensitive);
}
