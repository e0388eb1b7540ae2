import { dayOf } from '../rules/calendar.ts';
import type { ConsentId } from '../rules/consent.ts';
import { bringsIdentifier, tellsIdentifier } from '../rules/hidden-identifiers.ts';
import type { RandomBytes } from '../rules/noise.ts';
import type { Permitted } from '../rules/permitted.ts';
import type { Plan, Route } from '../rules/plan.ts';
import type { DeviceId, FieldName, Instant } from '../rules/reading.ts';
import { apply, begin, closeDue, GRACE_MS, type RouteState, takesBack } from '../rules/window.ts';
import type { Speaker } from './devices/clients.ts';
import type { Heard, Sources } from './devices/sources.ts';
import type { HomeIdentifiers } from './identifiers.ts';
import { Recent } from './recent.ts';
import { RouteStates } from './route-states.ts';
import type { HomeTime } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import type { Spending } from './spending.ts';
import { Stayed } from './stayed.ts';
import type { Flow, Operation } from './store/flow.ts';
import type { WhyStayed } from './why-stayed.ts';

/** One publish as the broker hands it over, after it knew the client and checked its rights, or as a broker that we read along on sent it. */
export interface Publish {
  readonly client: Speaker;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly receivedAt: Instant;
}

export interface LineDeps {
  readonly sources: Sources;
  /** What tells this home from others, and never leaves. */
  readonly identifiers: Pick<HomeIdentifiers, 'heard' | 'holds'>;
  readonly flow: Flow;
  readonly outbox: {
    queue(permitted: readonly Permitted[]): { readonly operations: Operation[]; readonly committed: () => void };
    keepUp(): Promise<void> | undefined;
  };
  /**
   * By what the broker knows what was said in this commit, should it be said again; nothing by itself, so it goes with what
   * that led to, or not at all.
   */
  readonly saidBy?: () => readonly Operation[];
  /** Consents that were given once, whose one record is on the disk. */
  readonly spent: (consents: readonly ConsentId[]) => void;
  readonly spending: Pick<Spending, 'read' | 'draw' | 'changes' | 'committed'>;
  readonly clock: HomeTime;
  readonly log: Log;
}

/** QoS 0 promises nothing, so its effects may wait this long for a commit; QoS 1 and 2 never wait. */
const LAZY_MS = 60_000;
/** But what is to leave live not so long. */
const LIVE_MS = 5_000;
/** After a commit that failed. */
const RETRY_MS = 5_000;
const WEEK_MS = 7 * 86_400_000;
/** Everyone closes windows on the same second of the minute: the grace after the minute's end. */
const MINUTE_MS = 60_000;
/** Counts of what stayed are written so often at least; who looks has them written before. */
const STAYED_MS = 30 * MINUTE_MS;
/** Quarantine lines of one source in a minute; what it sends beyond is only counted, and wears no disk out. */
const MOST_NOTED = 30;

/**
 * A reading's life up to the record: receive → understand → decide → shape → record. Sealing and sending go on in
 * recipients/. Nothing leaves but what `#shape` made from a route of the plan.
 */
export class Line {
  readonly #deps: LineDeps;
  readonly stayed = new Stayed();
  readonly recent = new Recent();
  readonly #states: RouteStates;
  readonly #noted = new Map<string, number>();
  #plan: Plan;
  #why: WhyStayed;
  #group: Group = emptyGroup();
  #stayedKept = Number.NEGATIVE_INFINITY;
  #lazy: { readonly ms: number; readonly cancel: () => void } | undefined;
  #cancelClose: (() => void) | undefined;
  /** Set while the disk takes nothing. */
  #cancelResume: (() => void) | undefined;

  constructor(deps: LineDeps, plan: Plan, why: WhyStayed) {
    this.#deps = deps;
    this.#states = new RouteStates(deps.flow);
    this.#plan = plan;
    this.#why = why;
  }

  /** Reads back the windows that were open and closes those whose time has come. */
  async start(): Promise<void> {
    await this.#readStates();
    this.#beginNoised();
    this.#tellSpent();
    this.#closeWindows();
  }

  async stop(): Promise<void> {
    this.#cancelResume?.();
    this.#cancelClose?.();
    this.#lazy?.cancel();
    this.#states.settle();
    await this.#commit();
    await this.keepStayed();
  }

