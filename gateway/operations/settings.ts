import Type from 'typebox';
import { operation } from './operation.ts';

const Changes = Type.Object(
  {
    detailDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
    sumDays: Type.Optional(Type.Integer({ minimum: 30, maximum: 1830 })),
    keepSensitive: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** What the household sets while the hub runs. */
export const settings = {
  'settings show': operation(Type.Object({}), (hub) => hub.settings.values),
  'settings set': operation(Changes, async (hub, changes) => {
    const was = hub.settings.values;
    hub.settings.change(changes);
    const is = hub.settings.values;
    const less = is.detailDays < was.detailDays || is.sumDays < was.sumDays || (was.keepSensitive && !is.keepSensitive);
    if (less) await hub.trim.lessened();
    return is;
  }),
};
