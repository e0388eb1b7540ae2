import type { Manifest } from '../../rules/manifest.ts';
import type { HomeTime } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Random } from '../runtime/random.ts';
import { Backlog } from './backlog.ts';
import type { Enrolments } from './enrolment/enrolments.ts';
import { Hello } from './enrolment/hello.ts';
import { refusalWords } from './enrolment/refusal-words.ts';
import type { Homes } from './homes.ts';
import { backoff } from './links/backoff.ts';
import { HttpsLink } from './links/https-link.ts';
import { type Credentials, isSealed, type Link, type LinkDeps, type Outcome } from './links/link.ts';
import { MqttLink } from './links/mqtt-link.ts';
import { NOT_AT_HOME } from './links/open-connection.ts';
import { OpenHttpLink } from './links/open-http-link.ts';
import type { Notices } from './notices.ts';
import type { Departure, Way } from './outbox/departures.ts';
import { schemeOf, shownTo, wayTo } from './way.ts';

export interface SenderDeps {
  readonly outbox: {
    /** When the first batch that waits was due; `telling`: of those that hold nothing but what is told to it. */
    firstAt(recipient: string, only?: 'telling'): Promise<number | undefined>;
    next(recipient: string, after: number, way: Way, only?: 'telling'): Promise<Departure | undefined>;
    acknowledged(recipient: string, batch: number): Promise<void>;
    refused(recipient: string, batch: number): Promise<void>;
  };
  readonly notices: Pick<Notices, 'expect'>;
  readonly homes: Homes;
  readonly enrolments: Enrolments;
  readonly clock: HomeTime;
  readonly random: Random;
  readonly log: Log;
  readonly manifest: (recipient: string) => Manifest | undefined;
  /** Keeps that this recipient's host is about to be contacted; rejects when the disk does not take it. */
  readonly connecting: (recipient: string, host: string) => Promise<(opened: boolean) => void>;
  /** A command of this recipient is allowed: then, and while a consent is in force, the hub stays connected to hear it. */
  readonly mayCommand: (recipient: string) => boolean;
  readonly command: (recipient: string, sealed: Uint8Array) => void;
  /** Writes into the ledger that the recipient refuses this home. */
  readonly refused: (recipient: string) => void;
  /** The recipient took this home. */
  readonly enrolled: (recipient: string) => void;
  /** A consent for this recipient is in force: without one there is no look-up of its name and no connection. */
  readonly isActive: (recipient: string) => boolean;
}

/** A recipient that can be sent to now. */
interface Ready {
  readonly manifest: Manifest;
  readonly way: Way;
}

/**
 * Sends one recipient's batches in order, over a link of its own, so that no recipient delays another. Hello comes first
 * until it is acknowledged. Works only while there is something to send, and never without a usable manifest.
 */
export class Sender {
  readonly #recipient: string;
  readonly #deps: SenderDeps;
  readonly #hello: Hello;
  #hearing: Promise<void> = Promise.resolve();
  #state = 'idle';
  /** `hears`: what comes down is taken, for the answer to hello until there are commands to listen to. */
  #link: { readonly key: string; readonly link: Link; hears: 'hello' | 'commands' | 'nothing' } | undefined;
  /** Data that is being sent. */
  readonly #underWay = new Set<{ readonly batch: Departure; readonly sent: Promise<void> }>();
  #work: Promise<void> | undefined;
  #again = false;
  /** A person mended something while it was sending: it is tried again at once, however that send ends. */
  #anew = false;
  #basis = '';
  #failures = 0;
  /** How long it is left alone at least, as it asked for or because only a person can mend what is wrong. */
  #aloneMs = 0;
  /** What it refused last, until it takes something again. */
  #refusal: string | undefined;
  #lastFailure = '';
  #connectedSince: number | undefined;
  #cancelRetry: (() => void) | undefined;
  #stopped = false;
  readonly #backlog: Backlog;

