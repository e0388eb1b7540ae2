import type { ConsentId } from '../../rules/consent.ts';
import { secretPlace } from '../../rules/delivery.ts';
import type { Holds } from '../../rules/hidden-identifiers.ts';
import type { Manifest, RecipientId } from '../../rules/manifest.ts';
import type { Permitted } from '../../rules/permitted.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import type { Moved } from '../events.ts';
import { createEpochs } from '../keys/epochs.ts';
import type { KeyStore } from '../keys/key-store.ts';
import type { HomeTime } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import type { Flow } from '../store/flow.ts';
import { type Addressed, Commands, type Judged } from './commands/commands.ts';
import type { Stopped } from './commands/looked-at.ts';
import { Connections } from './connections.ts';
import { contact } from './contact.ts';
import { Enrolments, type Standing } from './enrolment/enrolments.ts';
import { createHomes } from './homes.ts';
import type { Credentials } from './links/link.ts';
import { type Agreed, LOOK_MS, Notices, type ReceiptAsked } from './notices.ts';
import { type ActiveStream, type Delivery, Outbox, type Queued } from './outbox/outbox.ts';
import { Senders } from './senders.ts';
import { shownTo } from './way.ts';
import { type Found, fetchManifest } from './well-known.ts';

export interface RecipientsDeps {
  /** household.db */
  readonly db: Db;
  readonly flow: Flow;
  readonly keys: KeyStore;
  readonly clock: HomeTime;
  readonly random: Random;
  readonly log: Log;
  readonly manifest: (recipient: RecipientId) => Manifest | undefined;
  readonly inForce: (consent: ConsentId, now: number) => boolean;
  readonly activeStreams: () => readonly ActiveStream[];
  /** What is agreed to of a recipient's requests; it is told at its slots what changed. */
  readonly agreed: (recipient: string) => ReadonlyMap<string, Agreed>;
  /** The recipient's signed copy of how a request stands. */
  readonly receipt: (about: ReceiptAsked) => Promise<string | undefined>;
  /** The recipient acknowledged the notice of this name. */
  readonly told: (notice: string) => void;
  /** The recipient refuses this home. */
  readonly refused: (recipient: string) => void;
  /** The recipient acknowledged records under these consents. */
  readonly left: (consents: readonly string[]) => void;
  /** A batch was formed, or ended. */
  readonly moved: (moved: Moved) => void;
  /** The household's, whose days counts and sums are by. */
  readonly timeZone: string;
  /** True for a field of high sensitivity; its values are kept in the detail of what left only where that is wanted. */
  readonly isSensitive: (device: DeviceId, field: FieldName) => boolean;
  readonly keepsSensitive: () => boolean;
  /** Whether an id or name of the home stands in a value: what waited is looked at again before it is sealed. */
  readonly holds: Holds;
  /** What the household lets recipients make its devices do. */
  readonly commands: {
    /** An allowed command of this recipient is in force. */
    readonly mayCommand: (recipient: RecipientId) => boolean;
    /** The devices that the recipient's products speak about. */
    readonly reachable: (recipient: RecipientId) => readonly DeviceId[];
    readonly judge: (command: Addressed & { readonly recipient: RecipientId }, now: number) => Judged;
    /** Writes what reached no device into the ledger. */
    readonly stopped: (stopped: readonly Stopped[]) => void;
  };
  /** The registry's own random name of a device, which pseudonyms are made from. */
  readonly canonical: (device: DeviceId) => string | undefined;
}

