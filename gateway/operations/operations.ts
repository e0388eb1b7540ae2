import type { Actor } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { activity } from './activity.ts';
import { attaching } from './attach.ts';
import { budget } from './budget.ts';
import { certificates } from './certificates.ts';
import { commands } from './commands.ts';
import { commissioning } from './commissioning.ts';
import { consents } from './consents.ts';
import { devicePage } from './device-page.ts';
import { apps, devices } from './devices.ts';
import { enrolment } from './enrolment.ts';
import { exports } from './export.ts';
import { fieldsOfAll } from './fields-heard.ts';
import { forgetting } from './forget.ts';
import { handing } from './handover.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { home } from './home.ts';
import { keys } from './keys.ts';
import { learning } from './learn.ts';
import { learningHere } from './learn-here.ts';
import { ledger } from './ledger.ts';
import { leftExport } from './left-export.ts';
import type { Caller, Operation } from './operation.ts';
import { ownRecipients } from './own-recipients.ts';
import { pairing } from './pairing.ts';
import { people } from './people.ts';
import { place } from './place.ts';
import { posture } from './posture.ts';
import { previews } from './previews.ts';
import { provisioning } from './provision.ts';
import { recipientPage } from './recipient-page.ts';
import { recipients } from './recipients.ts';
import { Refusal, refusal } from './refusal.ts';
import { requests } from './requests.ts';
import { rights } from './rights.ts';
import { rules } from './rules.ts';
import { sessions } from './sessions.ts';
import { settings } from './settings.ts';

/** Everything that can be asked of the hub. */
export const operations = {
  ...home,
  ...health,
  ...devices,
  ...devicePage,
  ...forgetting,
  ...apps,
  ...pairing,
  ...certificates,
  ...attaching,
  ...recipients,
  ...recipientPage,
  ...enrolment,
  ...ownRecipients,
  ...fieldsOfAll,
  ...consents,
  ...learning,
  ...learningHere,
  ...budget,
  ...previews,
  ...provisioning,
  ...requests,
  ...rules,
  ...commands,
  ...place,
  ...posture,
  ...rights,
  ...history,
  ...leftExport,
  ...settings,
  ...activity,
  ...people,
  ...sessions,
  ...handing,
  ...commissioning,
  ...exports,
  ...ledger,
  ...keys,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

/** What an operation answers: the result for machines, or why it was not done. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly code: string; readonly problem: string; readonly see?: string };

/** Runs an operation by name; the same for the command line alone and for a running hub. */
export type Operate = (name: string, input: unknown) => Promise<Answer>;

/** For the command line, or in the name of somebody who is simulated: a refusal is an answer. */
export function operateOn(hub: Hub, by: Actor = 'household'): Operate {
  return async (name, input): Promise<Answer> => {
    try {
      if (!isOperation(name)) throw refusal('no-such-operation', name);
      const caller: Caller = { by, how: 'command line', language: 'en', shownAt: hub.clock.now() };
      return { ok: true, result: (await operations[name].run(hub, input, caller)) ?? null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message: problem, see } = error;
      return { ok: false, code, problem, ...(see === undefined ? {} : { see }) };
    }
  };
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
