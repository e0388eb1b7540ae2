import type { Language } from '../rules/words/speak.ts';
import type { Attached } from './devices/attach/attached.ts';
import type { OfferState } from './devices/attach/offer.ts';
import { BIRTH_TOPIC, hubTopics, isHubs } from './devices/hub-topics.ts';
import { configText, type Glance, PRESSED, stateText } from './offered.ts';
import type { Clock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';

export interface OfferingDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** What this hub is called in topics: hexadecimal, the same at every start. */
  readonly id: string;
  readonly look: () => Promise<Glance>;
  /** All sharing, until a person resumes it. */
  readonly stopAll: () => Promise<void>;
  /** In whose words it is offered on the hub's own broker. */
  readonly own: () => 'no' | Language;
  readonly broker: () => {
    publish(message: { topic: string; payload: Buffer; qos: 1; retain: true }): Promise<void>;
    retained(which: (message: { readonly topic: string }) => boolean): number;
  };
  readonly attached: () => Pick<Attached, 'all' | 'offer'>;
  /** How it goes on an attached broker is not as it was. */
  readonly changed: () => void;
  readonly gapMs: number;
}

/** Nothing is said oftener: who counts must not be told the moment of each message. */
export const OFFERING_GAP_MS = 3_000;

/** Rights that are given later are told by no broker; asked for after so many gaps. */
const AGAIN_GAPS = 10;
/** What nothing tells of, a day that ends say. */
const LOOK_MS = 60_000;
/** Of the hub's own broker; no attached one can have that name. */
const OWN = '';

/**
 * Offers the hub itself to Home Assistant where a person granted that, on its own broker and on attached ones: counts, and
 * a button that stops all sharing. Nothing that is said to it there resumes anything.
 */
export class Offering {
  readonly #deps: OfferingDeps;
  readonly #places = new Map<string, Place>();
  #started = false;
  #state: string | undefined;
  #saidAt = Number.NEGATIVE_INFINITY;
  #cancelSoon: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;
  /** One at a time, in order. */
  #work: Promise<void> = Promise.resolve();

  constructor(deps: OfferingDeps) {
    this.#deps = deps;
  }