  /**
   * Resolves when everything the publish led to and `also` are on the disk, in one commit (QoS 0 without `also`: at once);
   * only then is it acknowledged. False: the disk did not take it. The home goes on, and what was said stays home (`store`).
   * Undefined: it led to nothing that is kept.
   */
  take(publish: Publish, also: readonly Operation[] = NOTHING): Promise<boolean> | undefined {
    const led = this.#hear(publish);
    if (!led && also.length === 0) return undefined;
    this.#group.also.push(...also);
    return this.#record(publish.qos > 0 || also.length > 0);
  }

  /** For whoever can say it again: where the disk does not take it, it is as if nothing had been said. */
  async keep(publish: Publish, also: readonly Operation[]): Promise<boolean> {
    if (this.takesNothing) return false;
    return (await this.take(publish, also)) ?? true;
  }

  /** While the disk takes nothing: what is heard then is not shared. */
  get takesNothing(): boolean {
    return this.#cancelResume !== undefined;
  }

  /** What could not be understood, by whom, why and its shape; it stays here and is kept short. */
  quarantine(source: string, reason: string, shape: string): void {
    const { clock } = this.#deps;
    this.stayed.countNotUnderstood();
    const line = `${source} ${reason} ${shape}`;
    const noted = this.#noted.get(source) ?? 0;
    if (this.#group.others.has(line) || noted >= MOST_NOTED) return;
    this.#noted.set(source, noted + 1);
    this.#group.others.set(line, ['quarantine add', clock.now(), source, reason, shape]);
    void this.#record(false);
  }

  /** The plan in force with why fields stay under it, replaced whole; windows of routes that are gone or taken back are dropped with what they held. */
  async swap(plan: Plan, why: WhyStayed): Promise<void> {
    this.stayed.settle(this.#why);
    this.#why = why;
    this.#plan = plan;
    const gone = new Set<string>();
    for (const [route, state] of this.#states.all()) {
      const kept = plan.routes.get(route);
      if (!kept || (takesBack(kept) && !state.spent)) gone.add(route);
    }
    this.#states.forget(gone);
    this.#beginNoised();
    this.#group.permitted = this.#group.permitted.filter((each) => stillPermitted(plan, each));
    // A disk that takes nothing keeps them until it takes something again; a start finds no route for them.
    if (gone.size > 0) await this.#commit();
  }

  /** Whether it led to anything that is to be recorded. */
  #hear(publish: Publish): boolean {
    const heard = this.#understand(publish);
    switch (heard.kind) {
      case 'nothing':
        return false;
      case 'quarantine':
        this.quarantine(publish.client.name, heard.reason, heard.shape);
        return true;
      case 'readings':
        for (const reason of heard.leftOver) this.quarantine(publish.client.name, reason, 'part of a payload');
        for (const reading of heard.readings) {
          this.recent.heard(reading);
          this.#deps.identifiers.heard(reading);
          for (const field of reading.fields) {
            const routes = this.#decide(reading.device, field.name);
            if (!routes) this.stayed.countUnrouted(reading.device, field.name);
            else for (const route of routes) this.#shape(route, field.value, reading.at, publish.receivedAt);
          }
        }
        return true;
    }
  }

  #understand(publish: Publish): Heard {
    return this.#deps.sources.hear(publish.client, publish.topic, publish.payload, publish.receivedAt);
  }