/** The face of recipients/: what the line and the household may ask of the way out. */
export interface Recipients {
  /** Rows to commit with the reading's other effects, through `Flow.write`, and what to call once they are. */
  queue(permitted: readonly Permitted[]): Queued;
  keepUp(): Promise<void> | undefined;
  /** Call after the consents ended; resolves when nothing under them can leave any more. */
  withdraw(consents: readonly ConsentId[]): Promise<void>;
  /** Consents, manifests or slot periods changed. */
  planChanged(): void;
  /** `idle`, `connecting`, `sending`, or `waiting: ` and why. */
  states(): { readonly recipient: string; readonly state: string }[];
  /** The consents that records wait under, in the queue or in a batch. */
  waitingConsents(): Promise<ConsentId[]>;
  deliveries(since: number, most: number): Promise<Delivery[]>;
  /** The name of a consent in the batches of one stream epoch. */
  receiptId(consent: string, epoch: string): string;
  /** How connections came out that the disk did not take at first is tried again. */
  settleConnections(): Promise<void>;
  /** What the household gave for the address it is at now; undefined takes it back. */
  keepCredentials(recipient: string, credentials: Credentials | undefined): void;
  /** Whether any are kept that may be shown to it. */
  hasCredentials(recipient: string): boolean;
  /** Forgets what was given for another address, or another way to show it, than the manifest now says; true where it did. */
  forgetMisplaced(recipient: string): boolean;
  /** What a maker published at an address that a person asks for now; the attempt is recorded like every other. */
  fetchManifest(address: string, atTheHub: boolean): Promise<Found>;
  /** Why it cannot be reached, as a code, because a person asks for it now; nothing where it can. The attempt is recorded. */
  contact(recipient: RecipientId): Promise<string | undefined>;
  /** How a recipient took this home. */
  standing(manifest: Manifest): Standing;
  /** Says hello again to a recipient that refused. */
  tryAgain(recipient: string): void;
  /** Keeps a token from the recipient's app, to be told in the next hello; call `planChanged` then. */
  keepToken(recipient: string, token: string): void;
  hasAccount(recipient: string): boolean;
  /** Nothing tells the recipient any more whose account this home is; a new token is needed to share again. */
  endAccount(recipient: string): void;
  /** True where the household chose a code that stays for this stream. */
  isLinkable(recipient: string, purpose: string): boolean;
  setLinkable(recipient: string, purpose: string, linkable: boolean): void;
  /**
   * Queues a notice of the household's own for an enrolled recipient's next slots, and gives its name; nothing for one that
   * was never greeted, or that has no key.
   */
  tell(recipient: string, type: string, body: object): Promise<string | undefined>;
  /** What recipients call these consents in their batches, in an order that says nothing. */
  receiptsOf(consents: readonly ConsentId[]): string[];
  /** New codes in all its streams from the next record on. */
  renewCodes(recipient: string): void;
  /** Forgets what recipients call these consents. */
  forgetConsents(consents: readonly ConsentId[]): void;
  /** Commands that reached no device since then, by hour and reason. */
  stoppedCommands(since: number): Stopped[];
  /** Forgets all names and keys made for a recipient that the household removed; withdraw its consents first. */
  forget(recipient: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createRecipients(deps: RecipientsDeps): Recipients {
  const { flow, clock, random, log, inForce, activeStreams, canonical, left, moved } = deps;
  const { timeZone, isSensitive, keepsSensitive, holds } = deps;
  const delivery = (recipient: string) => deps.manifest(recipient as RecipientId)?.endpoint.delivery;
  const connections = new Connections(flow, clock);
  const homes = createHomes(deps);
  const enrolments = new Enrolments({ db: deps.db, keys: deps.keys, homes });
  const epochs = createEpochs(deps);
  const active = whoIsActive(activeStreams);
  const wake = (recipient: string) => senders.wake(recipient);
  const outbox: Outbox = new Outbox({
    ...{ flow, homes, epochs, clock, random, log, inForce, activeStreams, canonical, left, moved, wake },
    ...{ timeZone, isSensitive, keepsSensitive, holds, delivery, told: deps.told },
    look: (recipient, slot) => notices.look(recipient, slot),
    takesData: (recipient) => enrolments.isEnrolled(deps.manifest(recipient as RecipientId), clock.now()),
  });
  const notices: Notices = new Notices({
    ...{ flow, homes, clock, random, log },
    agreed: deps.agreed,
    receipt: deps.receipt,
    isTold: (recipient) => delivery(recipient) === undefined && homes.helloAcknowledged(recipient),
    hasSlots: (recipient) => active().get(recipient)?.has('slot') === true,
    carry(recipient, slot) {
      const purpose = epochs.purpose(recipient) ?? deps.manifest(recipient as RecipientId)?.requests[0]?.purpose;
      if (clock.knowsTime && delivery(recipient) === undefined && purpose !== undefined)
        outbox.carry({ recipient, purpose }, slot, LOOK_MS);
    },
  });
  const commands = new Commands({
    ...{ db: deps.db, homes, epochs, clock, log, canonical },
    manifest: (recipient) => deps.manifest(recipient as RecipientId),
    reachable: (recipient) => deps.commands.reachable(recipient as RecipientId),
    judge: ({ recipient, ...command }, now) =>
      deps.commands.judge({ ...command, recipient: recipient as RecipientId }, now),
    stopped: deps.commands.stopped,
  });
  const shown = (recipient: string) => {
    const manifest = deps.manifest(recipient as RecipientId);
    return manifest && shownTo(manifest, homes.credentials(recipient));
  };
  let running = false;

  const senders: Senders = new Senders({
    ...{ outbox, notices, homes, enrolments, clock, random, log },
    refused: deps.refused,
    connecting: (each, host) => connections.begin(each, host),
    manifest: (each) => deps.manifest(each as RecipientId),
    mayCommand: (each) => deps.commands.mayCommand(each as RecipientId),
    command: (each, sealed) => commands.take(each, sealed),
    isActive: (each) => active().has(each),
    // What is not sealed shows its size and content anyway.
    isMixed: (each) => delivery(each) === undefined && active().get(each)?.size === 2,
  });

  return {
    queue: (permitted) => outbox.queue(permitted),
    keepUp: () => outbox.keepUp(),
    async withdraw(consents) {
      await outbox.withdraw(consents);
      await senders.ceased();
    },
    planChanged() {
      if (!running) return;
      for (const recipient of active().keys()) senders.expect(recipient);
      senders.planChanged();
      outbox.planChanged().catch((error: unknown) => {
        log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'following the plan: not done');
      });
    },
    states: () => senders.states(),
    waitingConsents: () => outbox.waitingConsents(),
    deliveries: (since, most) => outbox.deliveries(since, most),
    keepCredentials(recipient, credentials) {
      const manifest = deps.manifest(recipient as RecipientId);
      const place = manifest?.origin === 'household' ? { for: secretPlace(manifest.endpoint) } : {};
      homes.keepCredentials(recipient, credentials && { ...credentials, ...place });
      enrolments.tryAgain(recipient);
      senders.reconnect(recipient);
    },
    hasCredentials: (recipient) => shown(recipient) !== undefined,
    forgetMisplaced(recipient) {
      if (homes.credentials(recipient) === undefined || shown(recipient) !== undefined) return false;
      homes.keepCredentials(recipient, undefined);
      return true;
    },
    async fetchManifest(address, atTheHub) {
      if (!running) await connections.start();
      return fetchManifest({ address, atTheHub, connecting: (host) => connections.begin(host, host) });
    },
    async contact(recipient) {
      const manifest = deps.manifest(recipient);
      if (!manifest) return 'no such recipient';
      return contact(manifest.endpoint, (host) => connections.begin(recipient, host));
    },
    standing: (manifest) => enrolments.standing(manifest, clock.now()),
    tryAgain(recipient) {
      enrolments.tryAgain(recipient);
      senders.reconnect(recipient);
    },
    keepToken: (recipient, token) => enrolments.keepToken(recipient, token),
    hasAccount: (recipient) => enrolments.hasAccount(recipient),
    endAccount: (recipient) => enrolments.endAccount(recipient),
    isLinkable: (recipient, purpose) => epochs.isLinkable(recipient, purpose),
    setLinkable: (recipient, purpose, linkable) => epochs.setLinkable(recipient, purpose, linkable, clock.now()),
    async tell(recipient, type, body) {
      if (delivery(recipient) !== undefined || !homes.helloAcknowledged(recipient)) return undefined;
      return notices.queue(recipient, type, body);
    },
    receiptsOf: (consents) => homes.receiptsOf(consents),
    renewCodes: (recipient) => epochs.renew(recipient, clock.now()),
    forgetConsents: (consents) => homes.forgetConsents(consents),
    async forget(recipient) {
      await senders.forget(recipient);
      await notices.forget(recipient);
      commands.forget(recipient);
      enrolments.forget(recipient);
      homes.forget(recipient);
      epochs.forget(recipient);
      await outbox.forget(recipient, epochs.streams());
    },
    stoppedCommands: (since) => commands.stopped(since),
    receiptId: (consent, epoch) => homes.receiptId(consent, epoch),
    settleConnections: () => connections.settle(),
    async start() {
      deps.keys.start();
      await connections.start();
      running = true;
      for (const recipient of active().keys()) senders.expect(recipient);
      await outbox.start();
      notices.start();
      commands.start();
      // Whoever is listened to is connected to, also when nothing waits.
      for (const recipient of active().keys())
        if (deps.commands.mayCommand(recipient as RecipientId)) senders.expect(recipient).planChanged();
    },
    async stop() {
      const wasRunning = running;
      running = false;
      notices.stop();
      await senders.stop();
      if (wasRunning) await commands.stop();
      await outbox.stop();
    },
  };
}

type Released = ReadonlySet<'slot' | 'live'>;

/** How what leaves is released to each recipient that has an active stream, gathered once for each list of streams. */
function whoIsActive(activeStreams: RecipientsDeps['activeStreams']): () => ReadonlyMap<string, Released> {
  let streams: readonly ActiveStream[] | undefined;
  let recipients = new Map<string, Released>();
  return () => {
    const now = activeStreams();
    if (now !== streams) {
      const of = Map.groupBy(now, ({ recipient }) => recipient as string);
      const released = (each: readonly ActiveStream[]) =>
        new Set(each.map(({ slotMs }) => (slotMs > 0 ? 'slot' : 'live')));
      recipients = new Map([...of].map(([recipient, each]) => [recipient, released(each)]));
    }
    streams = now;
    return recipients;
  };
}