  /** Call once the broker is there. */
  async start(): Promise<void> {
    this.#started = true;
    await this.follow();
    // A hub that was killed while the grant was taken back.
    if (!this.#places.has(OWN) && this.#deps.broker().retained(({ topic }) => isHubs(topic)) > 0)
      await clear(this.#ownPlace('en'), this.#deps.id);
    this.#lookLater();
  }

  /** Says that the hub is gone, where it was offered. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelSoon?.();
    this.#cancelLook?.();
    await this.#work;
    const { availability } = hubTopics(this.#deps.id);
    const places = [...this.#places.values()];
    this.#places.clear();
    await Promise.all(
      places.map(async (place) => {
        await place.keep(availability, 'offline');
        await place.end();
      }),
    );
  }

  /** Offers the hub where it is granted now, and takes it back where it is not any more. */
  follow(): Promise<void> {
    return this.#next(async () => {
      if (!this.#started) return;
      const granted = this.#granted();
      for (const [name, place] of [...this.#places]) {
        if (granted.get(name) === place.language) continue;
        this.#places.delete(name);
        if (!granted.has(name)) await clear(place, this.#deps.id);
        await place.end();
      }
      for (const [name, language] of granted) {
        if (this.#places.has(name)) continue;
        const place = name === OWN ? this.#ownPlace(language) : this.#placeAt(name, language);
        if (place) this.#places.set(name, place);
        if (place && name === OWN) await this.#introduce(place);
      }
    });
  }

  /** Something that Home Assistant is shown may have changed. */
  soon(): void {
    if (!this.#started || this.#places.size === 0) return;
    const wait = Math.max(0, this.#saidAt + this.#deps.gapMs - this.#deps.clock.monotonic());
    this.#cancelSoon ??= this.#deps.clock.after(wait, () => {
      this.#cancelSoon = undefined;
      this.#follow(this.#next(() => this.#sayState()));
    });
  }

  /** A client of the hub's own broker said this now. */
  heard(topic: string, payload: Uint8Array): void {
    const place = this.#places.get(OWN);
    if (place && (topic === BIRTH_TOPIC || isHubs(topic))) this.#heard(place, topic, Buffer.from(payload).toString());
  }

  /** How it goes on an attached broker; undefined where it is not offered. */
  state(broker: string): OfferState | undefined {
    return this.#places.get(broker)?.state();
  }

  #granted(): Map<string, Language> {
    const { own, attached } = this.#deps;
    const all = [
      [OWN, own()] as const,
      ...attached()
        .all()
        .map(({ name, grants }) => [name, grants.itself] as const),
    ];
    return new Map(all.flatMap(([name, language]) => (language === 'no' ? [] : [[name, language] as const])));
  }

  #heard(place: Place, topic: string, payload: string): void {
    if (topic === BIRTH_TOPIC) {
      if (payload === 'online') this.#follow(this.#next(() => this.#introduce(place)));
    } else if (topic === hubTopics(this.#deps.id).stop && payload === PRESSED) this.#follow(this.#deps.stopAll());
  }

  /** All that Home Assistant is to know, in the order in which it reads it. */
  async #introduce(place: Place): Promise<void> {
    if (!this.#started || ![...this.#places.values()].includes(place)) return;
    const { config, availability, state } = hubTopics(this.#deps.id);
    const now = this.#deps.clock.monotonic();
    if (now - place.introducedAt < this.#deps.gapMs) return;
    place.introducedAt = now;
    this.#state ??= stateText(await this.#deps.look());
    await place.keep(config, configText(this.#deps.id, place.language));
    await place.keep(availability, 'online');
    await place.keep(state, this.#state);
    this.soon();
  }

  async #sayState(): Promise<void> {
    this.#saidAt = this.#deps.clock.monotonic();
    const text = stateText(await this.#deps.look());
    if (text === this.#state || !this.#started) return;
    this.#state = text;
    const { state } = hubTopics(this.#deps.id);
    for (const place of this.#places.values()) await place.keep(state, text);
  }

  #lookLater(): void {
    this.#cancelLook = this.#deps.clock.after(LOOK_MS, () => {
      this.soon();
      this.#lookLater();
    });
  }

  #ownPlace(language: Language): Place {
    const { broker } = this.#deps;
    return {
      language,
      introducedAt: Number.NEGATIVE_INFINITY,
      state: () => 'offered',
      keep: (topic, text) => broker().publish({ topic, payload: Buffer.from(text), qos: 1, retain: true }),
      end: async () => undefined,
    };
  }

  #placeAt(name: string, language: Language): Place | undefined {
    const { attached, changed, id, gapMs } = this.#deps;
    const { availability, stop } = hubTopics(id);
    const offer = attached().offer(name, {
      will: { topic: availability, payload: 'offline' },
      hears: [stop, BIRTH_TOPIC],
      againMs: AGAIN_GAPS * gapMs,
      onConnected: () => {
        place.introducedAt = Number.NEGATIVE_INFINITY;
        this.#follow(this.#next(() => this.#introduce(place)));
      },
      onHeard: (topic, payload) => this.#heard(place, topic, payload),
      onChanged: changed,
    });
    if (!offer) return undefined;
    const place: Place = {
      language,
      introducedAt: Number.NEGATIVE_INFINITY,
      state: () => offer.state,
      keep: async (topic, text) => void (await offer.keep(topic, text)),
      end: () => offer.stop(),
    };
    offer.start();
    return place;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  /** What nobody waits for. */
  #follow(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      if (this.#started) this.#deps.log.error({ reason }, 'speaking to Home Assistant: not done');
    });
  }
}

/** A broker where the hub is offered. */
interface Place {
  readonly language: Language;
  /** When all was last said there, by the monotonic clock. */
  introducedAt: number;
  state(): OfferState;
  /** Has the broker keep it; an empty text deletes what it keeps (MQTT-3.3.1-10). */
  keep(topic: string, text: string): Promise<void>;
  end(): Promise<void>;
}

/** Home Assistant forgets a device whose config is deleted; what was told of it goes, too. */
async function clear(place: Place, id: string): Promise<void> {
  const { config, availability, state } = hubTopics(id);
  for (const topic of [config, availability, state]) await place.keep(topic, '');
}
