import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { capsOf, dayNumber, type Limits } from '../rules/budget.ts';
import { dayOf } from '../rules/calendar.ts';
import type { Consent, ConsentId } from '../rules/consent.ts';
import type { CommandHousehold } from '../rules/decide-command.ts';
import { MICRO } from '../rules/forms/noised.ts';
import type { Waiting } from '../rules/inbox.ts';
import type { RecipientId } from '../rules/manifest.ts';
import { isNeeded, type Knowing, knownWords, type Needs } from '../rules/needs.ts';
import { compile, type Household, type KnownDevice, type Plan, recompile, rehold } from '../rules/plan.ts';
import type { DeviceId, FieldName } from '../rules/reading.ts';
import { NOT_CLAIMED, type StandingRule } from '../rules/standing.ts';
import { NEVER } from '../rules/weigh.ts';
import { takesBack } from '../rules/window.ts';
import type { Sentences } from '../rules/words/speak.ts';
import type { Words } from '../rules/words-shown.ts';
import { agreedWith } from './agreed.ts';
import { Authorities } from './authorities.ts';
import { mayHaveSpent, refuseHalfRestored, restoredFrom, restoreNoted } from './backup/restored.ts';
import { decisionsOf, type Said, wordsOf } from './decisions.ts';
import { type Admission, Attached, type WriteGrants } from './devices/attach/attached.ts';
import { Broker } from './devices/broker/broker.ts';
import type { BrokerLimits } from './devices/broker/limits.ts';
import { Certificates } from './devices/certificates.ts';
import { Clients } from './devices/clients.ts';
import { shippedProfiles } from './devices/dialects/shipped-profiles.ts';
import { Pairing } from './devices/pairing/pairing.ts';
import { reachedAt } from './devices/pairing/reach.ts';
import { Registry } from './devices/registry.ts';
import { Sources } from './devices/sources.ts';
import { Events, type Noun } from './events.ts';
import type { EraseDeps } from './history/erase.ts';
import { OwnHome } from './history/own-home.ts';
import { SumUp } from './history/sum-up.ts';
import { Trim } from './history/trim.ts';
import { Allowances } from './household/allowances.ts';
import { carriedOver } from './household/carried-over.ts';
import { Codes } from './household/codes.ts';
import { type Choice, Consents } from './household/consents.ts';
import { Handover } from './household/handover.ts';
import { KnownSpending } from './household/known-spending.ts';
import type { Actor, Entry } from './household/ledger/entries.ts';
import { Ledger } from './household/ledger/ledger.ts';
import { Manifests } from './household/manifests.ts';
import { NotKept } from './household/not-kept.ts';
import { OwnKey } from './household/own-key.ts';
import { Passphrases } from './household/passphrase.ts';
import { People } from './household/people.ts';
import { Postponed } from './household/postponed.ts';
import { Posture } from './household/posture.ts';
import { signReceipt } from './household/receipts/jws.ts';
import { ConsentRecords } from './household/receipts/records.ts';
import { requestCopy } from './household/receipts/request-copy.ts';
import { Reserve } from './household/reserve.ts';
import { RightsRequests } from './household/rights/requests.ts';
import { Saver } from './household/saver.ts';
import { SecondThoughts } from './household/second-thoughts.ts';
import { Sessions } from './household/sessions.ts';
import { Settings } from './household/settings.ts';
import { StandingRules } from './household/standing-rules.ts';
import { HomeIdentifiers, identifiersOf, namesSomething } from './identifiers.ts';
import { hmac } from './keys/hash.ts';
import { KeyStore } from './keys/key-store.ts';
import { openUnder, settle } from './keys/move.ts';
import { wrappingOf, wrapWhatIsClear } from './keys/private-keys.ts';
import { databaseKey, type Root, unlock } from './keys/unlock.ts';
import type { Place } from './keys/where.ts';
import { Line } from './line.ts';
import { Obeying } from './obeying.ts';
import { OFFERING_GAP_MS, Offering } from './offering.ts';
import { atAGlance } from './operations/home.ts';
import type { Card } from './operations/open-requests.ts';
import type { ReceiptAsked } from './recipients/notices.ts';
import type { ActiveStream } from './recipients/outbox/outbox.ts';
import { createRecipients } from './recipients/recipients.ts';
import { createReveals } from './reveals.ts';
import { Attempts } from './runtime/attempts.ts';
import type { Clock } from './runtime/clock.ts';
import type { Config } from './runtime/config.ts';
import { HomeClock } from './runtime/home-clock.ts';
import { Kept } from './runtime/kept.ts';
import { shippedCatalogue, shippedNeeds, shippedPurposes } from './runtime/knowledge.ts';
import type { Log } from './runtime/log.ts';
import { noiseBytes } from './runtime/noise-bytes.ts';
import { closeToOthers } from './runtime/private-files.ts';
import type { Random } from './runtime/random.ts';
import { type TimeService, timeService } from './runtime/time-service.ts';
import { Unusable } from './runtime/unusable.ts';
import { RELEASED } from './runtime/version.ts';
import { Spending } from './spending.ts';
import { Copies, isPutBack, settleCopy } from './store/copies.ts';
import { type Db, quickCheck } from './store/database.ts';
import { Flow } from './store/flow.ts';
import { keptTime } from './store/kept-time.ts';
import { lockDirectory } from './store/lock.ts';
import { activeStreams } from './streams.ts';
import { Telling } from './telling.ts';
import { type WhyStayed, whyStayed } from './why-stayed.ts';