  constructor(recipient: string, deps: SenderDeps) {
    this.#recipient = recipient;
    this.#deps = deps;
    this.#backlog = new Backlog(deps.clock);
    this.#hello = new Hello({ ...deps, recipient });
  }

  /** For people: `idle`, `sending`, or `waiting: ` and why. */
  state(): string {
    return this.#state;
  }

  /** There is something new to send; does nothing while it is sending or waits after a failure. */
  wake(): void {
    if (this.#stopped || this.#cancelRetry) return;
    this.#again = true;
    this.#work ??= this.#run();
  }

  /** Manifest or consents changed: what stood in the way may be gone, or the link no longer wanted. */
  planChanged(): void {
    if (this.#stopped) return;
    const ready = this.#ready();
    if ('because' in ready || !this.#fits(ready.manifest)) this.#dropLink();
    // A wait after a failure is cut short only by what may have mended it: plans change often, clouds do not.
    const basis =
      'because' in ready ? ready.because : JSON.stringify([ready.manifest.version, ready.manifest.endpoint]);
    if (basis !== this.#basis) {
      this.#cancelRetry?.();
      this.#cancelRetry = undefined;
    }
    this.#basis = basis;
    this.wake();
  }

  /** What the link shows of the home changed: the next send connects anew, at once. */
  reconnect(): void {
    this.#anew = true;
    this.#dropLink();
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.wake();
  }

  /** Resolves when nothing is under way that may not be: what does not end by itself soon is cut off. */
  async ceased(): Promise<void> {
    const taken = [...this.#underWay].filter(({ batch }) => !batch.stillPermitted()).map(({ sent }) => sent);
    if (taken.length > 0 && !(await areSoon(taken))) this.#dropLink();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#dropLink();
    await this.#work;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      this.#anew = false;
      let done = false;
      try {
        done = await this.#send();
      } catch (error) {
        this.#failed(error instanceof Error ? error.message : 'unknown');
      }
      if (done || this.#stopped) continue;
      this.#again = this.#anew;
      if (this.#again) continue;
      this.#retryLater();
    }
    // In the same step as the last look at `#again`: a wake from here on begins anew.
    this.#work = undefined;
  }

  #retryLater(): void {
    this.#failures++;
    this.#cancelRetry?.();
    const wait = Math.max(this.#aloneMs, backoff(this.#failures, this.#deps.random));
    this.#aloneMs = 0;
    this.#cancelRetry = this.#deps.clock.after(wait, () => {
      this.#cancelRetry = undefined;
      this.wake();
    });
  }

  /** Whoever listens connects again; whoever only sends does at the next slot. */
  #lost(): void {
    const { clock } = this.#deps;
    const since = this.#connectedSince;
    this.#connectedSince = undefined;
    if (this.#stopped || !this.#listens()) return;
    if (since !== undefined && clock.monotonic() - since > STEADY_MS) this.#failures = 0;
    if (!this.#cancelRetry) this.#retryLater();
  }

  /** Not before hello: when that is sent must tell no more than a slot does. */
  #listens(): boolean {
    const { homes, mayCommand, isActive } = this.#deps;
    return isActive(this.#recipient) && mayCommand(this.#recipient) && homes.helloAcknowledged(this.#recipient);
  }

  /** Sends all there is. False: it failed, and is to be tried again later. */
  async #send(): Promise<boolean> {
    const { outbox } = this.#deps;
    const tells = (await outbox.firstAt(this.#recipient, 'telling')) !== undefined;
    // The household's own word, a withdrawal most of all, is told also where nothing is shared any more.
    const ready = this.#ready(tells);
    if ('because' in ready) return this.#waitFor(ready.because);
    if (!tells && (await outbox.firstAt(this.#recipient)) === undefined) {
      return this.#listens() ? this.#stay(ready.manifest) : this.#rest();
    }
    this.#state = this.#failures > 0 ? 'waiting: the recipient cannot be reached' : 'connecting';
    const link = this.#linkTo(ready.manifest);
    if (!(await this.#connect(link)) || !(await this.#enrol(link))) return false;
    if (!this.#isEnrolled() && !this.#deps.homes.helloAcknowledged(this.#recipient)) return true;
    // Credentials that came with the answer hold from here on.
    const enrolled = this.#linkTo(ready.manifest);
    if (!(await this.#connect(enrolled))) return false;
    return (await this.#drain(enrolled)) && (!this.#listens() || this.#stay(ready.manifest));
  }

  async #stay(manifest: Manifest): Promise<boolean> {
    if (!(await this.#connect(this.#linkTo(manifest)))) return false;
    return this.#rest();
  }

  #rest(): true {
    this.#state = this.#refusal ?? 'idle';
    return true;
  }

  /** What goes on past the end of an answer asks for a connection that nobody would close any more. */
  async #connect(link: Link): Promise<boolean> {
    if (this.#stopped || (await link.connect()) === 'retry') return false;
    this.#connectedSince ??= this.#deps.clock.monotonic();
    return true;
  }

  /** DESIGN.md section 5: a new home's first message; the recipient pins the keys in it. */
  async #enrol(link: Link): Promise<boolean> {
    const { outbox, clock, log } = this.#deps;
    if (this.#isEnrolled()) return true;
    const ready = this.#ready();
    if ('because' in ready) return this.#waitFor(ready.because);
    if ('delivery' in ready.way || !isSealed(link)) return true;
    // Hello stands at the time of the batch that it goes before: when it is really sent stays unsaid.
    const at = (await outbox.firstAt(this.#recipient)) ?? clock.now();
    const said = await this.#hello.say(link, ready.manifest, ready.way.key, at, () => !('because' in this.#ready()));
    if (said === 'ended') this.#ended(ready.manifest);
    if (typeof said === 'object' && said.retry !== undefined) this.#failed(said.retry);
    if (said === 'refused') return this.#waitFor(this.#hindrance(ready.manifest) ?? 'refused');
    if (said !== 'accepted') return false;
    this.#deps.notices.expect(this.#recipient);
    this.#deps.enrolled(this.#recipient);
    log.info({ recipient: this.#recipient }, 'enrolled with a recipient');
    return true;
  }

  #isEnrolled(): boolean {
    const { manifest, enrolments, clock } = this.#deps;
    return enrolments.isEnrolled(manifest(this.#recipient), clock.now());
  }

  /** What came down: the answer to hello, or a command where this recipient may send any. */
  #came(sealed: Uint8Array): void {
    const asCommand = () => {
      if (this.#listens()) this.#deps.command(this.#recipient, sealed);
    };
    if (!this.#hello.isAwaited) {
      asCommand();
      return;
    }
    this.#hearing = this.#hearing
      .then(() => this.#hello.hear(sealed))
      .then(
        (isAnswer) => (isAnswer ? this.wake() : asCommand()),
        (error: unknown) => this.#failed(error instanceof Error ? error.message : 'unknown'),
      );
  }

  /**
   * Batches in order; live ones a few at once where the link keeps the order, those of slots one after another: of what waited
   * while nobody was there only one was sealed. Who takes no data, or not again yet, gets what only tells. After a failure all
   * begins again at the first.
   */
  async #drain(link: Link): Promise<boolean> {
    const underWay = this.#underWay;
    const sends = () => [...underWay].map(({ sent }) => sent);
    let failed = false;
    let blocked = false;
    let last = 0;
    const wasEnrolled = this.#isEnrolled();
    while (!failed && !this.#stopped) {
      if (wasEnrolled && !this.#isEnrolled()) {
        this.#again = true;
        break;
      }
      const forData = this.#ready();
      const only = wasEnrolled && !('because' in forData) ? undefined : 'telling';
      const ready = only ? this.#ready(true) : forData;
      if ('because' in ready) {
        blocked = this.#waitFor(ready.because);
        break;
      }
      // Sealing is committed as perhaps received, so it waits until there is a connection to be received over.
      if ((await link.connect()) === 'retry') {
        failed = true;
        break;
      }
      const batch = await this.#deps.outbox.next(this.#recipient, last, ready.way, only);
      if (!batch && 'because' in forData) blocked = this.#waitFor(forData.because);
      if (!batch || failed) break;
      last = batch.id;
      await this.#backlog.inTurn(batch);
      // Between sealing and this line the household may have withdrawn; the outbox closes such a batch.
      if (!batch.stillPermitted()) continue;
      this.#state = 'sending';
      const sent = this.#deliver(link, ready.manifest, batch)
        .then((ok) => {
          failed ||= !ok;
        })
        .finally(() => underWay.delete(sending));
      const sending = { batch, sent };
      underWay.add(sending);
      if (underWay.size >= (batch.isLive ? link.window : 1)) await Promise.race(sends());
    }
    await Promise.all(sends());
    if (!failed && !blocked) this.#rest();
    return !failed;
  }

  async #deliver(link: Link, manifest: Manifest, batch: Departure): Promise<boolean> {
    const outcome: Outcome = await link.send(batch.bytes, 'data', () => batch.stillPermitted());
    // Taken back meanwhile is no failure of the recipient's: the outbox closes the batch, and the next one goes on.
    if (outcome === 'retry' && !batch.stillPermitted()) return true;
    if (outcome === 'ended') this.#ended(manifest);
    if (outcome === 'stopped') this.#stuck();
    if (outcome !== 'acknowledged' && outcome !== 'refused') return false;
    this.#failures = 0;
    this.#refusal = outcome === 'refused' ? `waiting: it did not take what was sent (${this.#lastFailure})` : undefined;
    try {
      const { outbox } = this.#deps;
      if (outcome === 'refused') await outbox.refused(this.#recipient, batch.id);
      else await outbox.acknowledged(this.#recipient, batch.id);
      return true;
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : 'unknown');
      return false;
    }
  }

  /** What is needed before anything is sealed; never a fall-back to something weaker (promise 5). */
  #ready(toTell = false): Ready | { readonly because: string } {
    const { manifest: find, homes, clock, isActive } = this.#deps;
    const manifest = find(this.#recipient);
    if (!manifest) return { because: 'manifest missing' };
    if (!clock.knowsTime) return { because: 'the time is not known' };
    const expires = manifest.expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(manifest.expires);
    // A date that cannot be read is not greater than now, so it counts as past.
    if (!(expires > clock.now())) return { because: 'manifest expired' };
    if (!toTell && !isActive(this.#recipient)) return { because: 'no consent in force' };
    if (homes.endedAt(this.#recipient) === manifest.version) return { because: 'the recipient takes nothing more' };
    const hindrance = toTell ? undefined : this.#hindrance(manifest);
    if (hindrance !== undefined) return { because: hindrance };
    const way = wayTo(manifest, (each) => homes.owns(each), this.#credentials(manifest));
    return 'because' in way ? way : { manifest, way };
  }

  /** Why a recipient that could be reached gets nothing. */
  #hindrance(manifest: Manifest): string | undefined {
    const { enrolments, clock } = this.#deps;
    const standing = enrolments.standing(manifest, clock.now());
    if (standing.state === 'needs a token') return 'a token from its app is needed';
    return standing.state === 'refused' ? refusalWords(manifest.controller.name, standing.because) : undefined;
  }

  /** Not a failure: `planChanged` comes when it can go on. */
  #waitFor(because: string): true {
    const state = `waiting: ${because}`;
    if (this.#state !== state) this.#deps.log.warn({ recipient: this.#recipient, because }, 'sending waits');
    this.#state = state;
    return true;
  }

  #ended(manifest: Manifest): void {
    this.#deps.homes.end(this.#recipient, manifest.version);
    this.#waitFor('the recipient takes nothing more');
  }

  /** Only a person can mend it; until then it is asked seldom. */
  #stuck(): void {
    this.#aloneMs = SELDOM_MS;
    this.#waitFor(`it takes nothing (${this.#lastFailure}); look at its address and secret`);
  }

  #failed(because: string, waitMs = 0): void {
    if (this.#stopped) return;
    this.#lastFailure = because;
    this.#aloneMs = Math.max(this.#aloneMs, waitMs);
    this.#state =
      because === NOT_AT_HOME
        ? 'waiting: its address is not one at home, and what it gets goes no further'
        : 'waiting: the recipient cannot be reached';
    this.#deps.log.warn({ recipient: this.#recipient, because }, 'sending failed');
  }

  #linkTo(manifest: Manifest): Link {
    if (this.#link && this.#fits(manifest)) return this.#link.link;
    this.#dropLink();
    const hears = this.#hears(manifest);
    const deps: LinkDeps = {
      endpoint: manifest.endpoint,
      home: this.#deps.homes.of(this.#recipient),
      credentials: this.#credentials(manifest),
      connecting: (host) => this.#deps.connecting(this.#recipient, host),
      ...(hears !== 'nothing' && { commands: (sealed) => this.#came(sealed) }),
      lost: () => this.#lost(),
      failed: (because, waitMs) => this.#failed(because, waitMs),
    };
    const link = linkOf(manifest, deps);
    this.#link = { key: this.#keyOf(manifest), link, hears };
    return link;
  }

  /** Another endpoint, other credentials, or a home that begins or ends to listen: another link. */
  #fits(manifest: Manifest): boolean {
    const link = this.#link;
    if (link?.key !== this.#keyOf(manifest)) return false;
    // The connection that hello went over hears already: to make another for commands would lose the first of them.
    if (this.#listens() && link.hears === 'hello') link.hears = 'commands';
    return this.#listens() ? link.hears === 'commands' : link.hears !== 'commands';
  }

  #keyOf(manifest: Manifest): string {
    return JSON.stringify([manifest.endpoint, this.#credentials(manifest)]);
  }

  /** A connection that hello goes over also hears its answer, which comes over MQTT by the way that commands come. */
  #hears(manifest: Manifest): 'hello' | 'commands' | 'nothing' {
    const { enrolments, clock } = this.#deps;
    if (this.#listens()) return 'commands';
    const isSigned = (manifest.keys.commands ?? []).length > 0;
    return isSigned && enrolments.standing(manifest, clock.now()).state === 'due' ? 'hello' : 'nothing';
  }

  /** Without those that are over: with them there would be no way to say hello again. */
  #credentials(manifest: Manifest): Credentials | undefined {
    const { homes, clock } = this.#deps;
    const credentials = shownTo(manifest, homes.credentials(this.#recipient));
    return credentials?.until !== undefined && credentials.until <= clock.now() ? undefined : credentials;
  }

  #dropLink(): void {
    const link = this.#link?.link;
    this.#link = undefined;
    this.#connectedSince = undefined;
    this.#hello.giveUp();
    link?.stop();
  }
}

/** How long a withdrawal waits for the answer to what was on the wire already. */
const CEASE_MS = 1_000;

/** Whether all of these end soon. */
async function areSoon(all: readonly Promise<unknown>[]): Promise<boolean> {
  const given = Promise.withResolvers<false>();
  const timer = setTimeout(() => given.resolve(false), CEASE_MS);
  const soon = await Promise.race([Promise.all(all).then(() => true), given.promise]);
  clearTimeout(timer);
  return soon;
}

/** A connection that lasted so long did not fail. */
const STEADY_MS = 600_000;

/** As often as this whoever does not take the secret, or is no longer there, is asked again. */
const SELDOM_MS = 6 * 3_600_000;

function linkOf(manifest: Manifest, deps: LinkDeps): Link {
  const { delivery } = manifest.endpoint;
  if (schemeOf(manifest).startsWith('mqtt')) return new MqttLink(deps);
  return delivery === undefined ? new HttpsLink(deps) : new OpenHttpLink(deps, delivery);
}
