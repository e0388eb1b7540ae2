import Type, { type Static } from 'typebox';
import type { Hub } from '../main.ts';
import { soonestEnd } from './certificates.ts';
import { operation } from './operation.ts';
import { Count } from './shapes.ts';

const Health = Type.Object(
  {
    pid: Type.Integer(),
    uptimeS: Type.Number(),
    memoryBytes: Count,
    knowsTime: Type.Boolean(),
    diskTakes: Type.Boolean({ description: 'False: what is said now is not shared, as the disk takes nothing.' }),
    isKept: Type.Boolean({ description: 'False: something is in force that is not on the disk.' }),
    databases: Type.Object({ household: Type.String(), flow: Type.String() }, { description: 'What SQLite says.' }),
    ledger: Type.Object({ entries: Count, holds: Type.Boolean() }),
    certificatesEnd: Type.Integer({ description: 'Milliseconds since 1970 UTC.' }),
    listeners: Type.Array(Type.String(), { description: 'Which ports devices and people are served at.' }),
    recipients: Type.Object({
      agreed: Type.Integer({ description: 'Those with a consent in force.' }),
      inTrouble: Type.Integer({ description: 'Those among them that get nothing now.' }),
    }),
  },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

/** What only a running hub knows of itself, without a name of anything in the home. */
export const health = {
  'hub health': operation(Type.Object({}), Health, healthOf),
  /** Looks up and connects to every recipient, because somebody asked just now; nothing is sent, and each attempt is recorded. */
  'hub contact': operation(
    Type.Object({}),
    Type.Array(Type.Union([Type.Literal('reached'), Type.String()]), { description: 'By recipient, without names.' }),
    (hub) =>
      Promise.all(
        hub.manifests.all().map(async ({ recipient }) => (await hub.recipients.contact(recipient)) ?? 'reached'),
      ),
  ),
};

async function healthOf(hub: Hub): Promise<Health> {
  const given = hub.consents.standing().filter(({ state }) => state === 'given');
  const agreed = new Set<string>(given.map(({ recipient }) => recipient));
  const waits = hub.recipients.states().filter(({ state }) => state.startsWith('waiting'));
  return {
    ...{ pid: process.pid, uptimeS: process.uptime(), memoryBytes: process.memoryUsage.rss() },
    ...{ knowsTime: hub.clock.knowsTime, isKept: hub.unsaved === undefined, diskTakes: !hub.line.takesNothing },
    databases: await hub.checkDatabases(),
    ledger: { entries: hub.ledger.size, holds: hub.ledger.problem === undefined },
    certificatesEnd: await soonestEnd(hub),
    listeners: Object.entries(hub.broker.ports()).flatMap(([name, port]) => (port === undefined ? [] : name)),
    recipients: { agreed: agreed.size, inTrouble: waits.filter(({ recipient }) => agreed.has(recipient)).length },
  };
}
