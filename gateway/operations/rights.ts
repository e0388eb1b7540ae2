import Type from 'typebox';
import type { RecipientId } from '../../rules/manifest.ts';
import { everythingThatLeft } from '../history/left-batch.ts';
import type { Hub } from '../main.ts';
import { recordOpened } from './history.ts';
import { operation } from './operation.ts';
import { refusal } from './refusal.ts';

const Whom = Type.Object({ recipient: Type.String() });
const ALL = 1_000_000;

/** What a household can ask of others about itself, and take with it. */
export const rights = {
  'recipient erase': operation(Whom, async (hub, { recipient }) => {
    const asked = await told(hub, recipient, 'erasure', (consents) => ({ consents }));
    return { ...asked, letter: letter(hub, recipient, ERASURE) };
  }),
  'recipient opt-out': operation(Whom, async (hub, { recipient }) => {
    const asked = await told(hub, recipient, 'opt-out', () => ({ of: ['sale', 'sharing'] }));
    return { ...asked, letter: letter(hub, recipient, OPT_OUT) };
  }),
  export: operation(Type.Object({}), async (hub) => {
    // Only whoever exports needs a packer in memory.
    const { exported } = await import('./export.ts');
    return { file: 'hearthgate.zip', base64: exported(await everything(hub)).toString('base64') };
  }),
};

/** Queues the request as a sealed notice for the recipient's next slot; one that never said hello gets the letter alone. */
async function told(
  hub: Hub,
  recipient: string,
  type: 'erasure' | 'opt-out',
  bodyOf: (consents: readonly string[]) => object,
) {
  const id = recipient as RecipientId;
  if (!hub.manifests.get(id)) throw refusal('no-such-recipient', recipient);
  const consents = hub.consents.all().filter((consent) => consent.recipient === id && consent.state !== 'refused');
  const requests = [...new Set(consents.map(({ request }) => request))].sort();
  const queued = await hub.recipients.tell(recipient, type, bodyOf(requests));
  if (queued) {
    const entry = {
      type: 'request.made',
      recipient: id,
      what: type,
      consents: consents.map((each) => each.id),
    } as const;
    hub.record([entry], () => undefined);
  }
  return { recipient, sent: queued ? 'sealed, at its next slot' : 'not sent: it has never been connected to' };
}

const ERASURE = [
  'I ask you to erase, without undue delay, all personal data that you received from my home through Hearthgate, and to',
  'tell everyone you passed it on to (Articles 17 and 19 GDPR). Please confirm when that is done, or say which of it you',
  'keep and on what ground.',
].join('\n');
const OPT_OUT = [
  'I ask you not to sell or share the personal data that you receive from my home, and to tell everyone you sold it to or',
  'shared it with (California Civil Code 1798.120, and like laws elsewhere; Article 21 GDPR). Please confirm.',
].join('\n');

/** To print and send where there is no other way, and to keep. */
function letter(hub: Hub, recipient: string, demand: string): string {
  const manifest = hub.manifests.get(recipient as RecipientId);
  const { name = recipient, contact = '' } = manifest?.controller ?? {};
  const since = hub.consents.all().filter((consent) => consent.recipient === recipient);
  const dates = since.map((consent) => new Date(consent.since).toISOString().slice(0, 10)).sort();
  const requests = [...new Set(since.map(({ request }) => request))].join(', ');
  return [
    `To ${name} (${contact})`,
    `Date: ${new Date(hub.clock.now()).toISOString().slice(0, 10)}`,
    '',
    demand,
    '',
    requests === ''
      ? 'Nothing was agreed to so far.'
      : `This is about your requests ${requests}, since ${dates[0] ?? ''}.`,
  ].join('\n');
}

/** Values of high sensitivity are opened by an export, too, where they are kept. */
async function whatLeft(hub: Hub) {
  const batches = await everythingThatLeft(hub.flow);
  recordOpened(
    hub,
    batches.flatMap(({ lines }) => lines),
  );
  return [...(await underWay(hub)), ...batches];
}

/** Batches of which the recipient may have had something already. */
async function underWay(hub: Hub) {
  const possibly = await hub.recipients.deliveries(hub.clock.now() + 1, ALL);
  return possibly.map(({ consents: _, ...batch }) => batch);
}

/** Everything this hub knows of its household but keys and passwords, by what it is about. */
async function everything(hub: Hub): Promise<Record<string, unknown>> {
  return {
    'made at': new Date(hub.clock.now()).toISOString(),
    devices: hub.registry.known().map(({ units, ...device }) => ({
      ...device,
      ...hub.registry.described(device.id),
      units: Object.fromEntries(units),
    })),
    clients: hub.clients.listClients(),
    recipients: hub.manifests.all(),
    consents: hub.consents.all().map((consent) => ({ ...consent, terms: hub.consents.termsOf(consent.id) })),
    'consent records': hub.receipts.all(),
    'standing rules': hub.standing.all(),
    ledger: hub.ledger.read(0, ALL),
    'what left': await whatLeft(hub),
    'what left, summed': await hub.flow.read('left sums list'),
    'what stayed': await hub.flow.read('stayed list', ''),
    connections: await hub.flow.read('connections list'),
    settings: hub.settings.values,
    quarantine: await hub.flow.read('quarantine list', ALL),
    'last values': hub.registry.known().flatMap(({ id }) => hub.line.recent.last(id) ?? []),
  };
}
