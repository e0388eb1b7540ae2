import type { Network } from '../devices/attach/address.ts';
import { Connection, connect, type Target } from '../devices/attach/connection.ts';
import type { Problem } from '../devices/attach/problem.ts';
import type { Random } from '../runtime/random.ts';
import type { Message } from './gathered.ts';

export interface Listening {
  readonly filters: readonly string[];
  readonly forMs: number;
  /** Ends it early; what was heard counts. */
  readonly signal: AbortSignal;
  readonly random: Random;
  readonly onMessage: (message: Message) => void;
  /** It is connected, and hears from now on. */
  readonly onBegin: () => void;
  readonly network: Network;
}

export interface Listened {
  readonly seconds: number;
  /** Filters that this user may not read. */
  readonly refused: readonly string[];
  /** Why it ended before its time. */
  readonly problem?: Problem;
}

/** So long it is waited at the end for what is on its way. */
const LAST_WORDS_MS = 1_000;
const GOODBYE_MS = 1_000;

/**
 * Listens on a broker for a while as one of its clients. It asks for the topics and says goodbye, and nothing else: no
 * last will, no message, no acknowledgement (QoS 0), and a session that ends with the connection.
 */
export async function listen(target: Target, listening: Listening): Promise<Listened | Problem> {
  const { filters, forMs, signal, random, onMessage, onBegin, network } = listening;
  const connecting = new AbortController();
  const giveUp = () => connecting.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  const wish = {
    // Letters and digits alone and at most 23: what every broker takes (MQTT-3.1.3-5).
    ...{ clientId: `look${random(8).toString('hex')}`, keptForS: 0, signal: connecting.signal },
    onMessage: async ({ topic, payload, retain }: { topic: string; payload: string | Buffer; retain: boolean }) => {
      onMessage({ topic, payload: Buffer.from(payload), kept: retain, at: Date.now() });
      return true;
    },
  };
  const connection = await connect(target, wish, network);
  if (!(connection instanceof Connection)) return connection;
  signal.removeEventListener('abort', giveUp);
  const began = performance.now();
  const refused = await connection.subscribe(filters, 0, true);
  if (refused.length === filters.length) {
    await goodbye(connection);
    return { why: 'filters', refused, may: [] };
  }
  onBegin();
  const problem = await Promise.race([connection.ended, passed(forMs, signal)]);
  const seconds = (performance.now() - began) / 1_000;
  // What the broker said until now is on its way.
  if (problem === undefined) await within(LAST_WORDS_MS, connection.answered());
  await goodbye(connection);
  return { seconds, refused, ...(problem === undefined ? {} : { problem }) };
}

/** Says it, and ends the connection also where so much is being said that the broker does not hear it. */
async function goodbye(connection: Connection): Promise<void> {
  await within(GOODBYE_MS, connection.stop());
  connection.close({ why: 'ended' });
}

async function within(ms: number, what: Promise<void>): Promise<void> {
  const over = new AbortController();
  await Promise.race([what.finally(() => over.abort()), passed(ms, over.signal)]);
  over.abort();
}

function passed(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    const end = () => {
      clearTimeout(timer);
      resolve(undefined);
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
