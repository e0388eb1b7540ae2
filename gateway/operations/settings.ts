import Type from 'typebox';
import type { SettingValues } from '../household/settings.ts';
import { operation } from './operation.ts';

const Changes = Type.Object(
  {
    detailDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
    sumDays: Type.Optional(Type.Integer({ minimum: 30, maximum: 1830 })),
    keepSensitive: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const Values = Type.Object(
  {
    detailDays: Type.Integer({ description: 'Days that each delivery is kept with what was in it.' }),
    sumDays: Type.Integer({ description: 'Days that the sums of what left and what stayed are kept.' }),
    keepSensitive: Type.Boolean({ description: 'Whether values of high sensitivity are kept in the detail.' }),
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
      const is = hub.settings.values;
      if (keepsMore(was, is)) await hub.trim.lessened();
      return is;
    },
    (changes, hub) => keepsMore(changes, hub.settings.values),
  ),
};

/** In any respect; what is not said is no more. */
function keepsMore(one: Partial<SettingValues>, than: SettingValues): boolean {
  const { detailDays = 0, sumDays = 0, keepSensitive = false } = one;
  return detailDays > than.detailDays || sumDays > than.sumDays || (keepSensitive && !than.keepSensitive);
}
