import Type from 'typebox';
import type { Hub } from '../main.ts';
import { activity } from './activity.ts';
import { commands } from './commands.ts';
import { consents } from './consents.ts';
import { apps, devices } from './devices.ts';
import { exports } from './export.ts';
import { forgetting } from './forget.ts';
import { history } from './history.ts';
import { type Operation, operation } from './operation.ts';
import { posture } from './posture.ts';
import { previews } from './previews.ts';
import { recipients } from './recipients.ts';
import { Refusal, refusal } from './refusal.ts';
import { requests } from './requests.ts';
import { rights } from './rights.ts';
import { rules } from './rules.ts';
import { settings } from './settings.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...devices,
  ...forgetting,
  ...apps,
  ...recipients,
  ...consents,
  ...previews,
  ...requests,
  ...rules,
  ...commands,
  ...posture,
  ...rights,
  ...history,
  ...settings,
  ...activity,
  ...exports,
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

/** What an operation answers: the result for machines, or why it was not done. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: string; readonly problem: string; readonly see?: string };

/** Runs an operation by name; the same for the command line alone and for a running hub. */
export type Operate = (name: string, input: unknown) => Promise<Answer>;

export function operateOn(hub: Hub): Operate {
  return async (name, input): Promise<Answer> => {
    try {
      const known = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!known) throw refusal('no-such-operation', name);
      return { ok: true, result: (await known.run(hub, input)) ?? null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message: problem, see } = error;
      return { ok: false, code, problem, ...(see === undefined ? {} : { see }) };
    }
  };
}
