import Type from 'typebox';
import type { ConsentId } from '../../rules/consent.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId } from '../../rules/reading.ts';
import { type Sentences, speak } from '../../rules/words/speak.ts';
import { mayPublish } from '../devices/broker/rights.ts';
import type { Client, Grants } from '../devices/clients.ts';
import { historyOf } from '../history/trim.ts';
import type { Actor, Entry } from '../household/ledger/entries.ts';
import type { Hub } from '../main.ts';
import { revoked } from './certificates.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Text, Texts } from './shapes.ts';

/** Forgetting takes back what no undo brings back, so it says first what will go. */
export const forgetting = {
  'device forget': operation(
    Type.Object({
      /** A credential with all its devices, or one device of a bridge. */
      name: Type.String({ minLength: 1, maxLength: 64 }),
      /** Also what the record says of it, and the records of what was decided about it. */
      history: Type.Boolean(),
      confirmed: Type.Boolean(),
    }),
    Type.Object(
      {
        forgotten: Texts,
        devices: Texts,
        credential: Type.Optional(Text),
        counts: Type.Object({
          consents: Count,
          messages: Count,
          answers: Type.Optional(Count),
          records: Type.Optional(Count),
          shared: Type.Optional(Count),
          entries: Type.Optional(Count),
        }),
        says: Texts,
      },
      { title: 'Forgotten' },
    ),
    async (hub, { name, history, confirmed }, { by, language }) => {
      const scope = scopeOf(hub, name);
      const goes = whatGoes(hub, scope, history, speak(language));
      if (!confirmed) return { forgotten: [], ...goes };
      await forget(hub, scope, history, by);
      return { forgotten: scope.whole ? [...new Set([scope.client.name, ...scope.devices])] : scope.devices, ...goes };
    },
  ),
};

/** Takes a credential back: its connections end, and its devices are forgotten. */
export async function removeCredential(hub: Hub, name: string, by: Actor): Promise<void> {
  const certificates = hub.certificates.inForce(name);
  const serials = certificates.map(({ serial }) => serial);
  hub.certificates.revoke(serials);
  hub.clients.removeClient(name);
  hub.broker.forget(name);
  hub.lessen([...certificates.map(revoked), { type: 'client.removed', client: name }], by, () => {
    hub.certificates.keepRevoked(serials);
    hub.clients.keepRemoved(name);
    hub.registry.keepRetired(name);
  });
  await retireDevices(hub, name, by);
}

/** Forgets whom somebody spoke for: nothing that they were agreed to comes back under their names. */
export async function retireDevices(hub: Hub, speaker: string, by: Actor): Promise<void> {
  const devices = new Set(hub.registry.of(speaker));
  hub.sources.forget(speaker);
  await hub.withdraw((consent) => devices.has(consent.device), by);
  hub.consents.close((consent) => devices.has(consent.device));
  hub.allowances.forget((allowance) => devices.has(allowance.device), hub.clock.now(), by);
  hub.registry.retire(speaker);
  hub.events.changed('devices');
}

/** Ends every rule about this recipient or device alone: what has the name next was never stopped. */
export function endStops(hub: Hub, whose: { recipient?: RecipientId; device?: DeviceId }, by: Actor): void {
  const { recipient, device } = whose;
  hub.standing.remove(
    (rule) =>
      (rule.rule === 'night' && rule.device !== undefined && rule.device === device) ||
      (rule.rule === 'pause' &&
        ((recipient !== undefined && rule.recipient === recipient) ||
          (device !== undefined && rule.device === device))),
    by,
  );
}

/** What is forgotten together. */
interface Scope {
  readonly client: Client;
  /** The credential goes, too; otherwise the bridge stays, and with it whoever else it speaks for. */
  readonly whole: boolean;
  readonly devices: readonly DeviceId[];
}

function scopeOf(hub: Hub, name: string): Scope {
  const own = hub.clients.client(name);
  if (own && own.kind !== 'app') return { client: own, whole: true, devices: hub.registry.of(name) };
  const device = hub.registry.known().find(({ id }) => id === name)?.id;
  const client = device && spokenForBy(hub, hub.registry.described(device)?.client ?? '');
  if (!device || !client) throw refusal('no-such-device', name);
  return client.kind === 'bridge'
    ? { client, whole: false, devices: [device] }
    : { client, whole: true, devices: hub.registry.of(client.name) };
}

/** An attached broker stays when one of its devices is forgotten, as a bridge does; nothing of it is retained here. */
function spokenForBy(hub: Hub, name: string): Client | undefined {
  if (hub.attached.ofSpeaker(name)) return { name, kind: 'bridge', grants: { read: [], write: [] } };
  return hub.clients.client(name);
}

