import Type from 'typebox';
import { dayOf, startOf } from '../../rules/calendar.ts';
import type { Consent } from '../../rules/consent.ts';
import { speak } from '../../rules/words/speak.ts';
import { leftSums, stayedSums } from '../history/sums.ts';
import type { Hub } from '../main.ts';
import type { Glance } from '../offered.ts';
import { VERSION } from '../runtime/version.ts';
import { soonestEnd } from './certificates.ts';
import { rootKeyOf } from './keys.ts';
import { Lately, lately } from './lately.ts';
import { recipientName } from './named.ts';
import { waitingIn } from './open-requests.ts';
import { type Caller, operation } from './operation.ts';
import { Count, RecipientName, Text, Time } from './shapes.ts';

const Delivery = Type.Object({ recipient: Text, state: Text }, { title: 'DeliveryState' });
const MOST = 100_000;
/** Not trouble: whoever gets nothing is not connected to. */
const NOTHING_TO_SEND = 'waiting: no consent in force';
const SOON_MS = 7 * 86_400_000;

/** How the hub and the home are. */
export const home = {
  'home show': operation(
    Type.Object({}),
    Type.Object(
      {
        at: Time,
        knowsTime: Type.Boolean({ description: 'False: the box does not know the date yet, and nothing is shared.' }),
        today: Type.Object({
          day: Type.String({ description: 'The household’s day, as filters name it.' }),
          since: Type.String({ format: 'date-time', description: 'Midnight in the household’s zone.' }),
          messages: Type.Integer({
            minimum: 0,
            description: 'Batches that left or may have left with something in them.',
          }),
          recipients: Count,
          devices: Count,
          stayed: Type.Integer({ minimum: 0, description: 'Values that stayed home.' }),
        }),
        sharing: Type.Object({
          stopped: Type.Boolean({ description: 'All of it; a stop for one recipient or device is a rule.' }),
          until: Type.Optional(Time),
        }),
        waiting: Type.Integer({ minimum: 0, description: 'Requests that wait for an answer.' }),
        changed: Type.Integer({ minimum: 0, description: 'Those among them that say something else than before.' }),
        expiring: Type.Integer({ minimum: 0, description: 'Choices to share that end within a week.' }),
        trouble: Type.Array(Type.Object({ ...Delivery.properties, name: RecipientName }, { title: 'DeliveryTrouble' })),
        devices: Count,
        recipients: Count,
        ledger: Type.Optional(Type.String({ description: 'What is wrong with it, and what to do.' })),
        notKept: Type.Optional(Text),
        diskTakes: Type.Boolean({
          description: 'False: the disk is full, say; nothing is shared until it takes something.',
        }),
        rootKey: Type.String({ description: 'Where the root key lies.' }),
        certificatesEnd: Type.Integer({ description: 'When the first of the hub’s own ends; ms since 1970 UTC.' }),
        lately: Lately,
      },
      { title: 'Home' },
    ),
    homeShown,
  ),
  status: operation(
    Type.Object({}),
    Type.Object({
      ...{
        version: Text,
        devices: Count,
        stayedHome: Count,
        recipients: Type.Array(Delivery),
        ledger: Text,
        rootKey: Text,
        clock: Text,
      },
      reached: Type.Object({
        host: Type.String({ description: 'What devices in the home connect to.' }),
        port: Type.Optional(Type.Integer({ description: 'With TLS; absent where the hub does not listen so.' })),
      }),
    }),
    (hub, _, { language }) => ({
      devices: hub.registry.known().length,
      stayedHome: hub.line.stayed.total,
      recipients: hub.recipients.states(),
      ledger: hub.ledger.problem ?? `${hub.ledger.size} entries`,
      rootKey: rootKeyOf(hub, speak(language)).means,
      clock: speak(language).hub.clock[hub.clock.knowsTime ? 'known' : 'unknown'],
      version: VERSION,
      reached: hub.reached,
    }),
  ),
  quarantine: operation(
    Type.Object({ most: Type.Integer({ minimum: 1, maximum: 1000 }) }),
    Type.Array(
      Type.Object(
        { at: Type.Integer(), source: Text, reason: Text, shape: Text },
        { title: 'NotUnderstood', description: 'When, from whom, why and in which shape; never a value.' },
      ),
    ),
    (hub, { most }) => hub.flow.read('quarantine list', most),
  ),
};

