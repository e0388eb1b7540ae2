import Type from 'typebox';
import type { Problem } from '../../rules/problems.ts';
import type { NewClient } from '../devices/clients.ts';
import type { Hub } from '../main.ts';
import { baseProblem, spoken } from './devices.ts';
import { type Caller, operation } from './operation.ts';
import {
  asking,
  attached,
  CHECKED,
  ENDED,
  type Ended,
  made,
  placed,
  type Step,
  type Told,
  Wanted,
  WHATS,
} from './provision-steps.ts';
import { Refusal } from './refusal.ts';
import { oneOf, Text } from './shapes.ts';

const step = (states: readonly string[]) =>
  Type.Object({ what: oneOf(WHATS), name: Text, state: oneOf(states), says: Type.Optional(Text) });
const problems = Type.Array(Type.Object({ path: Text, problem: Text }), {
  description: 'Where there is one nothing is done.',
});

export interface Checked {
  readonly problems: readonly Problem[];
  readonly steps: readonly Told<(typeof CHECKED)[number]>[];
}
export interface Provisioned {
  readonly problems: readonly Problem[];
  readonly steps: readonly Told<(typeof ENDED)[number]>[];
  /** Shown only now. */
  readonly credentials: readonly { readonly name: string; readonly password: string }[];
}

/**
 * Makes what an installer listed: credentials, brokers to read along on, recipients that ask. It never answers a request,
 * allows no command and claims nothing, so that nothing leaves by it. What is there already stays as it is.
 */
export const provisioning = {
  'provision check': operation(
    Wanted,
    Type.Object({ problems, steps: Type.Array(step(CHECKED)) }),
    async (hub, wanted, caller): Promise<Checked> => {
      const planned = await plan(hub, wanted, caller);
      return { problems: planned.problems, steps: planned.steps.map(({ run: _, ...told }) => told) };
    },
  ),
  provision: operation(
    Wanted,
    Type.Object({
      problems,
      steps: Type.Array(step(ENDED)),
      credentials: Type.Array(Type.Object({ name: Text, password: Type.String({ description: 'Shown only now.' }) })),
    }),
    async (hub, wanted, caller): Promise<Provisioned> => {
      const planned = await plan(hub, wanted, caller);
      if (planned.problems.length > 0) return { problems: planned.problems, steps: [], credentials: [] };
      const credentials: { name: string; password: string }[] = [];
      const steps: Told<Ended['state']>[] = [];
      for (const { run, ...step } of planned.steps) {
        const { password, ...ended } = await attempt(run);
        if (password !== undefined) credentials.push({ name: step.name, password });
        steps.push({ ...step, ...ended });
      }
      return { problems: [], steps, credentials };
    },
  ),
};

/** What would be done, in order, and what stands against it; nobody is contacted to find out. */
async function plan(hub: Hub, wanted: Wanted, caller: Caller) {
  const problems: Problem[] = [];
  const steps: Step[] = [];
  const take = (path: string, step: Step | string) => {
    if (typeof step === 'string') problems.push({ path, problem: step });
    else steps.push(step);
  };
  const names = [...wanted.devices, ...wanted.apps].map(({ name }) => name);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  const credential = (path: string, asked: NewClient) =>
    take(
      path,
      isTwice(asked.name) ? `"${asked.name}" stands here twice; give each its own name` : made(hub, asked, caller),
    );
  wanted.devices.forEach((device, index) => {
    const { name, dialect, base, room, read, write } = device;
    const missing = baseProblem(dialect, base);
    if (missing === undefined)
      credential(`/devices/${index}`, { name, ...spoken(dialect, base), grants: { read, write } });
    else take(`/devices/${index}/base`, missing);
    if (room !== undefined) take(`/devices/${index}/room`, placed(hub, device, room, caller));
  });
  wanted.apps.forEach(({ name, ...grants }, index) => {
    credential(`/apps/${index}`, { name, kind: 'app', grants });
  });
  wanted.attach.forEach((broker, index) => {
    take(`/attach/${index}`, attached(hub, broker, caller));
  });
  for (const [index, recipient] of wanted.recipients.entries())
    take(`/recipients/${index}`, await asking(hub, recipient, caller));
  return { problems, steps };
}

/** A refusal of one step is told with it, and the others go on; so is a disk that takes nothing, for what was made before it. */
async function attempt(run: Step['run']): Promise<Ended> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) return { state: 'not done', says: error.message };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_')) throw error;
    return { state: 'not done', says: `the disk did not take it (${code}); make room there and ask again` };
  }
}