function whatGoes(hub: Hub, scope: Scope, history: boolean, { forgetting: say }: Sentences) {
  const { client, whole, devices } = scope;
  const about = new Set<string>(devices);
  const consents = hub.consents.all().filter(({ device }) => about.has(device));
  const given = consents.filter(({ state }) => state === 'given').length;
  const { records, shared } = history ? hub.receipts.count(consents.map(({ id }) => id)) : { records: 0, shared: 0 };
  const entries = history ? hub.ledger.count(isAbout(scope)) : 0;
  const messages = hub.broker.retained(saidAbout(hub, scope));
  return {
    devices,
    ...(whole ? { credential: client.name } : {}),
    counts: { consents: given, messages, ...(history ? { answers: consents.length, records, shared, entries } : {}) },
    says: [
      whole ? say.credential(client.name) : say.bridgeStays(client.name),
      ...[say.consents, say.values, say.names],
      history ? say.erased(records, shared) : say.recordStays,
      say.recipients,
    ],
  };
}

async function forget(hub: Hub, scope: Scope, history: boolean, by: Actor): Promise<void> {
  const { client, whole, devices } = scope;
  const about = new Set<string>(devices);
  // Before the registry forgets what its topics are.
  const said = saidAbout(hub, scope);
  if (whole) await removeCredential(hub, client.name, by);
  else {
    await hub.withdraw(({ device }) => about.has(device), by);
    hub.consents.close(({ device }) => about.has(device));
    hub.allowances.forget(({ device }) => about.has(device), hub.clock.now(), by);
    for (const device of devices) hub.registry.forget(device);
  }
  for (const device of devices) {
    endStops(hub, { device }, by);
    hub.line.recent.forget(device);
    hub.identifiers.forget(device);
  }
  await hub.broker.forgetMessages(said);
  await hub.replan();
  if (history) {
    hub.ledger.erase(isAbout(scope), by);
    const consents = hub.consents.forget(({ device }) => about.has(device));
    forgetDecisions(hub, consents);
    await forgetHistoryRows(hub, scope);
  }
  const named = history ? [{}] : devices.map((device) => ({ device }));
  const entries = named.map(
    (one): Entry => ({ type: 'device.forgotten', ...one, devices: history ? devices.length : 1 }),
  );
  hub.record(entries, by, () => undefined);
  await hub.emptyJournals();
}

function forgetDecisions(hub: Hub, consents: readonly ConsentId[]): void {
  hub.receipts.forget(consents);
  hub.recipients.forgetConsents(consents);
}

/** Every row of history that names these devices. */
async function forgetHistoryRows(hub: Hub, { client, whole, devices }: Scope): Promise<void> {
  for (const device of devices) hub.line.stayed.forget(device);
  await hub.flow.write([...historyOf(devices), ...(whole ? [['quarantine forget', client.name] as const] : [])]);
}

/**
 * Finds the messages that the broker keeps of these devices: all that a credential said, or what was said under the name or
 * address of one device of a bridge. The bridge's lists of whom it speaks for are its own: without them the hub would not
 * know its other devices again.
 */
function saidAbout(hub: Hub, { client, whole, devices }: Scope): (message: Said) => boolean {
  const own = new Set(devices.map((device) => `hearthgate/v1/devices/${device}/`));
  const names = devices.flatMap((device) => {
    const { key, name } = hub.registry.described(device) ?? {};
    return [device, key, name].filter((each): each is string => each !== undefined && each !== '');
  });
  return ({ topic, owner }) => {
    if ([...own].some((prefix) => topic.startsWith(prefix))) return true;
    if (whole && owner === client.name) return true;
    const speaks = owner === client.name || mayPublish(client, topic);
    if (!speaks) return false;
    return names.some((name) => `/${topic}/`.includes(`/${name}/`));
  };
}

interface Said {
  readonly topic: string;
  readonly owner?: string;
}

/** Whether an entry names one of the devices, or their credential where that goes, too: also as a level of a topic. */
function isAbout({ client, whole, devices }: Scope): (entry: Entry) => boolean {
  const names = new Set<string>([...devices, ...(whole ? [client.name] : [])]);
  const isNamed = (name: unknown) => typeof name === 'string' && names.has(name);
  const isGranted = (grants: Grants) =>
    [...grants.read, ...grants.write].some((filter) => filter.split('/').some(isNamed));
  return (entry) => {
    if (entry.type === 'client.added' && isGranted(entry.grants)) return true;
    if (entry.type === 'client.changed' && (isGranted(entry.was) || isGranted(entry.is))) return true;
    if ('client' in entry) return whole && entry.client === client.name;
    // A rule says what it was and what it is.
    const of: unknown[] = entry.type === 'policy.changed' ? [entry.was, entry.is] : [entry];
    return of.some((one) => typeof one === 'object' && one !== null && 'device' in one && isNamed(one.device));
  };
}
