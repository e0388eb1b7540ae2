import Type, { type Static } from 'typebox';
import { speak } from '../../rules/words/speak.ts';
import { readAddress, writeAddress } from '../devices/attach/address.ts';
import { filtersProblem, isBrokerName, nameFor } from '../devices/attach/attached.ts';
import { commandWords } from '../devices/attach/problem.ts';
import type { Grants, NewClient } from '../devices/clients.ts';
import { DIALECTS } from '../devices/dialects/ecosystems.ts';
import type { Hub } from '../main.ts';
import { areCertificates, attaching } from './attach.ts';
import { addClient, spoken, WHY_NOT_ADDED } from './devices.ts';
import type { Caller } from './operation.ts';
import { place } from './place.ts';
import { added } from './recipients.ts';
import { Refusal } from './refusal.ts';
import { Room, readable } from './rules.ts';

const Name = Type.String({ minLength: 1, maxLength: 64 });
const Filters = Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 100 });
/** What an installer lists, with each default filled in. */
export const Wanted = Type.Object({
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
export type Wanted = Static<typeof Wanted>;

export const WHATS = ['device', 'app', 'room', 'broker', 'recipient'] as const;
export const CHECKED = ['so already', 'to do', 'waits'] as const;
export const ENDED = ['so already', 'done', 'waits', 'not done'] as const;

/** One thing that was asked for, and how it stands. */
export interface Told<State extends string> {
  readonly what: (typeof WHATS)[number];
  readonly name: string;
  readonly state: State;
  readonly says?: string;
}

/** What is to be done for one of it. */
export interface Step extends Told<(typeof CHECKED)[number]> {
  run(): Ended | Promise<Ended>;
}

export interface Ended {
  readonly state: (typeof ENDED)[number];
  readonly says?: string;
  readonly password?: string;
}

/** A credential; like those below it is a step, or a sentence that says what stands against it. */
export function made(hub: Hub, asked: NewClient, { by }: Caller): Step | string {
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

export function placed(
  hub: Hub,
  { name, dialect }: Wanted['devices'][number],
  room: string,
  caller: Caller,
): Step | string {
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

export function attached(hub: Hub, broker: Wanted['attach'][number], caller: Caller): Step | string {
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
      return { state: 'done', says: 'the hub reads along there' };
    },
  };
}

export async function asking(
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