export interface HubOptions {
  readonly dataDir: string;
  readonly config: Config;
  /** The machine's; the hub goes by the home's time, which follows it as far as it can be believed. */
  readonly clock: Clock;
  /** In place of the machine's own time service. */
  readonly timeService?: () => TimeService;
  readonly random: Random;
  readonly log: Log;
  /** Whose data this is; a real hub never opens a demo's, nor a demo a real one's. */
  readonly madeBy: 'hub' | 'demo';
  /** Other numbers than BROKER_LIMITS, for measurements and tests. */
  readonly limits?: BrokerLimits;
  /** In place of OFFERING_GAP_MS, for tests. */
  readonly offeringGapMs?: number;
  /** What devices need to work, in place of what is shipped: the keys of a simulated maker are known to nobody before. */
  readonly needs?: Needs;
  /** Asks for what opens the root key, where the household chose a passphrase; asked at most once. */
  readonly passphrase?: () => Promise<string>;
}

/** The ports of the page and of what leads to it. */
interface WebPorts {
  readonly http?: number;
  readonly https?: number;
  readonly metrics?: number;
  readonly ingress?: number;
}

/** Another hub or a command has this data now. */
export class DirectoryInUse extends Unusable {}

/** The composition root: the only place that knows all parts. `open` readies the household, `start` the network. */
export async function openHub(options: HubOptions): Promise<Hub> {
  const { dataDir } = options;
  // What the hub writes is for its own user alone, also in a folder that others may look into.
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = lockDirectory(dataDir);
  if (!release)
    throw new DirectoryInUse(`another hub is running on ${dataDir}; stop it, or set HEARTHGATE_DATA to another folder`);
  const undo: (() => unknown)[] = [release];
  try {
    refuseHalfRestored(dataDir);
    closeToOthers(dataDir, options.log);
    settle(dataDir);
    const root = await unlock({
      ...{ dataDir, random: options.random, keyFile: options.config.rootKeyFile },
      passphrase: options.passphrase ?? noPassphrase,
    });
    if (wrapWhatIsClear(dataDir, root, options.random))
      options.log.warn('private keys that lay in the clear are wrapped by the root key from now on');
    const db = await openUnder(root, 'household', join(dataDir, 'household.db'));
    undo.unshift(() => db.close());
    checkMaker(db, options.madeBy, dataDir);
    if (isPutBack(db)) {
      // What was taken back since the copy was made is in force in it.
      new NotKept(dataDir).note();
      settleCopy(db);
      options.log.warn('household.db is the copy from before an update');
    }
    const flow = new Flow(join(dataDir, 'flow.db'), databaseKey(root, 'flow'));
    await flow.start();
    undo.unshift(() => flow.stop());
    const clock = new HomeClock({
      ...{ machine: options.clock, released: RELEASED, kept: keptTime(db) },
      service: options.timeService ?? (options.madeBy === 'demo' ? noTimeService : timeService),
    });
    return new Hub(options, clock, db, flow, root, release);
  } catch (error) {
    // Nothing that was opened keeps the process from ending.
    for (const each of undo) await each();
    throw error;
  }
}

export class Hub {
  readonly clock: HomeClock;
  readonly clients: Clients;
  readonly authorities: Authorities;
  readonly certificates: Certificates;
  readonly registry: Registry;
  readonly manifests: Manifests;
  readonly consents: Consents;
  readonly receipts: ConsentRecords;
  readonly allowances: Allowances;
  readonly obeying: Obeying;
  readonly standing: StandingRules;
  readonly postponed: Postponed;
  readonly settings: Settings;
  readonly sumUp: SumUp;
  readonly trim: Trim;
  readonly ownHome: OwnHome;
  readonly rights: RightsRequests;
  readonly posture: Posture;
  readonly people: People;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly handover: Handover;
  readonly passphrases: Passphrases;
  /** Wrong passphrases and codes. */
  readonly attempts = new Attempts(WRONG_ANSWERS);
  readonly secondThoughts = new SecondThoughts();
  /** What people ask for again and again, and what a large home makes dear. */
  readonly kept = { cards: new Kept<readonly Card[]>(), waiting: new Kept<readonly Waiting[]>() };
  /** What devices need to work, as far as is known. */
  readonly needs: Needs;
  readonly ledger: Ledger;
  readonly flow: Flow;
  readonly sources: Sources;
  readonly spending: Spending;
  readonly identifiers: HomeIdentifiers;
  readonly line: Line;
  readonly pairing: Pairing;
  readonly broker: Broker;
  readonly attached: Attached;
  readonly offering: Offering;
  readonly recipients: ReturnType<typeof createRecipients>;
  readonly events = new Events();
  /** What a field of a device reveals, and why it is thought so. */
  readonly reveals = createReveals(shippedCatalogue);
  readonly rootKeyPlace: Place;
  readonly #options: HubOptions;
  readonly #db: Db;
  readonly #saver: Saver;
  readonly #reserve: Reserve;
  readonly #copies: Copies;
  readonly #release: () => void;
  readonly #sharesUnclaimed: boolean;
  #plan: Plan;
  /** The plan's streams: asked for at every step of every recipient, and dear to gather. */
  #streams: readonly ActiveStream[];
  /** The devices that the plan was made for. */
  #planned: readonly KnownDevice[];
  /** Consents whose records the household holds back, also those that wait. */
  #takenBack: ReadonlySet<ConsentId> = NONE;
  #cancelExpiry: (() => void) | undefined;
  #cancelChanged: (() => void) | undefined;
  #webPorts: WebPorts = {};
  #started = false;
  /** Everything that was to be started is. */
  #serves = false;
  readonly #telling: Telling;

