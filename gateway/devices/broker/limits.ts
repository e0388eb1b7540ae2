import type { AttemptLimits } from '../../runtime/attempts.ts';
import type { Rate } from '../../runtime/rate.ts';
import type { Client } from '../clients.ts';
import { LARGEST_PACKET } from './connack.ts';
import type { FramingLimits } from './framing.ts';
import { CONNECTION_LIMITS, type ConnectionLimits } from './listeners.ts';
import type { PersistenceLimits } from './persistence.ts';

/** What one credential may have and do, over all its connections. */
export interface ClientLimits {
  readonly connections: number;
  /** Filters of its connections and of its sessions that are away. */
  readonly filters: number;
  /** A packet costs one unit for each KiB begun; a CONNECT and a filter cost what they make the hub do. */
  readonly rate: Rate;
}

export interface BrokerLimits {
  readonly framing: FramingLimits;
  readonly connections: ConnectionLimits;
  readonly clients: Readonly<Record<Client['kind'], ClientLimits>>;
  /** Of all clients together. */
  readonly rate: Rate;
  readonly attempts: AttemptLimits;
  readonly persistence: PersistenceLimits;
  /** Topics of Home Assistant's discovery that one credential may own. */
  readonly discoveryTopics: number;
  /** What may wait to be sent to all clients together, in bytes. */
  readonly unsentBytes: number;
  /** A longer keep-alive, or none, counts as this one. */
  readonly keepAliveS: number;
  /** A session that nobody came back to for so long is forgotten. */
  readonly sessionS: number;
  /** How long after the start a client of the former run may take to come back before its will is published. */
  readonly willGraceMs: number;
  /** Lines a minute that the log takes about one credential's refusals. */
  readonly refusalsLogged: number;
}

const MiB = 1024 * 1024;

/** Every limit of the broker that is a number of choice; docs/limits.md says why each is as it is, and is compared with it. */
export const BROKER_LIMITS: BrokerLimits = {
  framing: {
    connectBytes: 8 * 1024,
    packetBytes: 256 * 1024,
    bridgePacketBytes: LARGEST_PACKET,
    newcomerPacketBytes: 8 * 1024,
    connectMs: 10_000,
    packetMs: 60_000,
    pending: 1000,
    pendingBytes: 8 * MiB,
    unsentBytes: 40 * MiB,
    unsentMs: 10_000,
  },
  connections: CONNECTION_LIMITS,
  clients: {
    device: { connections: 16, filters: 200, rate: { perSecond: 500, burst: 10_000 } },
    bridge: { connections: 16, filters: 1000, rate: { perSecond: 5000, burst: 50_000 } },
    app: { connections: 64, filters: 5000, rate: { perSecond: 5000, burst: 50_000 } },
    newcomer: { connections: 4, filters: 4, rate: { perSecond: 10, burst: 1000 } },
  },
  rate: { perSecond: 50_000, burst: 200_000 },
  attempts: {
    freePerName: 2,
    freePerAddress: 10,
    firstMs: 250,
    longestMs: 4000,
    forgottenMs: 600_000,
    remembered: 10_000,
  },
  persistence: {
    retained: { topics: 10_000, bytes: 32 * MiB },
    queue: { messages: 1000, bytes: 4 * MiB, totalBytes: 64 * MiB },
    sessions: { total: 1000, perOwner: 20 },
    filters: 20_000,
  },
  discoveryTopics: 5000,
  unsentBytes: 128 * MiB,
  keepAliveS: 4 * 3600,
  sessionS: 30 * 24 * 3600,
  willGraceMs: 30_000,
  refusalsLogged: 10,
};
