import Type from 'typebox';
import type { Hub } from '../main.ts';
import { type Caller, operation, unsaved } from './operation.ts';
import { refusal } from './refusal.ts';
import { Count, Millis, NotKept, Text } from './shapes.ts';

const Ending = Type.Object({
  consents: Type.Integer({
    minimum: 0,
    description: 'Given while the hub was nobody’s; none of them is the household’s.',
  }),
  commands: Count,
  pairing: Type.Boolean({ description: 'A window was open.' }),
});
const Seen = Type.Object({
  passwords: Type.Array(Text, { description: 'Credentials whose password was shown to whoever set the hub up.' }),
  keys: Type.Array(Text, { description: 'Credentials with a certificate from then, whose key they may have.' }),
  brokers: Type.Array(Text, { description: 'Attached brokers whose password they know.' }),
  recipients: Type.Array(Text, { description: 'Recipients whose credentials they gave.' }),
});
const HandedOver = Type.Object({
  ending: Ending,
  seen: Seen,
  code: Type.Optional(
    Type.String({ description: 'Claims the hub, once; shown only now. Absent: nothing is done yet.' }),
  ),
  until: Type.Optional(Millis),
  page: Type.Optional(Type.String({ description: 'Where the code is typed.' })),
  notKept: NotKept,
});

/** What the hub answers when it is handed over, or would be. */
export interface HandedOver {
  readonly ending: { readonly consents: number; readonly commands: number; readonly pairing: boolean };
  readonly seen: Readonly<Record<'passwords' | 'keys' | 'brokers' | 'recipients', readonly string[]>>;
  readonly code?: string;
  readonly until?: number;
  readonly page?: string;
}

/** From the hands of whoever set the hub up into the household's. */
export const handing = {
  /**
   * Ends what whoever set the hub up may do by it, and makes the code that the household claims it with; there is one at a
   * time. Without `confirmed` it only says what would end.
   */
  'hub hand-over': operation(
    Type.Object({
      report: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of what is handed over with it.' }),
      confirmed: Type.Optional(Type.Boolean()),
    }),
    HandedOver,
    async (hub, { report, confirmed = false }, caller) => {
      if (hub.people.isClaimed) throw refusal('is-claimed');
      const ending = endingOf(hub);
      if (!confirmed) return { ending, seen: seenOf(hub) };
      if (hub.ledger.problem) throw refusal('ledger-damaged', hub.ledger.problem);
      // Whoever asks something while the disk is waited for may ask it still: it ends with the rest.
      do await hub.withdraw(isGiven, caller.by);
      while (hub.consents.standing().some(isGiven));
      if (hub.people.isClaimed) throw refusal('is-claimed');
      endRest(hub, caller);
      const now = hub.clock.now();
      const { code, until } = hub.together(() => {
        hub.handover.handOver(now, report, caller.by);
        return hub.codes.make('handover', 'owner', now);
      });
      return { ending, seen: seenOf(hub), code, until, ...pageOf(hub), ...unsaved(hub) };
    },
    () => false,
  ),
  /** Only while nobody has claimed it: afterwards it is the household's. */
  'hub take-back': operation(Type.Object({}), Type.Object({ takenBack: Type.Literal(true) }), (hub, _, { by }) => {
    if (hub.people.isClaimed) throw refusal('is-claimed');
    if (hub.handover.at === undefined) throw refusal('not-handed-over');
    hub.together(() => {
      hub.codes.endOwnersCode();
      hub.handover.takeBack(by);
    });
    return { takenBack: true };
  }),
};

function endingOf(hub: Hub): HandedOver['ending'] {
  return {
    consents: hub.consents.standing().filter(isGiven).length,
    commands: hub.allowances.all().filter(isGiven).length,
    pairing: hub.pairing.until !== undefined,
  };
}

/** Of what opens something: it stays in use, so that the home goes on, until the household replaces it. */
function seenOf(hub: Hub): HandedOver['seen'] {
  const now = hub.clock.now();
  return {
    passwords: hub.clients.shownBy(now).map(({ name }) => name),
    keys: hub.clients.listClients().flatMap(({ name }) => (hub.certificates.inForce(name).length > 0 ? [name] : [])),
    brokers: hub.attached.all().flatMap(({ name, user }) => (user === undefined ? [] : [name])),
    recipients: hub.manifests
      .all()
      .flatMap(({ recipient }) => (hub.recipients.hasCredentials(recipient) ? [recipient] : [])),
  };
}

function isGiven({ state }: { readonly state: string }): boolean {
  return state === 'given';
}

/** Nobody was of the household yet, so no answer until now was its own, and neither is an account that a token tells. */
function endRest(hub: Hub, { by }: Caller): void {
  const now = hub.clock.now();
  hub.pairing.close();
  hub.sessions.end(() => true);
  hub.codes.endInvitations();
  hub.posture.reset(by);
  hub.allowances.withdraw(isGiven, now, by);
  hub.allowancesChanged();
  for (const { recipient, requests } of hub.manifests.all()) {
    if (hub.recipients.hasAccount(recipient))
      hub.lessen([{ type: 'account.ended', recipient }], by, () => hub.recipients.endAccount(recipient));
    for (const purpose of new Set(requests.map((request) => request.purpose))) {
      if (!hub.recipients.isLinkable(recipient, purpose)) continue;
      hub.lessen([{ type: 'codes.changed', recipient, purpose, linkable: false }], by, () =>
        hub.recipients.setLinkable(recipient, purpose, false),
      );
    }
  }
  hub.events.changed('recipients');
  hub.events.changed('pairing');
}

function pageOf(hub: Hub): { readonly page?: string } {
  const { https } = hub.webPorts;
  return https === undefined ? {} : { page: `https://${hub.names[0] ?? 'localhost'}:${https}` };
}