  constructor(options: HubOptions, clock: HomeClock, db: Db, flow: Flow, root: Root, release: () => void) {
    const { random, log, dataDir, config } = options;
    this.#options = options;
    this.clock = clock;
    this.#db = db;
    this.#release = release;
    this.flow = flow;
    this.#sharesUnclaimed =
      options.madeBy === 'demo' || db.prepare(`SELECT 1 FROM meta WHERE key = 'shares unclaimed'`).get() !== undefined;
    this.clients = new Clients(db);
    this.rootKeyPlace = root.place;
    const keys = new KeyStore({ db, dataDir, random, root: root.key });
    keys.start();
    this.registry = new Registry({
      ...{ db, random, clock, mark: markWith(keys, random, 'forgotten names') },
      decidedAbout: () => this.#decidedAbout(),
      gaveWay: (id) => {
        this.line.recent.forget(id);
        this.line.stayed.forget(id);
        this.identifiers.forget(id);
      },
    });
    this.ledger = new Ledger({ db, keys, clock, random });
    this.ledger.start();
    this.authorities = new Authorities({
      // Whoever checks a certificate has a clock of its own: it is made and judged by the machine's, which may be put right.
      ...{ dataDir, db, clock: options.clock, random, log, wrapping: wrappingOf(root, random) },
      names: config.names,
      record: (entries, change) => this.record(entries, 'hub', change),
    });
    const machineNow = () => options.clock.now();
    this.certificates = new Certificates({ db, now: machineNow, roots: () => this.authorities.deviceRoots });
    this.manifests = new Manifests(db, this.ledger, new OwnKey(keys));
    const notKept = new NotKept(dataDir);
    this.#reserve = new Reserve(dataDir, clock, random);
    this.#copies = new Copies(dataDir, clock);
    this.#saver = new Saver(clock, log, notKept, this.#reserve);
    this.consents = new Consents(db, random, this.ledger, this.#saver);
    this.standing = new StandingRules(db, random, this.ledger, this.#saver);
    this.receipts = new ConsentRecords({ db, keys, clock, random });
    this.postponed = new Postponed(db);
    this.settings = new Settings(db, this.ledger);
    this.rights = new RightsRequests(db);
    this.allowances = new Allowances(db, random, this.ledger, this.#saver);
    this.posture = new Posture(db, this.ledger, this.#saver);
    this.people = new People(db, random, this.ledger, this.#saver);
    this.sessions = new Sessions(db, random, this.#saver);
    this.codes = new Codes({ db, random, mark: markWith(keys, random, 'codes') });
    this.handover = new Handover(db, this.ledger);
    this.passphrases = new Passphrases(random);
    this.needs = options.needs ?? shippedNeeds();
    this.manifests.start();
    this.consents.start();
    this.standing.start();
    this.allowances.start();
    this.posture.start();
    this.settings.start();
    this.people.start();
    this.handover.start();
    this.sessions.start();
    if (notKept.isNoted) this.#stopUntilSomebodyLooked(notKept);
    const known = new KnownSpending(db, this.ledger, log);
    this.#stopAfterRestore();
    this.consents.expire(NONE, clock.now());
    this.allowances.expire(clock.now());
    this.#planned = this.registry.known();
    this.#plan = compile(this.household, clock.now());
    this.#streams = activeStreams(this.#plan);
    this.#takenBack = takenBackBy(this.#plan);
    this.obeying = new Obeying({
      ...{ allowances: this.allowances, manifests: this.manifests, ledger: this.ledger },
      ...{ registry: this.registry, clients: this.clients },
      household: () => this.commandHousehold,
      ...{ broker: () => this.broker, attached: () => this.attached },
      now: () => clock.now(),
    });
    this.#telling = new Telling({
      ...{ registry: this.registry, manifests: () => this.manifests.all() },
      ...{ broker: () => this.broker, attached: () => this.attached },
    });
    this.recipients = createRecipients({
      db,
      flow,
      keys,
      clock,
      random,
      log,
      manifest: (recipient) => this.manifests.get(recipient),
      inForce: (consent, now) =>
        !this.#takenBack.has(consent) &&
        this.consents.inForce(consent, now, (recipient) => this.manifests.get(recipient)?.version),
      activeStreams: () => this.#streams,
      canonical: (device) => this.registry.canonical(device),
      commands: {
        mayCommand: (recipient) => this.obeying.mayCommand(recipient),
        reachable: (recipient) => this.obeying.reachable(recipient),
        judge: (command, now) => this.obeying.judge(command, now),
        stopped: (stopped) => this.obeying.stopped(stopped),
      },
      agreed: (recipient) => agreedWith(recipient, this.consents.standing(), clock.now()),
      receipt: (about) => this.#receiptFor(about),
      refused: (recipient) =>
        this.ledger.append([{ type: 'enrolment.refused', recipient: recipient as RecipientId }], 'hub'),
      told: (notice) => this.rights.delivered(notice, clock.now()),
      left: (consents) => this.#follow(this.#left(consents)),
      moved: (moved) => this.events.tell({ event: 'left', ...moved }),
      timeZone: config.timeZone,
      isSensitive: (device, field) => this.isSensitive(device, field),
      keepsSensitive: () => this.settings.values.keepSensitive,
      holds: (value) => this.identifiers.holds(value),
    });
    const { ledger, recipients, settings } = this;
    const settleConnections = () => recipients.settleConnections();
    this.sumUp = new SumUp({ db, flow, ledger, clock, log, settleConnections });
    const { timeZone } = config;
    this.trim = new Trim({ flow, clock, log, timeZone, settings: () => settings.values, sumUp: this.sumUp });
    this.ownHome = new OwnHome({ flow, clock, timeZone });
    this.sources = new Sources(this.registry, shippedProfiles(), clock);
    const spent = (consents: readonly ConsentId[]) => {
      this.consents.spend(consents);
      this.#follow(this.#chosen(consents, []));
    };
    this.identifiers = new HomeIdentifiers({
      known: () => identifiersOf(this),
      isIdentifier: (id, field) => {
        const device = this.registry.get(id);
        return device !== undefined && namesSomething(this.reveals(device, field));
      },
    });
    this.spending = new Spending({
      ...{ flow, clock, timeZone, random: noiseBytes(), limits: () => this.limits },
      known: {
        read: () => {
          this.#countSinceBackup(known);
          return known.read();
        },
        keep: (all) => known.keep(all),
      },
    });
    this.line = new Line(
      {
        ...{
          sources: this.sources,
          identifiers: this.identifiers,
          flow,
          outbox: this.recipients,
          spending: this.spending,
          spent,
          clock,
          log,
        },
        saidBy: () => this.broker.said(),
      },
      this.#plan,
      this.#why(),
    );
    this.pairing = new Pairing({
      clock,
      random,
      isKnown: (name) => this.clients.client(name) !== undefined,
      changed: () => this.events.changed('pairing'),
    });
    this.broker = new Broker({
      newcomers: this.pairing,
      flow,
      clock,
      log,
      clients: this.clients,
      ...(options.limits ? { limits: options.limits } : {}),
      certified: (certificate) => this.certificates.holder(certificate),
      onPublish: (publish, owed) => {
        this.offering.heard(publish.topic, publish.payload);
        return this.line.take(publish, owed);
      },
      onRemembered: ({ client, topic, payload }) => this.sources.remember(client, topic, payload),
      onRefused: ({ client, reason }) => this.line.quarantine(client ?? 'unknown', reason, 'refused by the broker'),
      listeners: {
        host: config.host,
        ...(config.mqtt.enabled ? { mqtt: { port: config.mqtt.port } } : {}),
        ...(config.mqtts.enabled
          ? { mqtts: { port: config.mqtts.port, certificate: () => this.authorities.open('devices') } }
          : {}),
      },
    });
    this.attached = new Attached({
      ...{ db, keys, flow, clock, random, log, mark: bytesMarkedWith(keys, random, 'attached') },
      ports: () => Object.values(this.broker.ports()).filter((port) => port !== undefined),
      keep: (message, also) => this.line.keep(message, also),
      take: async (message) => void (await this.line.take(message)),
      takesNothing: () => this.line.takesNothing,
      remember: (speaker, topic, payload) => this.sources.remember(speaker, topic, payload),
      connected: (broker) => this.#follow(this.#telling.tellThere(this.#plan, broker)),
      changed: () => this.events.changed('brokers'),
    });
    this.offering = new Offering({
      ...{ clock, log, id: hubId(keys, random), look: () => atAGlance(this), stopAll: () => this.#stopFromOutside() },
      own: () => this.settings.values.offersItself,
      ...{ broker: () => this.broker, attached: () => this.attached },
      changed: () => this.events.changed('brokers'),
      gapMs: options.offeringGapMs ?? OFFERING_GAP_MS,
    });
    this.authorities.onLook(async () => {
      await this.broker.renewCertificate();
      this.broker.checkCertificates();
    });
    this.registry.onChange(() => {
      this.identifiers.grew();
      this.#devicesChanged();
    });
    this.events.on((told) => {
      if (told.event === 'changed' && NAMED.has(told.what)) this.identifiers.changed();
      this.offering.soon();
    });
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** `pass`: devices are served and what was agreed to leaves; `warn`: it stays, as the date is not known; else `fail`. */
  get readiness(): 'pass' | 'warn' | 'fail' {
    if (!this.#serves || !this.#db.open || !this.flow.isOpen) return 'fail';
    return this.clock.knowsTime ? 'pass' : 'warn';
  }

  /** Where people reach the page, once it is served. */
  get webPorts(): WebPorts {
    return this.#webPorts;
  }

  /** The page is served there, by whoever started the hub. */
  servedAt(ports: WebPorts): void {
    this.#webPorts = ports;
  }

  /** Where devices in the home connect with TLS; without a port the hub does not listen so. */
  get reached(): { readonly host: string; readonly port?: number } {
    const { mqtts } = this.broker.ports();
    return { host: reachedAt(this.#options.config.host), ...(mqtts === undefined ? {} : { port: mqtts }) };
  }

  /** Whether a person stopped all sharing, and until when. */
  get stopped(): { readonly stopped: boolean; readonly until?: string } {
    const now = this.clock.now();
    const ends = this.standing
      .all()
      .filter((rule) => rule.rule === 'pause' && rule.recipient === undefined && rule.device === undefined)
      .map(({ until = NEVER }) => until)
      .filter((until) => until > now);
    const last = Math.max(...ends);
    return {
      stopped: ends.length > 0,
      ...(ends.length > 0 && last < NEVER ? { until: new Date(last).toISOString() } : {}),
    };
  }

  /**
   * Whether anything may leave: somebody has claimed the hub, or shared already when there were no people yet. A simulated
   * home has nobody to claim it and nothing to protect.
   */
  get sharesYet(): boolean {
    return this.people.isClaimed || this.#sharesUnclaimed;
  }

  /** All sharing, until a person resumes it. Returns whether it was not stopped so before. */
  #stopAll(by: Actor): boolean {
    const isWhole = (rule: StandingRule) =>
      rule.rule === 'pause' && (rule.recipient ?? rule.device ?? rule.until) === undefined;
    if (this.standing.all().some(isWhole)) return false;
    this.standing.add({ rule: 'pause' }, this.clock.now(), by);
    return true;
  }

  /** Who says it twice changes nothing, and writes nothing into the ledger. */
  async #stopFromOutside(): Promise<void> {
    if (this.#stopAll('home assistant')) await this.rulesChanged();
  }

  /**
   * What was taken back since the backup was made is in force again: everything stays until somebody has looked. What was
   * disclosed since then is not known, and is counted as soon as the time is (`#countSinceBackup`).
   */
  #stopAfterRestore(): void {
    const backup = restoredFrom(this.#db);
    if (backup === undefined) return;
    this.together(() => {
      this.#stopAll('hub');
      this.ledger.append([{ type: 'restore.detected', backup }], 'hub');
    });
    this.#options.log.warn('the household was restored from a backup: sharing is stopped until it is resumed');
  }

  /** All that may have been disclosed since the backup that was restored counts as spent. */
  #countSinceBackup(known: KnownSpending): void {
    const backup = restoredFrom(this.#db);
    if (backup === undefined) return;
    const day = (at: number) => dayNumber(dayOf(at, this.timeZone));
    const noised = this.consents.all().flatMap(({ form, recipient }) => (form.form === 'noised' ? [recipient] : []));
    const days = {
      first: day(this.clock.accounting() ?? backup),
      wentBy: day(this.clock.now()) - day(backup),
    };
    this.together(() => {
      known.keep(mayHaveSpent(new Set(noised), days, this.limits.recipient.day));
      restoreNoted(this.#db);
    });
  }

  /** What was taken back before this start may be in force again: everything stays until somebody has looked. */
  #stopUntilSomebodyLooked(notKept: NotKept): void {
    const { log } = this.#options;
    this.#stopAll('hub');
    if (this.#saver.problem === undefined) notKept.clear();
    log.error(
      'what was taken back before the hub was started may be in force again: sharing is stopped until it is resumed',
    );
  }

  /** Somebody has claimed the hub: what they agree to leaves from now on. */
  async claimed(): Promise<void> {
    await this.rulesChanged();
    this.events.changed('people');
  }

  /** What is in force and not on the disk, as a sentence. */
  get unsaved(): string | undefined {
    return this.#saver.problem;
  }

  get random(): Random {
    return this.#options.random;
  }

  /** What the hub is called and reached by. */
  get names(): readonly string[] {
    return this.#options.config.names;
  }

  get trustedProxies(): readonly string[] {
    return this.#options.config.proxy.trusted;
  }

  get timeZone(): string {
    return this.#options.config.timeZone;
  }

  /** What erasing history is done with. */
  get erasing(): EraseDeps {
    return {
      ...{ db: this.#db, flow: this.flow, ledger: this.ledger, receipts: this.receipts, sumUp: this.sumUp },
      timeZone: this.timeZone,
      consents: () => this.consents.all(),
      clients: () => new Set(this.clients.listClients().map(({ name }) => name)),
      recipients: () => new Set(this.manifests.all().map(({ recipient }) => recipient)),
    };
  }

  /** Issues the listeners' certificates, so that starting finds them there. */
  async prepare(): Promise<void> {
    const { mqtts, https } = this.#options.config;
    if (mqtts.enabled) await (await this.authorities.open('devices')).server();
    if (https.enabled) await (await this.authorities.open('page')).server();
  }

  async start(): Promise<void> {
    this.#started = true;
    this.#reserve.start();
    this.#copies.start();
    if (this.ledger.problem) this.#options.log.error('the ledger is not what was signed');
    await this.sumUp.goOn();
    await this.line.start();
    await this.recipients.start();
    await this.sumUp.start();
    this.trim.start();
    const waiting = new Set(await this.recipients.waitingConsents());
    await this.#left(this.consents.all().flatMap(({ id }) => (waiting.has(id) ? [] : [id])));
    await this.#carryOver();
    await this.broker.start();
    this.attached.start();
    await this.offering.start();
    this.authorities.start();
    await this.#tellDevices();
    this.#expectExpiry();
    if (!this.clock.knowsTime) this.#options.log.warn(TIME_UNKNOWN);
    this.clock.start(() => this.#timeChanged());
    this.#serves = true;
  }

  /** The time is known now, or no more: what is over is worked out anew, and whoever sends goes on or waits. */
  #timeChanged(): void {
    const { log } = this.#options;
    if (this.clock.knowsTime) log.info('the time is known: sharing goes on');
    else log.warn(TIME_UNKNOWN);
    this.#follow(this.replan());
    this.events.changed('recipients');
    this.authorities.lookNow();
  }

  /** In order: no more input, what is in hand is committed, nothing more is sent, the databases close. */
  async stop(): Promise<void> {
    this.#cancelExpiry?.();
    this.#cancelChanged?.();
    this.authorities.stop();
    this.pairing.close();
    const started = this.#started;
    this.#started = false;
    this.#serves = false;
    if (started) {
      await this.offering.stop();
      await Promise.all([this.broker.stop(), this.attached.stop()]);
      await this.line.stop();
    }
    await this.recipients.stop();
    this.trim.stop();
    if (started) await this.sumUp.stop();
    await this.flow.stop();
    this.#saver.stop();
    this.#reserve.stop();
    this.#copies.stop();
    this.registry.stop();
    this.clock.stop();
    this.#db.close();
    this.#release();
  }

  /** Makes a change of household.db and its entries durable together, or neither. */
  record(entries: readonly Entry[], by: Actor, change: () => void): void {
    this.#db.transaction(() => {
      change();
      this.ledger.append(entries, by);
    })();
  }

  /** The same, with what the change found or made. */
  recorded<T>(entries: readonly Entry[], by: Actor, change: () => T): T {
    return this.together(() => {
      const made = change();
      this.ledger.append(entries, by);
      return made;
    });
  }

  /** Several changes of household.db, all or none. */
  together<T>(change: () => T): T {
    return this.#db.transaction(change)();
  }

  /** The same for what only lessens what others may do and is in force already: a disk that takes nothing is tried again. */
  lessen(entries: readonly Entry[], by: Actor, change: () => void): void {
    this.#saver.save(() => this.record(entries, by, change));
  }

  /** What SQLite says of both databases: `ok`, or what is wrong. */
  async checkDatabases(): Promise<{ readonly household: string; readonly flow: string }> {
    return { household: quickCheck(this.#db), flow: await this.flow.check() };
  }

  /**
   * Empties the journals of both databases and forgets what was before an update, so that no file holds what was deleted;
   * flash may keep old blocks.
   */
  async emptyJournals(): Promise<void> {
    this.#copies.forget();
    this.ownHome.forget();
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    await this.flow.emptyJournal();
  }

  /** Takes consents out of the line at once: out of open windows, the outbox, and what is sealed but not sent. */
  async withdraw(which: (consent: Consent) => boolean, by: Actor = 'household'): Promise<ConsentId[]> {
    const ended = this.consents.withdraw(which, this.clock.now(), by);
    await this.#chosen(ended, ended);
    return ended;
  }

  /** What Hearthgate itself knows of whether a field has to leave, in words. */
  knownWords(recipient: RecipientId, asked: Parameters<typeof isNeeded>[1], sentences: Sentences): string | undefined {
    const manifest = this.manifests.get(recipient);
    return manifest && knownWords(isNeeded(manifest, asked, this.knowing), sentences);
  }

  /** What is known of the home's devices, and whom their needs may go to. */
  get knowing(): Knowing {
    return {
      needs: this.needs,
      device: (id) => this.registry.get(id),
      pinned: (recipient) => this.manifests.fingerprint(recipient),
    };
  }

  /** What a person is to be shown before making these choices, in words. */
  wordsOf(choices: readonly Choice[], sentences: Sentences): Map<string, Words> {
    return wordsOf(choices, {
      sentences,
      household: this.household,
      purposes: shippedPurposes(),
      termsOf: (consent) => this.consents.termsOf(consent),
      isLinkable: (recipient, purpose) => this.recipients.isLinkable(recipient, purpose),
      known: ({ recipient, device, field, terms: { purpose } }) =>
        this.knownWords(recipient, { device, field, purpose }, sentences),
    });
  }

  /** Records choices and puts them in force; returns the new consents. */
  async choose(choices: readonly Choice[], said: Said): Promise<Consent[]> {
    const { made, ended } = this.#decide(choices, said);
    await this.#chosen([...made.map(({ id }) => id), ...ended], ended);
    return made;
  }

  /**
   * Consents to the version before stay good for the recipient's new manifest where it says the same, and are made anew
   * where it asks for less; the others permit nothing until somebody answers.
   */
  async manifestChanged(recipient: RecipientId): Promise<void> {
    const manifest = this.manifests.get(recipient);
    const standing = this.consents.standing();
    const before = this.manifests.carried(recipient);
    const { kept, lessened } =
      manifest && before !== undefined && before < manifest.version
        ? carriedOver(manifest, before, this.registry.known(), standing, (id) => this.consents.termsOf(id))
        : { kept: [], lessened: [] };
    if (manifest) this.consents.keep(kept, manifest.version);
    const { ended } = this.#decide(lessened, { words: new Map(), by: 'hub', how: NOT_ASKED_AGAIN });
    this.manifests.carry(recipient);
    await this.#recompile(standing.flatMap((consent) => (consent.recipient === recipient ? [consent.device] : [])));
    if (ended.length > 0) await this.recipients.withdraw(ended);
    this.events.changed('recipients');
    this.#consentsChanged();
  }

  /** What a new manifest means for consents, where a kill came between the two. */
  async #carryOver(): Promise<void> {
    for (const { recipient, version } of this.manifests.all()) {
      if (this.manifests.carried(recipient) !== version) await this.manifestChanged(recipient);
    }
  }

  #decide(choices: readonly Choice[], said: Said): { made: Consent[]; ended: ConsentId[] } {
    const { household, manifests, receipts } = this;
    return this.consents.choose(choices, this.clock.now(), said.by, (answers) =>
      receipts.keep(decisionsOf(answers, household, (recipient) => manifests.ref(recipient), said)),
    );
  }

  /** Standing rules changed, and nothing else. */
  async rulesChanged(): Promise<void> {
    const now = this.clock.now();
    if (now >= this.#plan.validUntil) await this.replan();
    else {
      const plan = rehold(this.#plan, this.household, now);
      await this.#swap(plan, plan);
    }
    this.#rulesTold();
  }

  /** Compiles the household's choices anew and puts the plan in force, whole. */
  async replan(): Promise<void> {
    const now = this.clock.now();
    const over = this.consents.expire(NONE, now);
    const rules = this.standing.all().length;
    this.standing.expire(now);
    this.allowances.expire(now);
    this.#planned = this.registry.known();
    await this.#swap(compile(this.household, now));
    if (over.length > 0) await this.recipients.withdraw(over);
    this.#endAccounts(over);
    if (over.length > 0) this.#consentsChanged();
    if (this.standing.all().length < rules) this.#rulesTold();
  }

  #decidedAbout(): ReadonlySet<string> {
    const rules = this.standing.all().flatMap((rule) => ('device' in rule && rule.device) || []);
    return new Set([...this.consents.all(), ...this.allowances.all()].map(({ device }) => device).concat(rules));
  }

  /** A device that keeps changing what it says it is must not keep everybody waiting: one new plan for all of a while. */
  #devicesChanged(): void {
    this.#cancelChanged ??= this.clock.after(CHANGES_MS, () => {
      this.#cancelChanged = undefined;
      this.#follow(this.replanDevices());
      this.events.changed('devices');
      this.events.changed('requests');
    });
  }

  /** Puts a plan in force for the devices as they are known now. */
  async replanDevices(): Promise<void> {
    const planned = new Set(this.#planned);
    const known = new Set(this.registry.known());
    const differ = [...planned, ...known].filter((device) => !(planned.has(device) && known.has(device)));
    this.#planned = [...known];
    await this.#recompile(differ.map(({ id }) => id));
  }

  /** What nobody waits for. While the hub stops, what is left undone is done at the next start. */
  #follow(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      if (this.#started) this.#options.log.error({ reason }, 'putting choices in force: not done');
    });
  }

  /** A consent that was given once ends when its record has left. */
  async #left(consents: readonly string[]): Promise<void> {
    const ended = this.consents.expire(new Set(consents), this.clock.now());
    if (ended.length > 0) await this.#chosen(ended, ended);
  }

  /** Compiles only the devices anew that these consents are about, and takes back what is queued under those that ended. */
  async #chosen(consents: readonly ConsentId[], ended: readonly ConsentId[]): Promise<void> {
    await this.#recompile(consents.flatMap((id) => this.consents.get(id)?.device ?? []));
    if (ended.length > 0) await this.recipients.withdraw(ended);
    this.#endAccounts(ended);
    if (consents.length > 0) this.#consentsChanged();
  }

  /** Whoever gets nothing any more is told no account either. */
  #endAccounts(ended: readonly ConsentId[]): void {
    const given = new Set(this.consents.standing().map(({ recipient, state }) => (state === 'given' ? recipient : '')));
    for (const recipient of new Set(ended.flatMap((id) => this.consents.get(id)?.recipient ?? []))) {
      if (given.has(recipient) || !this.recipients.hasAccount(recipient)) continue;
      this.lessen([{ type: 'account.ended', recipient }], 'hub', () => this.recipients.endAccount(recipient));
    }
  }

  #consentsChanged(): void {
    this.events.changed('consents');
    this.events.changed('requests');
  }

