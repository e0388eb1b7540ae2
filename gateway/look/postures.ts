import { describe, describeRelease } from '../../rules/explain.ts';
import { knownOf, type Needs } from '../../rules/needs.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { deviceId } from '../../rules/reading.ts';
import { en } from '../../rules/words/en.ts';
import { POSTURES, type PostureName } from '../household/posture.ts';
import type { Looked } from './devices.ts';
import type { Lets } from './look.ts';

/** What each starting answer would let out of these devices, from what is shipped and nothing that a company says. */
export function letOut(devices: readonly Looked[], needs: Needs): Lets[] {
  return POSTURES.map((posture) => LETS[posture](posture, devices, needs));
}

const LETS: Readonly<Record<PostureName, (posture: PostureName, devices: readonly Looked[], needs: Needs) => Lets>> = {
  'share nothing until I say so': (posture) => ({ posture, leaves: [], atHome: [], unknown: 0 }),
  'only what devices need to work': (posture, devices, needs) => {
    const atHome = new Map<string, number>();
    const leaves: Lets['leaves'][number][] = [];
    let unknown = 0;
    for (const device of devices) {
      const known = knownOf(needs, asKnown(device));
      if (known === undefined) {
        unknown += 1;
        continue;
      }
      atHome.set(known.atHome.en, (atHome.get(known.atHome.en) ?? 0) + 1);
      for (const { field, form, release, because } of known.needs) {
        if (!device.of.fields.has(field)) continue;
        leaves.push({
          ...{ device: device.shown.name, field, leaves: describe(form, en), when: describeRelease(release, true, en) },
          because: because.en,
          to: known.recipient?.id ?? '',
        });
      }
    }
    return {
      ...{ posture, leaves, unknown },
      atHome: [...atHome].sort(([, a], [, b]) => b - a).map(([says, count]) => ({ says, devices: count })),
    };
  },
};

function asKnown({ of: { dialect, vendor, model } }: Looked): KnownDevice {
  const id = deviceId('looked-at');
  if (id === undefined) throw new Error('looking: a device has no id');
  return {
    ...{ id, dialect, units: new Map() },
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
  };
}
