/** What a page shows a list of. */
export type Noun =
  | 'devices'
  | 'recipients'
  | 'requests'
  | 'consents'
  | 'rules'
  | 'settings'
  | 'pairing'
  | 'people'
  | 'brokers';

/** How a batch to a recipient stands. */
export interface Moved {
  readonly batch: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly state: 'waiting' | 'sent' | 'possibly received' | 'dropped';
  readonly records: number;
  readonly at: number;
}

/** Something happened in the hub; names and counts, never a value. */
export type HubEvent =
  /** A list is not what it was: whoever shows it asks for it again. */
  | { readonly event: 'changed'; readonly what: Noun }
  | ({ readonly event: 'left' } & Moved)
  /** Whether all sharing is stopped, and until when; without `until`, until it is switched on again. */
  | { readonly event: 'stopped'; readonly stopped: boolean; readonly until?: string };

/** Tells whoever listens, at once and in order. */
export class Events {
  readonly #listeners = new Set<(event: HubEvent) => void>();

  /** Returns a function that ends it. */
  on(listener: (event: HubEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: HubEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  changed(what: Noun): void {
    this.tell({ event: 'changed', what });
  }
}