  #rulesTold(): void {
    this.events.changed('rules');
    this.events.tell({ event: 'stopped', ...this.stopped });
  }

  async #recompile(about: readonly DeviceId[]): Promise<void> {
    const now = this.clock.now();
    if (now >= this.#plan.validUntil) await this.replan();
    else await this.#swap(recompile(this.#plan, this.household, new Set(about), now));
  }

  /**
   * A plan in force, everywhere: what it takes back leaves windows and outbox, too. Devices are told where it is not as
   * in `told`.
   */
  async #swap(plan: Plan, told = this.#plan): Promise<void> {
    const before = this.#takenBack;
    this.#plan = plan;
    this.#streams = activeStreams(plan);
    this.#takenBack = takenBackBy(plan);
    await this.line.swap(plan, this.#why());
    const taken = [...this.#takenBack].filter((consent) => !before.has(consent));
    if (taken.length > 0) await this.recipients.withdraw(taken);
    this.recipients.planChanged();
    await this.#tellDevices(told);
    if (this.#started) this.#expectExpiry();
  }

  /** How much noised values may disclose. */
  get limits(): Limits {
    const { epsilonOfEach, epsilonOfAll } = this.settings.values;
    return { recipient: capsOf(Math.round(epsilonOfEach * MICRO)), all: capsOf(Math.round(epsilonOfAll * MICRO)) };
  }

  get household(): Household {
    return {
      devices: this.registry.known(),
      manifests: this.manifests.all(),
      consents: this.consents.standing(),
      standing: this.sharesYet ? this.standing.all() : [...this.standing.all(), NOT_CLAIMED],
      reveals: this.reveals,
      limits: this.limits,
      timeZone: this.#options.config.timeZone,
    };
  }

  get commandHousehold(): CommandHousehold {
    return { ...this.household, allowances: this.allowances.all() };
  }

  /** Answers about commands changed: whom the hub listens to may be another. */
  allowancesChanged(): void {
    this.recipients.planChanged();
    this.events.changed('requests');
    if (this.#started) this.#expectExpiry();
  }

  /** True for what may say much about people, and for what nobody knows. */
  isSensitive(id: DeviceId, field: FieldName): boolean {
    const device = this.registry.get(id);
    return device === undefined || this.reveals(device, field).sensitivity === 'high';
  }

  /** Why fields stay home under the choices that the plan in force was made from. */
  #why(): WhyStayed {
    return whyStayed(this.household, this.clock.now(), (device) => this.registry.get(device));
  }

  async #tellDevices(before?: Plan): Promise<void> {
    if (this.#started) await this.#telling.tell(this.#plan, before);
  }

  /** What may be said on an attached broker changed; what was said there and may be no more is taken back before. */
  async grantThere(broker: string, grants: WriteGrants): Promise<void> {
    if (!grants.sharing) this.#telling.takeBackThere(broker);
    this.attached.grant(broker, grants);
    await this.offering.follow();
    await this.#telling.tellThere(this.#plan, broker);
    this.events.changed('brokers');
    this.events.changed('requests');
  }

  /** The broker is where it was named now, and lets the hub in by what was given now; what it is allowed there stays. */
  async readmitThere(broker: string, admission: Admission): Promise<void> {
    const known = this.attached.get(broker);
    if (!known || this.attached.isAdmittedBy(broker, admission)) return;
    const { filters } = known;
    const { url } = admission;
    await this.grantThere(broker, { ...known.grants, itself: 'no' });
    this.record(url === known.url ? [] : [{ type: 'broker.attached', broker, url, filters }], 'hub', () =>
      this.attached.keepAdmission(broker, admission),
    );
    await this.attached.readmit(broker);
    // As they are on the disk, where somebody may have taken one back meanwhile.
    const grants = this.attached.get(broker)?.grants;
    if (grants) await this.grantThere(broker, grants);
  }

  /** The recipient's copy of how its request stands, signed as the home it knows. */
  async #receiptFor({ recipient, request, fields, withdrawn, home, at }: ReceiptAsked): Promise<string | undefined> {
    const consents = this.consents
      .all()
      .filter((one) => one.recipient === recipient && one.request === request && one.form.form !== 'withheld');
    const told = { home: home.home, fields, withdrawn, at };
    const copy = requestCopy(consents, (consent) => this.receipts.of(consent), told);
    return copy && signReceipt(copy, home.signing);
  }

  #expectExpiry(): void {
    this.#cancelExpiry?.();
    const ends = this.allowances.all().flatMap(({ state, until }) => (state === 'given' ? (until ?? []) : []));
    const validUntil = Math.min(this.#plan.validUntil, ...ends);
    if (validUntil < NEVER) this.#cancelExpiry = this.clock.at(validUntil, () => this.#follow(this.replan()));
  }
}