/** What programs in the home are told where the hub offers itself to them: nothing of whom. */
export async function atAGlance(hub: Hub): Promise<Glance> {
  const day = dayOf(hub.clock.now(), hub.timeZone);
  const isWell =
    hub.clock.knowsTime &&
    hub.ledger.problem === undefined &&
    hub.unsaved === undefined &&
    !hub.line.takesNothing &&
    inTrouble(hub).length === 0;
  return {
    left: (await leftOn(hub, day)).messages,
    waiting: openNow(hub).length,
    trouble: !isWell,
    sharing: hub.sharesYet && !hub.stopped.stopped,
  };
}

async function homeShown(hub: Hub, _: object, { language }: Caller) {
  const now = hub.clock.now();
  const { timeZone } = hub.household;
  const day = dayOf(now, timeZone);
  const open = openNow(hub);
  const isSoonOver = ({ state, until }: Consent) =>
    state === 'given' && until !== undefined && until > now && until - now < SOON_MS;
  return {
    at: new Date(now).toISOString(),
    knowsTime: hub.clock.knowsTime,
    today: { day, since: new Date(startOf(day, timeZone)).toISOString(), ...(await leftOn(hub, day)) },
    sharing: hub.stopped,
    waiting: open.length,
    changed: open.filter(({ isChanged }) => isChanged).length,
    expiring: hub.consents.all().filter(isSoonOver).length,
    trouble: inTrouble(hub).map((each) => ({ ...each, name: recipientName(hub, each.recipient) })),
    devices: hub.registry.known().length,
    recipients: hub.manifests.all().length,
    ...(hub.ledger.problem === undefined ? {} : { ledger: speak(language).hub.ledgerDamaged }),
    ...(hub.unsaved === undefined ? {} : { notKept: hub.unsaved }),
    diskTakes: !hub.line.takesNothing,
    rootKey: hub.rootKeyPlace,
    certificatesEnd: await soonestEnd(hub),
    lately: await lately(hub, day),
  };
}

/** Requests that wait, but for those that a person wants to look at later. */
function openNow(hub: Hub) {
  const isPostponed = ({ manifest, request }: ReturnType<typeof waitingIn>[number]) =>
    hub.postponed.has(manifest.recipient, request.id, manifest.version);
  return waitingIn(hub).filter((each) => !isPostponed(each));
}

/** Recipients that something waits for and that are not reached. */
function inTrouble(hub: Hub) {
  return hub.recipients.states().filter(({ state }) => state.startsWith('waiting') && state !== NOTHING_TO_SEND);
}

/** Dummies carry nothing, so they are no messages; what is under way may have left. */
async function leftOn(hub: Hub, day: string) {
  await hub.line.keepStayed();
  const days = { from: day, to: day };
  const recipients = await leftSums(hub.flow, 'recipient', days);
  const underWay = (await hub.recipients.deliveries(hub.clock.now() + 1, MOST)).filter(({ records }) => records > 0);
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const ended = recipients.map(({ sent = 0, possiblyReceived = 0, dummies = 0 }) => sent + possiblyReceived - dummies);
  const names = recipients.filter((_, at) => (ended[at] ?? 0) > 0).map(({ of }) => of);
  return {
    messages: sum(ended) + underWay.length,
    recipients: new Set([...names, ...underWay.map(({ recipient }) => recipient)]).size,
    devices: (await leftSums(hub.flow, 'device', days)).length,
    stayed: sum((await stayedSums(hub.flow, 'reason', days)).map(({ count }) => count)),
  };
}