  #decide(device: DeviceId, field: FieldName): readonly Route[] | undefined {
    return this.#plan.devices.get(device)?.get(field);
  }

  #shape(route: Route, value: number | boolean | string, at: Instant, now: Instant): void {
    if (now >= route.until) {
      this.stayed.count(route.device, route.field, 'expired');
      return;
    }
    if (this.takesNothing) {
      this.stayed.count(route.device, route.field, 'store');
      return;
    }
    if (!this.#deps.clock.knowsTime) {
      this.stayed.count(route.device, route.field, 'clock');
      return;
    }
    if (bringsIdentifier(route, value, this.#deps.identifiers.holds)) {
      this.stayed.count(route.device, route.field, 'identifier');
      return;
    }
    this.#group.shaped.push(route);
    const before = this.#states.get(route.id);
    const { state, permitted, dropped } = apply(route, before, value, at, now, this.#plan.timeZone);
    if (dropped) this.stayed.count(route.device, route.field, dropped);
    if (permitted) this.#permit(permitted);
    if (!state || (dropped && state === before)) return;
    this.#states.took({ route: route.id, value, at, now }, state);
    if (state.spent) this.#group.spent.push(route.consent.id);
  }

  /** The one way to the outbox. */
  #permit(permitted: Permitted): void {
    if (tellsIdentifier(permitted, this.#deps.identifiers.holds)) {
      this.stayed.count(permitted.device, permitted.field, 'identifier');
      return;
    }
    this.#group.permitted.push(permitted);
    if (permitted.slotMs === 0) this.#group.isLive = true;
  }

  /** Everything heard in one turn of the event loop is one commit. */
  #record(durable: boolean): Promise<boolean> {
    const group = this.#group;
    if (!durable) {
      this.#commitBy(group.isLive ? LIVE_MS : LAZY_MS);
      return DONE;
    }
    if (!group.done) {
      const done = Promise.withResolvers<boolean>();
      group.done = done;
      setImmediate(() => this.#group.done === done && this.#commit());
    }
    return group.done.promise;
  }

  #commitBy(ms: number): void {
    const { clock } = this.#deps;
    if (this.#lazy !== undefined && this.#lazy.ms <= ms) return;
    this.#lazy?.cancel();
    this.#lazy = { ms, cancel: clock.after(ms, () => void this.#commit()) };
  }

  async #readStates(): Promise<void> {
    await this.#deps.spending.read();
    const isKept = (route: string) => {
      const known = this.#plan.routes.get(route);
      return known !== undefined && !takesBack(known);
    };
    await this.#states.read(isKept, ({ route, value, at, now }, before) => {
      const known = this.#plan.routes.get(route);
      return known && apply(unheld(known), before, value, at, now, this.#plan.timeZone).state;
    });
  }

  /** Their windows are released from now on, whether anything is said or not. */
  #beginNoised(): void {
    const { clock } = this.#deps;
    const now = clock.now();
    for (const route of this.#plan.routes.values()) {
      if (route.released.form !== 'noised' || this.#states.get(route.id)) continue;
      const state = begin(route, now, this.#plan.timeZone);
      if (state) this.#states.became(route.id, state);
    }
  }

  /** Noise for one window of a route; where there is none, what was said in it stays home. */
  #draw(route: Route, from: Instant): RandomBytes | undefined {
    const bytes = this.#deps.spending.draw(route, from);
    if (bytes === undefined) this.stayed.count(route.device, route.field, 'no budget');
    return bytes;
  }

  async #commit(): Promise<void> {
    const group = this.#group;
    this.#group = emptyGroup();
    this.#lazy?.cancel();
    this.#lazy = undefined;
    const { outbox, log, spending } = this.#deps;
    const { operations: spends, spent } = spending.changes();
    let committed: () => void;
    try {
      const writing = this.#write(group, spends);
      committed = writing.committed;
      await writing.written;
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'recording readings: not committed');
      this.#suspend(group);
      group.done?.resolve(false);
      return;
    }
    spending.committed(spent);
    committed();
    if (group.spent.length > 0) this.#deps.spent(group.spent);
    const { done, lost, isLive } = group;
    const behind = isLive ? outbox.keepUp() : undefined;
    if (behind) behind.then(() => done?.resolve(!lost));
    else done?.resolve(!lost);
  }

  /** What is written is let go of here: whatever is held while the disk is waited for is copied, and copied again. */
  #write(group: Group, spends: readonly Operation[]): { written: Promise<void> | undefined; committed: () => void } {
    const { flow, outbox, saidBy } = this.#deps;
    const said = saidBy?.() ?? NOTHING;
    const { operations: queued, committed } = outbox.queue(group.permitted);
    group.permitted = [];
    const operations: Operation[] = [...group.also, ...group.others.values(), ...queued];
    operations.push(...spends, ...this.#states.changes(group.done === undefined));
    return { written: operations.length > 0 ? flow.write([...operations, ...said]) : undefined, committed };
  }

  /**
   * What was not committed is as if it had never been said: it stays home, and so does all that is said until the disk
   * takes something again. Windows go on from what the disk has.
   */
  #suspend(group: Group): void {
    for (const { device, field } of [...group.shaped, ...this.#group.shaped]) this.stayed.count(device, field, 'store');
    this.#group = { ...emptyGroup(), done: this.#group.done, lost: this.#group.done !== undefined };
    this.#states.clear();
    this.#cancelResume ??= this.#deps.clock.after(RETRY_MS, () => void this.#resume());
  }

  async #resume(): Promise<void> {
    const { flow, clock, log } = this.#deps;
    try {
      await flow.write([['quarantine add', clock.now(), 'the hub', 'store', 'the disk took nothing for a while']]);
      await this.#readStates();
      this.#cancelResume = undefined;
      log.info('recording readings: goes on');
    } catch {
      this.#cancelResume = clock.after(RETRY_MS, () => void this.#resume());
    }
  }

  #tellSpent(): void {
    const spent: ConsentId[] = [];
    for (const [id, state] of this.#states.all()) {
      const route = this.#plan.routes.get(id);
      if (route && state.spent) spent.push(route.consent.id);
    }
    if (spent.length > 0) this.#deps.spent(spent);
  }

  /** Windows close at their end + 30 s; all of them end on whole minutes, so one look a minute finds each in time. */
  #closeWindows(): void {
    const { clock } = this.#deps;
    const now = clock.now();
    // What is open may be over for longer than is known: it is closed when the time is known.
    const gone = new Set<string>();
    for (const [id, state] of clock.knowsTime ? this.#states.all() : NO_STATES) {
      const route = this.#plan.routes.get(id);
      if (!route) continue;
      const closed = closeDue(route, state, now, this.#plan.timeZone, (from) => this.#draw(route, from));
      for (const permitted of now < route.until ? closed.permitted : []) this.#permit(permitted);
      if (closed.state === state && closed.permitted.length === 0) continue;
      if (closed.state) {
        this.#states.became(id, closed.state);
        if (closed.state.spent) this.#group.spent.push(route.consent.id);
      } else gone.add(id);
    }
    this.#states.forget(gone);
    void this.#commit();
    this.#noted.clear();
    if (now - this.#stayedKept >= STAYED_MS || !this.#sameDay(now)) void this.keepStayed();
    const next = Math.floor((now - GRACE_MS) / MINUTE_MS + 1) * MINUTE_MS + GRACE_MS;
    this.#cancelClose = clock.at(next, () => this.#closeWindows());
  }

  #sameDay(now: number): boolean {
    const { timeZone } = this.#plan;
    return dayOf(now, timeZone) === dayOf(now + MINUTE_MS, timeZone);
  }

  /** Writes down what stayed since the last time, for whoever is about to look; also while the disk takes nothing: then it counts later. */
  async keepStayed(): Promise<void> {
    const { clock, flow } = this.#deps;
    const now = clock.now();
    this.#stayedKept = now;
    const counts = this.stayed.drain(dayOf(now, this.#plan.timeZone), this.#why);
    await flow.write([...counts, ['quarantine trim', now - WEEK_MS]]).catch(() => this.stayed.putBack(counts));
  }
}

/** What one commit will hold. */
interface Group {
  permitted: Permitted[];
  /** The routes that readings went, one for each value. */
  readonly shaped: Route[];
  /** Consents that were given once, whose one record this commit holds. */
  readonly spent: ConsentId[];
  /** Quarantine lines and deletions, each once. */
  readonly others: Map<string, Operation>;
  /** What a publish brought along. */
  readonly also: Operation[];
  /** It holds what is to leave live. */
  isLive: boolean;
  /** Whoever waits for it, and hears whether the disk took it. */
  done: PromiseWithResolvers<boolean> | undefined;
  /** The disk took nothing when it began. */
  lost: boolean;
}

function emptyGroup(): Group {
  return {
    ...{ permitted: [], shaped: [], spent: [], others: new Map(), also: [] },
    ...{ isLive: false, done: undefined, lost: false },
  };
}

/** What was taken in is not held back afterwards. */
function unheld({ held: _, hours: __, ...route }: Route): Route {
  return route;
}

function stillPermitted(plan: Plan, permitted: Permitted): boolean {
  const routes = plan.devices.get(permitted.device)?.get(permitted.field);
  return routes?.some((route) => route.consent.id === permitted.consent && !takesBack(route)) ?? false;
}

const DONE = Promise.resolve(true);
const NOTHING: readonly Operation[] = [];
const NO_STATES: Iterable<[string, RouteState]> = [];