/** What is to be known again and not kept is known by this alone; the key is wrapped, so that whoever has the file cannot try names. */
function markWith(keys: KeyStore, random: Random, what: string): (name: string) => Uint8Array {
  const mark = bytesMarkedWith(keys, random, what);
  return (text) => mark(Buffer.from(text));
}

/** What this hub is called in topics on brokers of the home: nothing that is told to a recipient. */
function hubId(keys: KeyStore, random: Random): string {
  return Buffer.from(markWith(keys, random, 'offered')('hub'))
    .toString('hex')
    .slice(0, 8);
}

function bytesMarkedWith(keys: KeyStore, random: Random, what: string): (bytes: Uint8Array) => Uint8Array {
  const name = JSON.stringify([what]);
  const kept = keys.read(name);
  const key = kept ?? random(32);
  if (!kept) keys.keep(name, key);
  return (bytes) => hmac(key, bytes);
}

function takenBackBy({ routes }: Plan): ReadonlySet<ConsentId> {
  const taken = new Set<ConsentId>();
  for (const route of routes.values()) if (takesBack(route)) taken.add(route.consent.id);
  return taken;
}

/** Five wrong answers about one name are free, twenty of one address in all; then the wait grows up to five minutes. */
const WRONG_ANSWERS = {
  ...{ freePerName: 5, freePerAddress: 20, firstMs: 1_000, longestMs: 300_000 },
  ...{ forgottenMs: 1_800_000, remembered: 10_000 },
};
/** What has names. */
const NAMED: ReadonlySet<Noun> = new Set(['devices', 'people', 'brokers']);
/** How long changes of devices gather before they are planned for. */
const CHANGES_MS = 200;
const TIME_UNKNOWN = 'the time is not known: nothing is shared until it is';
const noTimeService = (): TimeService => 'unknown';
const NOT_ASKED_AGAIN = 'not asked again, because the new version asks only for less';

const NONE: ReadonlySet<ConsentId> = new Set();

async function noPassphrase(): Promise<string> {
  throw new Unusable('the root key opens with a passphrase, and nobody is there to be asked for it');
}

function checkMaker(db: Db, madeBy: string, dataDir: string): void {
  const row = db.prepare(`SELECT value FROM meta WHERE key = 'made by'`).get() as { value: string } | undefined;
  if (!row) {
    db.prepare(`INSERT INTO meta (key, value) VALUES ('made by', ?)`).run(madeBy);
  } else if (row.value !== madeBy) {
    db.close();
    throw new Unusable(
      `${dataDir} was made by the ${row.value === 'demo' ? 'simulated home of the demo' : 'real hub'} and is not opened here; choose another folder with HEARTHGATE_DATA`,
    );
  }
}
