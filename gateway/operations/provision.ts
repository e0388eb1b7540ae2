import Type, { type Static } from 'typebox';
import type { Problem } from '../../rules/problems.ts';
import { speak } from '../../rules/words/speak.ts';
import { readAddress, writeAddress } from '../devices/attach/address.ts';
import { filtersProblem, isBrokerName, nameFor } from '../devices/attach/attached.ts';
import { commandWords } from '../devices/attach/problem.ts';
import type { Grants, NewClient } from '../devices/clients.ts';
import { DIALECTS } from '../devices/dialects/ecosystems.ts';
import type { Hub } from '../main.ts';
import { areCertificates, attaching } from './attach.ts';
import { addClient, baseProblem, spoken, WHY_NOT_ADDED } from './devices.ts';
import { type Caller, operation } from './operation.ts';
import { place } from './place.ts';
import { added } from './recipients.ts';
import { Refusal } from './refusal.ts';
import { Room, readable } from './rules.ts';
import { oneOf, Text } from './shapes.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Filters = Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 100 });
const Wanted = Type.Object({
  devices: Type.Array(
    Type.Object({
      name: Name,
      dialect: Type.Union(DIALECTS.map((dialect) => Type.Literal(dialect))),
      base: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      room: Type.Optional(Room),
      read: Filters,
      write: Filters,
    }),
    { maxItems: 500 },
  ),
  apps: Type.Array(Type.Object({ name: Name, read: Filters, write: Filters }), { maxItems: 100 }),
  attach: Type.Array(
    Type.Object({
      url: Type.String({ minLength: 1, maxLength: 512 }),
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 56 })),
      password: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
      ca: Type.Optional(Type.String({ minLength: 1, maxLength: 65_536 })),
      filters: Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 100 }),
    }),
    { maxItems: 8 },
  ),
  /** Each a manifest itself, or the address that its maker publishes it at. */
  recipients: Type.Array(
    Type.Object({
      signed: Type.Optional(Type.String()),
      address: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    }),
    { maxItems: 100 },
  ),
});
type Wanted = Static<typeof Wanted>;

const WHATS = ['device', 'app', 'room', 'broker', 'recipient'] as const;
const CHECKED = ['so already', 'to do', 'waits'] as const;
const ENDED = ['so already', 'done', 'waits', 'not done'] as const;
const step = (states: readonly string[]) =>
  Type.Object({ what: oneOf(WHATS), name: Text, state: oneOf(states), says: Type.Optional(Text) });
const problems = Type.Array(Type.Object({ path: Text, problem: Text }), {
  description: 'Where there is one nothing is done.',
});

/** One thing that was asked for, and how it stands. */
export interface Told<State extends string> {
  readonly what: (typeof WHATS)[number];
  readonly name: string;
  readonly state: State;
  readonly says?: string;
}
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

interface Step extends Told<(typeof CHECKED)[number]> {
  run(): Ended | Promise<Ended>;
}

interface Ended {
  readonly state: (typeof ENDED)[number];
  readonly says?: string;
  readonly password?: string;
}

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

function made(hub: Hub, asked: NewClient, { by }: Caller): Step | string {
  const { name, kind } = asked;
  const what = kind === 'app' ? 'app' : 'device';
  const there = hub.clients.client(name);
  if (there) {
    const differs = (['kind', 'dialect', 'base'] as const).filter((member) => there[member] !== asked[member]);
    const different = [...differs, ...(sameGrants(there.grants, asked.grants) ? [] : ['read and write'])];
    if (different.length === 0) return asItIs(what, name);
    return `"${name}" is there already with another ${different.join(', ')}; ${differs.length > 0 ? 'give this one another name, or remove that' : `change that with "hearthgate ${what} grant" or "revoke"`}, or write here what is so`;
  }
  const reason = hub.clients.refusedFor(asked);
  if (reason !== undefined) return `cannot be made: ${WHY_NOT_ADDED[reason]}`;
  return { what, name, state: 'to do', run: () => ({ state: 'done', password: addClient(hub, asked, by).password }) };
}

function sameGrants(one: Grants, { read, write }: Grants = { read: [], write: [] }): boolean {
  return sameFilters(one.read, read) && sameFilters(one.write, write);
}

/** Their order says nothing. */
function sameFilters(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && new Set([...one, ...other]).size === new Set(one).size;
}

