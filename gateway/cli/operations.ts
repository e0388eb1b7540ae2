import Type from 'typebox';
import type { Hub } from '../main.ts';
import type { Answer, Operate } from './control.ts';
import { type Operation, operation, Refusal } from './operation.ts';
import { consents } from './operations-consents.ts';
import { apps, devices } from './operations-devices.ts';
import { previews } from './operations-previews.ts';
import { recipients } from './operations-recipients.ts';
import { requests } from './operations-requests.ts';
import { rights } from './operations-rights.ts';
import { rules } from './operations-rules.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...devices,
  ...apps,
  ...recipients,
  ...consents,
  ...previews,
  ...requests,
  ...rules,
  ...rights,
  status: operation(Type.Object({}), async (hub) => ({
    devices: hub.registry.known().length,
    stayedHome: hub.line.stayed.total,
    recipients: hub.recipients.states(),
    ledger: hub.ledger.problem ?? `${hub.ledger.size} entries`,
  })),
  quarantine: operation(Type.Object({ most: Type.Integer({ minimum: 1, maximum: 1000 }) }), (hub, { most }) =>
    hub.flow.read('quarantine list', most),
  ),
};

export function operateOn(hub: Hub): Operate {
  return async (name, input): Promise<Answer> => {
    const known = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!known) return { ok: false, problem: `there is no operation "${name}"` };
    try {
      return { ok: true, result: (await known.run(hub, input)) ?? null };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, problem: error.message };
      throw error;
    }
  };
}
