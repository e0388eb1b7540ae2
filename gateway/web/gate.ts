import type { IncomingMessage } from 'node:http';
import { type Refusal, tooSoon } from '../operations/refusal.ts';
import type { Clock } from '../runtime/clock.ts';
import { refusedBy } from './guard.ts';
import type { Asking } from './host.ts';
import { type Ingress, refusedWithin } from './ingress.ts';
import type { Rates } from './rates.ts';

export interface GateDeps {
  readonly clock: Clock;
  readonly rates: Rates;
  readonly asking: () => Asking;
  /** Where Home Assistant hands requests on. */
  readonly ingress?: Ingress;
}

/** What every request passes before anybody looks at what it asks: also what is no address, and what is no JSON. */
export class Gate {
  readonly #deps: GateDeps;

  constructor(deps: GateDeps) {
    this.#deps = deps;
  }

  get rates(): Rates {
    return this.#deps.rates;
  }

  /** Whoever asks in the end, behind the proxies that are trusted. */
  addressOf(request: IncomingMessage): string {
    return this.#deps.asking().proxies.addressOf(request);
  }

  refusedBy(request: IncomingMessage): Refusal | undefined {
    const { rates, clock, asking, ingress } = this.#deps;
    const wait = rates.waitMs('address', this.addressOf(request), clock.monotonic());
    if (wait > 0) return tooSoon('too-many-requests', wait);
    return ingress ? refusedWithin(request, ingress) : refusedBy(request, asking());
  }
}