function placed(hub: Hub, { name, dialect }: Wanted['devices'][number], room: string, caller: Caller): Step | string {
  if (spoken(dialect, undefined).kind === 'bridge')
    return 'is of a bridge, which speaks for many devices; leave it out, and place those once they were heard';
  try {
    readable(room);
  } catch (error) {
    if (error instanceof Refusal) return error.message.replace(/^\/room /, '');
    throw error;
  }
  const [device, ...more] = hub.registry.of(name);
  if (device === undefined || more.length > 0)
    return { what: 'room', name, state: 'waits', says: SILENT, run: () => ({ state: 'waits' }) };
  if (hub.registry.get(device)?.room === room) return asItIs('room', name);
  return {
    ...{ what: 'room', name, state: 'to do' },
    run: async () => {
      const { becomes } = (await place['device place'].run(hub, { device, room }, caller)) as { becomes?: string };
      return becomes === undefined
        ? { state: 'done' }
        : { state: 'not done', says: `more would leave by it; look with "hearthgate device place ${device}"` };
    },
  };
}

function attached(hub: Hub, broker: Wanted['attach'][number], caller: Caller): Step | string {
  const address = readAddress(broker.url);
  if ('why' in address) {
    const isPassword = address.why === 'password in the address';
    return isPassword
      ? 'has a password in it; leave that out, and name its file as passwordFile'
      : commandWords(address);
  }
  const name = broker.name ?? nameFor(address);
  if (!isBrokerName(name)) return speak('en').brokers.wrongName;
  const filters = filtersProblem(broker.filters);
  if (filters !== undefined) return filters;
  if (broker.ca !== undefined && !areCertificates(broker.ca)) return commandWords({ why: 'no trust' });
  if (broker.password !== undefined && address.user === undefined) return speak('en').brokers.noUser;
  const there = hub.attached.get(name);
  if (there) {
    const isSame =
      there.url === writeAddress(address) &&
      there.user === address.user &&
      there.ca === broker.ca &&
      sameFilters(there.filters, broker.filters);
    if (isSame) return asItIs('broker', name);
    return `a broker "${name}" is attached already, at another address or in another way; give this one another name, or remove that`;
  }
  return {
    ...{ what: 'broker', name, state: 'to do', says: 'is tried first' },
    run: async () => {
      await attaching.attach.run(hub, { ...broker, name }, caller);
      return { state: 'done' };
    },
  };
}

async function asking(
  hub: Hub,
  { signed, address }: Wanted['recipients'][number],
  { by, language }: Caller,
): Promise<Step | string> {
  if ((signed === undefined) === (address === undefined)) return 'has to be a manifest or an address, one of them';
  if (signed !== undefined) {
    const examined = await hub.manifests.examine(signed);
    if (!examined.ok) return `cannot be taken: ${examined.problem}`;
    const { recipient: name, version } = examined.manifest;
    if (examined.inForce !== undefined) return asItIs('recipient', name, newer(examined));
    return {
      ...{ what: 'recipient', name, state: 'to do', says: `version ${version}; nothing is shared by it` },
      run: () => take(hub, signed, by, language),
    };
  }
  const from = address ?? '';
  return {
    ...{ what: 'recipient', name: from, state: 'to do', says: 'is fetched there' },
    run: async () => {
      const found = await hub.recipients.fetchManifest(from, true);
      return 'because' in found ? { state: 'not done', says: found.because } : take(hub, found.signed, by, language);
    },
  };
}

async function take(hub: Hub, signed: string, by: Caller['by'], language: Caller['language']): Promise<Ended> {
  const examined = await hub.manifests.examine(signed);
  if (examined.ok && examined.inForce !== undefined) return { state: 'so already', ...newer(examined) };
  const { recipient, version } = await added(hub, signed, by, speak(language));
  return { state: 'done', says: `${recipient}, version ${version}; nothing is shared by it` };
}

/** A maker may have published a newer one since the file was written. */
function newer({ manifest, inForce }: { readonly manifest: { readonly version: number }; readonly inForce?: number }) {
  return inForce === manifest.version ? {} : { says: `version ${inForce} is in force, newer than this one` };
}

const SILENT = 'it has said nothing yet; ask again when it has';

function asItIs(what: Step['what'], name: string, says: { readonly says?: string } = {}): Step {
  return { what, name, state: 'so already', ...says, run: () => ({ state: 'so already' }) };
}
