import { Bucket, Pace, type Rate } from '../../runtime/rate.ts';
import type { Client } from '../clients.ts';
import type { Connection } from './connection.ts';
import type { ClientLimits } from './limits.ts';

export interface AllowancesDeps {
  readonly limits: Readonly<Record<Client['kind'], ClientLimits>>;
  readonly rate: Rate;
  /** Monotonic milliseconds. */
  now(): number;
}

interface Allowance {
  readonly bucket: Bucket;
  readonly connections: Set<Connection>;
}

/** What each credential has of the hub now, over all its connections, and whether it may have more. */
export class Allowances {
  readonly #deps: AllowancesDeps;
  readonly #all: Bucket;
  readonly #known = new Map<string, Allowance>();

  constructor(deps: AllowancesDeps) {
    this.#deps = deps;
    this.#all = new Bucket(deps.rate, deps.now());
  }

  mayConnect(client: Client): boolean {
    return (this.#known.get(client.name)?.connections.size ?? 0) < this.#deps.limits[client.kind].connections;
  }

  /** Counts the connection until it closes, and sets its pace. */
  connected(connection: Connection, client: Client): void {
    const { connections, bucket } = this.#of(client);
    connections.add(connection);
    connection.guard.pace = new Pace(bucket, this.#all);
    connection.guard.once('close', () => connections.delete(connection));
  }

  /** Whether the credential may hold one more filter; `away` are those of its sessions that are not connected. */
  mayHold(connection: Connection, client: Client, filter: string, away: () => number): boolean {
    if (connection.filters.has(filter)) return true;
    let held = away();
    for (const other of this.#of(client).connections) held += other.filters.size;
    if (held >= this.#deps.limits[client.kind].filters) return false;
    connection.filters.add(filter);
    return true;
  }

  /** A removed credential's name begins anew. */
  forget(name: string): void {
    this.#known.delete(name);
  }

  /** What it used is kept while the hub runs: a client that leaves and comes back has no more than one that stays. */
  #of(client: Client): Allowance {
    let allowance = this.#known.get(client.name);
    if (!allowance) {
      allowance = {
        bucket: new Bucket(this.#deps.limits[client.kind].rate, this.#deps.now()),
        connections: new Set(),
      };
      this.#known.set(client.name, allowance);
    }
    return allowance;
  }
}
