import { BASE } from '../base.ts';
import { signal } from '../framework.ts';

/** What the hub tells while a page is open (docs/api.md). */
export interface Told {
  readonly changed: { readonly what: string };
  readonly left: {
    readonly batch: number;
    readonly recipient: string;
    readonly purpose: string;
    readonly state: 'waiting' | 'sent' | 'possibly received' | 'dropped';
    readonly records: number;
    readonly at: number;
  };
  readonly stayed: { readonly total: number };
  readonly stopped: { readonly stopped: boolean; readonly until?: string };
  readonly missed: Readonly<Record<string, never>>;
}

export type Kind = keyof Told;

/** Whether changes come by themselves, until it is known that they do not; then pages ask again every minute. */
export const isLive = signal(true);

const listeners = new Map<Kind, Set<(told: Told[Kind]) => void>>();
const KINDS: readonly Kind[] = ['changed', 'left', 'stayed', 'stopped', 'missed'];
const ASK_AGAIN_MS = 60_000;
let wasLive = false;
let source: EventSource | undefined;
let asking: ReturnType<typeof setInterval> | undefined;

/** Calls back for each event of a kind; returns a function that ends it. */
export function on<K extends Kind>(kind: K, listener: (told: Told[K]) => void): () => void {
  const all = listeners.get(kind) ?? new Set();
  listeners.set(kind, all);
  all.add(listener as (told: Told[Kind]) => void);
  return () => all.delete(listener as (told: Told[Kind]) => void);
}

/** Listens while somebody is signed in. `EventSource` comes back by itself and says what it had last. */
export function listen(): void {
  if (source) return;
  source = new EventSource(`${BASE}/api/v1/events`);
  source.onopen = () => {
    isLive.value = true;
    // A page that had heard nothing yet has no number to come back with, so the hub does not know what it missed.
    if (wasLive) tell('missed', {});
    wasLive = true;
  };
  source.onerror = () => {
    isLive.value = false;
    // Closed for good (a hub that is full, a session that ended): asking again takes its place.
    if (source?.readyState === EventSource.CLOSED) source = undefined;
  };
  for (const kind of KINDS)
    source.addEventListener(kind, ({ data }: MessageEvent<string>) => tell(kind, JSON.parse(data)));
  asking ??= setInterval(() => {
    if (isLive.value) return;
    listen();
    tell('missed', {});
  }, ASK_AGAIN_MS);
}

export function listenNoMore(): void {
  source?.close();
  source = undefined;
  clearInterval(asking);
  asking = undefined;
  wasLive = false;
  isLive.value = true;
}

function tell<K extends Kind>(kind: K, told: Told[K]): void {
  for (const listener of listeners.get(kind) ?? []) listener(told);
}
